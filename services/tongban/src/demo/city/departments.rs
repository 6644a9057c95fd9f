//! In the departments: steps are decided, tasks answered, and the coordinator rules between them.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rand::RngExt as _;
use serde::Deserialize;
use serde_json::json;
use tongban_catalog::model::Item;
use tongban_kernel::calendar::Unit;
use uuid::Uuid;

use super::agenda::Errand;
use super::window::{Anything, Receipt};
use super::{CallError, City, OpenCase, told};
use crate::demo::fate::{Decision, Deed, Step, Task, decision, deed};
use crate::demo::forms;
use crate::demo::staff::By;

/// Steps decided in one tick.
const STEPS_AT_ONCE: usize = 4;
/// Tasks worked on in one tick.
const TASKS_AT_ONCE: usize = 3;
/// Departments that the coordinator asks by hand; at the beginning for one case each.
const ASKED: [&str; 4] = ["environment", "fire-rescue", "natural-resources", "health"];
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
const LICENSING_LAW: &str = "《中华人民共和国行政许可法》第三十八条";
const STEPS: &str = "/api/approval/steps?limit=200";
const TASKS: &str = "/api/coordination/tasks?state=open&limit=200";

/// What is read of a case.
#[derive(Deserialize)]
struct CaseView {
    state: String,
    steps: Vec<StepView>,
}

#[derive(Deserialize)]
struct StepView {
    step: String,
    state: String,
}

impl CaseView {
    fn is_ready_to_conclude(&self) -> bool {
        self.state == "open" && self.steps.iter().all(|step| step.state == "done")
    }
}

impl City {
    /// The first morning: applications whose approval takes long are accepted at once, and the
    /// coordinator asks departments by hand for help within a working day, which nobody gives. So
    /// every rung of the ladder is seen in the first week. Answers the first receipt.
    pub(in crate::demo) async fn begin(&mut self) -> Result<Option<Receipt>, CallError> {
        let today = self.today();
        let mut items: Vec<Item> = self.catalog.items_in_force(today).cloned().collect();
        items.retain(|item| item.limits.promised.unit() == Unit::Workdays);
        items.sort_by_key(|item| std::cmp::Reverse(item.limits.promised.amount()));
        let mut first = None;
        for (item, department) in items.iter().zip(ASKED) {
            let party = self.choose_party(item);
            let form = forms::fill(&item.form, &party, today, &mut self.rng);
            let files = self.files_for(item, &form).await?;
            let receipt = self.submit(item, &party, form, files).await?;
            let path = format!("/api/intake/cases/{}/accept", receipt.case_id);
            let _: Anything = self.client.command_settled(By::Clerk, &path, json!({})).await?;
            self.ask_by_hand(receipt.case_id, department).await?;
            first.get_or_insert(receipt);
        }
        Ok(first)
    }

    /// The coordinator asks some department about a case, if it is not over yet.
    pub(super) async fn ask_somebody(&mut self, case_id: Uuid) -> Result<(), CallError> {
        if !self.open.contains_key(&case_id) {
            return Ok(());
        }
        let department = ASKED[self.rng.random_range(0..ASKED.len())];
        self.ask_by_hand(case_id, department).await
    }

    async fn ask_by_hand(&mut self, case_id: Uuid, department: &str) -> Result<(), CallError> {
        let body = json!({
            "case_id": case_id,
            "to_department": department,
            "ask": { "zh": "请就申请人所在地块提供既往监管记录",
                     "en": "Provide earlier findings about the applicant's site" },
            "legal_basis": "《优化营商环境条例》第三十七条",
            "limit": { "workdays": 1 },
        });
        let _: Anything =
            self.client.command(By::Coordinator, "/api/coordination/tasks", body).await?;
        Ok(())
    }

    /// Handlers decide steps, the most urgent first.
    pub(super) async fn work_steps(&mut self, now: Timestamp) -> Result<(), CallError> {
        let steps: Vec<Step> = self.client.rows(By::Coordinator, STEPS).await?;
        let due = steps.into_iter().map(|step| (decision(&step, now), step));
        let due = due.filter(|(decision, step)| {
            *decision != Decision::Wait && !self.is_left_alone(step.case_id, now)
        });
        // One decision can change what the list says of the case's other steps.
        let mut met = BTreeSet::new();
        let due = due.filter(|(_, step)| met.insert(step.case_id));
        for (decision, step) in due.take(STEPS_AT_ONCE).collect::<Vec<_>>() {
            let done = self.decide(&step, decision).await;
            self.leave_if_failed(step.case_id, now, &done);
            told("a step", done);
        }
        Ok(())
    }

    /// Whether work on a case or task failed less than a day ago: it is tried again tomorrow, and
    /// meanwhile keeps nobody from the rest.
    fn is_left_alone(&self, id: Uuid, now: Timestamp) -> bool {
        self.left_until.get(&id).is_some_and(|until| now < *until)
    }

    fn leave_if_failed(&mut self, id: Uuid, now: Timestamp, done: &Result<(), CallError>) {
        self.left_until.retain(|_, until| now < *until);
        if done.is_err() {
            self.left_until.insert(id, now + A_DAY);
        }
    }

