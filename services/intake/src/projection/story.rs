//! What happened to a case and what comes next, in plain words.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_kernel::{Satisfaction, Text};

use crate::events::{Missing, Outcome};

/// One thing that happened, as far as the applicant is told of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields of the events, whose names they bear")]
pub enum Happened {
    /// The application was received.
    Submitted { accept_by_at: Timestamp },
    /// Something is missing.
    CorrectionRequested { supplement_by_at: Timestamp, missing: Vec<Missing> },
    /// An amendment supplied part of it.
    CorrectionNarrowed { missing: Vec<Missing> },
    /// An amendment left nothing missing.
    CorrectionSettled { accept_by_at: Timestamp },
    /// It was handed in.
    Supplemented { accept_by_at: Timestamp },
    /// The office took the case on.
    Accepted { deemed: bool },
    /// It did not.
    Declined { reason: String },
    /// The applicant withdrew.
    Withdrawn,
    /// That came too late.
    WithdrawalOvertaken,
    /// The same application was handed in before.
    Linked,
    /// Approval began.
    Opened { promised_at: Option<Timestamp> },
    /// A step began.
    StepStarted { step: String, name: Text, department: String, due_at: Option<Timestamp> },
    /// A step is done.
    StepDecided { step: String },
    /// Steps are done again.
    StepReturned { again: Vec<String> },
    /// The clocks stand still.
    Suspended { reason: String, dues: Option<NewDues> },
    /// The clocks run again.
    Resumed { dues: NewDues },
    /// There is more time.
    Extended { reason: String, dues: NewDues },
    /// The case is decided.
    Concluded { outcome: Outcome, reason: String },
    /// Work goes on.
    Reopened { again: Vec<String>, reason: String, dues: Option<NewDues> },
    /// The decision is void.
    Annulled { reason: String },
    /// Approval stopped, as the applicant wished.
    ClosedByWithdrawal,
    /// The applicant said what the service was like.
    Rated { satisfaction: Satisfaction },
}

/// What is due from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewDues {
    /// The first instant at which the promise is broken; none while its clock stands still.
    pub promised_at: Option<Timestamp>,
    /// The steps that are worked on.
    pub steps: Vec<StepDue>,
}

/// Until when a step is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepDue {
    /// The step.
    pub step: String,
    /// The first instant that is too late; none while the clock stands still.
    pub due_at: Option<Timestamp>,
}

/// One thing that happened, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// When.
    pub at: Timestamp,
    /// What.
    pub happened: Happened,
}

/// A story as it is told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// What happened, the first first.
    pub lines: Vec<(Timestamp, Text)>,
    /// What comes next; nothing once the case is over. Several where steps run side by side.
    pub next: Vec<Next>,
    /// When the office promises to be done.
    pub promised_at: Option<Timestamp>,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// Who acts.
    pub side: Side,
    /// What is done.
    pub what: Text,
    /// Until when; the first instant that is too late.
    pub until_at: Option<Timestamp>,
}

/// Who acts next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// The applicant.
    Applicant,
    /// The window that received the case.
    Window,
    /// A department, by its code.
    Department(String),
}

/// Tells what happened, in order, and what comes next.
pub fn tell(scenes: &[Scene]) -> Told {
    let mut teller = Teller::default();
    for scene in scenes {
        let line = teller.hear(&scene.happened);
        teller.told.lines.extend(line.map(|line| (scene.at, line)));
    }
    teller.finish()
}

/// What is remembered while a story is heard.
#[derive(Default)]
struct Teller {
    told: Told,
    names: BTreeMap<String, Text>,
    /// Steps that are worked on.
    active: BTreeMap<String, Next>,
    /// What comes next before and besides the steps.
    next: Option<Next>,
    /// What the end of the case broke off: a reopening goes on with it.
    broken_off: BrokenOff,
}

#[derive(Default)]
struct BrokenOff {
    steps: BTreeMap<String, Next>,
    promised_at: Option<Timestamp>,
}

