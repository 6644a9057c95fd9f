use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use tongban_kernel::calendar::{Calendar, Notice, Office};

/// Days in which a demo shows all that it has to show.
const FORTNIGHT_DAYS: i32 = 14;
/// When offices open, after midnight.
const OPENING: SignedDuration = SignedDuration::from_hours(9);

/// When a simulation begins that is looked at on `today`: 09:00 of a Monday that a fortnight of
/// ordinary weeks begins with.
///
/// The first such Monday from today on, as far as holiday notices are published; else the last one
/// before. `None` for a calendar that has no such fortnight at all.
pub(super) fn beginning(calendar: &Calendar, office: &Office, today: Date) -> Option<Timestamp> {
    let monday = ordinary_monday(calendar, today)?;
    office.start_of(monday)?.checked_add(OPENING).ok()
}

fn ordinary_monday(calendar: &Calendar, today: Date) -> Option<Date> {
    let first_year = calendar.notices().map(Notice::year).min()?;
    let last_year = calendar.notices().map(Notice::year).max()?;
    let first = Date::new(first_year, 1, 1).ok()?.nth_weekday(1, Weekday::Monday).ok()?;
    let ordinary = first
        .series(7.days())
        .take_while(|monday| monday.year() <= last_year)
        .filter(|monday| begins_ordinary_fortnight(calendar, *monday));
    let (past, coming): (Vec<_>, Vec<_>) = ordinary.partition(|monday| *monday < today);
    coming.first().or(past.last()).copied()
}

/// Whether two weeks of five working days and two days off begin here, and no notice can change it.
fn begins_ordinary_fortnight(calendar: &Calendar, monday: Date) -> bool {
    let mut days = (0..FORTNIGHT_DAYS).map(|n| monday.checked_add(n.days()));
    days.all(|date| {
        date.is_ok_and(|date| {
            let is_weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            calendar.is_workday(date) != is_weekend && !calendar.day(date).provisional
        })
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn monday_seen_on(today: Date) -> Date {
        ordinary_monday(&Calendar::builtin(), today).unwrap()
    }

    #[test]
    fn an_ordinary_monday_begins_at_once() {
        assert_eq!(monday_seen_on(date(2026, 3, 9)), date(2026, 3, 9));
        assert_eq!(monday_seen_on(date(2026, 3, 10)), date(2026, 3, 16));
    }

    #[test]
    fn a_festival_and_the_saturdays_worked_for_it_are_passed_over() {
        // National Day 2025: 1 to 8 October off, Sunday 28 September and Saturday 11 worked.
        for today in [date(2025, 9, 22), date(2025, 10, 1), date(2025, 10, 8)] {
            assert_eq!(monday_seen_on(today), date(2025, 10, 13), "{today}");
        }
        // Spring Festival 2026: 15 to 23 February off, the 14th and the 28th worked.
        assert_eq!(monday_seen_on(date(2026, 2, 17)), date(2026, 3, 2));
    }

    #[test]
    fn days_of_years_without_notice_fall_back_to_the_last_published_fortnight() {
        for today in [date(2026, 12, 31), date(2027, 5, 1), date(2040, 1, 1)] {
            let monday = monday_seen_on(today);
            assert_eq!(monday.year(), 2026, "{today}");
            assert!(begins_ordinary_fortnight(&Calendar::builtin(), monday));
        }
    }

    #[test]
    fn days_before_all_notices_begin_with_the_first_published_fortnight() {
        assert_eq!(monday_seen_on(date(1999, 1, 1)).year(), 2019);
    }

    #[test]
    fn every_day_of_ten_years_finds_a_beginning_that_is_a_monday_at_nine() {
        let (calendar, office) = (Calendar::builtin(), Office::default());
        for today in date(2019, 1, 1).series(1.day()).take(3_653) {
            let begins_at = beginning(&calendar, &office, today).unwrap();
            let begins = jiff::tz::offset(8).to_datetime(begins_at);
            assert_eq!((begins.weekday(), begins.hour()), (Weekday::Monday, 9), "{today}");
            assert!(begins_ordinary_fortnight(&calendar, begins.date()), "{today}");
        }
    }

    #[test]
    fn a_calendar_without_notices_has_no_beginning() {
        assert_eq!(ordinary_monday(&Calendar::new([]), date(2026, 3, 9)), None);
    }
}
