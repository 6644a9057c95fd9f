//! What is disputed is ruled on; what ends otherwise needs no ruling.

use serde::Deserialize;
use tongban_eventstore::readers::Policy;
use tongban_kernel::{DecodeError, DisputeId, Recorded, TaskId};

use super::events::Ruling;
use crate::task;
use crate::task::commands::Settled;
use crate::task::events::{Settlement, TaskDisputed};

/// From disputed tasks to disputes.
#[derive(Clone, Copy, Debug)]
pub struct DisputesOfTasks;

/// What the policy wishes.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Hear and rule.
    Open(Box<TaskDisputed>),
    /// The task ended.
    Lapse(DisputeId),
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Read {
    #[serde(rename = "coordination.task_disputed.v1")]
    Disputed(Box<TaskDisputed>),
    #[serde(rename = "coordination.task_withdrawn.v1")]
    Withdrawn(Ended),
    #[serde(rename = "coordination.task_closed.v1")]
    Closed(Ended),
}

#[derive(Deserialize)]
struct Ended {
    #[serde(default)]
    dispute_id: Option<DisputeId>,
}

impl Policy for DisputesOfTasks {
    type Order = Order;

    const NAME: &'static str = "coordination-disputes";
    const EVENTS: &'static [&'static str] = &[
        "coordination.task_disputed.v1",
        "coordination.task_withdrawn.v1",
        "coordination.task_closed.v1",
    ];

    fn react(&self, event: &Recorded) -> Result<Vec<Order>, DecodeError> {
        Ok(match event.decode()? {
            Read::Disputed(disputed) => vec![Order::Open(disputed)],
            Read::Withdrawn(ended) | Read::Closed(ended) => {
                ended.dispute_id.map(Order::Lapse).into_iter().collect()
            }
        })
    }
}

/// From the end of disputes to their tasks.
#[derive(Clone, Copy, Debug)]
pub struct TasksOfRulings;

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum End {
    #[serde(rename = "coordination.dispute_ruled.v1")]
    Ruled { dispute_id: DisputeId, task_id: TaskId, ruling: Ruling, reason: String },
    #[serde(rename = "coordination.dispute_withdrawn.v1")]
    Withdrawn { dispute_id: DisputeId, task_id: TaskId, department: String, reason: String },
}

impl Policy for TasksOfRulings {
    type Order = task::policy::Order;

    const NAME: &'static str = "coordination-rulings";
    const EVENTS: &'static [&'static str] =
        &["coordination.dispute_ruled.v1", "coordination.dispute_withdrawn.v1"];

    fn react(&self, event: &Recorded) -> Result<Vec<task::policy::Order>, DecodeError> {
        let (task_id, settled) = match event.decode()? {
            End::Ruled { dispute_id, task_id, ruling, reason } => {
                let (settlement, to_department) = (Settlement::Ruled, ruling.into_department());
                (task_id, Settled { dispute_id, settlement, to_department, reason })
            }
            End::Withdrawn { dispute_id, task_id, department, reason } => {
                let (settlement, to_department) = (Settlement::Withdrawn, Some(department));
                (task_id, Settled { dispute_id, settlement, to_department, reason })
            }
        };
        Ok(vec![task::policy::Order::Settle { task_id, settled: Box::new(settled) }])
    }
}
