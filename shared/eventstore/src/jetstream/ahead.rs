//! Reads ahead of those who catch up: a consumer brings what follows while the reader works on what
//! it has. Asking the server for a few hundred messages at a time costs it four times as much for
//! each, and has both sides wait for the other.
//!
//! Nothing depends on it: where it comes to an end, for whatever reason, the reader asks.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_nats::{HeaderMap, Message as Delivery, Subscriber};
use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _};
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::error::Elapsed;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tongban_kernel::{Partition, Recorded, Seq};
use tracing::debug;

use super::api::ApiError;
use super::broker::NoAnswer;
use super::core::{Core, Part};
use super::delivered::{Count, NoPlace, create_consumer, nanos, subscribe};
use super::gather::Gather;
use crate::LogError;

/// Whoever is this far back is worth a consumer: a cluster makes one in some hundredths of a second.
const WORTH_FROM: u64 = 1_024;
/// Readers of this process that are read ahead for at once; the others ask. Each holds some
/// megabytes.
const RUNS_MAX: usize = 16;
/// Messages asked for at once, and their bytes; two requests are under way.
const ASKED_AT_ONCE: u64 = 512;
const ASKED_MAX: u64 = 2 * ASKED_AT_ONCE;
const ASKED_BYTES_MAX: usize = 2 << 20;
/// Events that are handed over together, and their bytes; so many of these wait for the reader.
const CHUNK_EVENTS_MAX: usize = 256;
const CHUNK_BYTES_MAX: usize = 1 << 20;
const CHUNKS_MAX: usize = 4;
/// A server that sends nothing for so long has nothing, or is gone.
const SILENT_AFTER: Duration = Duration::from_secs(2);
/// A reader that takes nothing for so long does not come back.
const LEFT_AFTER: Duration = Duration::from_secs(10);
/// Where nothing came in time, readers ask for so long.
const AGAIN_AFTER: Duration = Duration::from_secs(30);
/// Longer than the longest pause between two requests.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(30);
/// Many messages come at once: whoever is woken for each is woken far more often than need be.
const PAUSE: Duration = Duration::from_millis(1);

type Append = Vec<Arc<Recorded>>;

/// Who is read ahead for.
#[derive(Debug)]
pub(super) struct Ahead {
    /// Those whose reader works on what it has.
    runs: Mutex<Vec<Run>>,
    room: Arc<Semaphore>,
    /// Partitions of which nothing came in time, and when that was.
    came_to_nothing: Mutex<BTreeMap<Partition, Instant>>,
}

/// Appends on their way to one reader.
#[derive(Debug)]
struct Run {
    partition: Partition,
    /// The place of the last event that was handed out.
    seen: Seq,
    here: VecDeque<Append>,
    coming: mpsc::Receiver<Vec<Append>>,
    has_given: bool,
    used_at: Instant,
    /// What reads ahead hears from the other end when nobody needs it any more.
    _needed: mpsc::Sender<Never>,
    _room: OwnedSemaphorePermit,
}

#[derive(Debug)]
enum Never {}

impl Ahead {
    /// For nobody yet.
    pub(super) fn new() -> Self {
        let (runs, came_to_nothing) = (Mutex::default(), Mutex::default());
        Self { runs, room: Arc::new(Semaphore::new(RUNS_MAX)), came_to_nothing }
    }

    /// Ends all of it.
    pub(super) fn end(&self) {
        self.lock().clear();
    }

    /// The run of a reader that stands here.
    fn take(&self, partition: Partition, after: Seq) -> Option<Run> {
        self.give_up_left();
        let mut runs = self.lock();
        let at = runs.iter().position(|run| (run.partition, run.seen) == (partition, after))?;
        Some(runs.swap_remove(at))
    }

    fn put_back(&self, run: Run) {
        self.lock().push(run);
    }

    /// Gives up those of readers that did not come back.
    fn give_up_left(&self) {
        self.lock().retain(|run| run.used_at.elapsed() < LEFT_AFTER);
    }

    /// Nothing came in time: the next readers ask, and wait for nothing first.
    fn rest(&self, partition: Partition) {
        self.resting().insert(partition, Instant::now());
    }

    fn rests(&self, partition: Partition) -> bool {
        self.resting().get(&partition).is_some_and(|since| since.elapsed() < AGAIN_AFTER)
    }

