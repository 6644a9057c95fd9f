use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;
use jiff::civil::Date;
use tongban_kernel::Text;
use tongban_kernel::calendar::{self, Budget, Clock, Office};

use super::shown::{print_json, print_text};
use super::{Exit, Output};
use crate::refusal::{OrRefuse as _, Refusal, unreadable};

#[derive(Debug, Subcommand)]
pub(crate) enum Calendar {
    /// Until when something is due, and why.
    Due(Due),
}

/// A start and a limit, or a file of them.
#[derive(Debug, clap::Args)]
pub(crate) struct Due {
    /// The day of receipt; the next one is day 1.
    #[arg(long, value_name = "DATE", required_unless_present = "batch", value_parser = day)]
    start: Option<Date>,
    /// The limit in working days.
    #[arg(long, value_name = "N", group = "limit")]
    workdays: Option<u32>,
    /// The limit in calendar days.
    #[arg(long, value_name = "N", group = "limit")]
    calendar_days: Option<u32>,
    /// Say of each day why it counts or not.
    #[arg(long)]
    explain: bool,
    /// A CSV file with the columns `start,n_working_days`; answers due and provisional with them.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["start", "limit"])]
    batch: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "no such day; write a day like 2026-09-28".to_owned())
}

impl Calendar {
    pub(crate) fn run(self) -> Result<Exit> {
        let Self::Due(due) = self;
        match &due.batch {
            Some(file) => batch(file)?,
            None => due.one()?,
        }
        Ok(Exit::Done)
    }
}

impl Due {
    fn one(&self) -> Result<()> {
        let start = self.start.or_refuse(|| {
            Text::new(
                "缺少收件日；请用 --start 2026-09-28 指明",
                "no day of receipt; name one with --start 2026-09-28",
            )
        })?;
        let budget = match (self.workdays, self.calendar_days) {
            (Some(n), None) => Budget::Workdays(n),
            (None, Some(n)) => Budget::CalendarDays(n),
            _ => {
                return Err(Refusal::of(
                    "缺少期限；请用 --workdays N 或 --calendar-days N 指明",
                    "no limit; name one with --workdays N or --calendar-days N",
                ));
            }
        };
        let office = Office::default();
        let calendar = calendar::Calendar::builtin();
        let started_at = office.start_of(start).or_refuse(|| {
            Text::new("该日超出所有日历的范围", "that day lies outside all calendars")
        })?;
        let derivation = Clock::new(started_at, budget).derive(&calendar, &office)?;
        if self.output.json {
            return print_json(&derivation);
        }
        let lang = self.output.lang();
        if self.explain {
            return print_text(&derivation.text(lang));
        }
        let due = derivation.deadline.due();
        let due = due.or_refuse(|| Text::new("计时处于暂停状态", "the clock stands still"))?;
        let provisional = if due.provisional {
            lang.pick(
                "（暂定：相关放假安排尚未公布）",
                " (provisional: a holiday notice is still to come)",
            )
        } else {
            ""
        };
        print_text(&format!("{}{provisional}", due.due_on))
    }
}

/// Answers each row of a file, in order.
fn batch(file: &PathBuf) -> Result<()> {
    let text = std::fs::read_to_string(file).or_refuse(|| unreadable(file))?;
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let (_, header) = lines.next().or_refuse(|| {
        Text::new(
            "--batch：文件为空；首行应为 start,n_working_days",
            "--batch: the file is empty; begin with start,n_working_days",
        )
    })?;
    let columns: Vec<_> = header.split(',').map(str::trim).collect();
    let column = |name| {
        let place = columns.iter().position(|column| *column == name);
        place.or_refuse(|| {
            Text::new(
                format!("--batch：首行缺少列 {name}；首行应为 start,n_working_days"),
                format!(
                    "--batch: the first line names no column {name}; begin with \
                     start,n_working_days"
                ),
            )
        })
    };
    let (start, n_workdays) = (column("start")?, column("n_working_days")?);
    let calendar = calendar::Calendar::builtin();
    let mut answers = String::from("start,n_working_days,due,provisional\n");
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let answer = row(line, start, n_workdays, &calendar);
        answers.push_str(&answer.or_refuse(|| {
            let line = index + 1;
            Text::new(format!("--batch：第 {line} 行"), format!("--batch: line {line}"))
        })?);
    }
    print_text(answers.trim_end())
}

fn row(
    line: &str,
    start: usize,
    n_workdays: usize,
    calendar: &calendar::Calendar,
) -> Result<String> {
    let cells: Vec<_> = line.split(',').map(str::trim).collect();
    let cell = |place: usize| {
        cells.get(place).copied().or_refuse(|| {
            Text::new(
                "列数少于首行；请为每列填写数值",
                "it has fewer columns than the first line; write a value for each",
            )
        })
    };
    let start: Date = cell(start)?.parse().or_refuse(|| {
        Text::new("start 不是日期；请写成 2026-09-28", "start is no date; write 2026-09-28")
    })?;
    let n: u32 = cell(n_workdays)?.parse().or_refuse(|| {
        Text::new(
            "n_working_days 不是数字；请填写不小于 1 的整数",
            "n_working_days is no number; write a whole number from 1 on",
        )
    })?;
    if n == 0 {
        return Err(Refusal::of(
            "n_working_days 为 0；至少为 1",
            "n_working_days is 0; write at least 1",
        ));
    }
    let (due, provisional) =
        calendar.workday_after(start, n).or_refuse(|| Text::new("日期过远", "too far away"))?;
    Ok(format!("{start},{n},{due},{provisional}\n"))
}
