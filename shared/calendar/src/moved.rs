use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Lang;
use crate::calendar::Calendar;
use crate::clock::Clock;
use crate::day::Day;
use crate::days;
use crate::due::{Deadline, DueError};
use crate::office::Office;
use crate::spelling::{date_words, day_words};

/// What another calendar changes about a deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Moved {
    /// By the calendar so far.
    pub old: Deadline,
    /// By the new one.
    pub new: Deadline,
    /// The days on the way that the two calendars see differently, ascending. Empty when a
    /// provisional date was only confirmed.
    pub days: Vec<DayChange>,
}

/// A day that two calendars see differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DayChange {
    /// By the calendar so far.
    pub was: Day,
    /// By the new one.
    pub is: Day,
}

impl Clock {
    /// What changes when `new` takes the place of `old`; `None` when the deadline stays as it is
    /// (the calendar's version aside).
    pub fn moved(
        &self,
        old: &Calendar,
        new: &Calendar,
        office: &Office,
    ) -> Result<Option<Moved>, DueError> {
        let (before, after) = (self.deadline(old, office)?, self.deadline(new, office)?);
        if before.is_same_answer(&after) {
            return Ok(None);
        }
        let started_on = office.date_of(self.started_at);
        let last_on = |deadline: &Deadline| match deadline {
            Deadline::Due(due) => due.due_on,
            Deadline::Suspended(suspended) => office.date_of(suspended.since),
        };
        let last_on = last_on(&before).max(last_on(&after));
        let days = (days::number(started_on)..=days::number(last_on))
            .filter_map(days::date)
            .map(|date| DayChange { was: old.day(date), is: new.day(date) })
            .filter(|change| change.was.kind != change.is.kind)
            .collect();
        Ok(Some(Moved { old: before, new: after, days }))
    }
}

impl Deadline {
    fn is_same_answer(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Due(a), Self::Due(b)) => (a.due_at, a.provisional) == (b.due_at, b.provisional),
            (Self::Suspended(a), Self::Suspended(b)) => {
                (a.since, a.left, a.provisional) == (b.since, b.left, b.provisional)
            }
            (Self::Due(_), Self::Suspended(_)) | (Self::Suspended(_), Self::Due(_)) => false,
        }
    }
}

impl Moved {
    /// Why, as one sentence for people.
    pub fn words(&self, lang: Lang) -> String {
        let day = |day: &Day| {
            let of_one = |on: Date| date_words(on, lang);
            lang.pick(
                format!("{}为{}", of_one(day.date), day_words(&day.kind, lang)),
                format!("{} is now a {}", of_one(day.date), day_words(&day.kind, lang)),
            )
        };
        let changes: Vec<String> = self.days.iter().map(|change| day(&change.is)).collect();
        let due_on = |deadline: &Deadline| deadline.due().map(|due| date_words(due.due_on, lang));
        let outcome = match (due_on(&self.old), due_on(&self.new)) {
            (Some(old), Some(new)) if old == new => lang.pick(
                format!("到期日{new}不变，确定性随通知更新"),
                format!("The due date {new} stays; how certain it is has changed"),
            ),
            (Some(old), Some(new)) => lang.pick(
                format!("到期日由{old}变为{new}"),
                format!("The due date moves from {old} to {new}"),
            ),
            (_, Some(new)) => lang.pick(format!("到期日为{new}"), format!("The due date is {new}")),
            (_, None) => lang.pick(
                "计时中止，剩余期限随通知更新".to_owned(),
                "The clock stands still; what is left has changed".to_owned(),
            ),
        };
        if changes.is_empty() {
            return lang.pick(format!("{outcome}。"), format!("{outcome}."));
        }
        lang.pick(
            format!("{outcome}：按新通知，{}。", changes.join("，")),
            format!("{outcome}: by the new notice {}.", changes.join(", ")),
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::budget::Budget;
    use crate::notice::Notice;

    /// Invented for the test: no such notice is published.
    fn with_invented_2027() -> Calendar {
        let json = r#"{"year": 2027, "papers": ["test"], "days": [
            {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
            {"name": "元旦", "date": "2026-12-27", "isOffDay": false}]}"#;
        Calendar::builtin().with_notice(Notice::parse(json).unwrap())
    }

    fn clock(on: Date, budget: Budget) -> Clock {
        Clock::new(Office::default().start_of(on).unwrap(), budget)
    }

    #[test]
    fn a_new_notice_moves_a_provisional_date_and_says_why() {
        let clock = clock(date(2026, 12, 24), Budget::Workdays(6));
        let moved = clock.moved(&Calendar::builtin(), &with_invented_2027(), &Office::default());
        let moved = moved.unwrap().unwrap();
        let (old, new) = (moved.old.due().unwrap(), moved.new.due().unwrap());
        assert_eq!((old.due_on, old.provisional), (date(2027, 1, 1), true));
        assert_eq!((new.due_on, new.provisional), (date(2026, 12, 31), false));
        let words = moved.words(Lang::En);
        assert!(words.starts_with("The due date moves from Fri 1 Jan 2027 to Thu 31 Dec 2026"));
        assert!(words.contains("Sun 27 Dec 2026 is now a make-up working day"), "{words}");
        assert!(moved.words(Lang::Zh).contains("2026年12月27日"));
    }

    #[test]
    fn a_date_that_only_becomes_certain_is_confirmed() {
        let clock = clock(date(2026, 12, 24), Budget::Workdays(1));
        let moved = clock.moved(&Calendar::builtin(), &with_invented_2027(), &Office::default());
        let moved = moved.unwrap().unwrap();
        assert_eq!(moved.days, []);
        assert!(moved.words(Lang::En).contains("stays"));
    }

    #[test]
    fn what_the_notice_does_not_touch_does_not_move() {
        let (old, new) = (Calendar::builtin(), with_invented_2027());
        let summer = clock(date(2026, 7, 1), Budget::Workdays(20));
        assert_eq!(summer.moved(&old, &new, &Office::default()), Ok(None));
        let hours = clock(date(2026, 12, 31), Budget::Hours(48));
        assert_eq!(hours.moved(&old, &new, &Office::default()), Ok(None));
    }
}