    async fn decide(&mut self, step: &Step, decision: Decision) -> Result<(), CallError> {
        let (verb, body) = match decision {
            Decision::Wait => return Ok(()),
            Decision::Approve => ("approve", json!({ "opinion": "符合条件，同意" })),
            Decision::Refuse => {
                ("reject", json!({ "reason": "不符合法定条件", "legal_basis": LICENSING_LAW }))
            }
            Decision::SendBack => match self.first_step_before(step).await? {
                Some(to) => {
                    ("return", json!({ "to": to, "reason": "材料与现场情况不一致，请复核" }))
                }
                None => ("approve", json!({ "opinion": "符合条件，同意" })),
            },
        };
        let path = format!("/api/approval/cases/{}/steps/{}/{verb}", step.case_id, step.step);
        let by = By::Handler(&step.department);
        let view: CaseView = self.client.command(by, &path, body).await?;
        if view.is_ready_to_conclude() {
            return self.conclude(step.case_id).await;
        }
        if view.state == "concluded"
            && let Some(OpenCase { receipt, .. }) = self.open.remove(&step.case_id)
        {
            self.goes_home(receipt);
        }
        Ok(())
    }

    /// The step that everything began with, if it is done and another one.
    async fn first_step_before(&mut self, step: &Step) -> Result<Option<String>, CallError> {
        let view = self.case(step.case_id).await?;
        let first = view.steps.into_iter().next();
        let first = first.filter(|first| first.state == "done" && first.step != step.step);
        Ok(first.map(|first| first.step))
    }

    async fn case(&mut self, case_id: Uuid) -> Result<CaseView, CallError> {
        self.client.ask(By::Coordinator, &format!("/api/approval/cases/{case_id}")).await
    }

    /// Concludes a case whose last step was decided by the replies that it waited for.
    pub(super) async fn conclude_if_done(&mut self, case_id: Uuid) -> Result<(), CallError> {
        let view = self.case(case_id).await?;
        if view.is_ready_to_conclude() { self.conclude(case_id).await } else { Ok(()) }
    }

    async fn conclude(&mut self, case_id: Uuid) -> Result<(), CallError> {
        // A case that this simulation did not bring in is for others to conclude.
        let Some(OpenCase { department, receipt }) = self.open.remove(&case_id) else {
            return Ok(());
        };
        let path = format!("/api/approval/cases/{case_id}/conclude");
        let body = json!({ "reason": "各环节均已通过，准予许可", "legal_basis": LICENSING_LAW });
        let _: Anything = self.client.command(By::Handler(&department), &path, body).await?;
        self.goes_home(receipt);
        Ok(())
    }

    /// Departments work on the tasks that they are asked for, each as its fate has it.
    pub(super) async fn work_tasks(&mut self, now: Timestamp) -> Result<(), CallError> {
        let tasks: Vec<Task> = self.client.rows(By::Coordinator, TASKS).await?;
        let due = tasks.into_iter().map(|task| (deed(&task, now), task));
        let due = due
            .filter(|(deed, task)| *deed != Deed::Wait && !self.is_left_alone(task.task_id, now));
        for (deed, task) in due.take(TASKS_AT_ONCE).collect::<Vec<_>>() {
            let done = self.work(&task, deed).await;
            self.leave_if_failed(task.task_id, now, &done);
            told("a task", done);
        }
        Ok(())
    }

    async fn work(&mut self, task: &Task, deed: Deed) -> Result<(), CallError> {
        let by = By::Handler(&task.to_department);
        let (by, verb, body) = match deed {
            Deed::Wait => return Ok(()),
            Deed::Acknowledge => (by, "acknowledge", json!({})),
            Deed::Agree => {
                (by, "reply", json!({ "outcome": "agreed", "opinion": "经核实，无不同意见" }))
            }
            Deed::Object => {
                let opinion = "现有材料不足以支持，建议退回补充";
                (by, "reply", json!({ "outcome": "objected", "opinion": opinion }))
            }
            Deed::Return => (
                by,
                "return",
                json!({ "reason": "该事项不属于本部门职责",
                        "legal_basis": "本部门职能配置、内设机构和人员编制规定" }),
            ),
            Deed::AskAgain => {
                let body = json!({ "to_department": task.to_department,
                                   "reason": "按权责清单由你部门办理，请继续" });
                (By::Coordinator, "reassign", body)
            }
            Deed::AskAnother => {
                let to_department = self.another_department(task);
                let reason = "按权责清单改由该部门办理";
                let body = json!({ "to_department": to_department, "reason": reason });
                (By::Coordinator, "reassign", body)
            }
        };
        let path = format!("/api/coordination/tasks/{}/{verb}", task.task_id);
        let _: Anything = self.client.command(by, &path, body).await?;
        if matches!(deed, Deed::Agree | Deed::Object) && task.step.is_some() {
            let at = self.clock.now() + SignedDuration::from_hours(1);
            self.agenda.write(at, Errand::Conclude { case_id: task.case_id });
        }
        Ok(())
    }

    /// A department that neither asks nor has returned the task; the same one in a city of two.
    fn another_department(&mut self, task: &Task) -> String {
        let today = self.today();
        let codes = self.catalog.departments_at(today).map(|department| department.code.as_str());
        let is_party = |code: &&str| *code == task.from_department || *code == task.to_department;
        let others: Vec<_> = codes.filter(|code| !is_party(code)).collect();
        if others.is_empty() {
            return task.to_department.clone();
        }
        others[self.rng.random_range(0..others.len())].to_owned()
    }
}
