use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Login;
use tongban_eventstore::readers::{ReaderKind, ReaderState};
use tongban_kernel::{EventId, Position};
use tongban_platform::Platform;
use tongban_readmodel::{Parking, QueryError, ReaderStop, StoreError};
use tracing::info;
use utoipa::ToSchema;
use uuid::Uuid;

use super::without_values;

/// A reader looks every second for what was decided; one that was told before is done by then.
const PASSES_WITHIN: Duration = Duration::from_secs(3);

/// How readers do, as one process sees them, and the events at which readers of any have stopped.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReaderList {
    /// Every reader in every partition.
    pub readers: Vec<ReaderRow>,
    /// Oldest first.
    pub stops: Vec<StopRow>,
}

/// One reader in one partition.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReaderRow {
    /// Its name.
    pub reader: String,
    /// What it does with events.
    pub kind: ReaderKindRow,
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
    /// When the oldest of the events was recorded that it deals with just now, or cannot get past.
    #[schema(value_type = Option<String>)]
    pub oldest_at: Option<Timestamp>,
}

/// What a reader does with events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReaderKindRow {
    /// Events to rows.
    Projection,
    /// Foreign events to commands.
    Policy,
    /// Events to the outside.
    Relay,
}

impl From<ReaderKind> for ReaderKindRow {
    fn from(kind: ReaderKind) -> Self {
        match kind {
            ReaderKind::Projection => Self::Projection,
            ReaderKind::Policy => Self::Policy,
            ReaderKind::Relay => Self::Relay,
        }
    }
}

/// Whether a reader goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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
    #[schema(value_type = String)]
    pub stopped_at: Timestamp,
    /// When somebody parked it.
    #[schema(value_type = Option<String>)]
    pub parked_at: Option<Timestamp>,
    /// Who did.
    pub parked_by: Option<String>,
    /// Why.
    pub parked_why: Option<String>,
    /// Whether the reader has left it behind: parked, or read by a newer program.
    pub is_passed: bool,
}

/// Why a decision about an event that a reader cannot read is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ParkRefusal {
    /// Nobody says why.
    #[error("--reason is empty; say why the reader may go on without the event")]
    NoReason,
    /// It has not stopped there.
    #[error("reader {reader} has not stopped at event {event}; tongban readers lists all stops")]
    Unknown {
        /// The reader.
        reader: String,
        /// The event.
        event: Uuid,
    },
    /// Its rows are past it, and can be computed again.
    #[error(
        "reader {reader} has passed event {event}; with a version that can read it, tongban \
         rebuild {reader} reads it again"
    )]
    PassedByRows {
        /// The reader.
        reader: String,
        /// The event.
        event: Uuid,
    },
    /// It is past it, and nobody goes back: what came later was dealt with.
    #[error(
        "reader {reader} has passed event {event} and does not go back; what should have come of it \
         must be done by hand"
    )]
    Passed {
        /// The reader.
        reader: String,
        /// The event.
        event: Uuid,
    },
    /// Stops cannot be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The decision cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A decision about an event that a reader cannot read.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
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

/// How readers do, and the events at which some have stopped.
///
/// # Errors
/// When the stops cannot be read.
pub async fn list_readers(platform: &Platform) -> Result<ReaderList, QueryError> {
    let log = &platform.runtime.log;
    let mut readers = Vec::new();
    for (reader, partition, status) in platform.kit.progress.all() {
        let (state, error) = match status.state {
            ReaderState::Running => (ReaderStateRow::Running, None),
            ReaderState::Standby => (ReaderStateRow::Standby, None),
            ReaderState::Stalled { error } => {
                (ReaderStateRow::Stalled, Some(without_values(&error)))
            }
            ReaderState::Stopped { error, .. } => {
                (ReaderStateRow::Stopped, Some(without_values(&error)))
            }
        };
        readers.push(ReaderRow {
            reader,
            kind: status.kind.into(),
            partition: partition.0,
            seq: status.checkpoint.0,
            head: log.head(partition).borrow().0,
            state,
            error,
            oldest_at: status.oldest_at,
        });
    }
    let stops = platform.state.stops().await?;
    let row = |stop: ReaderStop| {
        let is_passed = is_passed(platform, &stop);
        let ReaderStop { reader, at, reason, stopped_at, parked_at, parked_by, parked_why } = stop;
        StopRow {
            reader,
            event: at.id.uuid(),
            kind: at.kind.as_str().to_owned(),
            partition: at.partition.0,
            seq: at.seq.0,
            reason: without_values(&reason),
            stopped_at,
            parked_at,
            parked_by,
            parked_why,
            is_passed,
        }
    };
    Ok(ReaderList { readers, stops: stops.into_iter().map(row).collect() })
}

