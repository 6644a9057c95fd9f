use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::{Budget, within_limit};
use crate::calendar::Calendar;
use crate::course::Course;
use crate::due::{Deadline, DueError, deadline};
use crate::office::Office;
use crate::suspension::{Suspension, united};

/// One clock of a case: when it began, how long it may run, and what stopped it.
///
/// For a limit in days, a counted day is taken out when the clock stands still at its end: the day
/// on which the clock stops is out, the day on which it runs again counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Receipt, acceptance, or whatever sets this clock going.
    pub started_at: Timestamp,
    /// The limit.
    pub budget: Budget,
    /// What was added to it.
    #[serde(default)]
    pub extensions: Vec<Extension>,
    /// When it stood still. Any order; they may overlap.
    #[serde(default)]
    pub suspensions: Vec<Suspension>,
}

/// Time added to a limit (延长), in the unit of that limit; for an instant item in working days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// How much, in the unit of the limit.
    pub amount: u32,
    /// When it was granted.
    pub granted_at: Timestamp,
    /// On what ground, and by whom where the law asks for it (行政许可法 art. 42: the head's approval).
    pub reason: String,
}

impl Clock {
    /// A due date further away than a century is a mistake; it also bounds every derivation.
    pub const SPAN_DAYS_MAX: i64 = 36_600;

    /// A clock that has neither been extended nor stopped.
    pub fn new(started_at: Timestamp, budget: Budget) -> Self {
        Self { started_at, budget, extensions: Vec::new(), suspensions: Vec::new() }
    }

    /// Until when, by this calendar in this office.
    pub fn deadline(&self, calendar: &Calendar, office: &Office) -> Result<Deadline, DueError> {
        deadline(self, &Course::new(self, calendar, office)?, calendar, office)
    }

    /// The limit with all its extensions, in its unit.
    pub fn amount(&self) -> Result<u32, DueError> {
        self.budget.check()?;
        let added: u64 = self.extensions.iter().map(|extension| u64::from(extension.amount)).sum();
        Ok(within_limit(u64::from(self.budget.amount()) + added)?)
    }

    /// The instant at which the gap without end began, or the start when that came later.
    pub(crate) fn stopped_since(
        &self,
        at: i64,
        course: &Course<'_>,
        office: &Office,
    ) -> Option<Timestamp> {
        let open = united(&self.suspensions, |at| office.local(at)).pop().map(|gap| gap.from);
        let local = open.unwrap_or_else(|| course.local_micros(at));
        Some(office.instant(local)?.max(self.started_at))
    }
}
