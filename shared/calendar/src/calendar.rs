use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use crate::day::{Day, DayKind};
use crate::days;
use crate::notice::Notice;
use crate::table::{Table, years_needed};
use crate::version::CalendarVersion;

/// Which days are working days, as far as the notices held say; plain weeks beyond.
///
/// A value: publishing a notice makes a new one with a new version. Cheap to clone.
#[derive(Clone)]
pub struct Calendar(Arc<Inner>);

struct Inner {
    version: CalendarVersion,
    notices: BTreeMap<i16, Notice>,
    table: Table,
}

/// The notices for 2019 to 2026; 2027 is not published.
const SHIPPED: [&str; 8] = [
    include_str!("../data/2019.json"),
    include_str!("../data/2020.json"),
    include_str!("../data/2021.json"),
    include_str!("../data/2022.json"),
    include_str!("../data/2023.json"),
    include_str!("../data/2024.json"),
    include_str!("../data/2025.json"),
    include_str!("../data/2026.json"),
];

static BUILTIN: LazyLock<Calendar> = LazyLock::new(|| {
    // A test parses each of them. If one could not be read its year would be provisional, not wrong.
    Calendar::new(SHIPPED.iter().filter_map(|json| Notice::parse(json).ok()))
});

impl Calendar {
    /// The calendar of these notices; of two for the same year the later one in the sequence counts.
    pub fn new(notices: impl IntoIterator<Item = Notice>) -> Self {
        let notices = notices.into_iter().map(|notice| (notice.year(), notice)).collect();
        let version = CalendarVersion::of(&notices);
        let table = Table::new(&notices);
        Self(Arc::new(Inner { version, notices, table }))
    }

    /// The notices shipped with the program: 2019 to 2026.
    pub fn builtin() -> Self {
        BUILTIN.clone()
    }

    /// This calendar and one more notice, which replaces the one held for its year.
    #[must_use]
    pub fn with_notice(&self, notice: Notice) -> Self {
        Self::new(self.0.notices.values().cloned().chain([notice]))
    }

    /// What to record with whatever was computed from this calendar.
    pub fn version(&self) -> CalendarVersion {
        self.0.version
    }

