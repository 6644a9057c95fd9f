use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::complaints::ComplaintErrand;
use super::window::{Application, Receipt};

/// Something that somebody has to do at a time of their own.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Errand {
    /// What an application still needs before approval works on it.
    Answer(Application),
    /// The coordinator asks for something that the steps of a case do not ask for.
    Ask { case_id: Uuid },
    /// A case may be ready to be concluded.
    Conclude { case_id: Uuid },
    /// The next thing about a complaint.
    Complaint(ComplaintErrand),
    /// The coordinator looks for the complaint that came of a bad rating.
    TakeUp { case_id: Uuid },
    /// The applicant says what the service was like.
    Rate(Receipt),
}

/// Errands by the time from which they are due.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    errands: BTreeMap<(Timestamp, u64), Errand>,
    /// Errands written down so far: those of one instant are done in that order.
    n_written: u64,
}

impl Agenda {
    pub(super) fn write(&mut self, at: Timestamp, errand: Errand) {
        self.errands.insert((at, self.n_written), errand);
        self.n_written += 1;
    }

    /// Takes the errands off that are due, the oldest `n_max`.
    pub(super) fn due(&mut self, now: Timestamp, n_max: usize) -> Vec<Errand> {
        let later = self.errands.split_off(&(now, u64::MAX));
        let mut due = std::mem::replace(&mut self.errands, later);
        let left = due.keys().nth(n_max).copied().map(|from| due.split_off(&from));
        self.errands.extend(left.into_iter().flatten());
        due.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errand(n: u128) -> Errand {
        Errand::Conclude { case_id: Uuid::from_u128(n) }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn errands_are_done_when_they_are_due_a_few_at_once_and_none_is_lost() {
        let mut agenda = Agenda::default();
        for (second, n) in [(30, 4), (10, 1), (20, 2), (20, 3)] {
            agenda.write(at(second), errand(n));
        }
        assert_eq!(agenda.due(at(9), 5), []);
        assert_eq!(agenda.due(at(20), 2), [errand(1), errand(2)]);
        assert_eq!(agenda.due(at(20), 2), [errand(3)]);
        assert_eq!(agenda.due(at(40), 2), [errand(4)]);
        assert_eq!(agenda.due(at(40), 2), []);
    }
}
