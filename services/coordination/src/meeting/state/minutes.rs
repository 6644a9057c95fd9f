//! The minutes: published once, corrected beside.

use std::collections::BTreeSet;

use tongban_kernel::{CaseId, Context, TaskId, Wording};

use super::{CORRECTIONS_MAX, Called, DECISIONS_MAX, Meeting, Rejection, may_chair};
use crate::meeting::commands::{Minutes, NewDecision, NewFollowUp};
use crate::meeting::events::{Course, Decision, Event, FollowUp};
use crate::rhythm::events::Item;

/// By which rule a task is asked that only the meeting is the reason for.
const DECIDED: &str = "会议决定";

impl Meeting {
    pub(super) fn publish(
        &self,
        minutes: Minutes,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let called = self.called()?;
        may_chair(minutes.led_by.as_deref(), cx)?;
        if cx.now < called.held_at {
            return Err(Rejection::NotHeld { held_at: called.held_at });
        }
        let present: BTreeSet<_> = minutes.present.into_iter().collect();
        if present.is_empty() {
            return Err(Rejection::NobodyPresent);
        }
        present.iter().try_for_each(|department| called.invited(department, cx))?;
        if minutes.decisions.len() > DECISIONS_MAX {
            return Err(Rejection::TooManyDecisions);
        }
        let own = |number| (called.meeting_id.as_case(), number);
        let (case_id, number) =
            minutes.alone.map_or_else(|| (called.case_id, called.number.clone()), own);
        let decisions = (1..).zip(minutes.decisions);
        let decisions = decisions.map(|(nth, new)| called.decision(case_id, nth, new, cx));
        Ok(vec![Event::MinutesPublished {
            meeting_id: called.meeting_id,
            case_id,
            number,
            from_department: called.convening_department.clone(),
            present: present.into_iter().collect(),
            summary: minutes.summary.map(Wording::into_string),
            follow_ups: called.followed_up(minutes.follow_ups)?,
            decisions: decisions.collect::<Result<_, _>>()?,
            published_at: cx.now,
        }])
    }

    pub(super) fn correct(
        &self,
        correction: Wording,
        led_by: Option<&str>,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let held = match self {
            Self::Held(held) => held,
            Self::Unknown => return Err(Rejection::UnknownMeeting),
            Self::Called(_) => return Err(Rejection::NotPublished),
            Self::Cancelled(_) => return Err(Rejection::Cancelled),
        };
        may_chair(led_by, cx)?;
        if held.n_corrections >= CORRECTIONS_MAX {
            return Err(Rejection::TooManyCorrections);
        }
        let correction = correction.into_string();
        Ok(vec![Event::MinutesCorrected {
            meeting_id: held.meeting_id,
            nth: held.n_corrections + 1,
            correction,
            corrected_at: cx.now,
        }])
    }
}

impl Called {
    /// Invited itself, or it took over from one that was.
    fn invited(&self, department: &str, cx: Context<'_>) -> Result<(), Rejection> {
        let answers = |known: &String| {
            known == department || cx.successions.answers_for(known, None) == department
        };
        if self.departments.iter().any(answers) {
            return Ok(());
        }
        Err(Rejection::NotInvited { department: department.to_owned() })
    }

    /// A decision, and the task that it becomes: the same for whoever computes it.
    fn decision(
        &self,
        case_id: CaseId,
        nth: u32,
        new: NewDecision,
        cx: Context<'_>,
    ) -> Result<Decision, Rejection> {
        self.invited(&new.department, cx)?;
        let seed = format!("meeting/{}/{nth}", self.meeting_id);
        let legal_basis = new.legal_basis.map_or_else(|| DECIDED.to_owned(), Wording::into_string);
        Ok(Decision {
            task_id: TaskId::derive(case_id, seed.as_bytes()),
            what: new.what,
            department: new.department,
            limit: new.limit.check()?,
            office: new.office,
            ladder: new.ladder,
            legal_basis,
        })
    }

    /// All that is stuck is followed up, in the order of the agenda.
    fn followed_up(&self, mut said: Vec<NewFollowUp>) -> Result<Vec<FollowUp>, Rejection> {
        let mut follow_ups = Vec::new();
        for point in &self.agenda {
            let Some(item) = point.item else { continue };
            let of_this = said.iter().position(|one| one.point == point.nth);
            let of_this = of_this.ok_or(Rejection::NotFollowedUp { point: point.nth })?;
            let NewFollowUp { point, course, note } = said.swap_remove(of_this);
            match (item, course) {
                (Item::Task { .. }, Course::Cleared) => {
                    return Err(Rejection::TaskNotCleared { point });
                }
                (Item::Task { .. }, Course::Carried) | (Item::Blocker { .. }, _) => {}
            }
            follow_ups.push(FollowUp { point, item, course, note: note.into_string() });
        }
        match said.first() {
            Some(more) => Err(Rejection::NothingStuck { point: more.point }),
            None => Ok(follow_ups),
        }
    }
}
