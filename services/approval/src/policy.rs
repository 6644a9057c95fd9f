//! What other services tell approval to do.

use jiff::Timestamp;
use serde::Deserialize;
use tongban_catalog::Catalog;
use tongban_catalog::model::{Item, Procedure, Step};
use tongban_eventstore::readers::Policy;
use tongban_kernel::calendar::{Ladder, Office};
use tongban_kernel::{CaseId, CaseNumber, DecodeError, Recorded, TaskId};

use crate::commands::{Command, Plan};
use crate::events::{Answer, Cooperation, PlannedProcedure, PlannedStep};

/// Leads from acceptance to opening, from a reply to the step that waits for it, and from a
/// withdrawal to the end.
#[derive(Clone, Copy, Debug, Default)]
pub struct ApprovalPolicy;

/// What a policy orders.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Open a case by the version of the item with which it was accepted.
    Open(Accepted),
    /// Give a command to a case.
    Give {
        /// The case.
        case_id: CaseId,
        /// The command.
        command: Command,
    },
}

/// What approval reads of an acceptance.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Accepted {
    /// The case.
    pub case_id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// The item.
    pub item_code: String,
    /// The version with which it was accepted.
    pub item_version: u32,
    /// When the application was received.
    pub received_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Timestamp,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Read {
    #[serde(rename = "intake.case_accepted.v1")]
    CaseAccepted(Accepted),
    #[serde(rename = "intake.case_withdrawn.v1")]
    CaseWithdrawn { case_id: CaseId },
    #[serde(rename = "coordination.task_replied.v1")]
    TaskReplied {
        task_id: TaskId,
        case_id: CaseId,
        source: Option<Source>,
        department: String,
        outcome: Answer,
        opinion: String,
        #[serde(default)]
        shares: Vec<Share>,
    },
    #[serde(rename = "coordination.reply_sent_back.v1")]
    ReplySentBack {
        task_id: TaskId,
        case_id: CaseId,
        source: Option<Source>,
        #[serde(default)]
        shares: Vec<Share>,
    },
    // Cases that shared it ask for themselves again, and go on waiting.
    #[serde(rename = "coordination.task_closed.v1")]
    TaskClosed { task_id: TaskId, case_id: CaseId, source: Option<Source> },
    #[serde(rename = "coordination.task_withdrawn.v1")]
    TaskWithdrawn { task_id: TaskId, case_id: CaseId, source: Option<Source> },
}

/// The step of a case that waits for a task.
#[derive(Clone, Deserialize)]
struct Source {
    step: String,
    round: u32,
}

/// Another case that waits for the same task, under the task that it asked for itself.
#[derive(Deserialize)]
struct Share {
    task_id: TaskId,
    case_id: CaseId,
    source: Option<Source>,
}

/// Every step that waits for a task: that of its own case, and those of cases that share it. A
/// task asked by hand has none.
fn waiting(own: Share, shares: Vec<Share>) -> impl Iterator<Item = (CaseId, TaskId, Source)> {
    let all = std::iter::once(own).chain(shares);
    all.filter_map(|share| Some((share.case_id, share.task_id, share.source?)))
}

impl Policy for ApprovalPolicy {
    type Order = Order;

    const NAME: &'static str = "approval-intake-and-replies";
    const EVENTS: &'static [&'static str] = &[
        "intake.case_accepted.v1",
        "intake.case_withdrawn.v1",
        "coordination.task_replied.v1",
        "coordination.reply_sent_back.v1",
        "coordination.task_closed.v1",
        "coordination.task_withdrawn.v1",
    ];

    fn react(&self, event: &Recorded) -> Result<Vec<Order>, DecodeError> {
        Ok(match event.decode::<Read>()? {
            Read::CaseAccepted(accepted) => vec![Order::Open(accepted)],
            Read::CaseWithdrawn { case_id } => {
                vec![Order::Give { case_id, command: Command::CloseByWithdrawal }]
            }
            Read::TaskReplied {
                task_id,
                case_id,
                source,
                department,
                outcome,
                opinion,
                shares,
            } => waiting(Share { task_id, case_id, source }, shares)
                .map(|(case_id, task_id, Source { step, round })| {
                    let (department, opinion) = (department.clone(), opinion.clone());
                    let command = Command::RecordAnswer {
                        step,
                        round,
                        department,
                        task_id,
                        outcome,
                        opinion,
                    };
                    Order::Give { case_id, command }
                })
                .collect(),
            Read::ReplySentBack { task_id, case_id, source, shares } => {
                waiting(Share { task_id, case_id, source }, shares)
                    .map(|(case_id, task_id, Source { step, round })| {
                        let command = Command::ReopenCooperation { step, round, task_id };
                        Order::Give { case_id, command }
                    })
                    .collect()
            }
            Read::TaskClosed { task_id, case_id, source }
            | Read::TaskWithdrawn { task_id, case_id, source } => source
                .map(|Source { step, round }| {
                    let command = Command::EndCooperation { step, round, task_id };
                    Order::Give { case_id, command }
                })
                .into_iter()
                .collect(),
        })
    }
}

/// The plan by which an accepted case is decided: the version of its item, in full, so that later
/// publications change nothing about it.
pub fn plan(accepted: Accepted, item: &Item, catalog: &Catalog) -> Plan {
    let on = catalog.city().office.date_of(accepted.accepted_at);
    let office = |department: &str| catalog.office_of(department, on).clone();
    let ladder = item.ladder.unwrap_or(catalog.city().ladder);
    let step = |step: &Step| PlannedStep {
        step: step.id.to_string(),
        name: step.names.clone(),
        department: item.department_of(step).to_string(),
        limit: step.limit,
        after: step.after.iter().map(ToString::to_string).collect(),
        cooperation: step
            .cooperation
            .iter()
            .map(|asked| cooperation(asked, ladder, office))
            .collect(),
    };
    Plan {
        case_id: accepted.case_id,
        number: accepted.number,
        item_code: accepted.item_code,
        item_version: accepted.item_version,
        department: item.department.to_string(),
        received_at: accepted.received_at,
        accepted_at: accepted.accepted_at,
        steps: item.steps.iter().map(step).collect(),
        procedures: item.special_procedures.iter().map(procedure).collect(),
        statutory: item.limits.statutory,
        promised: item.limits.promised,
        extension_max: item.limits.extension.as_ref().map_or(0, |most| most.max.amount()),
        office: office(item.department.as_str()),
    }
}

fn cooperation(
    asked: &tongban_catalog::model::Cooperation,
    ladder: Ladder,
    office: impl Fn(&str) -> Office,
) -> Cooperation {
    Cooperation {
        department: asked.department.to_string(),
        ask: asked.asks.clone(),
        limit: asked.limit,
        legal_basis: asked.basis.clone(),
        office: office(asked.department.as_str()),
        ladder,
    }
}

fn procedure(procedure: &Procedure) -> PlannedProcedure {
    PlannedProcedure {
        procedure: procedure.code.to_string(),
        name: procedure.names.clone(),
        clocks: procedure.suspends.clone(),
        legal_basis: procedure.basis.clone(),
    }
}
