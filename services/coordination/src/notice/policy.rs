//! Every warning is dealt with like a case; what was done about it ends it.

use jiff::Timestamp;
use serde::Deserialize;
use tongban_eventstore::readers::Policy;
use tongban_kernel::{CaseId, CaseNumber, DecodeError, NoticeId, Origin, Recorded, TaskId};

use super::commands::NewNotice;
use crate::task::events::{Colour, Occasion, Rung};

/// From warnings to their cases.
#[derive(Clone, Copy, Debug)]
pub struct NoticesOfWarnings;

/// What the policy wishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// Deal with a warning.
    Open(Box<NewNotice>),
    /// It was met.
    Meet(NoticeId),
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Read {
    #[serde(rename = "coordination.warning_issued.v1")]
    Issued {
        task_id: TaskId,
        case_id: CaseId,
        #[serde(default)]
        occasion: Occasion,
        number: CaseNumber,
        rung: Rung,
        epoch: u32,
        issued_at: Timestamp,
        department: String,
        answer_by_at: Option<Timestamp>,
    },
    #[serde(rename = "coordination.warning_met.v1")]
    Met { task_id: TaskId, rung: Rung, epoch: u32 },
}

impl Policy for NoticesOfWarnings {
    type Order = Order;

    const NAME: &'static str = "coordination-notices";
    const EVENTS: &'static [&'static str] =
        &["coordination.warning_issued.v1", "coordination.warning_met.v1"];

    fn react(&self, event: &Recorded) -> Result<Vec<Order>, DecodeError> {
        // Nobody answers for what was late in a drill.
        if event.meta.origin == Origin::Drill {
            return Ok(Vec::new());
        }
        Ok(match event.decode()? {
            // Nobody has to answer: it was returned, or issued before warnings were cases.
            Read::Issued { rung, answer_by_at: None, .. } if rung.colour() != Colour::Blue => {
                Vec::new()
            }
            Read::Issued {
                task_id,
                case_id,
                occasion,
                number,
                rung,
                epoch,
                issued_at,
                department,
                answer_by_at,
            } => vec![Order::Open(Box::new(NewNotice {
                notice_id: NoticeId::derive(task_id, rung.as_str(), epoch),
                task_id,
                case_id,
                occasion,
                number,
                department,
                rung,
                epoch,
                issued_at,
                answer_by_at,
            }))],
            Read::Met { task_id, rung, epoch } => {
                vec![Order::Meet(NoticeId::derive(task_id, rung.as_str(), epoch))]
            }
        })
    }
}
