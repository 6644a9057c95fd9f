//! How facts change a task.

use jiff::Timestamp;
use tongban_calendar::{Clock, Extension};
use tongban_kernel::CaseId;

use super::{Task, Work};
use crate::task::events::{Deadline, Event};

impl Task {
    pub(super) fn folded(self, event: &Event) -> Self {
        match event {
            Event::TaskRequested { .. } => requested(event).map_or(self, Self::Requested),
            Event::TaskAcknowledged { handler, .. } => self.moved(Self::Acknowledged, |work| {
                if let Some(handler) = handler {
                    work.handler = Some(handler.clone());
                }
            }),
            Event::TaskAssigned(assigned) => {
                self.changed(|work| work.handler = Some(assigned.handler.clone()))
            }
            Event::TaskUrged(urging) => self.changed(|work| work.urged(urging)),
            Event::TaskQuestioned { .. } => {
                self.moved(Self::Questioned, |work| work.n_questions += 1)
            }
            Event::QuestionAnswered { .. } => self.moved(Self::Acknowledged, |_| {}),
            Event::TaskPartlyReplied { nth, .. } => self.partly_replied(*nth),
            Event::TaskReturned { nth, deadline, .. } => self.moved(Self::Returned, |work| {
                work.n_returns = *nth;
                work.extension_asked = None;
                work.begin(*deadline);
            }),
            Event::TaskReassigned { to_department, deadline, .. } => {
                self.moved(Self::Requested, |work| {
                    work.hand_to(to_department);
                    work.begin(*deadline);
                })
            }
            Event::TaskDisputed(disputed) => self.moved(Self::Disputed, |work| {
                work.disputed(disputed);
                work.begin(disputed.deadline);
            }),
            Event::DisputeSettled(settled) => self.moved(Self::Requested, |work| {
                work.settled(settled);
                work.begin(settled.deadline);
            }),
            Event::ExtensionRequested { by, .. } => {
                self.changed(|work| work.extension_asked = Some(*by))
            }
            Event::ExtensionDeclined { .. } => self.changed(|work| work.extension_asked = None),
            Event::DeadlineExtended { by, reason, granted_at, deadline, .. } => {
                let (amount, granted_at) = (by.amount(), *granted_at);
                let extension = Extension { amount, granted_at, reason: reason.clone() };
                self.changed(|work| work.extended(extension, *deadline))
            }
            Event::TaskReplied { replied_at, .. } => self.moved(Self::Replied, |work| {
                work.replied_at = *replied_at;
                work.extension_asked = None;
            }),
            Event::ReplySentBack { nth, sent_back_at, deadline, .. } => {
                self.sent_back(*nth, *sent_back_at, *deadline)
            }
            Event::TaskShared(shared) => self.changed(|work| work.shares.push(shared.with.clone())),
            Event::ReplyAccepted { .. } => self.over(Self::Accepted),
            Event::TaskJoined { .. } => {
                self.moved(Self::Joined, |work| work.extension_asked = None)
            }
            Event::TaskResumed { deadline, .. } => {
                let Self::Joined(mut work) = self else { return self };
                work.begin(*deadline);
                Self::Requested(work)
            }
            Event::TaskWithdrawn { .. } => self.over(Self::Withdrawn),
            Event::TaskClosed { .. } => self.over(Self::Closed),
            Event::WarningIssued { rung, .. } => self.changed(|work| work.issued.push(*rung)),
            // What came before them is what counts.
            Event::WarningMet(_) | Event::TaskEscalated(_) => self,
        }
    }

    fn partly_replied(self, nth: u32) -> Self {
        match self {
            // A part answers no question of one's own.
            Self::Questioned(_) => self.changed(|work| work.n_parts = nth),
            Self::Unknown
            | Self::Requested(_)
            | Self::Acknowledged(_)
            | Self::Returned(_)
            | Self::Disputed(_)
            | Self::Replied(_)
            | Self::Accepted(_)
            | Self::Joined(_)
            | Self::Withdrawn(_)
            | Self::Closed(_) => self.moved(Self::Acknowledged, |work| work.n_parts = nth),
        }
    }

    fn sent_back(self, nth: u32, sent_back_at: Timestamp, deadline: Deadline) -> Self {
        let Self::Replied(mut work) = self else { return self };
        work.n_sent_back = nth;
        work.clock = work.clock_after_review(sent_back_at);
        work.begin(deadline);
        Self::Acknowledged(work)
    }

    /// Changes an open task in place.
    fn changed(mut self, change: impl FnOnce(&mut Work)) -> Self {
        match &mut self {
            Self::Requested(work)
            | Self::Acknowledged(work)
            | Self::Questioned(work)
            | Self::Returned(work)
            | Self::Disputed(work) => change(work),
            Self::Unknown
            | Self::Replied(_)
            | Self::Accepted(_)
            | Self::Joined(_)
            | Self::Withdrawn(_)
            | Self::Closed(_) => {}
        }
        self
    }

    /// Changes an open task and its state.
    fn moved(self, to: fn(Work) -> Self, change: impl FnOnce(&mut Work)) -> Self {
        match self.changed(change) {
            Self::Requested(work)
            | Self::Acknowledged(work)
            | Self::Questioned(work)
            | Self::Returned(work)
            | Self::Disputed(work) => to(work),
            over @ (Self::Unknown
            | Self::Replied(_)
            | Self::Accepted(_)
            | Self::Joined(_)
            | Self::Withdrawn(_)
            | Self::Closed(_)) => over,
        }
    }

    /// Ends a task that is open or answered.
    fn over(self, end: fn(CaseId) -> Self) -> Self {
        match self.unended() {
            Some(work) => end(work.case_id),
            None => self,
        }
    }
}

fn requested(event: &Event) -> Option<Work> {
    let Event::TaskRequested {
        task_id,
        case_id,
        occasion,
        number,
        from_department,
        to_department,
        ask,
        limit,
        office,
        ladder,
        source,
        requested_at,
        deadline,
        ..
    } = event
    else {
        return None;
    };
    Some(Work {
        task_id: *task_id,
        case_id: *case_id,
        occasion: *occasion,
        number: number.clone(),
        from_department: from_department.clone(),
        to_department: to_department.clone(),
        ask: ask.clone(),
        handler: None,
        urges: Vec::new(),
        n_urged: 0,
        source: source.clone(),
        shares: Vec::new(),
        clock: Clock::new(*requested_at, *limit),
        office: office.clone(),
        ladder: *ladder,
        deadline: *deadline,
        issued: Vec::new(),
        extension_asked: None,
        replied_at: None,
        dispute: None,
        disputed_by: Vec::new(),
        n_returns: 0,
        n_sent_back: 0,
        n_questions: 0,
        n_parts: 0,
    })
}

impl Work {
    /// Another department may ask questions of its own.
    pub(super) fn hand_to(&mut self, to_department: &String) {
        self.to_department.clone_from(to_department);
        self.handler = None;
        self.extension_asked = None;
        (self.n_questions, self.n_parts) = (0, 0);
    }

    fn extended(&mut self, extension: Extension, deadline: Deadline) {
        self.clock.extensions.push(extension);
        self.extension_asked = None;
        self.begin(deadline);
    }

    fn begin(&mut self, deadline: Deadline) {
        self.deadline = deadline;
        self.issued.clear();
    }
}
