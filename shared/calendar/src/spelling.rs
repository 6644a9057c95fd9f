//! Dates, times and kinds of day in both languages.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Weekday};

use crate::Lang;
use crate::day::DayKind;
use crate::holiday::holiday_name;

/// What kind of day, without its date.
pub(crate) fn day_words(kind: &DayKind, lang: Lang) -> String {
    match kind {
        DayKind::Weekday => lang.pick("工作日", "working day").to_owned(),
        DayKind::Weekend => lang.pick("周末", "weekend day").to_owned(),
        DayKind::Holiday { holiday, .. } => {
            let name = holiday_name(holiday, lang);
            lang.pick(format!("{name}假日"), format!("holiday ({name})"))
        }
        DayKind::MakeUp { holiday, .. } => {
            let name = holiday_name(holiday, lang);
            lang.pick(format!("{name}调休上班日"), format!("make-up working day for {name}"))
        }
    }
}

pub(crate) fn duration_words(time: SignedDuration, lang: Lang) -> String {
    let minutes = time.as_mins();
    let (hours, minutes) = (minutes / 60, minutes % 60);
    match (hours, minutes) {
        (0, minutes) => lang.pick(format!("{minutes}分钟"), format!("{minutes} min")),
        (hours, 0) => lang.pick(format!("{hours}小时"), format!("{hours} h")),
        _ => lang.pick(format!("{hours}小时{minutes}分钟"), format!("{hours} h {minutes} min")),
    }
}

/// `2026年10月9日（周五）`, `Fri 9 Oct 2026`.
pub(crate) fn date_words(on: Date, lang: Lang) -> String {
    let (zh, en) = weekday(on);
    let (year, month, day) = (on.year(), on.month(), on.day());
    lang.pick(
        format!("{year}年{month}月{day}日（周{zh}）"),
        format!("{en} {day} {} {year}", month_en(month)),
    )
}

/// A span of dates without repeating what both ends share; one date with its weekday.
pub(crate) fn span_words(first: Date, last: Date, lang: Lang) -> String {
    if first == last {
        return date_words(first, lang);
    }
    let (y1, m1, d1) = (first.year(), first.month(), first.day());
    let (y2, m2, d2) = (last.year(), last.month(), last.day());
    let (n1, n2) = (month_en(m1), month_en(m2));
    match (y1 == y2, m1 == m2) {
        (true, true) => {
            lang.pick(format!("{y1}年{m1}月{d1}日至{d2}日"), format!("{d1}–{d2} {n1} {y1}"))
        }
        (true, false) => lang.pick(
            format!("{y1}年{m1}月{d1}日至{m2}月{d2}日"),
            format!("{d1} {n1} – {d2} {n2} {y1}"),
        ),
        (false, _) => lang.pick(
            format!("{y1}年{m1}月{d1}日至{y2}年{m2}月{d2}日"),
            format!("{d1} {n1} {y1} – {d2} {n2} {y2}"),
        ),
    }
}

/// Hours and minutes, with seconds only where there are some.
pub(crate) fn time_words(local: DateTime) -> String {
    let (hour, minute, second) = (local.hour(), local.minute(), local.second());
    if second == 0 {
        format!("{hour:02}:{minute:02}")
    } else {
        format!("{hour:02}:{minute:02}:{second:02}")
    }
}

fn weekday(on: Date) -> (&'static str, &'static str) {
    match on.weekday() {
        Weekday::Monday => ("一", "Mon"),
        Weekday::Tuesday => ("二", "Tue"),
        Weekday::Wednesday => ("三", "Wed"),
        Weekday::Thursday => ("四", "Thu"),
        Weekday::Friday => ("五", "Fri"),
        Weekday::Saturday => ("六", "Sat"),
        Weekday::Sunday => ("日", "Sun"),
    }
}

fn month_en(month: i8) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(month - 1).ok().and_then(|index| NAMES.get(index)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_span_repeats_nothing() {
        let span = |a, b, lang| span_words(a, b, lang);
        let (a, b) = (date(2026, 10, 1), date(2026, 10, 7));
        assert_eq!(span(a, b, Lang::En), "1–7 Oct 2026");
        assert_eq!(span(a, b, Lang::Zh), "2026年10月1日至7日");
        assert_eq!(span(date(2026, 9, 29), a, Lang::En), "29 Sep – 1 Oct 2026");
        assert_eq!(
            span(date(2026, 12, 31), date(2027, 1, 1), Lang::Zh),
            "2026年12月31日至2027年1月1日"
        );
        assert_eq!(span(a, a, Lang::En), "Thu 1 Oct 2026");
    }

    #[test]
    fn a_duration_says_only_what_it_has() {
        let words = |minutes| duration_words(SignedDuration::from_mins(minutes), Lang::En);
        assert_eq!([words(5), words(120), words(312)], ["5 min", "2 h", "5 h 12 min"]);
    }
}
