use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow, ensure};
use clap::Subcommand;
use jiff::civil::Date;
use tongban_kernel::calendar::{self, Budget, Clock, Office};

use super::shown::{print_json, print_text};
use super::{Exit, Output};

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
        let start = self.start.context("no day of receipt; name one with --start 2026-09-28")?;
        let budget = match (self.workdays, self.calendar_days) {
            (Some(n), None) => Budget::Workdays(n),
            (None, Some(n)) => Budget::CalendarDays(n),
            _ => return Err(anyhow!("no limit; name one with --workdays N or --calendar-days N")),
        };
        let office = Office::default();
        let calendar = calendar::Calendar::builtin();
        let started_at = office.start_of(start).context("that day lies outside all calendars")?;
        let derivation = Clock::new(started_at, budget).derive(&calendar, &office)?;
        if self.output.json {
            return print_json(&derivation);
        }
        let lang = self.output.lang();
        if self.explain {
            return print_text(&derivation.text(lang));
        }
        let due = derivation.deadline.due().context("the clock stands still")?;
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
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let (_, header) =
        lines.next().context("--batch: the file is empty; begin with start,n_working_days")?;
    let columns: Vec<_> = header.split(',').map(str::trim).collect();
    let column = |name| {
        let place = columns.iter().position(|column| *column == name);
        place.with_context(|| {
            format!(
                "--batch: the first line names no column {name}; begin with start,n_working_days"
            )
        })
    };
    let (start, n_workdays) = (column("start")?, column("n_working_days")?);
    let calendar = calendar::Calendar::builtin();
    let mut answers = String::from("start,n_working_days,due,provisional\n");
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let answer = row(line, start, n_workdays, &calendar);
        answers.push_str(&answer.with_context(|| format!("--batch: line {}", index + 1))?);
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
        cells
            .get(place)
            .copied()
            .context("it has fewer columns than the first line; write a value for each")
    };
    let start: Date = cell(start)?.parse().context("start is no date; write 2026-09-28")?;
    let n: u32 = cell(n_workdays)?
        .parse()
        .context("n_working_days is no number; write a whole number from 1 on")?;
    ensure!(n > 0, "n_working_days is 0; write at least 1");
    let (due, provisional) = calendar.workday_after(start, n).context("too far away")?;
    Ok(format!("{start},{n},{due},{provisional}\n"))
}
