use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use anyhow::Result;
use tokio::sync::watch;
use tongban_eventstore::readers::Progress;
use tongban_httpkit::{Check, Listening, Readiness, ops_routes, serve};
use tongban_telemetry::Metrics;

use super::LastHeard;

/// What operators see of a process from its first moment on, before anything is opened: that it
/// lives, whether it should be sent requests, its figures.
#[derive(Clone)]
pub struct Ops {
    pub(super) progress: Progress,
    pub(crate) metrics: Metrics,
    pub(super) stop: watch::Sender<bool>,
    opening: Arc<RwLock<Opening>>,
}

enum Opening {
    /// Why it is not open yet.
    NotYet(String),
    Open(LastHeard),
}

impl Default for Ops {
    fn default() -> Self {
        Self {
            progress: Progress::default(),
            metrics: Metrics::since(Instant::now()),
            stop: watch::Sender::new(false),
            opening: Arc::new(RwLock::new(Opening::NotYet("it is starting".to_owned()))),
        }
    }
}

impl Ops {
    /// Listens for operators; answers where, and what serves them until the process ends.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn listen(
        &self,
        address: SocketAddr,
    ) -> Result<(SocketAddr, impl Future<Output = ()> + Send + use<>)> {
        let listening = Listening::bind(address).await?;
        let address = listening.address();
        let shutdown = self.stop.subscribe();
        let opening = Arc::clone(&self.opening);
        let check: Check = Arc::new(move || {
            let opening = opening.read().unwrap_or_else(PoisonError::into_inner);
            match &*opening {
                Opening::NotYet(why) => Err(why.clone()),
                Opening::Open(heard) => heard.kept.fault(),
            }
        });
        let opening = Arc::clone(&self.opening);
        let hindrance: Check = Arc::new(move || {
            let opening = opening.read().unwrap_or_else(PoisonError::into_inner);
            match &*opening {
                Opening::NotYet(_) => Ok(()),
                Opening::Open(heard) => heard.hindrance(),
            }
        });
        let progress = self.progress.clone();
        let clock: Check = Arc::new(move || match progress.clock_ahead() {
            None => Ok(()),
            Some(ahead) => Err(format!(
                "it jumped forwards by {ahead:#}, and nothing that became due by that is warned of: \
                 put it right, or say that it is: tongban clock confirm"
            )),
        });
        let readiness = Readiness {
            progress: self.progress.clone(),
            checks: vec![("log", check)],
            hindrances: vec![("log", hindrance), ("clock", clock)],
            shutdown: shutdown.clone(),
        };
        Ok((address, serve(listening, ops_routes(readiness, self.metrics.clone()), shutdown)))
    }

    /// How far its readers are.
    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Says why the process is not open yet.
    pub fn waits(&self, why: String) {
        self.set(Opening::NotYet(why));
    }

    /// Says that it is open and takes requests, and on what.
    pub(super) fn is_open(&self, heard: LastHeard) {
        self.set(Opening::Open(heard));
    }

    fn set(&self, opening: Opening) {
        *self.opening.write().unwrap_or_else(PoisonError::into_inner) = opening;
    }
}
