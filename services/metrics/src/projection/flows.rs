use jiff::Timestamp;
use jiff::civil::Date;
use tongban_kernel::Partition;
use tongban_kernel::calendar::Office;
use tongban_readmodel::{Cells, RowOp, Table, add};

use super::counters::counters;
use crate::period::{Month, Week};

counters! {
    /// What happened to cases in some time. Corrections are taken off where they were put on: the
    /// month of a conclusion that was taken back has one conclusion less.
    CaseFlow {
        /// Applications received, by the day of receipt.
        received,
        /// Cases accepted, by the day of acceptance.
        accepted,
        /// Of those, accepted by law because the office was silent (逾期视为受理).
        deemed,
        /// Cases decided, by the day of decision.
        concluded,
        /// Of those, granted.
        granted,
        /// Of those, refused.
        refused,
        /// Of those, decided after the limit set by law.
        late_by_law,
        /// Of those, decided after the limit that the office promises.
        late_by_promise,
        /// Conclusions taken back, by the day on which they were: work went on.
        reopened,
        /// Conclusions declared void, by the day on which they were.
        annulled,
        /// Working time from receipt to decision of those decided, in minutes; none of it while a
        /// case was closed that was then reopened.
        worked_minutes,
        /// The same in thousandths of a working day of the office that decided.
        worked_milliworkdays,
        /// Time for which the statutory clocks of those decided stood still for special procedures,
        /// in minutes.
        suspended_minutes,
        /// Decided within 1 working day.
        within_1,
        /// Within 3, and not within 1; and so on.
        within_3,
        within_5,
        within_10,
        within_15,
        within_20,
        within_30,
        within_45,
        within_60,
        /// After more than 60.
        beyond_60,
    }
}

/// The columns of [`CaseFlow`], in each of its tables.
macro_rules! case_flow_columns {
    () => {
        "received BIGINT NOT NULL,
         accepted BIGINT NOT NULL,
         deemed BIGINT NOT NULL,
         concluded BIGINT NOT NULL,
         granted BIGINT NOT NULL,
         refused BIGINT NOT NULL,
         late_by_law BIGINT NOT NULL,
         late_by_promise BIGINT NOT NULL,
         reopened BIGINT NOT NULL,
         annulled BIGINT NOT NULL,
         worked_minutes BIGINT NOT NULL,
         worked_milliworkdays BIGINT NOT NULL,
         suspended_minutes BIGINT NOT NULL,
         within_1 BIGINT NOT NULL,
         within_3 BIGINT NOT NULL,
         within_5 BIGINT NOT NULL,
         within_10 BIGINT NOT NULL,
         within_15 BIGINT NOT NULL,
         within_20 BIGINT NOT NULL,
         within_30 BIGINT NOT NULL,
         within_45 BIGINT NOT NULL,
         within_60 BIGINT NOT NULL,
         beyond_60 BIGINT NOT NULL,"
    };
}

/// Flow per item, department and month (`2026-09`); one row per partition, summed when read.
pub(super) static ITEM_MONTHS: Table = Table {
    name: "item_months",
    key: &["department", "item_code", "month", "part"],
    ddl: &[concat!(
        "CREATE TABLE item_months (
         department TEXT NOT NULL,
         item_code TEXT NOT NULL,
         month TEXT NOT NULL,
         part INTEGER NOT NULL,",
        case_flow_columns!(),
        "PRIMARY KEY (department, item_code, month, part))"
    )],
};

/// The same per week (`2026-W40`): a week belongs to no one month.
pub(super) static ITEM_WEEKS: Table = Table {
    name: "item_weeks",
    key: &["department", "item_code", "week", "part"],
    ddl: &[concat!(
        "CREATE TABLE item_weeks (
         department TEXT NOT NULL,
         item_code TEXT NOT NULL,
         week TEXT NOT NULL,
         part INTEGER NOT NULL,",
        case_flow_columns!(),
        "PRIMARY KEY (department, item_code, week, part))"
    )],
};

/// Flow per department and day. Not per item: of a million cases that would be a million rows.
pub(super) static DEPARTMENT_DAYS: Table = Table {
    name: "department_days",
    key: &["on_date", "department", "part"],
    ddl: &[concat!(
        "CREATE TABLE department_days (
         on_date TEXT NOT NULL,
         department TEXT NOT NULL,
         part INTEGER NOT NULL,",
        case_flow_columns!(),
        "PRIMARY KEY (on_date, department, part))"
    )],
};

