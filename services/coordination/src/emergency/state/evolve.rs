//! How facts change an emergency.

use super::{Aftermath, Emergency, Outstanding, Paper, Running};
use crate::emergency::events::Event;

impl Emergency {
    pub(super) fn folded(self, event: &Event) -> Self {
        match event {
            Event::EmergencyDeclared { .. } => declared(event).map_or(self, Self::Declared),
            Event::EmergencyResponded { .. } => match self {
                Self::Declared(running) => Self::Responded(running),
                Self::Unknown | Self::Responded(_) | Self::Ended(_) | Self::Closed(_) => self,
            },
            Event::EmergencyUnanswered { .. } => self.changed(|running| running.was_noted = true),
            Event::SituationReported { nth, .. } => {
                self.changed(|running| running.n_reports = *nth)
            }
            Event::SeverityChanged { to, .. } => self.changed(|running| running.severity = *to),
            Event::EmergencyEnded { case_id, papers, .. } => {
                let papers = papers.iter().map(Paper::of).collect();
                Self::Ended(Aftermath { case_id: *case_id, papers })
            }
            Event::PaperHandedIn { paper, .. } | Event::PaperWaived { paper, .. } => {
                self.left(|aftermath| aftermath.papers.retain(|one| one.paper != *paper))
            }
            Event::PaperLate { paper, .. } => self.left(|aftermath| {
                let late = aftermath.papers.iter_mut().find(|one| one.paper == *paper);
                late.into_iter().for_each(|late| late.was_noted = true);
            }),
            Event::EmergencyClosed { case_id } => Self::Closed(*case_id),
        }
    }

    fn changed(mut self, change: impl FnOnce(&mut Running)) -> Self {
        match &mut self {
            Self::Declared(running) | Self::Responded(running) => change(running),
            Self::Unknown | Self::Ended(_) | Self::Closed(_) => {}
        }
        self
    }

    fn left(mut self, change: impl FnOnce(&mut Aftermath)) -> Self {
        match &mut self {
            Self::Ended(aftermath) => change(aftermath),
            Self::Unknown | Self::Declared(_) | Self::Responded(_) | Self::Closed(_) => {}
        }
        self
    }
}

impl Paper {
    fn of(outstanding: &Outstanding) -> Self {
        Self {
            paper: outstanding.paper.clone(),
            department: outstanding.department.clone(),
            due_at: outstanding.due_at,
            was_noted: false,
        }
    }
}

fn declared(event: &Event) -> Option<Running> {
    let Event::EmergencyDeclared {
        case_id,
        occasion,
        severity,
        lead,
        ladder,
        tasks,
        respond_by_at,
        ..
    } = event
    else {
        return None;
    };
    Some(Running {
        case_id: *case_id,
        occasion: *occasion,
        severity: *severity,
        lead: lead.clone(),
        ladder: *ladder,
        tasks: tasks.clone(),
        respond_by_at: *respond_by_at,
        was_noted: false,
        n_reports: 0,
    })
}
