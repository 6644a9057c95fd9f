//! The simulation: officers who work in office hours, and those who come to their windows.

mod agenda;
mod complaints;
mod departments;
mod ratings;
mod window;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::sync::watch;
use tongban_catalog::Catalog;
use tongban_eventstore::{Runtime, VersionsInForce};
use tongban_kernel::Clock;
use tongban_telemetry::chain;
use uuid::Uuid;

use super::client::{CallError, Client};
use agenda::{Agenda, Errand};
pub(super) use window::Receipt;

/// How often the officers look at their work, in real time.
const TICK: Duration = Duration::from_millis(250);
/// People who come to the windows in an hour that these are open.
const ARRIVALS_PER_HOUR: f64 = 1.2;
/// Applications taken in one tick; who waits longer comes another day.
const ARRIVALS_AT_ONCE: u32 = 2;
/// Errands done in one tick.
const ERRANDS_AT_ONCE: usize = 3;
/// Cases that are not over, at most: while there are so many nobody is let in.
const OPEN_CASES_MAX: usize = 300;
/// The office counts as open at an instant when it works for some of the minute that follows.
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// What the simulation is built from.
pub(super) struct Setting {
    pub(super) client: Client,
    pub(super) runtime: Runtime,
    pub(super) catalog: Catalog,
    pub(super) seed: u64,
}

/// A case that is not over.
struct OpenCase {
    /// The department that decides.
    department: String,
    /// What the applicant took home.
    receipt: Receipt,
}

/// A city and those who live in it.
pub(super) struct City {
    client: Client,
    clock: Arc<dyn Clock>,
    versions: VersionsInForce,
    catalog: Catalog,
    rng: StdRng,
    agenda: Agenda,
    /// Cases that are not over.
    open: BTreeMap<Uuid, OpenCase>,
    /// Stored files by what they are handed in for: item and material.
    files: HashMap<(String, String), window::StoredFile>,
    /// Cases and tasks on which work failed, and until when they are left alone.
    left_until: BTreeMap<Uuid, Timestamp>,
    /// Until when arrivals were counted.
    counted_until: Timestamp,
    /// Those who have arrived and not been taken; a fraction is somebody on the way.
    n_waiting: f64,
}

impl City {
    pub(super) fn new(setting: Setting) -> Self {
        let Setting { client, runtime, catalog, seed } = setting;
        Self {
            client,
            counted_until: runtime.clock.now(),
            clock: runtime.clock,
            versions: runtime.versions,
            catalog,
            rng: StdRng::seed_from_u64(seed),
            agenda: Agenda::default(),
            open: BTreeMap::new(),
            files: HashMap::new(),
            left_until: BTreeMap::new(),
            n_waiting: 0.0,
        }
    }

    /// Lives until the process ends.
    pub(super) async fn live(mut self, mut shutdown: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                _ = shutdown.wait_for(|stop| *stop) => return,
                () = tokio::time::sleep(TICK) => {}
            }
            // What was begun is finished: a request is not torn off in the middle.
            self.tick().await;
        }
    }

    /// Everyone does what is to be done now, a few things each.
    pub(super) async fn tick(&mut self) {
        let now = self.clock.now();
        let hours = self.worked_hours(now);
        if !self.is_open(now) {
            return;
        }
        for errand in self.agenda.due(now, ERRANDS_AT_ONCE) {
            let done = self.run(errand).await;
            told("an errand", done);
        }
        let arrived = self.arrive(hours).await;
        told("an arrival", arrived);
        let worked = self.work_steps(now).await;
        told("steps", worked);
        let worked = self.work_tasks(now).await;
        told("tasks", worked);
    }

    async fn run(&mut self, errand: Errand) -> Result<(), CallError> {
        match errand {
            Errand::Answer(errand) => self.answer_application(errand).await,
            Errand::Ask { case_id } => self.ask_somebody(case_id).await,
            Errand::Conclude { case_id } => self.conclude_if_done(case_id).await,
            Errand::Complaint(errand) => self.go_on_with(errand).await,
            Errand::TakeUp { case_id } => self.take_up(case_id).await,
            Errand::Rate(receipt) => self.rate(receipt).await,
        }
    }

    /// Lets in those who have come since the last look.
    async fn arrive(&mut self, hours: f64) -> Result<(), CallError> {
        // Some days are busier than others.
        self.n_waiting += hours * ARRIVALS_PER_HOUR * self.rng.random_range(0.5..1.5);
        self.n_waiting = self.n_waiting.min(f64::from(ARRIVALS_AT_ONCE) + 1.0);
        for _ in 0..ARRIVALS_AT_ONCE {
            if self.n_waiting < 1.0 || self.open.len() >= OPEN_CASES_MAX {
                break;
            }
            self.n_waiting -= 1.0;
            self.hand_in().await?;
        }
        Ok(())
    }

    /// Office hours since this was last asked.
    fn worked_hours(&mut self, now: Timestamp) -> f64 {
        let since = std::mem::replace(&mut self.counted_until, now);
        self.worked(since, now).as_secs_f64() / 3_600.0
    }

    fn is_open(&self, now: Timestamp) -> bool {
        !self.worked(now, now + MINUTE).is_zero()
    }

    fn worked(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        let office = &self.catalog.city().office;
        office.working_time(&self.versions.calendar.load(), from, to).worked
    }

    fn today(&self) -> Date {
        self.catalog.city().office.date_of(self.clock.now())
    }

    /// An instant `hours` from now, half of it earlier or later.
    fn about(&mut self, hours: i64) -> Timestamp {
        let half = SignedDuration::from_hours(hours) / 2;
        let more = SignedDuration::from_mins(self.rng.random_range(0..=hours * 60));
        self.clock.now() + half + more
    }

    /// Whether something happens that happens in so many of a hundred cases.
    fn happens(&mut self, percent: u32) -> bool {
        self.rng.random_ratio(percent, 100)
    }
}

/// Logs what did not go as it should; the city lives on.
fn told(what: &'static str, done: Result<(), CallError>) {
    match done {
        Ok(()) => {}
        Err(CallError::Refused { path, status, kind, title, detail }) => {
            let status = status.as_u16();
            tracing::warn!(
                what,
                http.route = path,
                http.response.status_code = status,
                problem = kind,
                detail,
                "the simulated city was refused: {title}"
            );
        }
        Err(error) => {
            tracing::warn!(what, error = %chain(&error), "the simulated city met a problem");
        }
    }
}

#[cfg(test)]
mod tests;
