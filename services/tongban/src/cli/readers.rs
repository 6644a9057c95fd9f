use std::fmt::Write as _;

use anyhow::Result;
use clap::Subcommand;
use tongban_auth::Login;
use tongban_kernel::Text;
use uuid::Uuid;

use super::told::Told;
use super::work::perform_and_tell;
use super::{Data, Exit, Output, account};
use crate::operations::{Operation, ParkedEvent, ReaderList, ReaderStateRow, StopRow};

/// How readers do, and the events at which they have stopped.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Readers {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, clap::Args)]
struct Stop {
    /// The reader.
    #[arg(long, value_name = "READER")]
    reader: String,
    /// The event that it cannot read.
    #[arg(long, value_name = "ID")]
    event: Uuid,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Decide that a reader goes on without an event that it cannot read.
    Park {
        #[command(flatten)]
        stop: Stop,
        /// Who decides: the name of an account.
        #[arg(long, value_name = "LOGIN", value_parser = account::login)]
        by: Login,
        /// Why it may.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
    /// Take that back, as long as the reader has not passed the event.
    Unpark {
        #[command(flatten)]
        stop: Stop,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
}

impl Readers {
    pub(crate) async fn run(self) -> Result<Exit> {
        match self.act {
            None => {
                perform_and_tell::<ReaderList>(&self.data, &self.output, Operation::Readers).await
            }
            Some(Act::Park { stop: Stop { reader, event }, by, reason, data, output }) => {
                let operation = Operation::ParkEvent { reader, event, by, reason };
                perform_and_tell::<ParkedEvent>(&data, &output, operation).await
            }
            Some(Act::Unpark { stop: Stop { reader, event }, data, output }) => {
                let operation = Operation::UnparkEvent { reader, event };
                perform_and_tell::<ParkedEvent>(&data, &output, operation).await
            }
        }
    }
}

impl Told for ReaderList {
    fn text(&self) -> Text {
        let mut text = Text::new("", "");
        let mut say = |zh: String, en: String| {
            // Writing into a string cannot fail; there is nothing to tell anyone.
            _ = writeln!(text.zh, "{zh}");
            _ = writeln!(text.en, "{en}");
        };
        for row in &self.readers {
            let (zh, en) = match row.state {
                ReaderStateRow::Running => ("运行", "runs"),
                ReaderStateRow::Standby => ("待命", "stands by"),
                ReaderStateRow::Stalled => ("重试", "tries again"),
                ReaderStateRow::Stopped => ("停止", "stopped"),
            };
            let (reader, partition, seq, head) = (&row.reader, row.partition, row.seq, row.head);
            let error = row.error.as_ref().map_or_else(String::new, |error| format!("  {error}"));
            let place = format!("{reader}/{partition}  {seq}/{head}");
            say(format!("{place}  {zh}{error}"), format!("{place}  {en}{error}"));
        }
        for stop in &self.stops {
            say_stop(stop, &mut say);
        }
        let waits = |stop: &StopRow| stop.parked_at.is_none() && !stop.is_passed;
        if self.stops.iter().any(waits) {
            say(
                "能识别该事件的新版本会继续；确认可以略过后：\
                 tongban readers park --reader 读取器 --event 事件 --by 账号 --reason 理由"
                    .to_owned(),
                "a newer version that knows the event goes on; to go on without it: \
                 tongban readers park --reader READER --event EVENT --by LOGIN --reason WHY"
                    .to_owned(),
            );
        }
        text
    }
}

fn say_stop(stop: &StopRow, say: &mut impl FnMut(String, String)) {
    let StopRow { reader, event, kind, partition, seq, reason, stopped_at, .. } = stop;
    say(
        format!(
            "{stopped_at:.0}  {reader} 不能识别事件 {event}（{kind}，分区 {partition} 第 {seq} 号）：{reason}"
        ),
        format!(
            "{stopped_at:.0}  {reader} cannot read event {event} ({kind}, event {seq} of partition {partition}): {reason}"
        ),
    );
    if let (Some(at), Some(by), Some(why)) = (stop.parked_at, &stop.parked_by, &stop.parked_why) {
        say(
            format!("    {by} 于 {at:.0} 决定略过：{why}"),
            format!("    parked by {by} at {at:.0}: {why}"),
        );
    } else if stop.is_passed {
        say("    已由较新的版本读取".to_owned(), "    read by a newer version".to_owned());
    }
}

impl Told for ParkedEvent {
    fn text(&self) -> Text {
        let Self { reader, event, is_parked, is_new } = self;
        match (is_parked, is_new) {
            (true, true) => Text::new(
                format!("读取器 {reader} 将略过事件 {event} 继续"),
                format!("reader {reader} goes on without event {event}"),
            ),
            (true, false) => Text::new(
                format!("事件 {event} 此前已决定略过，未更改"),
                format!("event {event} was parked before and stays as it was"),
            ),
            (false, true) => Text::new(
                format!("已撤销；读取器 {reader} 停在事件 {event}"),
                format!("taken back; reader {reader} stops at event {event}"),
            ),
            (false, false) => Text::new(
                format!("事件 {event} 未被略过，无需撤销"),
                format!("event {event} is not parked; nothing is changed"),
            ),
        }
    }
}
