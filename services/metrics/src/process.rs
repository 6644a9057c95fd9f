//! The portrait of a process (流程画像): what follows what on the way of cases, how often, and how
//! much working time lies between. Moments in, a map out: pure.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// What happens to a case at some moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Activity {
    /// What: `received`, `accepted`, `step_decided`, …
    pub(crate) name: String,
    /// Which step was decided.
    pub(crate) step: Option<String>,
}

/// Something that happened to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// When.
    pub(crate) at: Timestamp,
    /// What.
    pub(crate) activity: Activity,
}

impl Moment {
    /// Whether the applicant withdrew.
    pub(crate) fn is_withdrawal(&self) -> bool {
        self.activity.name == "withdrawn"
    }
}

/// How often one activity followed another, and what lay between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Transition {
    /// What was before.
    pub(crate) from: Activity,
    /// What followed.
    pub(crate) to: Activity,
    /// How often.
    pub(crate) n: usize,
    /// Half of them took no more working minutes than this.
    pub(crate) median_minutes: i64,
    /// Nine tenths of them took no more than this.
    pub(crate) p90_minutes: i64,
}

/// A map that is being drawn, case by case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Map {
    /// Cases on it.
    pub(crate) n_cases: usize,
    activities: BTreeMap<Activity, usize>,
    transitions: BTreeMap<(Activity, Activity), Vec<i64>>,
}

impl Map {
    /// Draws the way of a case, its moments in their order.
    pub(crate) fn draw(&mut self, case: &[Moment], worked: impl Fn(Timestamp, Timestamp) -> i64) {
        self.n_cases += 1;
        for moment in case {
            *self.activities.entry(moment.activity.clone()).or_default() += 1;
        }
        for pair in case.windows(2) {
            let [before, after] = pair else { continue };
            let way = (before.activity.clone(), after.activity.clone());
            // What is recorded late may lie before: that took no time.
            let minutes = worked(before.at, after.at.max(before.at));
            self.transitions.entry(way).or_default().push(minutes);
        }
    }

    /// How often each activity was.
    pub(crate) fn activities(&self) -> Vec<(Activity, usize)> {
        self.activities.iter().map(|(activity, n)| (activity.clone(), *n)).collect()
    }

    /// What follows what, the most frequent first.
    pub(crate) fn transitions(mut self) -> Vec<Transition> {
        let ways = std::mem::take(&mut self.transitions).into_iter();
        let mut found: Vec<_> =
            ways.map(|((from, to), minutes)| measured(from, to, minutes)).collect();
        found.sort_by_key(|transition| std::cmp::Reverse(transition.n));
        found
    }
}

fn measured(from: Activity, to: Activity, mut minutes: Vec<i64>) -> Transition {
    minutes.sort_unstable();
    let n = minutes.len();
    // The nearest rank: of ten values the fifth and the ninth.
    let at_rank = |tenths: usize| {
        let rank = (n * tenths).div_ceil(10).max(1);
        minutes.get(rank - 1).copied().unwrap_or_default()
    };
    Transition { from, to, n, median_minutes: at_rank(5), p90_minutes: at_rank(9) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(name: &str) -> Activity {
        Activity { name: name.to_owned(), step: None }
    }

    fn moment(minute: i64, name: &str) -> Moment {
        let at = Timestamp::from_second(minute * 60).unwrap();
        Moment { at, activity: activity(name) }
    }

    fn minutes(from: Timestamp, to: Timestamp) -> i64 {
        to.duration_since(from).as_mins()
    }

    fn mapped(cases: &[&[Moment]]) -> Map {
        let mut map = Map::default();
        cases.iter().for_each(|case| map.draw(case, minutes));
        map
    }

    #[test]
    fn what_follows_what_is_counted_over_all_cases() {
        let through = [moment(0, "received"), moment(5, "accepted"), moment(9, "granted")];
        let back = [moment(0, "received"), moment(3, "accepted"), moment(4, "accepted")];
        let map = mapped(&[&through, &back]);
        assert_eq!(map.n_cases, 2);
        let expected =
            [("accepted", 3), ("granted", 1), ("received", 2)].map(|(name, n)| (activity(name), n));
        assert_eq!(map.activities(), expected);
        let told: Vec<_> =
            map.transitions().into_iter().map(|t| (t.from.name, t.to.name, t.n)).collect();
        let told: Vec<_> =
            told.iter().map(|(from, to, n)| (from.as_str(), to.as_str(), *n)).collect();
        let expected =
            [("received", "accepted", 2), ("accepted", "accepted", 1), ("accepted", "granted", 1)];
        assert_eq!(told, expected);
    }

    #[test]
    fn half_take_no_longer_than_the_median_and_nine_tenths_no_longer_than_p90() {
        let cases: Vec<_> =
            (1..=10).rev().map(|n| [moment(0, "received"), moment(n, "accepted")]).collect();
        let cases: Vec<&[Moment]> = cases.iter().map(|case| &case[..]).collect();
        let [way] = &mapped(&cases).transitions()[..] else { panic!() };
        assert_eq!((way.n, way.median_minutes, way.p90_minutes), (10, 5, 9));
    }

    #[test]
    fn a_case_of_one_moment_leads_nowhere_and_what_lies_before_took_no_time() {
        let map = mapped(&[&[moment(0, "received")]]);
        assert_eq!((map.n_cases, map.transitions().len()), (1, 0));
        let back = [moment(9, "received"), moment(5, "accepted")];
        let [way] = &mapped(&[&back]).transitions()[..] else { panic!() };
        assert_eq!(way.median_minutes, 0);
    }
}