impl Teller {
    /// Takes in what happened; answers the line that tells it, where it has one of its own.
    fn hear(&mut self, happened: &Happened) -> Option<Text> {
        match happened {
            Happened::Submitted { accept_by_at } => {
                self.next = Some(window(*accept_by_at));
                Some(Text::new("已收到申请", "The application was received"))
            }
            Happened::CorrectionRequested { supplement_by_at, missing } => {
                self.next = Some(applicant(*supplement_by_at));
                Some(listed("需补正", "Something is missing", missing))
            }
            Happened::CorrectionNarrowed { missing } => {
                Some(listed("仍需补正", "Still missing", missing))
            }
            Happened::CorrectionSettled { accept_by_at } => {
                self.next = Some(window(*accept_by_at));
                Some(Text::new(
                    "更正后材料已齐全，无需补正",
                    "Corrected: nothing is missing any more",
                ))
            }
            Happened::Supplemented { accept_by_at } => {
                self.next = Some(window(*accept_by_at));
                Some(Text::new("已收到补正材料", "What was missing was received"))
            }
            Happened::Accepted { deemed } => Some(self.accepted(*deemed)),
            Happened::Declined { reason } => Some(self.over(reasoned(
                "不予受理",
                "The office does not take the case on",
                reason,
            ))),
            Happened::Withdrawn => {
                Some(self.over(Text::new("申请已撤回", "The application was withdrawn")))
            }
            // What comes next is what approval said meanwhile.
            Happened::WithdrawalOvertaken => Some(overtaken()),
            Happened::Linked => Some(self.over(linked())),
            Happened::Opened { promised_at } => {
                (self.next, self.told.promised_at) = (None, *promised_at);
                None
            }
            Happened::StepStarted { step, name, department, due_at } => {
                Some(self.started(step, name, department, *due_at))
            }
            Happened::StepDecided { step } => self.done(step),
            Happened::StepReturned { again } => {
                self.forget(again);
                Some(Text::new("退回前一环节重新办理", "The case went back to an earlier step"))
            }
            Happened::Suspended { reason, dues } => {
                self.move_dues(dues.as_ref());
                Some(reasoned("办理时限暂停计算", "The clocks stand still", reason))
            }
            Happened::Resumed { dues } => {
                self.move_dues(Some(dues));
                Some(Text::new("办理时限恢复计算", "The clocks run again"))
            }
            Happened::Extended { reason, dues } => {
                self.move_dues(Some(dues));
                Some(reasoned("办理期限已延长", "The limit was extended", reason))
            }
            Happened::Concluded { outcome, reason } => Some(self.over(decided(*outcome, reason))),
            Happened::Reopened { again, reason, dues } => {
                self.go_on(again, dues.as_ref());
                Some(reasoned("重新办理", "Work on the case goes on", reason))
            }
            Happened::Annulled { reason } => Some(self.over(decided(Outcome::Annulled, reason))),
            // That the applicant withdrew was told; a step that began before approval heard of it
            // ends here.
            Happened::ClosedByWithdrawal => {
                self.end();
                None
            }
            Happened::Rated { satisfaction } => Some(rated(*satisfaction)),
        }
    }

    fn accepted(&mut self, deemed: bool) -> Text {
        self.next = Some(Next {
            side: Side::Window,
            what: Text::new("转交审批部门", "The case goes to the department that decides"),
            until_at: None,
        });
        if deemed {
            return Text::new("逾期未告知，依法视为受理", "Accepted by law: the term was over");
        }
        Text::new("已受理", "The office took the case on")
    }

    fn started(
        &mut self,
        step: &str,
        name: &Text,
        department: &str,
        until_at: Option<Timestamp>,
    ) -> Text {
        let side = Side::Department(department.to_owned());
        let next = Next { side, what: name.clone(), until_at };
        self.active.insert(step.to_owned(), next);
        self.names.insert(step.to_owned(), name.clone());
        Text::new(format!("“{}”开始办理", name.zh), format!("{}: begun", name.en))
    }

