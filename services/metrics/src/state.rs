//! What the reports of one period are, and what may happen to them.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use tongban_kernel::{Category, Context, Decider, ReportId, Role, derive_id};
use uuid::Uuid;

use crate::commands::{Command, Draft, Replacing};
use crate::events::{Correction, Event, Report};
use crate::period::Months;

/// The reports of one period about one department, or about the whole city. At most one of them
/// holds: the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reports {
    /// None was issued.
    #[default]
    Unissued,
    /// Some were.
    Issued {
        /// Those that were corrected, in their order.
        corrected: Vec<ReportId>,
        /// The one that holds.
        in_force: ReportId,
    },
}

/// Why a wish is refused.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Only supervisors issue reports.
    #[error("only a supervisor issues reports")]
    NotSupervisor,
    /// Nothing can have happened in it.
    #[error("the period has not begun")]
    NotBegun,
    /// There is a report of this period; another one says that it corrects it.
    #[error("report {report_id} is about this period already")]
    AlreadyIssued {
        /// Which.
        report_id: ReportId,
    },
    /// Corrections follow each other: the last is what is corrected.
    #[error("the report was corrected already, by report {by}")]
    AlreadyCorrected {
        /// By which: it holds now, or was corrected in its turn.
        by: ReportId,
    },
    /// What is corrected is about the same period and the same department.
    #[error("no such report is about this period")]
    UnknownReport,
}

impl Reports {
    /// The stream of those of this period, about this department or the whole city.
    pub fn id_of(months: Months, department: Option<&str>) -> Uuid {
        let (from, through) = (months.from, months.through);
        let of = format!("{from}/{through}/{}", department.unwrap_or_default());
        derive_id("reports", &of, Uuid::nil())
    }

    /// The one that holds.
    pub fn in_force(&self) -> Option<ReportId> {
        match self {
            Self::Unissued => None,
            Self::Issued { in_force, .. } => Some(*in_force),
        }
    }

    /// All that were issued, in their order.
    fn all(&self) -> impl Iterator<Item = ReportId> {
        let corrected: &[ReportId] = match self {
            Self::Unissued => &[],
            Self::Issued { corrected, .. } => corrected,
        };
        corrected.iter().copied().chain(self.in_force())
    }

    /// The report that corrects this one; the first where none is named.
    pub fn after(&self, corrected: Option<ReportId>) -> Option<ReportId> {
        match corrected {
            None => self.all().next(),
            Some(corrected) => self.all().skip_while(|report| *report != corrected).nth(1),
        }
    }

    /// Whether a report of these months may be issued now, whatever its figures are: as the first, or
    /// in the place of the one that holds.
    ///
    /// # Errors
    /// Why it may not.
    pub fn admits(
        &self,
        months: Months,
        replaced: Option<ReportId>,
        now: Timestamp,
    ) -> Result<(), Rejection> {
        if now < months.begins_at().unwrap_or(Timestamp::MAX) {
            return Err(Rejection::NotBegun);
        }
        match (self.in_force(), replaced) {
            (in_force, replaced) if in_force == replaced => Ok(()),
            (Some(report_id), None) => Err(Rejection::AlreadyIssued { report_id }),
            (_, replaced) => {
                let by = self.after(replaced).ok_or(Rejection::UnknownReport)?;
                Err(Rejection::AlreadyCorrected { by })
            }
        }
    }

    fn issue(&self, draft: Draft, cx: Context<'_>) -> Result<Report, Rejection> {
        if !cx.actor.is(Role::Supervisor) {
            return Err(Rejection::NotSupervisor);
        }
        let replaced = draft.replaces.as_ref().map(|replacing| replacing.report_id);
        self.admits(draft.months, replaced, cx.now)?;
        let nth = u32::try_from(self.all().count()).unwrap_or(u32::MAX).saturating_add(1);
        let stream = Self::id_of(draft.months, draft.department.as_deref());
        let correction = |Replacing { report_id, reason }: Replacing| Correction {
            report_id,
            reason: reason.into_string(),
        };
        Ok(Report {
            report_id: ReportId::derive(stream, nth),
            nth,
            months: draft.months,
            department: draft.department,
            replaces: draft.replaces.map(correction),
            word: draft.word.into_string(),
            issued_at: cx.now,
            position: draft.position,
            content: draft.content,
        })
    }
}

impl Decider for Reports {
    const CATEGORY: Category = Category::new("report");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match command {
            Command::Issue(draft) => {
                Ok(vec![Event::ReportIssued(Box::new(self.issue(*draft, cx)?))])
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::ReportIssued(report) => {
                Self::Issued { corrected: self.all().collect(), in_force: report.report_id }
            }
        }
    }
}
