use jiff::Timestamp;

use crate::calendar::Calendar;
use crate::notice::Notice;
use crate::version::CalendarVersion;

/// The calendars in force one after the other: each notice published begins a new one.
#[derive(Clone, Debug, PartialEq)]
pub struct Editions {
    first: Calendar,
    /// Ascending by the instant from which each is in force.
    later: Vec<(Timestamp, Calendar)>,
}

/// A notice that would come into force before one already published.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a calendar is in force from {latest} on; choose a later instant than {valid_from}")]
pub struct NotLater {
    latest: Timestamp,
    valid_from: Timestamp,
}

impl Editions {
    /// A history that begins with this calendar.
    pub fn new(first: Calendar) -> Self {
        Self { first, later: Vec::new() }
    }

    /// Publishes a notice: from `valid_from` on it belongs to the calendar in force.
    pub fn publish(&mut self, notice: Notice, valid_from: Timestamp) -> Result<(), NotLater> {
        if let Some((latest, _)) = self.later.last().filter(|(latest, _)| *latest >= valid_from) {
            return Err(NotLater { latest: *latest, valid_from });
        }
        self.later.push((valid_from, self.latest().with_notice(notice)));
        Ok(())
    }

    /// The calendar in force at an instant.
    pub fn in_force_at(&self, at: Timestamp) -> &Calendar {
        let begun = self.later.partition_point(|(valid_from, _)| *valid_from <= at);
        begun.checked_sub(1).map_or(&self.first, |index| &self.later[index].1)
    }

    /// The newest calendar, in force already or not.
    pub fn latest(&self) -> &Calendar {
        self.later.last().map_or(&self.first, |(_, calendar)| calendar)
    }

    /// The calendar that an event recorded.
    pub fn version(&self, version: CalendarVersion) -> Option<&Calendar> {
        let all = std::iter::once(&self.first).chain(self.later.iter().map(|(_, c)| c));
        all.into_iter().find(|calendar| calendar.version() == version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// Invented for the test: no such notice is published.
    fn notice() -> Notice {
        let json = r#"{"year": 2027, "papers": ["test"],
            "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}"#;
        Notice::parse(json).unwrap()
    }

    #[test]
    fn a_notice_counts_from_the_instant_it_is_valid() {
        let mut editions = Editions::new(Calendar::builtin());
        editions.publish(notice(), at(100)).unwrap();
        assert_eq!(editions.in_force_at(at(99)), &Calendar::builtin());
        assert!(editions.in_force_at(at(100)).notice(2027).is_some());
        assert_eq!(editions.in_force_at(at(100)), editions.latest());
    }

    #[test]
    fn every_version_once_in_force_is_found_again() {
        let mut editions = Editions::new(Calendar::builtin());
        editions.publish(notice(), at(100)).unwrap();
        for calendar in [Calendar::builtin(), editions.latest().clone()] {
            assert_eq!(editions.version(calendar.version()), Some(&calendar));
        }
        assert_eq!(editions.version(CalendarVersion::from(0)), None);
    }

    #[test]
    fn a_notice_cannot_come_into_force_before_the_last_one() {
        let mut editions = Editions::new(Calendar::builtin());
        editions.publish(notice(), at(100)).unwrap();
        let before = editions.clone();
        assert!(editions.publish(notice(), at(100)).is_err());
        assert_eq!(editions, before);
    }
}