    /// The notices held, by year.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.0.notices.values()
    }

    /// The notice of a year, if it is published.
    pub fn notice(&self, year: i16) -> Option<&Notice> {
        self.0.notices.get(&year)
    }

    /// Working or off, why, and whether that may still change.
    pub fn day(&self, date: Date) -> Day {
        let number = days::number(date);
        Day { date, kind: self.kind(number), provisional: !self.is_published(number, number + 1) }
    }

    /// Whether `date` is a working day.
    pub fn is_workday(&self, date: Date) -> bool {
        self.is_working(days::number(date))
    }

    /// Working days after `after` up to and including `through`: by the day-after rule, the number
    /// of the day on which `through` falls for a start on `after`. Negative when they are swapped.
    pub fn workdays_between(&self, after: Date, through: Date) -> i64 {
        self.working_before(days::number(through) + 1)
            - self.working_before(days::number(after) + 1)
    }

    /// The `count`-th working day after `start` (the start itself is not counted; 0 is the start),
    /// and whether that is provisional. `None` past the years that the time library knows.
    pub fn workday_after(&self, start: Date, count: u32) -> Option<(Date, bool)> {
        let first = days::number(start) + 1;
        let due = match count {
            0 => first - 1,
            count => self.nth_working(self.working_before(first) + i64::from(count) - 1),
        };
        Some((days::date(due)?, !self.is_published(first, due + 1)))
    }

    pub(crate) fn kind(&self, day: i64) -> DayKind {
        self.0.table.kind(day)
    }

    pub(crate) fn is_working(&self, day: i64) -> bool {
        self.0.table.is_working(day)
    }

    pub(crate) fn working_before(&self, day: i64) -> i64 {
        self.0.table.working_before(day)
    }

    pub(crate) fn nth_working(&self, count: i64) -> i64 {
        self.0.table.nth_working(count)
    }

    pub(crate) fn is_published(&self, from: i64, end: i64) -> bool {
        self.0.table.is_published(from, end)
    }

    /// The years, ascending, whose notices decide about one of the days `from..end`.
    pub(crate) fn years_deciding(from: i64, end: i64) -> Vec<i16> {
        let first = years_needed(from).min();
        let last = years_needed(end - 1).max();
        first.zip(last).map_or_else(Vec::new, |(first, last)| (first..=last).collect())
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let years: Vec<_> = self.0.notices.keys().collect();
        f.debug_struct("Calendar").field("version", &self.0.version).field("years", &years).finish()
    }
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.0.notices == other.0.notices
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn kind(year: i16, month: i8, day: i8) -> DayKind {
        Calendar::builtin().day(date(year, month, day)).kind
    }

    #[test]
    fn every_shipped_notice_is_read() {
        let years: Vec<_> = SHIPPED.map(|json| Notice::parse(json).unwrap().year()).into();
        assert_eq!(years, (2019..=2026).collect::<Vec<_>>());
        assert_eq!(Calendar::builtin().notices().count(), years.len());
    }

    #[test]
    fn a_notice_replaces_the_one_of_its_year_and_makes_a_new_version() {
        let calendar = Calendar::builtin();
        let json = r#"{"year": 2026, "papers": ["p"],
            "days": [{"name": "元旦", "date": "2026-01-01", "isOffDay": true}]}"#;
        let amended = calendar.with_notice(Notice::parse(json).unwrap());
        assert_ne!(amended.version(), calendar.version());
        assert_eq!(amended.notices().count(), calendar.notices().count());
        assert!(amended.is_workday(date(2026, 1, 2)));
        let restored = amended.with_notice(calendar.notice(2026).unwrap().clone());
        assert_eq!((restored.version(), &restored), (calendar.version(), &calendar));
    }

    #[test]
    fn a_sunday_before_spring_festival_works() {
        assert_eq!(
            kind(2025, 1, 26),
            DayKind::MakeUp { holiday: "春节".into(), notice_year: 2025 }
        );
    }

    #[test]
    fn spring_festival_2026_has_nine_days_and_its_saturday_before_works() {
        assert!(kind(2026, 2, 14).is_working());
        assert!((15..=23).all(|day| !kind(2026, 2, day).is_working()));
        assert!(kind(2026, 2, 24).is_working());
    }

    #[test]
    fn a_date_is_held_by_date_and_not_by_the_year_of_its_notice() {
        let day = Calendar::builtin().day(date(2018, 12, 29));
        assert_eq!(day.kind, DayKind::MakeUp { holiday: "元旦".into(), notice_year: 2019 });
        assert!(!day.provisional);
    }

    #[test]
    fn a_monday_named_as_working_is_an_ordinary_weekday() {
        assert_eq!(kind(2020, 2, 3), DayKind::Weekday);
        assert!(!kind(2020, 1, 31).is_working());
    }

    #[test]
    fn late_december_waits_for_the_next_notice() {
        let calendar = Calendar::builtin();
        let provisional = |month, day, year| calendar.day(date(year, month, day)).provisional;
        assert!(!provisional(12, 31, 2025));
        assert!(!provisional(12, 24, 2026));
        assert!(provisional(12, 25, 2026));
        assert!(provisional(1, 1, 2027));
        assert!(provisional(12, 28, 2018));
        assert!(provisional(6, 1, 2010));
    }

    #[test]
    fn beyond_the_notices_plain_weeks_count_and_say_so() {
        let calendar = Calendar::builtin();
        assert_eq!(calendar.workday_after(date(2027, 1, 1), 5), Some((date(2027, 1, 8), true)));
        assert_eq!(calendar.workday_after(date(2017, 5, 5), 1), Some((date(2017, 5, 8), true)));
        assert_eq!(calendar.workday_after(Date::MAX, 1), None);
    }

    #[test]
    fn counting_agrees_with_walking_across_both_edges_of_the_table() {
        let calendar = Calendar::builtin();
        for edge in [date(2018, 12, 1), date(2026, 12, 31)] {
            let edge = days::number(edge);
            for day in edge - 40..edge + 40 {
                let next =
                    calendar.working_before(day) + i64::from(calendar.kind(day).is_working());
                assert_eq!(calendar.working_before(day + 1), next);
                if calendar.is_working(day) {
                    assert_eq!(calendar.nth_working(calendar.working_before(day)), day);
                }
            }
        }
    }

    #[test]
    fn a_calendar_without_notices_knows_plain_weeks() {
        let calendar = Calendar::new([]);
        assert_eq!(calendar.workday_after(date(2026, 10, 2), 1), Some((date(2026, 10, 5), true)));
    }
}