    fn resting(&self) -> MutexGuard<'_, BTreeMap<Partition, Instant>> {
        self.came_to_nothing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Run>> {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Run {
    /// For a reader that has seen everything up to `after`; none where there are too many.
    fn begin(core: &Arc<Core>, partition: Partition, after: Seq) -> Option<Self> {
        let room = Arc::clone(&core.ahead.room).try_acquire_owned().ok()?;
        let (hand_over, coming) = mpsc::channel(CHUNKS_MAX);
        let (needed, mut left) = mpsc::channel(1);
        let core = Arc::clone(core);
        tokio::spawn(async move {
            let part = core.part(partition);
            if let Err(reason) = run(&core, part, after, hand_over, &mut left).await {
                debug!(partition = %part.stream, %reason, "nothing is read ahead any more");
            }
            // What waits for a reader that went another way is not kept for ever.
            while timeout(LEFT_AFTER, left.recv()).await.is_err() {
                core.ahead.give_up_left();
            }
        });
        Some(Self {
            partition,
            seen: after,
            here: VecDeque::new(),
            coming,
            has_given: false,
            used_at: Instant::now(),
            _needed: needed,
            _room: room,
        })
    }

    /// The next append; none where none will come, and an error where it does not before `until`.
    async fn next(&mut self, until: Instant) -> Result<Option<Append>, Elapsed> {
        if self.here.is_empty() {
            let came = timeout_at(until, self.coming.recv()).await?;
            self.here = came.unwrap_or_default().into();
        }
        let append = self.here.pop_front();
        if let Some(last) = append.as_ref().and_then(|append| append.last()) {
            (self.seen, self.has_given) = (last.seq, true);
        }
        Ok(append)
    }
}

impl Core {
    /// Whole appends behind `after`, about `n_max` events, where they are read ahead or are worth it:
    /// `upto` is a place that is known to be there. None says nothing about what is there.
    pub(super) async fn read_ahead(
        self: &Arc<Self>,
        part: &Part,
        after: Seq,
        upto: Seq,
        n_max: usize,
        until: Instant,
    ) -> Vec<Append> {
        let mut appends = Vec::new();
        let run = self.ahead.take(part.partition, after).or_else(|| {
            let is_worth_it =
                upto.0.saturating_sub(after.0) >= WORTH_FROM && !self.ahead.rests(part.partition);
            is_worth_it.then(|| Run::begin(self, part.partition, after))?
        });
        let Some(mut run) = run else { return appends };
        let mut n_events = 0;
        while n_events < n_max {
            match run.next(until).await {
                Ok(Some(append)) => {
                    n_events += append.len();
                    appends.push(append);
                }
                // The reader comes back for the rest.
                Err(_) if !appends.is_empty() => break,
                // What comes too late nobody takes.
                ended => {
                    if ended.is_err() || !run.has_given {
                        self.ahead.rest(part.partition);
                    }
                    return appends;
                }
            }
        }
        run.used_at = Instant::now();
        self.ahead.put_back(run);
        appends
    }
}

/// Why nothing more is brought.
#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error(transparent)]
    Api(#[from] ApiError),
    #[error("the server fell silent")]
    Silent,
    #[error("the server passed something over")]
    Gap,
    #[error("the server ended it: {0}")]
    ByServer(String),
    #[error("the reader is gone")]
    Left,
    #[error(transparent)]
    Damaged(#[from] LogError),
}

impl From<NoPlace> for Ended {
    fn from(NoPlace: NoPlace) -> Self {
        Self::Gap
    }
}

/// Brings all that has come in behind `after`, while somebody needs it, through a consumer that is gone
/// at the end.
async fn run(
    core: &Core,
    part: &Part,
    after: Seq,
    hand_over: mpsc::Sender<Vec<Append>>,
    left: &mut mpsc::Receiver<Never>,
) -> Result<(), Ended> {
    let (inbox, deliveries) = subscribe(core).await?;
    let more = json!({ "inactive_threshold": nanos(FORGOTTEN_AFTER) });
    // Not broken off: nobody would know the name of what is made.
    let consumer = create_consumer(core, part, after, more).await?;
    let (answer_to, request) = (inbox.clone().into(), next_of(part, &consumer));
    let asking = Asking { core, inbox, asked: 0, request };
    let brought = tokio::select! {
        brought = bring(core, part, after, asking, deliveries, hand_over) => brought,
        _ = left.recv() => Err(Ended::Left),
    };
    // The server forgets it by itself, later; nobody waits for that.
    let delete = delete_of(part, &consumer);
    let _ = core.broker.send(delete, Some(answer_to), HeaderMap::new(), Bytes::new()).await;
    brought
}

async fn bring(
    core: &Core,
    part: &Part,
    after: Seq,
    mut asking: Asking<'_>,
    mut deliveries: Subscriber,
    hand_over: mpsc::Sender<Vec<Append>>,
) -> Result<(), Ended> {
    let mut chunks = Chunks { hand_over, chunk: Vec::new(), n_events: 0, n_bytes: 0 };
    let (mut gather, mut count, mut seen) = (Gather::after(after), Count::default(), after);
    loop {
        let behind = part.recent.last().0.saturating_sub(seen.0).max(gather.n_missing() as u64);
        if behind == 0 {
            return chunks.flush().await;
        }
        asking.ask(behind).await?;
        let delivery = match waiting(&mut deliveries) {
            Some(delivery) => delivery,
            None => {
                chunks.flush().await?;
                next(&mut deliveries).await?
            }
        };
        if delivery.status.is_some() {
            asking.heed(&delivery)?;
            continue;
        }
        asking.asked = asking.asked.saturating_sub(1);
        let message = count.take(delivery)?;
        seen = message.seq;
        if let Some(append) = gather.add(core, part, core.decode(part, message)?)? {
            chunks.add(append.into_iter().map(|stored| stored.event).collect()).await?;
        }
    }
}

/// The subject on which a consumer is asked for messages.
fn next_of(part: &Part, consumer: &str) -> String {
    format!("$JS.API.CONSUMER.MSG.NEXT.{}.{consumer}", part.stream)
}

/// The subject on which a consumer is ended.
fn delete_of(part: &Part, consumer: &str) -> String {
    format!("$JS.API.CONSUMER.DELETE.{}.{consumer}", part.stream)
}

/// What is here already.
fn waiting(deliveries: &mut Subscriber) -> Option<Delivery> {
    // Unconstrained: nothing is here, not it is somebody else's turn.
    tokio::task::unconstrained(deliveries.next()).now_or_never().flatten()
}

async fn next(deliveries: &mut Subscriber) -> Result<Delivery, Ended> {
    sleep(PAUSE).await;
    match timeout(SILENT_AFTER, deliveries.next()).await {
        Ok(Some(delivery)) => Ok(delivery),
        Ok(None) => Err(ApiError::NoAnswer(NoAnswer::Lost).into()),
        Err(_) => Err(Ended::Silent),
    }
}

/// Asks a consumer for messages.
struct Asking<'a> {
    core: &'a Core,
    inbox: String,
    request: String,
    /// Those that were asked for and have not come.
    asked: u64,
}

impl Asking<'_> {
    /// Asks for some of those that are there: the next ones are under way while these are worked on.
    async fn ask(&mut self, n_behind: u64) -> Result<(), ApiError> {
        while self.asked < n_behind && self.asked + ASKED_AT_ONCE <= ASKED_MAX {
            let n_wanted = (n_behind - self.asked).min(ASKED_AT_ONCE);
            let body = json!({
                "batch": n_wanted,
                "max_bytes": ASKED_BYTES_MAX,
                "expires": nanos(SILENT_AFTER),
            });
            let (request, inbox) = (self.request.clone(), self.inbox.clone().into());
            let body = body.to_string().into();
            self.core.broker.send(request, Some(inbox), HeaderMap::new(), body).await?;
            self.asked += n_wanted;
        }
        Ok(())
    }

    /// A request has come to its end before all that it asked for.
    fn heed(&mut self, delivery: &Delivery) -> Result<(), Ended> {
        let headers = delivery.headers.as_ref();
        let pending = headers.and_then(|headers| headers.get("Nats-Pending-Messages"));
        let pending = pending.and_then(|pending| pending.as_str().parse::<u64>().ok());
        let reason = || delivery.description.clone().unwrap_or_default();
        self.asked -= pending.ok_or_else(|| Ended::ByServer(reason()))?.min(self.asked);
        Ok(())
    }
}

/// Hands appends over to the reader, many at a time.
struct Chunks {
    hand_over: mpsc::Sender<Vec<Append>>,
    chunk: Vec<Append>,
    n_events: usize,
    n_bytes: usize,
}

impl Chunks {
    async fn add(&mut self, append: Append) -> Result<(), Ended> {
        self.n_events += append.len();
        self.n_bytes += append.iter().map(|event| event.data.len()).sum::<usize>();
        self.chunk.push(append);
        if self.n_events < CHUNK_EVENTS_MAX && self.n_bytes < CHUNK_BYTES_MAX {
            return Ok(());
        }
        self.flush().await
    }

    async fn flush(&mut self) -> Result<(), Ended> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        (self.n_events, self.n_bytes) = (0, 0);
        let chunk = std::mem::take(&mut self.chunk);
        let handed_over = timeout(LEFT_AFTER, self.hand_over.send(chunk)).await;
        handed_over.map_err(|_| Ended::Left)?.map_err(|_| Ended::Left)
    }
}
