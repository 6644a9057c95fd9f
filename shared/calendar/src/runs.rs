//! Days in a row that mean the same, told as one line.

use jiff::SignedDuration;

use crate::Lang;
use crate::budget::Unit;
use crate::day::DayKind;
use crate::derivation::{DayStep, Derivation, Outcome};
use crate::holiday::holiday_name;
use crate::spelling::{duration_words, span_words};

pub(crate) fn runs(derivation: &Derivation, lang: Lang) -> Vec<String> {
    let unit = derivation.budget.unit();
    derivation
        .days
        .chunk_by(|a, b| tells_the_same(a, b, unit))
        .filter_map(|run| line(run, unit, lang))
        .collect()
}

fn tells_the_same(a: &DayStep, b: &DayStep, unit: Unit) -> bool {
    let same_kind = match (&a.day.kind, &b.day.kind) {
        // Two notices may meet within one holiday (31 December and 1 January).
        (DayKind::Holiday { holiday: a, .. }, DayKind::Holiday { holiday: b, .. }) => a == b,
        (a, b) => a == b,
    };
    match (&a.outcome, &b.outcome) {
        (Outcome::Counted { .. }, Outcome::Counted { .. }) => unit != Unit::Workdays || same_kind,
        (Outcome::Ran { .. }, Outcome::Ran { .. }) => unit != Unit::WorkHours || same_kind,
        (Outcome::RestDay, Outcome::RestDay) => same_kind,
        (a, b) => a == b,
    }
}

fn line(run: &[DayStep], unit: Unit, lang: Lang) -> Option<String> {
    let (first, last) = run.first().zip(run.last())?;
    let span = span_words(first.day.date, last.day.date, lang);
    let kind = &first.day.kind;
    let text = match &first.outcome {
        Outcome::Counted { nth } => counted(kind, *nth, run.len(), unit, lang),
        Outcome::Ran { .. } => ran(run, kind, unit, lang),
        Outcome::RestDay => not_counted(&rest_day(kind, lang), run.len(), lang),
        Outcome::Suspended { reasons } => {
            let reasons = reasons.join(lang.pick("、", ", "));
            let why =
                lang.pick(format!("中止计时（{reasons}）"), format!("clock stopped ({reasons})"));
            not_counted(&why, run.len(), lang)
        }
        Outcome::Receipt => lang.pick("起算当日，不计", "day of receipt, not counted").to_owned(),
        Outcome::AfterHours => {
            lang.pick("办公时间已过，不计", "no office hours left, not counted").to_owned()
        }
        Outcome::EndMoved => {
            lang.pick("期限届满日逢休息日，顺延至此", "the end on a rest day moves here").to_owned()
        }
    };
    Some(lang.pick(format!("{span}：{text}"), format!("{span}: {text}")))
}

/// `days` in a row count: a gap between them would have ended the run.
fn counted(kind: &DayKind, from: i64, days: usize, unit: Unit, lang: Lang) -> String {
    let (zh, en) = match unit {
        Unit::Workdays => ("个工作日", "working day"),
        Unit::CalendarDays | Unit::Hours | Unit::Minutes | Unit::WorkHours => ("日", "day"),
    };
    let text = if days == 1 {
        lang.pick(format!("第{from}{zh}"), format!("{en} {from}"))
    } else {
        let to = from + i64::try_from(days).unwrap_or(i64::MAX) - 1;
        lang.pick(format!("第{from}至{to}{zh}"), format!("{en}s {from}–{to}"))
    };
    match make_up(kind, lang) {
        Some(why) if unit == Unit::Workdays => {
            lang.pick(format!("{why}，{text}"), format!("{why}, {text}"))
        }
        _ => text,
    }
}

fn ran(run: &[DayStep], kind: &DayKind, unit: Unit, lang: Lang) -> String {
    let total: SignedDuration = run
        .iter()
        .filter_map(|step| match &step.outcome {
            Outcome::Ran { time } => Some(*time),
            Outcome::Receipt
            | Outcome::Counted { .. }
            | Outcome::RestDay
            | Outcome::Suspended { .. }
            | Outcome::AfterHours
            | Outcome::EndMoved => None,
        })
        .sum();
    let total = duration_words(total, lang);
    let text = lang.pick(format!("计{total}"), format!("{total} counted"));
    match make_up(kind, lang) {
        Some(why) if unit == Unit::WorkHours => {
            lang.pick(format!("{why}，{text}"), format!("{why}, {text}"))
        }
        _ => text,
    }
}

fn make_up(kind: &DayKind, lang: Lang) -> Option<String> {
    match kind {
        DayKind::MakeUp { holiday, .. } => {
            let name = holiday_name(holiday, lang);
            Some(lang.pick(format!("{name}调休上班"), format!("make-up day for {name}")))
        }
        DayKind::Weekday | DayKind::Weekend | DayKind::Holiday { .. } => None,
    }
}

fn rest_day(kind: &DayKind, lang: Lang) -> String {
    match kind {
        DayKind::Holiday { holiday, .. } => holiday_name(holiday, lang),
        DayKind::Weekday | DayKind::Weekend | DayKind::MakeUp { .. } => {
            lang.pick("周末", "weekend").to_owned()
        }
    }
}

fn not_counted(why: &str, days: usize, lang: Lang) -> String {
    match (days, lang) {
        (1, Lang::Zh) => format!("{why}，不计"),
        (1, Lang::En) => format!("{why}, not counted"),
        (days, Lang::Zh) => format!("{why}，不计（{days}天）"),
        (days, Lang::En) => format!("{why}, not counted ({days} days)"),
    }
}
