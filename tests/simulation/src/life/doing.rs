//! What people do, over the routes of the services.

use anyhow::Result;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Life;
use crate::agenda::local;
use crate::application::application;
use crate::deed::{By, Deed, Errand};
use crate::ledger::{Task, TaskState};

const LAW: &str = "《中华人民共和国行政许可法》第三十八条";
/// A step that still waits for others is looked at again after so many hours.
const LATER: u32 = 8;

impl Life {
    /// Does an errand, if it is still to be done, or puts it off.
    pub(super) async fn run(&mut self, errand: Errand) -> Result<()> {
        match errand {
            Errand::Submit(n) => self.submit(n).await,
            Errand::Accept(case_id) => {
                let path = format!("/api/intake/cases/{case_id}/accept");
                self.city.give(By::Clerk, &path, &json!({})).await.map(drop)
            }
            Errand::Withdraw(case_id) => {
                let path = format!("/api/intake/cases/{case_id}/withdraw");
                self.city.give(By::Clerk, &path, &json!({ "reason": "不再需要" })).await.map(drop)
            }
            Errand::AskByHand(case_id) => self.ask_by_hand(case_id).await,
            Errand::Decide { case_id, step, round } => self.decide(case_id, step, round).await,
            Errand::Conclude(case_id) => self.conclude(case_id).await,
            Errand::Task { task_id, epoch, deed } => self.work(task_id, epoch, deed).await,
        }
    }

    async fn submit(&mut self, n: u64) -> Result<()> {
        let today = local(self.city.now()).date();
        let items: Vec<_> = self.catalog.items_in_force(today).collect();
        let n_items = u32::try_from(items.len()).unwrap_or(1);
        let item = items[self.draw.about(&format!("item {n}")).below(n_items) as usize];
        let body = application(item, today, &self.files);
        self.city.give(By::Clerk, "/api/intake/cases", &body).await?;
        self.figures.n_cases += 1;
        Ok(())
    }

    async fn ask_by_hand(&mut self, case_id: Uuid) -> Result<()> {
        let Some(case) = self.ledger.cases.get(&case_id) else { return Ok(()) };
        let body = json!({
            "case_id": case_id,
            "from_department": case.department,
            "to_department": self.some_department(&format!("asked {case_id}")),
            "ask": { "zh": "请提供既往监管记录", "en": "Provide earlier findings" },
            "legal_basis": LAW,
            "limit": { "workdays": 1 },
        });
        self.city.give(By::Coordinator, "/api/coordination/tasks", &body).await.map(drop)
    }

    async fn decide(&mut self, case_id: Uuid, step: String, round: u64) -> Result<()> {
        let Some(open) = self.ledger.steps.get(&(case_id, step.clone())) else { return Ok(()) };
        if open.round != round {
            return Ok(());
        }
        let (department, now) = (open.department.clone(), self.city.now());
        if !open.awaits.is_empty() || self.is_away(&department, now) {
            self.agenda.write(now, LATER, Errand::Decide { case_id, step, round });
            return Ok(());
        }
        let draw = self.draw.about(&format!("decide {case_id} {step} {round}"));
        let before = self.ledger.cases.get(&case_id).and_then(|case| case.decided.first());
        let (verb, body) = match (draw.below(100), before) {
            (0..3, _) => ("reject", json!({ "reason": "不符合法定条件", "legal_basis": LAW })),
            (3..9, Some(to)) if round == 1 => {
                ("return", json!({ "to": to, "reason": "材料与现场不一致" }))
            }
            _ => ("approve", json!({ "opinion": "符合条件" })),
        };
        let path = format!("/api/approval/cases/{case_id}/steps/{step}/{verb}");
        self.city.give(By::Handler(&department), &path, &body).await.map(drop)
    }

    async fn conclude(&mut self, case_id: Uuid) -> Result<()> {
        let has_steps = self.ledger.steps.range((case_id, String::new())..).next();
        let Some(case) = self.ledger.cases.get(&case_id) else { return Ok(()) };
        if has_steps.is_some_and(|((of, _), _)| *of == case_id) {
            return Ok(());
        }
        let (department, now) = (case.department.clone(), self.city.now());
        if self.is_away(&department, now) {
            self.agenda.write(now, LATER, Errand::Conclude(case_id));
            return Ok(());
        }
        let path = format!("/api/approval/cases/{case_id}/conclude");
        let body = json!({ "reason": "准予许可", "legal_basis": LAW });
        self.city.give(By::Handler(&department), &path, &body).await.map(drop)
    }

