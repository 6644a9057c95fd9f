use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::clock::{Clock, Extension};
use crate::clock_name::ClockName;
use crate::suspension::{EndsBeforeStart, Suspension};

/// Which clocks a suspension stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every clock of the case.
    All,
    /// These, whether or not they have been started yet.
    Only(Vec<ClockName>),
}

/// The clocks of one case, and what stopped them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    clocks: Vec<Named>,
    stops: Vec<Stop>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Named {
    name: ClockName,
    started_at: Timestamp,
    budget: Budget,
    extensions: Vec<Extension>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Stop {
    suspension: Suspension,
    scope: Scope,
}

/// What the clocks of a case cannot do.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ClocksError {
    /// No clock of this name was started.
    #[error("the case has no clock {0}")]
    Unknown(ClockName),
    /// A suspension with this code is not running.
    #[error("no suspension {code} is open")]
    NotSuspended {
        /// Code of the suspension.
        code: String,
    },
    /// A suspension with this code is running already.
    #[error("the suspension {code} is open already")]
    AlreadySuspended {
        /// Code of the suspension.
        code: String,
    },
    /// The end lies before the beginning.
    #[error("the suspension cannot end then")]
    End(#[from] EndsBeforeStart),
}

impl Clocks {
    /// Starts a clock, or starts it anew: a step that is returned to gets its whole limit again.
    pub fn start(&mut self, name: ClockName, started_at: Timestamp, budget: Budget) {
        self.clocks.retain(|clock| clock.name != name);
        self.clocks.push(Named { name, started_at, budget, extensions: Vec::new() });
    }

    /// Adds to the limit of one clock.
    pub fn extend(&mut self, name: &ClockName, extension: Extension) -> Result<(), ClocksError> {
        let clock = self.clocks.iter_mut().find(|clock| clock.name == *name);
        let clock = clock.ok_or_else(|| ClocksError::Unknown(name.clone()))?;
        clock.extensions.push(extension);
        Ok(())
    }

    /// Stops the clocks in `scope`. A closed suspension may be recorded too, and in any order.
    pub fn suspend(&mut self, suspension: Suspension, scope: Scope) -> Result<(), ClocksError> {
        if suspension.to().is_none() && self.open_stop(suspension.code()).is_some() {
            return Err(ClocksError::AlreadySuspended { code: suspension.code().to_owned() });
        }
        self.stops.push(Stop { suspension, scope });
        Ok(())
    }

    /// Ends the open suspension with this code; others go on.
    pub fn resume(&mut self, code: &str, at: Timestamp) -> Result<(), ClocksError> {
        let not_suspended = || ClocksError::NotSuspended { code: code.to_owned() };
        let stop = self.open_stop(code).ok_or_else(not_suspended)?;
        stop.suspension = stop.suspension.clone().ended(at)?;
        Ok(())
    }

    /// The clock of this name with the suspensions that apply to it.
    pub fn clock(&self, name: &ClockName) -> Option<Clock> {
        self.clocks.iter().find(|clock| clock.name == *name).map(|clock| self.complete(clock))
    }

    /// All clocks, in the order in which they were started.
    pub fn iter(&self) -> impl Iterator<Item = (&ClockName, Clock)> {
        self.clocks.iter().map(|clock| (&clock.name, self.complete(clock)))
    }

    /// The suspensions that are open, whatever they apply to.
    pub fn open_suspensions(&self) -> impl Iterator<Item = (&Suspension, &Scope)> {
        let open = self.stops.iter().filter(|stop| stop.suspension.to().is_none());
        open.map(|stop| (&stop.suspension, &stop.scope))
    }

    fn open_stop(&mut self, code: &str) -> Option<&mut Stop> {
        self.stops
            .iter_mut()
            .find(|stop| stop.suspension.to().is_none() && stop.suspension.code() == code)
    }

    fn complete(&self, clock: &Named) -> Clock {
        let applies = |stop: &&Stop| match &stop.scope {
            Scope::All => true,
            Scope::Only(names) => names.contains(&clock.name),
        };
        Clock {
            started_at: clock.started_at,
            budget: clock.budget,
            extensions: clock.extensions.clone(),
            suspensions: self
                .stops
                .iter()
                .filter(applies)
                .map(|stop| stop.suspension.clone())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    fn two_clocks() -> Clocks {
        let mut clocks = Clocks::default();
        clocks.start(ClockName::Statutory, at(0), Budget::Workdays(20));
        clocks.start(ClockName::Step("review".into()), at(2), Budget::Workdays(3));
        clocks
    }

    fn stops(clocks: &Clocks, name: &ClockName) -> usize {
        clocks.clock(name).unwrap().suspensions.len()
    }

    #[test]
    fn a_suspension_stops_all_clocks_or_those_it_names() {
        let mut clocks = two_clocks();
        let step = ClockName::Step("review".into());
        clocks.suspend(Suspension::open(at(3), "hearing", "听证"), Scope::All).unwrap();
        let only = Scope::Only(vec![ClockName::Statutory]);
        clocks.suspend(Suspension::open(at(4), "appraisal", "鉴定"), only).unwrap();
        assert_eq!((stops(&clocks, &ClockName::Statutory), stops(&clocks, &step)), (2, 1));
        assert_eq!(clocks.open_suspensions().count(), 2);
    }

    #[test]
    fn two_procedures_end_each_for_itself() {
        let mut clocks = two_clocks();
        clocks.suspend(Suspension::open(at(3), "hearing", "听证"), Scope::All).unwrap();
        clocks.suspend(Suspension::open(at(4), "appraisal", "鉴定"), Scope::All).unwrap();
        clocks.resume("hearing", at(5)).unwrap();
        let open: Vec<_> = clocks.open_suspensions().map(|(open, _)| open.code()).collect();
        assert_eq!(open, ["appraisal"]);
    }

    #[test]
    fn what_is_not_so_is_refused() {
        let mut clocks = two_clocks();
        let code = "hearing".to_owned();
        let hearing = || Suspension::open(at(3), "hearing", "听证");
        assert_eq!(
            clocks.resume("hearing", at(5)),
            Err(ClocksError::NotSuspended { code: code.clone() })
        );
        clocks.suspend(hearing(), Scope::All).unwrap();
        assert_eq!(
            clocks.suspend(hearing(), Scope::All),
            Err(ClocksError::AlreadySuspended { code })
        );
        assert!(matches!(clocks.resume("hearing", at(1)), Err(ClocksError::End(_))));
        let more = Extension { amount: 10, granted_at: at(5), reason: "批准".into() };
        let promised = ClockName::Promised;
        assert_eq!(clocks.extend(&promised, more), Err(ClocksError::Unknown(promised)));
    }

    #[test]
    fn a_step_that_is_returned_to_gets_its_whole_limit_again() {
        let mut clocks = two_clocks();
        let step = ClockName::Step("review".into());
        let more = Extension { amount: 1, granted_at: at(3), reason: "批准".into() };
        clocks.extend(&step, more).unwrap();
        clocks.start(step.clone(), at(9), Budget::Workdays(3));
        let clock = clocks.clock(&step).unwrap();
        assert_eq!((clock.started_at, clock.extensions.len()), (at(9), 0));
        assert_eq!(clocks.iter().count(), 2);
    }
}