    fn done(&mut self, step: &str) -> Option<Text> {
        self.active.remove(step);
        let name = self.names.get(step)?;
        Some(Text::new(format!("“{}”已办完", name.zh), format!("{}: done", name.en)))
    }

    fn forget(&mut self, steps: &[String]) {
        self.active.retain(|step, _| !steps.contains(step));
    }

    /// Where nothing is said of due dates, they stay as they are.
    fn move_dues(&mut self, dues: Option<&NewDues>) {
        let Some(NewDues { promised_at, steps }) = dues else { return };
        self.told.promised_at = *promised_at;
        for due in steps {
            if let Some(next) = self.active.get_mut(&due.step) {
                next.until_at = due.due_at;
            }
        }
    }

    /// Steps that were under way beside the one that ended the case are still under way.
    fn go_on(&mut self, again: &[String], dues: Option<&NewDues>) {
        let BrokenOff { steps, promised_at } = std::mem::take(&mut self.broken_off);
        (self.active, self.told.promised_at) = (steps, promised_at);
        self.forget(again);
        self.move_dues(dues);
    }

    fn over(&mut self, line: Text) -> Text {
        self.end();
        line
    }

    fn end(&mut self) {
        // A case can end twice: withdrawn by the applicant when it has just been decided.
        self.broken_off.steps.append(&mut self.active);
        let promised_at = self.told.promised_at.take();
        self.broken_off.promised_at = promised_at.or(self.broken_off.promised_at);
        self.next = None;
    }

    fn finish(mut self) -> Told {
        self.told.next = self.next.into_iter().chain(self.active.into_values()).collect();
        self.told
    }
}

fn window(accept_by_at: Timestamp) -> Next {
    Next {
        side: Side::Window,
        what: Text::new("审核是否受理", "The office says whether it takes the case on"),
        until_at: Some(accept_by_at),
    }
}

fn applicant(supplement_by_at: Timestamp) -> Next {
    Next {
        side: Side::Applicant,
        what: Text::new("请补交所缺材料", "Please hand in what is missing"),
        until_at: Some(supplement_by_at),
    }
}

fn overtaken() -> Text {
    Text::new(
        "撤回到达时审批已作出决定，撤回不生效，以审批结果为准",
        "The withdrawal came too late: what the department decided holds",
    )
}

fn linked() -> Text {
    Text::new(
        "同一申请此前已提交，本件并入先前的办件",
        "The same application was handed in before; the earlier case goes on",
    )
}

fn rated(satisfaction: Satisfaction) -> Text {
    let Text { zh, en } = satisfaction.text();
    Text::new(format!("申请人评价本次服务：{zh}"), format!("The applicant rated the service: {en}"))
}

fn decided(outcome: Outcome, reason: &str) -> Text {
    let (zh, en) = match outcome {
        Outcome::Granted => ("已办结：准予", "Decided: granted"),
        Outcome::Refused => ("已办结：不予", "Decided: refused"),
        Outcome::Annulled => ("决定已撤销", "The decision is void"),
    };
    reasoned(zh, en, reason)
}

fn reasoned(zh: &str, en: &str, reason: &str) -> Text {
    if reason.is_empty() {
        return Text::new(zh, en);
    }
    Text::new(format!("{zh}（{reason}）"), format!("{en} ({reason})"))
}

fn listed(zh: &str, en: &str, missing: &[Missing]) -> Text {
    let list = |text: fn(&Missing) -> &str, separator: &str| {
        missing.iter().map(text).collect::<Vec<_>>().join(separator)
    };
    Text::new(
        format!("{zh}：{}", list(|m| &m.reason.zh, "；")),
        format!("{en}: {}", list(|m| &m.reason.en, "; ")),
    )
}

#[cfg(test)]
mod tests;
