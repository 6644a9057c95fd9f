//! While opinions are taken: put to others, spoken about, closed.

use std::collections::BTreeSet;

use tongban_calendar::{Clock, DueError};
use tongban_kernel::{CaseId, CaseNumber, Context, Wording};

use super::{DEPARTMENTS_MAX, Deliberation, Matter, Rejection, WORDS_MAX, convenes};
use crate::deliberation::commands::NewMatter;
use crate::deliberation::events::{Event, Stance};

impl Deliberation {
    pub(super) fn open(&self, matter: NewMatter, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        if *self != Self::Unknown {
            // The id says which wish this is: it is put already.
            return Ok(Vec::new());
        }
        if !convenes(cx) {
            return Err(Rejection::NotConvener);
        }
        let departments: BTreeSet<_> = matter.departments.into_iter().collect();
        let is_nobody = departments.is_empty() && !matter.is_public;
        if is_nobody || departments.len() > DEPARTMENTS_MAX {
            return Err(Rejection::NobodyAsked);
        }
        let deadline = Clock::new(cx.now, matter.limit).deadline(cx.calendar, &matter.office)?;
        let closes_at = deadline.due().ok_or(DueError::OutOfRange)?.due_at;
        // Forms and check character of the numbers of cases.
        let id = CaseId::from_uuid(matter.deliberation_id.uuid());
        Ok(vec![Event::DeliberationOpened {
            deliberation_id: matter.deliberation_id,
            number: CaseNumber::of(id, matter.office.date_of(cx.now)),
            title: matter.title.into_string(),
            text: matter.text.into_string(),
            departments: departments.into_iter().collect(),
            is_public: matter.is_public,
            limit: matter.limit,
            office: matter.office,
            opened_at: cx.now,
            closes_at,
        }])
    }

    pub(super) fn speak(
        &self,
        stance: Stance,
        opinion: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let matter = self.matter().ok_or(Rejection::UnknownDeliberation)?;
        let own = matter.departments.iter().find(|department| cx.answers_for(department, None));
        let department = own.ok_or(Rejection::NotAsked)?.clone();
        let is_late = cx.now >= matter.closes_at;
        let Self::Open(matter) = self else {
            return Err(Rejection::Late { closes_at: matter.closes_at });
        };
        if is_late {
            return Err(Rejection::Late { closes_at: matter.closes_at });
        }
        let nth = matter.spoken.get(&department).map_or(0, |word| word.nth) + 1;
        if nth > WORDS_MAX {
            return Err(Rejection::TooManyWords);
        }
        Ok(vec![Event::DepartmentOpinionGiven {
            deliberation_id: matter.deliberation_id,
            department,
            nth,
            stance,
            opinion: opinion.into_string(),
            given_at: cx.now,
        }])
    }

    pub(super) fn close(&self, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let matter = self.convened(cx)?;
        let Self::Open(_) = self else {
            // Closed already.
            return Ok(Vec::new());
        };
        let may_more_be_said = matter.is_public || matter.silent().next().is_some();
        if cx.now < matter.closes_at && may_more_be_said {
            return Err(Rejection::StillOpen { closes_at: matter.closes_at });
        }
        Ok(vec![matter.closed(cx)])
    }

    /// Once; the list that the wish comes from may lag behind.
    pub(super) fn note_ended(&self, cx: Context<'_>) -> Vec<Event> {
        match self {
            Self::Open(matter) if matter.closes_at <= cx.now => vec![matter.closed(cx)],
            Self::Open(_)
            | Self::Unknown
            | Self::Closed(_)
            | Self::Summarised(..)
            | Self::Decided(..) => Vec::new(),
        }
    }
}

impl Matter {
    fn closed(&self, cx: Context<'_>) -> Event {
        Event::DeliberationClosed {
            deliberation_id: self.deliberation_id,
            was_early: cx.now < self.closes_at,
            silent: self.silent().cloned().collect(),
            closed_at: cx.now,
        }
    }
}
