//! A derivation in sentences, for people who ask why something is due on that day.

use jiff::Timestamp;

use crate::Lang;
use crate::budget::Unit;
use crate::derivation::{Derivation, StartRule};
use crate::due::{Deadline, Left};
use crate::runs::runs;
use crate::spelling::{date_words, duration_words, time_words};

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
                format!("，延长{added}（{reason}）"),
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
                // A limit in hours or minutes ends at an instant, one in days with its day.
                let unit = self.budget.unit();
                if matches!(unit, Unit::Hours | Unit::Minutes | Unit::WorkHours) {
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
        let time = time_words(local);
        lang.pick(format!("{date}{time}"), format!("{date} {time}"))
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
            lang.pick(format!("办公时间{time}"), format!("{time} of office hours"))
        }
    }
}
