//! What operators see of an archiver.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::Result;
use jiff::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::gauge::ConstGauge;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tongban_eventstore::readers::Progress;
use tongban_httpkit::{Check, Listening, Readiness, ops_routes, serve};
use tongban_kernel::{Clock as _, SystemClock, Text};
use tongban_telemetry::Metrics;

use crate::operations::{Made, News};
use crate::refusal::{OrRefuse as _, text_of};

/// See the module.
pub(super) struct Watched {
    state: Arc<State>,
    stop: watch::Sender<bool>,
    serving: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct State {
    /// When the oldest event was recorded that is not archived, in seconds; 0 where all are.
    oldest: AtomicI64,
    /// When the last seal was made, in seconds; 0 before the first of all.
    sealed_at: AtomicI64,
    n_events: AtomicU64,
    n_lost_materials: AtomicUsize,
    /// Why it does not go on.
    trouble: Mutex<Option<String>>,
}

impl Watched {
    /// Listens, where an address is given.
    pub(super) async fn listen(address: Option<SocketAddr>) -> Result<Self> {
        let state = Arc::new(State {
            oldest: AtomicI64::new(0),
            sealed_at: AtomicI64::new(0),
            n_events: AtomicU64::new(0),
            n_lost_materials: AtomicUsize::new(0),
            trouble: Mutex::new(Some("it is starting".to_owned())),
        });
        let stop = watch::Sender::new(false);
        let Some(address) = address else { return Ok(Self { state, stop, serving: None }) };
        let listening = Listening::bind(address).await.or_refuse(|| {
            Text::new(
                format!("无法监听 {address}；请用 --ops-listen 换一个地址"),
                format!("cannot listen on {address}; name another with --ops-listen"),
            )
        })?;
        let metrics = Metrics::since(Instant::now());
        metrics.register_collector(Figures(Arc::clone(&state)));
        let seen = Arc::clone(&state);
        let check: Check = Arc::new(move || match &*seen.trouble() {
            Some(why) => Err(why.clone()),
            None => Ok(()),
        });
        let readiness = Readiness {
            progress: Progress::default(),
            checks: vec![("archive", check)],
            hindrances: Vec::new(),
            shutdown: stop.subscribe(),
        };
        let routes = ops_routes(readiness, metrics);
        let serving = tokio::spawn(serve(listening, routes, stop.subscribe()));
        Ok(Self { state, stop, serving: Some(serving) })
    }

    /// Says why the archive, or what is archived, is not open yet.
    pub(super) fn waits(&self, why: String) {
        *self.state.trouble() = Some(why);
    }

    /// Says that the archive was opened, and which is its last seal.
    pub(super) fn is_open(&self, last: Option<&Made>) {
        *self.state.trouble() = None;
        if let Some(last) = last {
            self.state.note(last);
        }
    }

    /// Notes what has happened.
    pub(super) fn hear(&self, news: &News<'_>) {
        let state = &self.state;
        match news {
            News::Sealed(made) => {
                *state.trouble() = None;
                // Of a part it is said next what waits behind it.
                if made.is_whole {
                    state.oldest.store(0, Ordering::Relaxed);
                }
                state.note(made);
            }
            News::Failed(error) => *state.trouble() = Some(text_of(error).en),
            News::Waiting(backlog) => {
                let oldest = backlog.oldest.map_or(0, Timestamp::as_second);
                state.oldest.store(oldest, Ordering::Relaxed);
            }
        }
    }

    /// Ends.
    pub(super) async fn stop(self) {
        self.stop.send_replace(true);
        if let Some(serving) = self.serving {
            drop(serving.await);
        }
    }
}

impl State {
    fn note(&self, seal: &Made) {
        self.sealed_at.store(seal.sealed_at.as_second(), Ordering::Relaxed);
        self.n_events.store(seal.n_events, Ordering::Relaxed);
        self.n_lost_materials.store(seal.n_lost_materials, Ordering::Relaxed);
    }

    fn trouble(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct Figures(Arc<State>);

impl Collector for Figures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let now = SystemClock.now().as_second();
        let since = |at: &AtomicI64| match at.load(Ordering::Relaxed) {
            0 => 0,
            at => (now - at).max(0),
        };
        let figures = [
            (
                "archive_lag_seconds",
                "Age of the oldest event that is not archived",
                since(&self.0.oldest),
            ),
            ("archive_seal_age_seconds", "Since the last seal", since(&self.0.sealed_at)),
            (
                "archive_events",
                "Events in the archive",
                i64::try_from(self.0.n_events.load(Ordering::Relaxed)).unwrap_or(i64::MAX),
            ),
            (
                "archive_lost_materials",
                "Files that events of the archive name, and that it has not",
                i64::try_from(self.0.n_lost_materials.load(Ordering::Relaxed)).unwrap_or(i64::MAX),
            ),
        ];
        for (name, help, value) in figures {
            let gauge = ConstGauge::new(value);
            let encoder = encoder.encode_descriptor(
                name,
                help,
                None,
                prometheus_client::metrics::MetricType::Gauge,
            )?;
            gauge.encode(encoder)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::Backlog;

    const RULES: &str = include_str!("../../../../../deploy/monitoring/rules.yaml");

    #[tokio::test]
    async fn what_the_rules_ask_of_an_archiver_is_shown() {
        let watched = Watched::listen(None).await.unwrap();
        let metrics = Metrics::since(Instant::now());
        metrics.register_collector(Figures(Arc::clone(&watched.state)));
        let shown = |name: &str| {
            let text = metrics.encode().unwrap();
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
            line.and_then(|value| value.parse::<i64>().ok())
        };
        let is_inside = |sign: char| sign.is_ascii_lowercase() || sign == '_';
        let asked = RULES.split(|sign| !is_inside(sign));
        let asked: Vec<_> = asked.filter(|word| word.starts_with("tongban_archive_")).collect();
        assert!(asked.len() > 1 && asked.iter().all(|name| shown(name).is_some()), "{asked:?}");

        let long_ago = SystemClock.now() - jiff::SignedDuration::from_secs(700);
        let backlog = Backlog { n_events: 3, oldest: Some(long_ago) };
        watched.hear(&News::Waiting(backlog));
        assert!(shown("tongban_archive_lag_seconds").is_some_and(|lag| lag >= 700));
        let mut made = Made {
            number: 1,
            n_new: 3,
            n_events: 3,
            is_whole: false,
            n_lost_materials: 2,
            sealed_at: long_ago,
        };
        // As after a start: what was sealed before counts.
        watched.is_open(Some(&made));
        assert!(shown("tongban_archive_seal_age_seconds").is_some_and(|age| age >= 700));
        assert_eq!(shown("tongban_archive_lost_materials"), Some(2));
        watched.hear(&News::Sealed(&made));
        let lag = shown("tongban_archive_lag_seconds");
        assert!(lag.is_some_and(|lag| lag >= 700), "there is more to archive: {lag:?}");
        (made.is_whole, made.n_lost_materials) = (true, 0);
        watched.hear(&News::Sealed(&made));
        assert_eq!(shown("tongban_archive_lost_materials"), Some(0));
        assert_eq!(shown("tongban_archive_lag_seconds"), Some(0));
        assert!(shown("tongban_archive_seal_age_seconds").is_some_and(|age| age >= 700));
        assert_eq!(shown("tongban_archive_events"), Some(3));
    }
}
