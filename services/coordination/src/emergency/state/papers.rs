//! What may happen to the papers that an emergency skipped.

use tongban_kernel::{Context, Role, Wording};

use super::{Aftermath, Emergency, Paper, Rejection};
use crate::emergency::events::Event;

impl Emergency {
    pub(super) fn hand_in(
        &self,
        paper: &str,
        reference: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let aftermath = self.aftermath()?;
        let outstanding = aftermath.paper(paper)?;
        let department = &outstanding.department;
        if !cx.answers_for(department, None) {
            let now = cx.successions.answers_for(department, None);
            return Err(Rejection::NotOfPaper { department: now.to_owned() });
        }
        let handed_in = Event::PaperHandedIn {
            case_id: aftermath.case_id,
            paper: paper.to_owned(),
            department: department.clone(),
            reference: reference.into_string(),
        };
        Ok(aftermath.settled_by(handed_in))
    }

    pub(super) fn waive(
        &self,
        paper: &str,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let aftermath = self.aftermath()?;
        if !cx.actor.is(Role::Supervisor) {
            return Err(Rejection::NotSupervisor);
        }
        let paper = aftermath.paper(paper)?.paper.clone();
        let (case_id, reason) = (aftermath.case_id, reason.into_string());
        Ok(aftermath.settled_by(Event::PaperWaived { case_id, paper, reason }))
    }

    /// Once; the list that the wish comes from may lag behind, and a clock may have been set back.
    pub(super) fn note_late(&self, paper: &str, cx: Context<'_>) -> Vec<Event> {
        let Self::Ended(aftermath) = self else { return Vec::new() };
        let Ok(outstanding) = aftermath.paper(paper) else { return Vec::new() };
        if outstanding.was_noted || outstanding.due_at > cx.now {
            return Vec::new();
        }
        vec![Event::PaperLate {
            case_id: aftermath.case_id,
            paper: outstanding.paper.clone(),
            department: outstanding.department.clone(),
            due_at: outstanding.due_at,
        }]
    }
}

impl Aftermath {
    fn paper(&self, paper: &str) -> Result<&Paper, Rejection> {
        let found = self.papers.iter().find(|outstanding| outstanding.paper == paper);
        found.ok_or_else(|| Rejection::UnknownPaper { paper: paper.to_owned() })
    }

    /// What settled one paper; with the last of them the emergency is closed.
    fn settled_by(&self, settled: Event) -> Vec<Event> {
        let is_last = self.papers.len() == 1;
        let closed = is_last.then_some(Event::EmergencyClosed { case_id: self.case_id });
        std::iter::once(settled).chain(closed).collect()
    }
}