    async fn work(&mut self, task_id: Uuid, epoch: u64, deed: Deed) -> Result<()> {
        let Some(task) = self.ledger.tasks.get(&task_id) else { return Ok(()) };
        let is_now = match deed {
            Deed::Review => task.state == TaskState::Replied,
            Deed::Reassign => task.state == TaskState::Returned,
            Deed::Answer => task.state == TaskState::Questioned,
            Deed::Acknowledge => task.state == TaskState::Requested,
            Deed::WithdrawDispute => task.state == TaskState::Disputed,
            Deed::Ask
            | Deed::ReplyPartly
            | Deed::Reply
            | Deed::Return
            | Deed::AskForTime
            | Deed::RuleOnTime
            | Deed::Share
            | Deed::Dispute => is_worked(task.state),
        };
        if !is_now || task.deadline.epoch != epoch {
            return Ok(());
        }
        let (from, to) = (task.from_department.clone(), task.to_department.clone());
        let by = match deed {
            Deed::Reassign | Deed::RuleOnTime | Deed::Share => By::Coordinator,
            Deed::Answer | Deed::Review => By::Handler(&from),
            Deed::Acknowledge
            | Deed::Ask
            | Deed::ReplyPartly
            | Deed::Reply
            | Deed::Return
            | Deed::AskForTime
            | Deed::Dispute
            | Deed::WithdrawDispute => By::Handler(&to),
        };
        let now = self.city.now();
        if let By::Handler(department) = by
            && self.is_away(department, now)
        {
            self.agenda.write(now, 24, Errand::Task { task_id, epoch, deed });
            return Ok(());
        }
        if deed == Deed::Share {
            // What was done at this hour may have ended the other task.
            self.city.settle().await?;
            self.read_news().await?;
        }
        let Some((path, body)) = self.words(task_id, epoch, deed) else { return Ok(()) };
        self.city.give(by, &format!("/api/coordination/{path}"), &body).await.map(drop)
    }

    /// A task of another case that asks the same department and is due no earlier.
    fn alike(&self, task_id: Uuid) -> Option<Uuid> {
        let task = self.ledger.tasks.get(&task_id)?;
        let is_alike = |other: &&Task| {
            other.case_id != task.case_id
                && is_worked(other.state)
                && other.to_department == task.to_department
                && other.deadline.due_at >= task.deadline.due_at
        };
        let mut tasks = self.ledger.tasks.iter();
        tasks.find(|(_, other)| is_alike(other)).map(|(other_id, _)| *other_id)
    }

    /// What is posted where; none where there is nothing to be done it to.
    fn words(&self, task_id: Uuid, epoch: u64, deed: Deed) -> Option<(String, Value)> {
        let task = self.ledger.tasks.get(&task_id)?;
        let draw = self.draw.about(&format!("words {task_id} {epoch}"));
        let more_time = json!({ "by": { "workdays": 1 + draw.below(3) }, "reason": "案情复杂" });
        let (verb, body) = match deed {
            Deed::WithdrawDispute => {
                let body = json!({ "reason": "经沟通由本部门办理" });
                return Some((format!("disputes/{}/withdraw", task.dispute_id?), body));
            }
            Deed::Share => ("share", json!({ "with_task_id": self.alike(task_id)? })),
            Deed::Acknowledge => ("acknowledge", json!({})),
            Deed::Ask => ("question", json!({ "question": "请说明四至" })),
            Deed::Answer => ("answer", json!({ "answer": "见附图" })),
            Deed::ReplyPartly => ("partial-reply", json!({ "opinion": "权属无争议" })),
            Deed::Reply => {
                let outcome = if draw.happens(10) { "objected" } else { "agreed" };
                ("reply", json!({ "outcome": outcome, "opinion": "经核实" }))
            }
            Deed::Return => ("return", json!({ "reason": "不属本部门职责", "legal_basis": LAW })),
            Deed::Reassign => {
                let another = self.some_department(&format!("reassigned {task_id} {epoch}"));
                let to = if draw.happens(40) { another } else { &task.to_department };
                ("reassign", json!({ "to_department": to, "reason": "按职责清单" }))
            }
            Deed::AskForTime => ("request-extension", more_time),
            Deed::RuleOnTime if draw.happens(60) => ("extend", more_time),
            Deed::RuleOnTime => ("decline-extension", json!({ "reason": "时限已足够" })),
            Deed::Review if draw.happens(60) => {
                ("send-back-reply", json!({ "reason": "未说明面积" }))
            }
            Deed::Review => ("accept-reply", json!({})),
            Deed::Dispute => ("dispute", json!({ "reason": "职责不在本部门", "legal_basis": LAW })),
        };
        Some((format!("tasks/{task_id}/{verb}"), body))
    }

    fn some_department(&self, about: &str) -> &str {
        let n = u32::try_from(self.departments.len()).unwrap_or(1);
        let nth = self.draw.about(about).below(n.max(1));
        self.departments.get(nth as usize).map_or("", String::as_str)
    }

    /// Whether nobody works in a department this week: it has one handler, who is away now and then.
    fn is_away(&self, department: &str, now: Timestamp) -> bool {
        let week = local(now).date().iso_week_date();
        self.draw.about(&format!("away {department} {} {}", week.year(), week.week())).happens(6)
    }
}

/// Whether the asked department has to do something.
fn is_worked(state: TaskState) -> bool {
    state.is_open() && state != TaskState::Returned && state != TaskState::Disputed
}
