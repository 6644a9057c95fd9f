//! How facts change a task.

use tongban_calendar::{Clock, Extension};
use tongban_kernel::{CaseId, TaskId};

use super::{Ended, Task, Work};
use crate::events::{Deadline, Event, Source};

impl Task {
    pub(super) fn folded(self, event: &Event) -> Self {
        match event {
            Event::TaskRequested {
                task_id,
                case_id,
                number,
                from_department: _,
                to_department,
                ask: _,
                legal_basis: _,
                limit,
                office,
                source,
                requested_at,
                deadline,
            } => Self::Requested(Work {
                task_id: *task_id,
                case_id: *case_id,
                number: number.clone(),
                to_department: to_department.clone(),
                source: source.clone(),
                clock: Clock::new(*requested_at, *limit),
                office: office.clone(),
                deadline: *deadline,
                issued: Vec::new(),
                n_returns: 0,
            }),
            Event::TaskAcknowledged { .. } => self.moved(Self::Acknowledged, |_| {}),
            Event::TaskReturned { nth, deadline, .. } => self.moved(Self::Returned, |work| {
                work.n_returns = *nth;
                work.begin(*deadline);
            }),
            Event::TaskReassigned { to_department, deadline, .. } => {
                self.moved(Self::Requested, |work| {
                    work.to_department.clone_from(to_department);
                    work.begin(*deadline);
                })
            }
            Event::DeadlineExtended { by, reason, granted_at, deadline, .. } => {
                self.changed(|work| {
                    work.clock.extensions.push(Extension {
                        amount: by.amount(),
                        granted_at: *granted_at,
                        reason: reason.clone(),
                    });
                    work.begin(*deadline);
                })
            }
            Event::TaskReplied { task_id, case_id, source, department, .. } => {
                Self::Replied(Ended::of(*task_id, *case_id, source.as_ref(), department))
            }
            Event::TaskClosed { task_id, case_id, source, department, .. } => {
                Self::Closed(Ended::of(*task_id, *case_id, source.as_ref(), department))
            }
            Event::WarningIssued { rung, .. } => self.changed(|work| work.issued.push(*rung)),
            // The warning that it came with is what counts.
            Event::TaskEscalated { .. } => self,
        }
    }

    /// Changes an open task in place.
    fn changed(mut self, change: impl FnOnce(&mut Work)) -> Self {
        match &mut self {
            Self::Requested(work) | Self::Acknowledged(work) | Self::Returned(work) => change(work),
            Self::Unknown | Self::Replied(_) | Self::Closed(_) => {}
        }
        self
    }

    /// Changes an open task and its state.
    fn moved(self, to: fn(Work) -> Self, change: impl FnOnce(&mut Work)) -> Self {
        match self.changed(change) {
            Self::Requested(work) | Self::Acknowledged(work) | Self::Returned(work) => to(work),
            over @ (Self::Unknown | Self::Replied(_) | Self::Closed(_)) => over,
        }
    }
}

impl Ended {
    fn of(task_id: TaskId, case_id: CaseId, source: Option<&Source>, department: &str) -> Self {
        Self { task_id, case_id, source: source.cloned(), department: department.to_owned() }
    }
}

impl Work {
    fn begin(&mut self, deadline: Deadline) {
        self.deadline = deadline;
        self.issued.clear();
    }
}
