use std::sync::Arc;

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_eventstore::readers::SweeperState;
use tongban_httpkit::{IN_FLIGHT_MAX, Json, Problem, Query, Signed};
use utoipa::{IntoParams, ToSchema};

use super::{Edge, Known};
use crate::app::Kept;
use crate::operations::{
    ReaderKindRow, ReaderList, ReaderRow, ReaderStateRow, StopRow, list_readers, without_values,
};

/// How a process does. What it says of readers elsewhere is only how far they are.
#[derive(Serialize, ToSchema)]
pub(super) struct ProcessStatus {
    /// Its name among those that share the office; none where one process is the office.
    process: Option<String>,
    /// The version of its program.
    version: &'static str,
    /// What it is for.
    roles: Vec<&'static str>,
    /// Whether it is the whole office.
    is_all: bool,
    /// When it said so, by the machine's clock.
    #[schema(value_type = String)]
    at: Timestamp,
    /// The services, with the edge, whose reader hands facts on.
    services: Vec<ServiceStatus>,
    /// Events at which readers of any process have stopped, oldest first.
    stops: Vec<StopRow>,
    /// Requests over HTTP.
    requests: RequestsStatus,
    /// The log.
    log: LogStatus,
    /// The office's clock.
    clock: ClockStatus,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ServiceStatus {
    service: &'static str,
    /// Whether this process works for it.
    is_here: bool,
    readers: Vec<ReaderStatus>,
    /// Those that have begun here.
    sweepers: Vec<SweeperStatus>,
}

/// A reader in all partitions.
#[derive(Serialize, ToSchema)]
pub(super) struct ReaderStatus {
    reader: String,
    kind: ReaderKindRow,
    /// Partitions in which it goes on here.
    n_running: usize,
    /// Partitions in which it goes on in another process, or in none just now.
    n_standby: usize,
    /// Partitions in which it tries again.
    n_stalled: usize,
    /// Partitions in which it waits for people or another program.
    n_stopped: usize,
    /// Events that it has not dealt with, where it is not another process that does.
    n_behind: u64,
    /// When the oldest of them was recorded.
    #[schema(value_type = Option<String>)]
    oldest_at: Option<Timestamp>,
    /// How old that is by the office's clock, in seconds.
    behind_secs: Option<i64>,
    /// What keeps it from going on, of the first partition where something does.
    error: Option<String>,
}

/// What gives commands as work becomes due.
#[derive(Serialize, ToSchema)]
pub(super) struct SweeperStatus {
    sweeper: &'static str,
    state: SweeperStateRow,
    /// Up to which instant it did last what had become due, by the office's clock.
    #[schema(value_type = Option<String>)]
    swept_at: Option<Timestamp>,
    /// What keeps it from going on.
    error: Option<String>,
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SweeperStateRow {
    /// It goes on here.
    Running,
    /// In another process, or in none just now.
    Standby,
    /// It waits until the clock is believed.
    HeldUp,
    /// A machine failed; it tries again.
    Stalled,
}

#[derive(Serialize, ToSchema)]
pub(super) struct RequestsStatus {
    /// Worked on now, this one among them.
    n_in_flight: i64,
    /// More than so many are told to come back.
    n_in_flight_max: usize,
    /// Told to come back (503) since the process began.
    n_refused: u64,
}

#[derive(Serialize, ToSchema)]
pub(super) struct LogStatus {
    /// Whether it lies in the folder of this process, or at servers that several share.
    kept: KeptRow,
    n_partitions: u16,
    /// Events recorded.
    n_events: u64,
    /// Appends that wait for its writer.
    n_queued: usize,
    /// Its files in the folder; none at servers.
    n_segments: Option<usize>,
    /// What they hold together; none at servers.
    n_bytes: Option<u64>,
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeptRow {
    Folder,
    Servers,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ClockStatus {
    /// What it shows.
    #[schema(value_type = String)]
    now: Timestamp,
    /// How many seconds of it pass in one: 1, but in a demonstration.
    speed: f64,
    /// By how many seconds it has jumped forwards, while that is not believed.
    ahead_secs: Option<i64>,
}

/// How the process does that answers: services, readers, requests, log, clock; for operators.
#[utoipa::path(get, path = "/api/operations/status", tag = "edge",
    responses((status = 200, body = ProcessStatus)))]
pub(super) async fn status(
    State(edge): State<Arc<Edge>>,
    signed: Signed,
) -> Result<Json<ProcessStatus>, Problem> {
    signed.may(Permission::Operate)?;
    let ReaderList { readers, stops } = list_readers(&edge.platform).await?;
    let requests = RequestsStatus {
        n_in_flight: edge.metrics.n_in_flight(),
        n_in_flight_max: IN_FLIGHT_MAX,
        n_refused: edge.metrics.n_refused(),
    };
    let clock = &edge.platform.runtime.clock;
    let ahead = edge.platform.kit.progress.clock_ahead();
    Ok(Json(ProcessStatus {
        process: edge.itself.name.clone(),
        version: env!("CARGO_PKG_VERSION"),
        roles: edge.itself.roles.names().collect(),
        is_all: edge.itself.roles.is_all(),
        at: edge.platform.kit.session_clock.now(),
        services: edge.services_with(&readers),
        stops,
        requests,
        log: edge.log(),
        clock: ClockStatus {
            now: clock.now(),
            speed: clock.speed(),
            ahead_secs: ahead.map(|ahead| ahead.as_secs()),
        },
    }))
}

/// Which reader.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Its name; all where none is named.
    reader: Option<String>,
}

/// Readers in each partition, as the process that answers sees them, and the events at which readers
/// of any have stopped; for operators.
#[utoipa::path(get, path = "/api/operations/readers", tag = "edge", params(Asked),
    responses((status = 200, body = ReaderList)))]
