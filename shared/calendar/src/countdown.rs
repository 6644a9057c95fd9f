use jiff::{SignedDuration, Timestamp};

use crate::Lang;
use crate::calendar::Calendar;
use crate::office::{Office, WorkingTime};
use crate::spelling::duration_words;

/// How far away a due date is (倒计时); negative from the first instant that is too late.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Countdown {
    /// As time passes.
    pub wall: SignedDuration,
    /// In working time of the office.
    pub working: WorkingTime,
}

impl Office {
    /// How far away `due_at` is at `now`.
    pub fn countdown(&self, calendar: &Calendar, now: Timestamp, due_at: Timestamp) -> Countdown {
        let wall = due_at.duration_since(now);
        Countdown { wall, working: self.working_time(calendar, now, due_at) }
    }
}

impl Countdown {
    /// In words: `2 d 3 h left, 1.4 working days`.
    pub fn words(&self, lang: Lang) -> String {
        let (wall, workdays) = (wall_words(self.wall.abs(), lang), self.workdays_words(lang));
        if self.wall > SignedDuration::ZERO {
            lang.pick(format!("还剩{wall}，{workdays}"), format!("{wall} left, {workdays}"))
        } else {
            lang.pick(format!("超期{wall}，{workdays}"), format!("{wall} late, {workdays}"))
        }
    }

    /// Whole tenths, as far as they are full: nobody is promised more time than there is.
    #[expect(clippy::cast_possible_truncation, reason = "a century has fewer tenths of days")]
    fn workdays_words(&self, lang: Lang) -> String {
        if self.working.worked.is_zero() {
            return lang.pick("无办公时间", "no office hours").to_owned();
        }
        let tenths = (self.working.workdays.abs() * 10.0) as i64;
        match (tenths / 10, tenths % 10) {
            (0, 0) => lang.pick("不足0.1个工作日", "less than 0.1 working days").to_owned(),
            (1, 0) => lang.pick("合1个工作日", "1 working day").to_owned(),
            (days, 0) => lang.pick(format!("合{days}个工作日"), format!("{days} working days")),
            (days, tenth) => lang
                .pick(format!("合{days}.{tenth}个工作日"), format!("{days}.{tenth} working days")),
        }
    }
}

fn wall_words(time: SignedDuration, lang: Lang) -> String {
    let hours = time.as_hours();
    match (hours / 24, hours % 24) {
        (0, _) => duration_words(time, lang),
        (days, 0) => lang.pick(format!("{days}天"), format!("{days} d")),
        (days, hours) => lang.pick(format!("{days}天{hours}小时"), format!("{days} d {hours} h")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The end of Friday, 9 October 2026.
    const DUE: &str = "2026-10-10T00:00:00+08:00";

    fn words(now: &str) -> [String; 2] {
        let (now, due) = (now.parse().unwrap(), DUE.parse().unwrap());
        let countdown = Office::default().countdown(&Calendar::builtin(), now, due);
        [countdown.words(Lang::Zh), countdown.words(Lang::En)]
    }

    #[test]
    fn holidays_are_days_but_no_working_days() {
        let told = words("2026-09-30T13:30:00+08:00");
        assert_eq!(told, ["还剩9天10小时，合2.5个工作日", "9 d 10 h left, 2.5 working days"]);
    }

    #[test]
    fn what_is_too_late_is_counted_on() {
        let told = words("2026-10-10T17:00:00+08:00");
        assert_eq!(told, ["超期17小时，合1个工作日", "17 h late, 1 working day"]);
        assert_eq!(words(DUE)[1], "0 min late, no office hours");
    }

    #[test]
    fn nobody_is_promised_more_time_than_there_is() {
        assert_eq!(
            words("2026-10-09T16:40:00+08:00")[1],
            "7 h 20 min left, less than 0.1 working days"
        );
        assert_eq!(words("2026-10-09T18:00:00+08:00")[0], "还剩6小时，无办公时间");
    }
}
