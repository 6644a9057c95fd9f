//! A derivation in sentences, for people who ask why something is due on that day.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{SignedDuration, Timestamp};

use crate::Lang;
use crate::budget::Unit;
use crate::calendar::DayKind;
use crate::derivation::{Derivation, StartRule};
use crate::due::{Deadline, Left};
use crate::holiday::holiday_name;
use crate::runs::runs;

impl Derivation {
    /// The derivation as lines: start, limit, what stopped the clock, runs of days, result, sources.
    pub fn words(&self, lang: Lang) -> Vec<String> {
        let mut lines = vec![
            lang.pick(
                format!("起算时间：{}。", self.instant(self.started_at, lang)),
                format!("Started {}.", self.instant(self.started_at, lang)),
            ),
            self.limit(lang),
            start_rule(self.start_rule, lang),
        ];
        lines.extend(self.suspensions.iter().map(|s| {
            let from = self.instant(s.from(), lang);
            let to = s.to().map_or_else(
                || lang.pick("至今".to_owned(), "until further notice".to_owned()),
                |to| {
                    let to = self.instant(to, lang);
                    lang.pick(format!("至{to}"), format!("until {to}"))
                },
            );
            let reason = s.reason();
            lang.pick(
                format!("{from}{to}中止计时：{reason}。"),
                format!("Clock stopped from {from} {to}: {reason}."),
            )
        }));
        lines.extend(runs(self, lang));
        lines.push(self.result(lang));
        lines.extend(self.sources(lang));
        lines
    }

    /// [`Derivation::words`] as one text, a line each.
    pub fn text(&self, lang: Lang) -> String {
        self.words(lang).join("\n")
    }

    fn limit(&self, lang: Lang) -> String {
        let mut text = lang.pick("期限：", "Limit: ").to_owned() + &self.budget.words(lang);
        for extension in &self.extensions {
            let added = self.budget.unit().words(extension.amount, lang);
            let reason = &extension.reason;
            text += &lang.pick(
                format!("，延长 {added}（{reason}）"),
                format!(", extended by {added} ({reason})"),
            );
        }
        text + lang.pick("。", ".")
    }

    fn result(&self, lang: Lang) -> String {
        match &self.deadline {
            Deadline::Due(due) => {
                let note = match (due.provisional, lang) {
                    (false, _) => "",
                    (true, Lang::Zh) => "（暂定）",
                    (true, Lang::En) => " (provisional)",
                };
                // A limit in hours ends at an instant, one in days with its day.
                let unit = self.budget.unit();
                if matches!(unit, Unit::Hours | Unit::WorkHours) {
                    let at = self.instant(due.due_at, lang);
                    return lang.pick(
                        format!("{at}前办结，逾时即超期{note}。"),
                        format!("Due before {at}{note}."),
                    );
                }
                let on = date_words(due.due_on, lang);
                lang.pick(
                    format!("到期日：{on}，当日24时止{note}。"),
                    format!("Due by the end of {on}{note}."),
                )
            }
            Deadline::Suspended(suspended) => {
                let since = self.instant(suspended.since, lang);
                let left = left(suspended.left, lang);
                lang.pick(
                    format!("自{since}起中止计时，剩余{left}，恢复后才有到期日。"),
                    format!(
                        "The clock stands still since {since}; {left} left, no due date until it runs again."
                    ),
                )
            }
        }
    }

    fn sources(&self, lang: Lang) -> Vec<String> {
        let version = match &self.deadline {
            Deadline::Due(due) => due.calendar,
            Deadline::Suspended(suspended) => suspended.calendar,
        };
        let mut lines = Vec::new();
        for notice in &self.notices {
            let (year, papers) = (notice.year, notice.papers.join(lang.pick("、", ", ")));
            lines.push(lang.pick(
                format!("依据{year}年节假日安排通知：{papers}（日历版本 {version}）。"),
                format!("Holiday notice for {year}: {papers} (calendar version {version})."),
            ));
        }
        for year in &self.awaited_years {
            lines.push(lang.pick(
                format!("未收录{year}年节假日安排通知，相关日期按周一至周五计，通知公布后可能变动。"),
                format!(
                    "No notice for {year} is held: its days are counted as plain weeks and may change when it is published."
                ),
            ));
        }
        lines
    }

    fn instant(&self, at: Timestamp, lang: Lang) -> String {
        let local = self.utc_offset.local(at);
        let date = date_words(local.date(), lang);
        format!("{date} {}", time_words(local))
    }
}

fn start_rule(rule: StartRule, lang: Lang) -> String {
    let (zh, en) = match rule {
        StartRule::DayAfterReceipt => (
            "起算当日不计，次日为第1日。",
            "The day of receipt does not count; the day after it is day 1.",
        ),
        StartRule::DayOfReceipt => (
            "即办件在下班前收到，当日办结。",
            "An instant item received before closing time is due the same day.",
        ),
        StartRule::NextWorkday => (
            "即办件在下班后或休息日收到，下一个工作日办结。",
            "An instant item received after closing time or on a rest day is due the next working day.",
        ),
        StartRule::Instant => ("自收到时起连续计时。", "Counted around the clock from receipt."),
        StartRule::InstantInOfficeHours => {
            ("自收到时起，只计办公时间。", "Counted from receipt, in office hours only.")
        }
    };
    lang.pick(zh, en).to_owned()
}

fn left(left: Left, lang: Lang) -> String {
    let count = |unit: Unit, n: i64| unit.words(u32::try_from(n).unwrap_or(u32::MAX), lang);
    match left {
        Left::Workdays(n) => count(Unit::Workdays, n),
        Left::CalendarDays(n) => count(Unit::CalendarDays, n),
        Left::Hours(time) => duration_words(time, lang),
        Left::WorkHours(time) => {
            let time = duration_words(time, lang);
            lang.pick(format!("办公时间 {time}"), format!("{time} of office hours"))
        }
    }
}

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
        (0, minutes) => lang.pick(format!("{minutes} 分钟"), format!("{minutes} min")),
        (hours, 0) => lang.pick(format!("{hours} 小时"), format!("{hours} h")),
        _ => lang.pick(format!("{hours} 小时 {minutes} 分钟"), format!("{hours} h {minutes} min")),
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
fn time_words(local: DateTime) -> String {
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
