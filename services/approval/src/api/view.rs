use jiff::Timestamp;
use serde::Serialize;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::calendar::{Calendar, ClockName, Deadline, Derivation};
use tongban_kernel::{CaseId, Text};
use utoipa::ToSchema;

use crate::Approvals;
use crate::state::{Approval, Open, Rejection, StepState};

/// A case as approval sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseView {
    /// The case.
    #[schema(value_type = String)]
    case_id: CaseId,
    /// `unknown`, `open`, `suspended`, `concluded`, `archived`, `annulled`, `withdrawn`.
    state: &'static str,
    /// Its steps, in the order of the item.
    steps: Vec<StepView>,
    /// Its clocks; none once it is over.
    clocks: Vec<ClockView>,
}

/// A step.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepView {
    /// Its id.
    step: String,
    /// Its name.
    #[schema(value_type = Object)]
    name: Text,
    /// Who works it: who acts next, when it is active.
    department: String,
    /// `waiting`, `active`, `done`.
    state: &'static str,
    /// Departments whose answers it waits for.
    waits_for: Vec<String>,
}

/// A clock, with the way its due date came about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClockView {
    /// `statutory`, `promised`, `step/…`.
    name: String,
    /// The first instant that is too late; none while the clock stands still.
    #[schema(value_type = Option<String>)]
    due_at: Option<Timestamp>,
    /// It rests on dates for which a notice is still to come.
    provisional: bool,
    /// The derivation as data.
    #[schema(value_type = Object)]
    derivation: Derivation,
    /// The derivation in words.
    #[schema(value_type = Object)]
    words: Text,
}

impl Approvals {
    /// What is told of a case.
    pub(crate) fn view(&self, case_id: CaseId, case: &Approval) -> Result<CaseView, Problem> {
        let calendar = self.cases.runtime().versions.calendar.load();
        let (state, open) = match case {
            Approval::Unknown => return Err(Rejection::Unknown.problem()),
            Approval::Open(open) if open.suspension().is_some() => ("suspended", Some(&**open)),
            Approval::Open(open) => ("open", Some(&**open)),
            Approval::Concluded { open, .. } => ("concluded", Some(&**open)),
            Approval::Archived { open, .. } => ("archived", Some(&**open)),
            Approval::Annulled => ("annulled", None),
            Approval::Withdrawn => ("withdrawn", None),
        };
        let clocks = match case {
            Approval::Open(open) => clocks(open, &calendar)?,
            Approval::Unknown
            | Approval::Concluded { .. }
            | Approval::Archived { .. }
            | Approval::Annulled
            | Approval::Withdrawn => Vec::new(),
        };
        Ok(CaseView { case_id, state, steps: open.map(steps).unwrap_or_default(), clocks })
    }
}

fn steps(open: &Open) -> Vec<StepView> {
    let step = |planned: &crate::events::PlannedStep| {
        let (state, waits_for) = match open.step_state(&planned.step) {
            None => ("waiting", Vec::new()),
            Some(StepState::Done) => ("done", Vec::new()),
            Some(StepState::Active { waits_for, .. }) => {
                ("active", waits_for.iter().cloned().collect())
            }
        };
        StepView {
            step: planned.step.clone(),
            name: planned.name.clone(),
            department: planned.department.clone(),
            state,
            waits_for,
        }
    };
    open.opening().plan.iter().map(step).collect()
}

fn clocks(open: &Open, calendar: &Calendar) -> Result<Vec<ClockView>, Problem> {
    let active =
        open.opening().plan.iter().filter(|planned| {
            matches!(open.step_state(&planned.step), Some(StepState::Active { .. }))
        });
    let names = [ClockName::Statutory, ClockName::Promised]
        .into_iter()
        .chain(active.map(|planned| ClockName::Step(planned.step.clone())));
    let clocks = names.filter_map(|name| open.clock(&name).map(|clock| (name, clock)));
    let view = |(name, clock): (ClockName, tongban_kernel::calendar::Clock)| {
        let derivation = clock
            .derive(calendar, &open.opening().office)
            .map_err(|error| Rejection::Due(error).problem())?;
        let due_at = match &derivation.deadline {
            Deadline::Due(due) => Some(due.due_at),
            Deadline::Suspended(_) => None,
        };
        use tongban_kernel::calendar::Lang::{En, Zh};
        Ok(ClockView {
            name: String::from(name),
            due_at,
            provisional: derivation.deadline.is_provisional(),
            words: Text::new(derivation.text(Zh), derivation.text(En)),
            derivation,
        })
    };
    clocks.map(view).collect()
}