pub(super) async fn readers(
    State(edge): State<Arc<Edge>>,
    signed: Signed,
    Query(asked): Query<Asked>,
) -> Result<Json<ReaderList>, Problem> {
    signed.may(Permission::Operate)?;
    let mut list = list_readers(&edge.platform).await?;
    if let Some(reader) = &asked.reader {
        list.readers.retain(|row| row.reader == *reader);
        list.stops.retain(|row| row.reader == *reader);
    }
    Ok(Json(list))
}

impl Edge {
    fn services_with(&self, readers: &[ReaderRow]) -> Vec<ServiceStatus> {
        let sweepers = self.platform.kit.progress.sweepers().all();
        let known = self.services.iter().map(|Known { service, readers: names, sweepers: own }| {
            let sweepers = sweepers.iter().filter(|(name, _)| own.contains(name));
            ServiceStatus {
                service,
                is_here: self.itself.roles.has_service(service),
                readers: names.iter().filter_map(|name| self.whole(name, readers)).collect(),
                sweepers: sweepers.map(|(name, state)| sweeper(name, state)).collect(),
            }
        });
        let is_other = |row: &&ReaderRow| {
            !self.services.iter().any(|known| known.readers.contains(&row.reader))
        };
        // What hands facts on begins only where NATS is joined, and is no service's.
        let mut others: Vec<_> = readers.iter().filter(is_other).map(|row| &row.reader).collect();
        others.dedup();
        let edge = crate::app::ProcessRole::Edge.name();
        let edge = ServiceStatus {
            service: edge,
            is_here: self.itself.roles.has_service(edge),
            readers: others.into_iter().filter_map(|name| self.whole(name, readers)).collect(),
            sweepers: Vec::new(),
        };
        known.chain([edge]).collect()
    }

    /// A reader in all partitions; none where it does not run.
    fn whole(&self, reader: &str, rows: &[ReaderRow]) -> Option<ReaderStatus> {
        let rows: Vec<_> = rows.iter().filter(|row| row.reader == reader).collect();
        let count = |state| rows.iter().filter(|row| row.state == state).count();
        let here = rows.iter().filter(|row| row.state != ReaderStateRow::Standby);
        let oldest_at = rows.iter().filter_map(|row| row.oldest_at).min();
        let now = self.platform.runtime.clock.now();
        Some(ReaderStatus {
            reader: reader.to_owned(),
            kind: rows.first()?.kind,
            n_running: count(ReaderStateRow::Running),
            n_standby: count(ReaderStateRow::Standby),
            n_stalled: count(ReaderStateRow::Stalled),
            n_stopped: count(ReaderStateRow::Stopped),
            n_behind: here.map(|row| row.head.saturating_sub(row.seq)).sum(),
            oldest_at,
            behind_secs: oldest_at.map(|at| now.duration_since(at).as_secs().max(0)),
            error: rows.iter().find_map(|row| row.error.clone()),
        })
    }

    fn log(&self) -> LogStatus {
        let log = &self.platform.runtime.log;
        let n_events = self.platform.kit.head().iter().map(|(_, seq)| seq.0).sum();
        let (kept, n_segments, n_bytes) = match &self.itself.kept {
            Kept::Folder(log) => {
                let files = log.checkpoint().files;
                // The first one is the manifest.
                let n_bytes = files.iter().skip(1).map(|file| file.n_bytes).sum();
                (KeptRow::Folder, Some(files.len().saturating_sub(1)), Some(n_bytes))
            }
            Kept::Cluster(_) => (KeptRow::Servers, None, None),
        };
        let (n_partitions, n_queued) = (log.n_partitions(), log.n_queued());
        LogStatus { kept, n_partitions, n_events, n_queued, n_segments, n_bytes }
    }
}

fn sweeper(sweeper: &'static str, state: &SweeperState) -> SweeperStatus {
    let (state, swept_at, error) = match state {
        SweeperState::Running { swept_at } => (SweeperStateRow::Running, Some(*swept_at), None),
        SweeperState::Standby => (SweeperStateRow::Standby, None, None),
        SweeperState::HeldUp => (SweeperStateRow::HeldUp, None, None),
        SweeperState::Stalled { error } => {
            (SweeperStateRow::Stalled, None, Some(without_values(error)))
        }
    };
    SweeperStatus { sweeper, state, swept_at, error }
}
