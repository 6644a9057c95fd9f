//! Agreement with the reference tables, where they are at hand.

use std::fs;
use std::path::Path;

use jiff::civil::Date;
use tongban_calendar::{Budget, Calendar, Clock};

use crate::support::{due, morning_of};

/// The table's lines without its head, or `None` (and a line saying so) where it is absent.
fn table(name: &str) -> Option<Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/08-holidays-cn");
    let path = root.join(name);
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("skipped: {name} is not there");
        return None;
    };
    let rows: Vec<_> = text.lines().skip(1).map(str::to_owned).collect();
    assert!(rows.len() > 2_000, "{name} has {} rows", rows.len());
    Some(rows)
}

#[test]
fn every_due_date_of_the_reference_is_the_same() {
    let Some(rows) = table("due_dates.csv") else { return };
    let calendar = Calendar::builtin();
    for row in rows {
        let fields: Vec<_> = row.split(',').collect();
        let (start, due_on): (Date, Date) =
            (fields[0].parse().unwrap(), fields[2].parse().unwrap());
        let n = fields[1].parse().unwrap();
        assert_eq!(calendar.workday_after(start, n).map(|(on, _)| on), Some(due_on), "{row}");
        let clock = Clock::new(morning_of(start), Budget::Workdays(n));
        assert_eq!(due(&clock).due_on, due_on, "{row}");
    }
}

#[test]
fn every_day_of_the_reference_is_the_same() {
    let Some(rows) = table("workdays_2019_2026.csv") else { return };
    let calendar = Calendar::builtin();
    for row in rows {
        let fields: Vec<_> = row.split(',').collect();
        let on: Date = fields[0].parse().unwrap();
        assert_eq!(calendar.is_workday(on), fields[1] == "1", "{row}");
    }
}