/// The changes of these tables for something that happened at an instant.
pub(super) fn rows(
    flow: CaseFlow,
    at: Timestamp,
    department: &str,
    item_code: &str,
    part: Partition,
) -> [RowOp; 3] {
    let on = day_of(at);
    let of_item = |period, name: String| -> Cells {
        vec![
            ("department", department.into()),
            ("item_code", item_code.into()),
            (period, name.into()),
            ("part", part.into()),
        ]
    };
    let day = [("on_date", on.into()), ("department", department.into()), ("part", part.into())];
    [
        add(&ITEM_MONTHS, of_item("month", month_of(on)), flow.deltas(), []),
        add(&DEPARTMENT_DAYS, day, flow.deltas(), []),
        add(&ITEM_WEEKS, of_item("week", Week::of_day(on).to_string()), flow.deltas(), []),
    ]
}

/// The day on which an instant is counted: the offices of one jurisdiction share its clock.
pub(crate) fn day_of(at: Timestamp) -> Date {
    Office::default().date_of(at)
}

/// The month of a day, as rows hold it: `2026-09`.
pub(super) fn month_of(on: Date) -> String {
    Month::of_day(on).to_string()
}

/// How many cases took so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Took {
    /// The longest that is counted here, in working days; none beyond the last bound.
    pub(crate) workdays_max: Option<u32>,
    /// How many cases took longer than the bound before, and no longer than this one.
    pub(crate) n_cases: i64,
}

impl CaseFlow {
    /// The counter for a case that took so many thousandths of a working day. The bounds follow the
    /// law: 20 working days, 10 more by extension, 45 and 15 more for joint handling
    /// (Administrative Licensing Law art. 42).
    pub(super) fn took(&mut self, milliworkdays: i64) -> &mut i64 {
        match milliworkdays {
            ..=1_000 => &mut self.within_1,
            1_001..=3_000 => &mut self.within_3,
            3_001..=5_000 => &mut self.within_5,
            5_001..=10_000 => &mut self.within_10,
            10_001..=15_000 => &mut self.within_15,
            15_001..=20_000 => &mut self.within_20,
            20_001..=30_000 => &mut self.within_30,
            30_001..=45_000 => &mut self.within_45,
            45_001..=60_000 => &mut self.within_60,
            _ => &mut self.beyond_60,
        }
    }

    /// How long cases took, shortest first.
    pub(crate) fn distribution(&self) -> [Took; 10] {
        let took = |workdays_max, n_cases| Took { workdays_max, n_cases };
        [
            took(Some(1), self.within_1),
            took(Some(3), self.within_3),
            took(Some(5), self.within_5),
            took(Some(10), self.within_10),
            took(Some(15), self.within_15),
            took(Some(20), self.within_20),
            took(Some(30), self.within_30),
            took(Some(45), self.within_45),
            took(Some(60), self.within_60),
            took(None, self.beyond_60),
        ]
    }
}

#[cfg(test)]
mod tests {
    use tongban_kernel::testkit::at;

    use super::*;

    #[test]
    fn a_day_and_its_month_are_those_of_the_office_not_of_utc() {
        let on = day_of(at("2026-09-30T16:00:00Z"));
        assert_eq!((on.to_string(), month_of(on)), ("2026-10-01".into(), "2026-10".into()));
    }

    #[test]
    fn every_case_falls_into_one_bucket_and_a_bound_belongs_to_the_lower_one() {
        let mut flow = CaseFlow::default();
        for milliworkdays in [0, 1_000, 1_001, 20_000, 20_001, 60_001] {
            *flow.took(milliworkdays) += 1;
        }
        let buckets = flow.distribution().map(|took| took.n_cases);
        assert_eq!(buckets, [2, 1, 0, 0, 0, 1, 1, 0, 0, 1]);
    }

    #[test]
    fn what_is_taken_off_is_what_was_put_on() {
        let flow = CaseFlow { concluded: 1, worked_minutes: 90, ..CaseFlow::default() };
        let sum = |(a, b): ((&str, i64), (&str, i64))| (a.0 == b.0).then_some(a.1 + b.1);
        let sums: Vec<_> = flow.deltas().into_iter().zip((-flow).deltas()).map(sum).collect();
        assert!(sums.iter().all(|sum| *sum == Some(0)), "{sums:?}");
    }
}
