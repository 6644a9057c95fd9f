use std::time::Duration;

use anyhow::Result;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Login;
use tongban_eventstore::readers::{ReaderKind, ReaderState};
use tongban_kernel::{EventId, Position};
use tongban_readmodel::{Parking, ReaderStop};
use uuid::Uuid;

use crate::app::App;
use crate::refusal::Refusal;

/// A reader looks every second for what was decided; one that was told before is done by then.
const PASSES_WITHIN: Duration = Duration::from_secs(3);

/// How readers do, as one process sees them, and the events at which readers of any have stopped.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReaderList {
    /// Every reader in every partition.
    pub readers: Vec<ReaderRow>,
    /// Oldest first.
    pub stops: Vec<StopRow>,
}

/// One reader in one partition.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReaderRow {
    /// Its name.
    pub reader: String,
    /// The partition.
    pub partition: u16,
    /// The last event that it has dealt with.
    pub seq: u64,
    /// The newest event of the partition.
    pub head: u64,
    /// Whether it goes on.
    pub state: ReaderStateRow,
    /// What keeps it from going on.
    pub error: Option<String>,
}

/// Whether a reader goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReaderStateRow {
    /// In this process.
    Running,
    /// In another one, or in none just now.
    Standby,
    /// It tries again.
    Stalled,
    /// It waits for people or another program.
    Stopped,
}

/// An event that a reader cannot read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StopRow {
    /// The reader.
    pub reader: String,
    /// The event.
    pub event: Uuid,
    /// Its type.
    pub kind: String,
    /// Its partition.
    pub partition: u16,
    /// Its place there.
    pub seq: u64,
    /// Why it cannot be read.
    pub reason: String,
    /// When a reader stopped there for the first time.
    pub stopped_at: Timestamp,
    /// When somebody parked it.
    pub parked_at: Option<Timestamp>,
    /// Who did.
    pub parked_by: Option<String>,
    /// Why.
    pub parked_why: Option<String>,
    /// Whether the reader has left it behind: parked, or read by a newer program.
    pub is_passed: bool,
}

/// A decision about an event that a reader cannot read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ParkedEvent {
    /// The reader.
    pub reader: String,
    /// The event.
    pub event: Uuid,
    /// Whether it is parked now.
    pub is_parked: bool,
    /// Whether the decision is a new one.
    pub is_new: bool,
}

pub(super) async fn list(app: &App) -> Result<ReaderList> {
    let log = app.log();
    let mut readers = Vec::new();
    for (reader, partition, status) in app.ops.progress().all() {
        let (state, error) = match status.state {
            ReaderState::Running => (ReaderStateRow::Running, None),
            ReaderState::Standby => (ReaderStateRow::Standby, None),
            ReaderState::Stalled { error } => (ReaderStateRow::Stalled, Some(error)),
            ReaderState::Stopped { error, .. } => (ReaderStateRow::Stopped, Some(error)),
        };
        let (seq, head) = (status.checkpoint.0, log.head(partition).borrow().0);
        readers.push(ReaderRow { reader, partition: partition.0, seq, head, state, error });
    }
    let stops = app.platform.state.stops().await?;
    let row = |stop: ReaderStop| {
        let is_passed = is_passed(app, &stop);
        let ReaderStop { reader, at, reason, stopped_at, parked_at, parked_by, parked_why } = stop;
        StopRow {
            reader,
            event: at.id.uuid(),
            kind: at.kind.as_str().to_owned(),
            partition: at.partition.0,
            seq: at.seq.0,
            reason,
            stopped_at,
            parked_at,
            parked_by,
            parked_why,
            is_passed,
        }
    };
    Ok(ReaderList { readers, stops: stops.into_iter().map(row).collect() })
}

fn is_passed(app: &App, stop: &ReaderStop) -> bool {
    let all = app.ops.progress().all();
    let is_it = |reader: &str, partition| reader == stop.reader && partition == stop.at.partition;
    let found = all.iter().find(|(reader, partition, _)| is_it(reader, *partition));
    found.is_some_and(|(.., status)| status.checkpoint >= stop.at.seq)
}

pub(super) async fn park(
    app: &App,
    reader: String,
    event: Uuid,
    by: &Login,
    why: &str,
) -> Result<ParkedEvent> {
    if why.trim().is_empty() {
        return Err(Refusal::of(
            "--reason 为空；请写明为何可以略过该事件",
            "--reason is empty; say why the reader may go on without the event",
        ));
    }
    let state = &app.platform.state;
    match state.park(&reader, EventId::from_uuid(event), by.as_str(), why).await? {
        Parking::Unknown => Err(unknown(&reader, event)),
        parking => {
            let is_new = parking == Parking::Done;
            Ok(ParkedEvent { reader, event, is_parked: true, is_new })
        }
    }
}

pub(super) async fn unpark(app: &App, reader: String, event: Uuid) -> Result<ParkedEvent> {
    let state = &app.platform.state;
    let stops = state.stops().await?;
    let id = EventId::from_uuid(event);
    let stop = stops.iter().find(|stop| stop.reader == reader && stop.at.id == id);
    let stop = stop.ok_or_else(|| unknown(&reader, event))?;
    if is_passed(app, stop) {
        return Err(passed(app, &reader, event));
    }
    let parking = state.unpark(&reader, id).await?;
    if parking == Parking::Passed {
        return Err(passed(app, &reader, event));
    }
    let is_new = parking == Parking::Done;
    // What this process knows of readers elsewhere may be older than the reader's last step, and a
    // projection may have been told just before that the event is parked.
    let place = Position::at(app.log().generation(), stop.at.partition, stop.at.seq);
    if app.ops.progress().reached(&reader, &place, PASSES_WITHIN).await.is_ok() {
        if is_new {
            state.park_again(stop).await?;
        }
        return Err(passed(app, &reader, event));
    }
    Ok(ParkedEvent { reader, event, is_parked: false, is_new })
}

fn unknown(reader: &str, event: Uuid) -> anyhow::Error {
    Refusal::of(
        format!("读取器 {reader} 没有停在事件 {event}；tongban readers 列出全部"),
        format!(
            "reader {reader} has not stopped at event {event}; tongban readers lists all stops"
        ),
    )
}

/// Nobody goes back: what came later was dealt with.
fn passed(app: &App, reader: &str, event: Uuid) -> anyhow::Error {
    let all = app.ops.progress().all();
    let kind = all.iter().find(|(name, ..)| name == reader).map(|(.., status)| status.kind);
    match kind {
        Some(ReaderKind::Projection) => Refusal::of(
            format!(
                "读取器 {reader} 已越过事件 {event}；换用能识别它的版本后，请运行 \
                 tongban rebuild {reader}，届时会重新读取它"
            ),
            format!(
                "reader {reader} has passed event {event}; with a version that can read it, \
                 tongban rebuild {reader} reads it again"
            ),
        ),
        _ => Refusal::of(
            format!("读取器 {reader} 已越过事件 {event}，不会返回；由它应产生的命令请人工办理"),
            format!(
                "reader {reader} has passed event {event} and does not go back; what should have \
                 come of it must be done by hand"
            ),
        ),
    }
}
