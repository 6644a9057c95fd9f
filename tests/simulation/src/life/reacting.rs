//! What people set out to do when they hear of something.

use anyhow::Result;
use jiff::Timestamp;
use uuid::Uuid;

use super::Life;
use crate::deed::{Deed, Errand};
use crate::fact::Fact;

/// A task that is ignored is answered when accountability has it on record; half of those in never so long.
const IGNORED_HOURS: u32 = 12 * 24;

impl Life {
    /// Writes down what somebody does about an event.
    pub(super) fn react(&mut self, fact: &Fact) -> Result<()> {
        let (data, now) = (&fact.data, fact.recorded_at);
        let draw = self.draw.about(&format!("{}{}{}", data.case_id, data.task_id, fact.kind));
        match fact.kind.as_str() {
            "intake.case_submitted.v1" => self.submitted(data.case_id, now),
            "approval.case_opened.v1" => {
                let when = 1 + draw.below(200);
                if draw.about("by hand").happens(4) {
                    self.agenda.write(now, when, Errand::AskByHand(data.case_id));
                }
                if draw.about("withdrawn").happens(2) {
                    self.agenda.write(now, when, Errand::Withdraw(data.case_id));
                }
            }
            "approval.step_started.v1" => {
                let (case_id, step, round) = (data.case_id, data.step.clone(), data.round);
                let hours = 1 + draw.about(&data.step).below(50);
                self.agenda.write(now, hours, Errand::Decide { case_id, step, round });
            }
            "approval.step_decided.v1" => {
                let hours = 1 + draw.about(&data.step).below(8);
                self.agenda.write(now, hours, Errand::Conclude(data.case_id));
            }
            "approval.case_concluded.v1" => self.figures.n_concluded += 1,
            "coordination.task_requested.v1" => {
                self.figures.n_tasks += 1;
                self.plan_task(data.task_id, now);
                if draw.about("shared").happens(5) {
                    self.write(data.task_id, now, 1 + draw.below(20), Deed::Share);
                }
            }
            "coordination.task_shared.v1" => self.figures.n_shared += 1,
            "coordination.task_disputed.v1" => {
                self.figures.n_disputed += 1;
                self.write(data.task_id, now, 8 + draw.below(24 * 9), Deed::WithdrawDispute);
            }
            "coordination.task_reassigned.v1"
            | "coordination.dispute_settled.v1"
            | "coordination.task_resumed.v1"
            | "coordination.reply_sent_back.v1"
            | "coordination.deadline_extended.v1" => self.plan_task(data.task_id, now),
            "coordination.task_returned.v1" => {
                self.write(data.task_id, now, 2 + draw.below(28), Deed::Reassign);
            }
            "coordination.task_questioned.v1" => {
                self.write(data.task_id, now, 2 + draw.below(50), Deed::Answer);
            }
            "coordination.extension_requested.v1" => {
                self.write(data.task_id, now, 2 + draw.below(28), Deed::RuleOnTime);
            }
            "coordination.task_replied.v1" if draw.happens(12) => {
                self.write(data.task_id, now, 1 + draw.below(6), Deed::Review);
            }
            _ => {}
        }
        Ok(())
    }

    fn submitted(&mut self, case_id: Uuid, now: Timestamp) {
        let draw = self.draw.about(&format!("accept {case_id}"));
        // Some windows are silent until the case counts as accepted by law.
        let hours = if draw.happens(3) { 24 * 20 } else { 1 + draw.below(30) };
        self.agenda.write(now, hours, Errand::Accept(case_id));
    }

    /// How a department treats a task in this epoch of its deadline.
    fn plan_task(&mut self, task_id: Uuid, now: Timestamp) {
        let Some(task) = self.ledger.tasks.get(&task_id) else { return };
        let (due_at, epoch) = (task.deadline.due_at, task.deadline.epoch);
        let draw = self.draw.about(&format!("task {task_id} {epoch}"));
        let limit = due_at.duration_since(now).as_hours().max(8);
        let limit = u32::try_from(limit).unwrap_or(u32::MAX / 100);
        let share = |percent: u32| limit * percent / 100;
        let when = draw.about("when").below(40);
        match draw.below(100) {
            0..50 => {
                self.write(task_id, now, share(3 + when / 4), Deed::Acknowledge);
                if draw.about("asks").happens(15) {
                    self.write(task_id, now, share(15 + when / 4), Deed::Ask);
                }
                if draw.about("parts").happens(10) {
                    self.write(task_id, now, share(25), Deed::ReplyPartly);
                }
                self.write(task_id, now, share(30 + when), Deed::Reply);
            }
            50..72 => {
                if draw.about("takes on").happens(50) {
                    self.write(task_id, now, share(20 + 2 * when), Deed::Acknowledge);
                }
                self.write(task_id, now, limit + 1 + when, Deed::Reply);
            }
            72..82 => {
                let sent_off =
                    if draw.about("disputes").happens(30) { Deed::Dispute } else { Deed::Return };
                self.write(task_id, now, share(5 + when), sent_off);
                self.write(task_id, now, limit + 60, Deed::Reply);
            }
            82..90 => {
                self.write(task_id, now, share(40 + when), Deed::AskForTime);
                self.write(task_id, now, limit + 2 * when, Deed::Reply);
            }
            90..96 => self.write(task_id, now, limit + IGNORED_HOURS + when, Deed::Reply),
            _ => self.write(task_id, now, limit + 2 * IGNORED_HOURS, Deed::Reply),
        }
    }

    fn write(&mut self, task_id: Uuid, from: Timestamp, hours: u32, deed: Deed) {
        let epoch = self.ledger.tasks.get(&task_id).map_or(0, |task| task.deadline.epoch);
        self.agenda.write(from, hours, Errand::Task { task_id, epoch, deed });
    }
}