fn is_passed(platform: &Platform, stop: &ReaderStop) -> bool {
    let all = platform.kit.progress.all();
    let is_it = |reader: &str, partition| reader == stop.reader && partition == stop.at.partition;
    let found = all.iter().find(|(reader, partition, _)| is_it(reader, *partition));
    found.is_some_and(|(.., status)| status.checkpoint >= stop.at.seq)
}

/// Decides that a reader goes on without an event that it cannot read.
///
/// # Errors
/// When nobody says why, it has not stopped there, or the decision cannot be kept.
pub async fn park_event(
    platform: &Platform,
    reader: String,
    event: Uuid,
    by: &Login,
    why: &str,
) -> Result<ParkedEvent, ParkRefusal> {
    if why.trim().is_empty() {
        return Err(ParkRefusal::NoReason);
    }
    match platform.state.park(&reader, EventId::from_uuid(event), by.as_str(), why).await? {
        Parking::Unknown => Err(ParkRefusal::Unknown { reader, event }),
        parking => {
            let is_new = parking == Parking::Done;
            Ok(ParkedEvent { reader, event, is_parked: true, is_new })
        }
    }
}

/// Takes that back, as long as the reader has not passed the event: for who signed in, or, where
/// nobody did, for who may write to the folder. Who took whose decision back is a line in the log of
/// the process.
///
/// # Errors
/// When it has, it has not stopped there, or the decision cannot be kept.
pub async fn unpark_event(
    platform: &Platform,
    reader: String,
    event: Uuid,
    by: Option<&Login>,
) -> Result<ParkedEvent, ParkRefusal> {
    let (state, progress) = (&platform.state, &platform.kit.progress);
    let stops = state.stops().await?;
    let id = EventId::from_uuid(event);
    let stop = stops.iter().find(|stop| stop.reader == reader && stop.at.id == id);
    let Some(stop) = stop else { return Err(ParkRefusal::Unknown { reader, event }) };
    if is_passed(platform, stop) {
        return Err(passed(platform, reader, event));
    }
    let parking = state.unpark(&reader, id).await?;
    if parking == Parking::Passed {
        return Err(passed(platform, reader, event));
    }
    let is_new = parking == Parking::Done;
    // What this process knows of readers elsewhere may be older than the reader's last step, and a
    // projection may have been told just before that the event is parked.
    let generation = platform.runtime.log.generation();
    let place = Position::at(generation, stop.at.partition, stop.at.seq);
    if progress.reached(&reader, &place, PASSES_WITHIN).await.is_ok() {
        if is_new {
            state.park_again(stop).await?;
        }
        return Err(passed(platform, reader, event));
    }
    if is_new {
        let by = by.map_or("the folder's owner", Login::as_str);
        let parked_by = stop.parked_by.as_deref().unwrap_or_default();
        info!(reader, %event, by, parked_by, "the decision to go on without an event was taken back");
    }
    Ok(ParkedEvent { reader, event, is_parked: false, is_new })
}

fn passed(platform: &Platform, reader: String, event: Uuid) -> ParkRefusal {
    let all = platform.kit.progress.all();
    let kind = all.iter().find(|(name, ..)| *name == reader).map(|(.., status)| status.kind);
    match kind {
        Some(ReaderKind::Projection) => ParkRefusal::PassedByRows { reader, event },
        Some(ReaderKind::Policy | ReaderKind::Relay) | None => {
            ParkRefusal::Passed { reader, event }
        }
    }
}
