use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio::time::timeout;
use tongban::app::ProcessRole;
use tongban_httpkit::{Listening, serve};
use tongban_kernel::{AcceleratedClock, ManualClock};
use tongban_tests::{Client, Processes};

/// A Monday morning with a fortnight without holidays ahead.
const BEGINS_AT: &str = "2026-11-09T01:00:00Z";
/// A day takes some four seconds: what is asked for falls due, and is warned of, within a test.
const SPEED: f64 = 20_000.0;

const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Two processors carry so many towns at once: their people mostly wait.
const N_TOWNS_MAX: u32 = 2;
static ROOM: Semaphore = Semaphore::const_new(N_TOWNS_MAX as usize);

/// Waits until there is room for a town.
pub(crate) async fn room() -> Result<SemaphorePermit<'static>> {
    Ok(ROOM.acquire().await?)
}

/// Waits until there is no other town, and keeps others away.
pub(crate) async fn whole_room() -> Result<SemaphorePermit<'static>> {
    Ok(ROOM.acquire_many(N_TOWNS_MAX).await?)
}

/// The time of a town that opens now.
pub(crate) fn clock() -> Result<AcceleratedClock> {
    Ok(AcceleratedClock::from(BEGINS_AT.parse()?, SPEED))
}

/// An office of real processes, one for each role and a second one for some, behind a gateway.
pub(crate) struct Town {
    pub(crate) processes: Processes,
    address: SocketAddr,
    /// The gateway serves as long as this is here.
    _closes: watch::Sender<bool>,
    _room: SemaphorePermit<'static>,
}

impl Town {
    /// One with a second process for these roles.
    pub(crate) async fn open(twice: &[ProcessRole]) -> Result<Self> {
        let room = room().await?;
        Self::of(Processes::new(clock()?).await?, twice, room).await
    }

    /// The same over these servers.
    pub(crate) async fn of(
        processes: Processes,
        twice: &[ProcessRole],
        room: SemaphorePermit<'static>,
    ) -> Result<Self> {
        processes.found().await?;
        Self::of_founded(processes, twice, room).await
    }

    /// The same where the catalogue is published and everybody has an account.
    pub(crate) async fn of_founded(
        mut processes: Processes,
        twice: &[ProcessRole],
        room: SemaphorePermit<'static>,
    ) -> Result<Self> {
        let first = ALL_ROLES.map(|role| (role, 1));
        let second = twice.iter().map(|role| (*role, 2));
        processes.start_together(first.into_iter().chain(second)).await?;
        Self::behind_gateway(processes, room).await
    }

    async fn behind_gateway(processes: Processes, room: SemaphorePermit<'static>) -> Result<Self> {
        let listening = Listening::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let address = listening.address();
        let (closes, until) = watch::channel(false);
        tokio::spawn(serve(listening, processes.gateway().router(), until));
        Ok(Self { processes, address, _closes: closes, _room: room })
    }

    /// Someone who signed in, through the gateway.
    pub(crate) async fn sign_in(&self, login: &str) -> Result<Client> {
        Client::sign_in(self.address, login).await
    }

    /// The time at which it was opened, standing still: nothing falls due by it.
    pub(crate) fn opening_time(&self) -> Result<ManualClock> {
        Ok(ManualClock::at(BEGINS_AT.parse()?))
    }
}

pub(crate) const ALL_ROLES: [ProcessRole; 6] = [
    ProcessRole::Intake,
    ProcessRole::Approval,
    ProcessRole::Coordination,
    ProcessRole::Complaint,
    ProcessRole::Metrics,
    ProcessRole::Edge,
];

/// Waits until something is so, for as long as it may take.
pub(crate) async fn wait_within<F: Future<Output = bool>>(
    what: &str,
    patience: Duration,
    mut is_so: impl FnMut() -> F,
) -> Result<()> {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    timeout(patience, waiting).await.with_context(|| format!("waited too long until {what}"))
}
