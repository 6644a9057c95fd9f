//! Days as whole numbers, so that counting them is arithmetic: day 0 is 1970-01-01.

use jiff::Timestamp;
use jiff::civil::{self, Date};

pub(crate) const DAY_MICROS: i64 = 86_400_000_000;
pub(crate) const MINUTE_MICROS: i64 = 60_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
const EPOCH: Date = civil::date(1970, 1, 1);

pub(crate) fn number(date: Date) -> i64 {
    date.duration_since(EPOCH).as_secs() / SECONDS_PER_DAY
}

/// `None` outside the years that the time library knows.
pub(crate) fn date(number: i64) -> Option<Date> {
    let at = Timestamp::from_second(number.checked_mul(SECONDS_PER_DAY)?).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(at).date())
}

/// Monday to Friday, whatever a notice says.
pub(crate) fn is_weekday(number: i64) -> bool {
    days_since_monday(number) < 5
}

/// The Mondays to Fridays before day `number`, counted from an arbitrary Monday.
pub(crate) fn weekdays_before(number: i64) -> i64 {
    (number + EPOCH_SINCE_MONDAY).div_euclid(7) * 5 + days_since_monday(number).min(5)
}

/// The day that has exactly `count` weekdays before it and is one itself.
pub(crate) fn nth_weekday(count: i64) -> i64 {
    count.div_euclid(5) * 7 + count.rem_euclid(5) - EPOCH_SINCE_MONDAY
}

/// 1970-01-01 was a Thursday.
const EPOCH_SINCE_MONDAY: i64 = 3;

fn days_since_monday(number: i64) -> i64 {
    (number + EPOCH_SINCE_MONDAY).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_are_inverse() {
        for days in [-719_468, -1, 0, 1, 19_000, 20_723] {
            assert_eq!(number(date(days).unwrap()), days);
        }
        assert_eq!(date(i64::MAX), None);
    }

    #[test]
    fn weekdays_agree_with_the_time_library() {
        for days in -40..40 {
            let monday_based = date(days).unwrap().weekday().to_monday_zero_offset();
            assert_eq!(is_weekday(days), monday_based < 5, "day {days}");
            let next = weekdays_before(days) + i64::from(is_weekday(days));
            assert_eq!(weekdays_before(days + 1), next, "day {days}");
            if is_weekday(days) {
                assert_eq!(nth_weekday(weekdays_before(days)), days);
            }
        }
    }
}
