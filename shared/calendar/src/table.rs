//! The days around the notices, counted in advance: every question afterwards is a lookup.

use std::collections::{BTreeMap, HashMap};

use crate::day::DayKind;
use crate::days;
use crate::notice::Notice;
use jiff::civil::date;

/// From 25 December on, a date also needs the notice of the year that follows.
///
/// The New Year holiday reaches back at most to 30 December, and the working days that pay for it
/// have been taken from the weekend before it (2018-12-29). The last seven days of December always
/// hold the last whole weekend of the year, so nothing earlier is touched.
const LATE_DECEMBER_DAY: i8 = 25;

/// Day by day from the first to the last that a notice may name; plain weeks outside.
#[derive(Debug, Default)]
pub(crate) struct Table {
    first: i64,
    kinds: Vec<DayKind>,
    /// `working_before[i]`: working days in `first..first + i`; one longer than `kinds`.
    working_before: Vec<i64>,
    /// Day numbers of the working days, ascending: the inverse of `working_before`.
    working: Vec<i64>,
    /// `unpublished_before[i]`: the same for days that no notice vouches for.
    unpublished_before: Vec<i64>,
}

impl Table {
    pub(crate) fn new(notices: &BTreeMap<i16, Notice>) -> Self {
        let Some(((first_year, _), (last_year, _))) =
            notices.first_key_value().zip(notices.last_key_value())
        else {
            return Self::default();
        };
        let first = days::number(date(first_year - 1, 12, 1));
        let end = days::number(date(*last_year, 12, 31)) + 1;
        // Ascending years: where two notices name a date, the later one knew of the earlier.
        let named: HashMap<i64, (DayKind, i16)> = notices
            .values()
            .flat_map(|notice| notice.days().iter().map(move |day| (notice.year(), day)))
            .map(|(year, day)| (days::number(day.date), (DayKind::named(day, year), year)))
            .collect();

        let mut table = Self { first, ..Self::default() };
        let (mut working, mut unpublished) = (0, 0);
        for number in first..end {
            let named = named.get(&number);
            let kind =
                named.map_or_else(|| DayKind::of_plain_week(number), |(kind, _)| kind.clone());
            table.working_before.push(working);
            table.unpublished_before.push(unpublished);
            if kind.is_working() {
                working += 1;
                table.working.push(number);
            }
            if !is_published(number, named.map(|(_, year)| *year), notices) {
                unpublished += 1;
            }
            table.kinds.push(kind);
        }
        table.working_before.push(working);
        table.unpublished_before.push(unpublished);
        table
    }

    pub(crate) fn kind(&self, number: i64) -> DayKind {
        self.index(number)
            .and_then(|index| self.kinds.get(index))
            .map_or_else(|| DayKind::of_plain_week(number), DayKind::clone)
    }

    pub(crate) fn is_working(&self, number: i64) -> bool {
        self.working_before(number + 1) > self.working_before(number)
    }

    /// Working days before day `number`, counted from the table's first day (negative before it).
    pub(crate) fn working_before(&self, number: i64) -> i64 {
        let end = self.end();
        if number < self.first {
            days::weekdays_before(number) - days::weekdays_before(self.first)
        } else if number < end {
            self.index(number).map_or(0, |index| self.working_before[index])
        } else {
            self.total() + days::weekdays_before(number) - days::weekdays_before(end)
        }
    }

    /// The working day that has exactly `count` working days before it.
    pub(crate) fn nth_working(&self, count: i64) -> i64 {
        match usize::try_from(count) {
            Err(_) => days::nth_weekday(count + days::weekdays_before(self.first)),
            Ok(index) => self.working.get(index).copied().unwrap_or_else(|| {
                days::nth_weekday(count - self.total() + days::weekdays_before(self.end()))
            }),
        }
    }

    /// Whether the notices vouch for each of the days `from..end`.
    pub(crate) fn is_published(&self, from: i64, end: i64) -> bool {
        if from >= end {
            return true;
        }
        match (self.index(from), self.index(end)) {
            (Some(from), Some(end)) if end < self.unpublished_before.len() => {
                self.unpublished_before[from] == self.unpublished_before[end]
            }
            _ => false,
        }
    }

    fn index(&self, number: i64) -> Option<usize> {
        usize::try_from(number - self.first).ok()
    }

    fn end(&self) -> i64 {
        // A calendar holds at most two centuries of days.
        self.first + i64::try_from(self.kinds.len()).unwrap_or(i64::MAX)
    }

    fn total(&self) -> i64 {
        self.working_before.last().copied().unwrap_or(0)
    }
}

/// The years whose notices decide about a date.
pub(crate) fn years_needed(number: i64) -> impl Iterator<Item = i16> {
    let date = days::date(number);
    let own = date.map(|date| date.year());
    let next = date
        .filter(|date| date.month() == 12 && date.day() >= LATE_DECEMBER_DAY)
        .map(|date| date.year() + 1);
    own.into_iter().chain(next)
}

/// A date is published when every notice that could change it is there; the newest of them naming
/// it settles it too, whether or not the older is held (2018-12-29 without a notice for 2018).
fn is_published(number: i64, named_by: Option<i16>, notices: &BTreeMap<i16, Notice>) -> bool {
    years_needed(number).all(|year| notices.contains_key(&year))
        || (named_by.is_some() && named_by == years_needed(number).max())
}
