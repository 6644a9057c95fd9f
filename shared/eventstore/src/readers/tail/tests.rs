use std::sync::Mutex;

use tokio::task::JoinHandle;
use tokio::time::timeout;
use tongban_kernel::{Position, Recorded};

use super::*;
use crate::contract::{append_of, case};
use crate::readers::{Heard, ReaderKind, ReaderStatus, Watched, listen};
use crate::{Expected, MemoryLog};

mod readiness;

const P0: Partition = Partition(0);
const NAME: &str = "rows";
/// Of a clock that stands still while anything goes on.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// What several processes share: how far the rows are, and who may move them on.
#[derive(Default)]
struct Shared {
    seen: Seen,
    holder: Option<u8>,
    n_asked: u32,
    n_renewed: u32,
}

/// One process's reader of it.
#[derive(Clone)]
struct Rows {
    me: u8,
    shared: Arc<Mutex<Shared>>,
    /// A batch takes for ever.
    is_long: bool,
    /// It is of an older program, which cannot read this event.
    unreadable: Option<Seq>,
    /// What comes of this event no store takes.
    untaken: Option<Seq>,
}

impl Rows {
    fn of(me: u8, shared: &Arc<Mutex<Shared>>) -> Self {
        let (unreadable, untaken) = (None, None);
        Self { me, shared: shared.clone(), is_long: false, unreadable, untaken }
    }
}

impl Consumer for Rows {
    fn name(&self) -> &str {
        NAME
    }

    fn kind(&self) -> ReaderKind {
        ReaderKind::Projection
    }

    fn checkpoint(&self, _: Partition) -> BoxFuture<'_, Result<Place, ReaderError>> {
        let mut shared = self.shared.lock().unwrap();
        shared.n_asked += 1;
        let (holder, seen) = (*shared.holder.get_or_insert(self.me), shared.seen);
        let is_here = holder == self.me;
        Box::pin(
            async move { Ok(if is_here { Place::Here(seen) } else { Place::Elsewhere(seen.seq) }) },
        )
    }

    fn look(&self, _: Partition) -> BoxFuture<'_, Result<Seq, ReaderError>> {
        let seen = self.shared.lock().unwrap().seen.seq;
        Box::pin(async move { Ok(seen) })
    }

    fn consume<'a>(
        &'a self,
        _: Partition,
        events: &'a [Arc<Recorded>],
    ) -> BoxFuture<'a, Result<(), ReaderError>> {
        Box::pin(async move {
            if self.is_long {
                std::future::pending::<()>().await;
            }
            if let Some(event) = events.iter().find(|event| Some(event.seq) == self.unreadable) {
                let (event, source) = (Unreadable::of(event), "of a newer program".into());
                return Err(ReaderError::Event { event, source });
            }
            if events.iter().any(|event| Some(event.seq) == self.untaken) {
                return Err(ReaderError::Store("no such number".into()));
            }
            let mut shared = self.shared.lock().unwrap();
            if shared.holder != Some(self.me) {
                return Err(ReaderError::Lost);
            }
            shared.seen = Seen::last_of(events);
            Ok(())
        })
    }

    fn renew(&self, _: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        self.shared.lock().unwrap().n_renewed += 1;
        Box::pin(async { Ok(()) })
    }

    fn let_go(&self, _: Partition) -> BoxFuture<'_, Result<(), ReaderError>> {
        let mut shared = self.shared.lock().unwrap();
        shared.holder = shared.holder.filter(|holder| *holder != self.me);
        Box::pin(async { Ok(()) })
    }
}

/// A process with one tail.
struct Process {
    progress: Progress,
    stop: watch::Sender<bool>,
    tail: JoinHandle<()>,
}

impl Process {
    fn start(consumer: impl Consumer, log: &Arc<impl Log>) -> Self {
        let (progress, (stop, stopped)) = (Progress::default(), watch::channel(false));
        progress.expect(NAME, ReaderKind::Projection, P0, *log.head(P0).borrow());
        let log: Arc<dyn Log> = log.clone();
        let tail = tokio::spawn(run_tail(Arc::new(consumer), log, P0, progress.clone(), stopped));
        Self { progress, stop, tail }
    }

    async fn stop(self) {
        self.stop.send(true).unwrap();
        self.tail.await.unwrap();
    }

    async fn reached(&self, seq: Seq) {
        self.progress.reached(NAME, &Position::at(1, P0, seq), PATIENCE).await.unwrap();
    }

    /// Somebody waits for it to come to its first goal.
    fn is_awaited(&self) -> bool {
        !self.progress.behind().is_empty()
    }

    fn status(&self) -> ReaderStatus {
        self.progress.all().remove(0).2
    }

    /// The tail goes on until this is so.
    async fn until(&self, is_so: impl Fn(&ReaderStatus) -> bool) {
        let met = async {
            while !is_so(&self.status()) {
                tokio::time::sleep(PACE).await;
            }
        };
        timeout(PATIENCE, met).await.unwrap_or_else(|_| panic!("it stays {:?}", self.status()));
    }
}

async fn append(log: &MemoryLog, n: u128) -> Seq {
    let appended = log.append(append_of(case(n), Expected::NoStream, n, 2)).await.unwrap();
    appended.position.seq(P0)
}

#[tokio::test(start_paused = true)]
async fn who_has_no_lease_stands_by_and_knows_how_far_the_other_process_is() {
    let (log, shared) = (Arc::new(MemoryLog::new(1)), Arc::default());
    let first = Process::start(Rows::of(1, &shared), &log);
    first.reached(append(&log, 1).await).await;
    let second = Process::start(Rows::of(2, &shared), &log);
    second.until(|status| status.state == ReaderState::Standby).await;
    let seq = append(&log, 2).await;
    second.reached(seq).await;
    assert_eq!(second.status().state, ReaderState::Standby);
    let state = ReaderState::Running;
    assert_eq!(first.status(), ReaderStatus { state, is_here: true, ..second.status() });
}

#[tokio::test(start_paused = true)]
async fn who_stops_lets_go_and_the_next_process_takes_over() {
    let (log, shared) = (Arc::new(MemoryLog::new(1)), Arc::default());
    let first = Process::start(Rows::of(1, &shared), &log);
    first.reached(append(&log, 1).await).await;
    let second = Process::start(Rows::of(2, &shared), &log);
    second.until(|status| status.state == ReaderState::Standby).await;
    first.stop().await;
    second.reached(append(&log, 2).await).await;
    assert_eq!(second.status().state, ReaderState::Running);
}

#[tokio::test(start_paused = true)]
async fn who_loses_its_lease_while_it_writes_stands_by_and_did_not_fail() {
    let (log, shared): (_, Arc<Mutex<Shared>>) = (Arc::new(MemoryLog::new(1)), Arc::default());
    let process = Process::start(Rows::of(1, &shared), &log);
    process.reached(append(&log, 1).await).await;
    shared.lock().unwrap().holder = Some(2);
    let seq = append(&log, 2).await;
    process.until(|status| status.state == ReaderState::Standby).await;
    let seen = shared.lock().unwrap().seen.seq;
    assert!(seen < seq, "nothing was written");
    shared.lock().unwrap().holder = None;
    process.reached(seq).await;
    assert_eq!(process.status().state, ReaderState::Running);
}

#[tokio::test(start_paused = true)]
async fn a_lease_is_renewed_several_times_a_term_at_rest_and_in_a_long_batch() {
    for is_long in [false, true] {
        let (log, shared): (_, Arc<Mutex<Shared>>) = (Arc::new(MemoryLog::new(1)), Arc::default());
        append(&log, 1).await;
        let _process = Process::start(Rows { is_long, ..Rows::of(1, &shared) }, &log);
        tokio::time::sleep(LEASE_TERM).await;
        assert!(shared.lock().unwrap().n_renewed >= 3, "long batch: {is_long}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_watched_is_never_taken_over() {
    let (log, shared): (_, Arc<Mutex<Shared>>) = (Arc::new(MemoryLog::new(1)), Arc::default());
    let watching = Process::start(Watched(Arc::new(Rows::of(2, &shared))), &log);
    watching.until(|status| status.state == ReaderState::Standby).await;
    let seq = append(&log, 1).await;
    let waits = watching.reached(seq);
    shared.lock().unwrap().seen = Seen { seq, hash: None };
    waits.await;
    watching.stop().await;
    let shared = shared.lock().unwrap();
    assert_eq!((shared.holder, shared.n_asked, shared.n_renewed), (None, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn who_stands_by_looks_seldom_unless_somebody_waits() {
    let (log, shared): (_, Arc<Mutex<Shared>>) = (Arc::new(MemoryLog::new(1)), Arc::default());
    shared.lock().unwrap().holder = Some(1);
    let process = Process::start(Rows::of(2, &shared), &log);
    let looks = async |during: Duration| {
        let before = shared.lock().unwrap().n_asked;
        tokio::time::sleep(during).await;
        shared.lock().unwrap().n_asked - before
    };
    let idle = looks(10 * LOOK_EVERY).await;
    assert!((9..=11).contains(&idle), "{idle}");
    process.progress.register("another", ReaderKind::Projection, P0, Seq(0));
    let position = Position::at(1, P0, Seq(9));
    let waits = process.progress.reached("another", &position, 10 * LOOK_EVERY);
    let (_, idle) = tokio::join!(waits, looks(10 * LOOK_EVERY));
    assert!((9..=11).contains(&idle), "nobody waits for this one: {idle}");
    let waits = process.progress.reached(NAME, &position, LOOK_EVERY);
    let (_, awaited) = tokio::join!(waits, looks(LOOK_EVERY));
    assert!(awaited >= 40, "{awaited}");
}

#[tokio::test(start_paused = true)]
async fn a_checkpoint_ahead_of_the_log_or_of_another_one_stops_the_reader_and_nothing_is_skipped() {
    let other = MemoryLog::new(1);
    append(&other, 2).await;
    let of_other = Seen::last_of(&other.scan(P0, Seq(0), 9).await.unwrap());
    for seen in [of_other, Seen { seq: Seq(9), hash: None }] {
        let log = Arc::new(MemoryLog::new(1));
        append(&log, 1).await;
        let shared: Arc<Mutex<Shared>> = Arc::default();
        shared.lock().unwrap().seen = seen;
        let process = Process::start(Rows::of(1, &shared), &log);
        process.until(|status| matches!(status.state, ReaderState::Stopped { .. })).await;
        let ReaderState::Stopped { at: None, error } = process.status().state else {
            panic!("{:?}", process.status())
        };
        assert!(error.contains("one and the same backup"), "{error}");
        for n in 10..20 {
            append(&log, n).await;
        }
        process.tail.await.unwrap();
        let shared = shared.lock().unwrap();
        assert_eq!((shared.seen, shared.holder), (seen, None));
    }
}

#[tokio::test(start_paused = true)]
async fn who_does_not_hear_the_log_lets_go_after_a_term_and_stands_by_until_it_does() {
    let (log, shared): (_, Arc<Mutex<Shared>>) = (Arc::new(MemoryLog::new(1)), Arc::default());
    let deaf = Process::start(Rows::of(1, &shared), &log);
    let heard = deaf.progress.heard();
    heard.note(P0, Instant::now());
    deaf.reached(append(&log, 1).await).await;
    let hears = Process::start(Rows::of(2, &shared), &log);
    hears.until(|status| status.state == ReaderState::Standby).await;
    tokio::time::sleep(LEASE_TERM - LOOK_EVERY).await;
    assert_eq!(shared.lock().unwrap().holder, Some(1), "not before the term is over");
    hears.until(|status| status.state == ReaderState::Running).await;
    assert_eq!(shared.lock().unwrap().holder, Some(2));
    let seq = append(&log, 2).await;
    deaf.reached(seq).await;
    let status = deaf.status();
    assert!(status.state == ReaderState::Standby && !status.is_here, "{status:?}");
    let n_renewed = shared.lock().unwrap().n_renewed;
    hears.stop().await;
    tokio::time::sleep(LEASE_TERM).await;
    let of = |shared: &Shared| (shared.holder, shared.n_renewed);
    let left = of(&shared.lock().unwrap());
    assert_eq!(left, (None, n_renewed), "it takes nothing and renews nothing");
    heard.note(P0, Instant::now());
    deaf.until(|status| status.state == ReaderState::Running).await;
    assert_eq!(shared.lock().unwrap().holder, Some(1));
}

#[tokio::test(start_paused = true)]
async fn a_log_that_answers_is_heard_and_one_that_does_not_falls_silent() {
    let (log, heard) = (Arc::new(MemoryLog::new(2)), Heard::default());
    assert_eq!(heard.silent_for(), None, "nobody listens");
    let (stop, stopped) = watch::channel(false);
    let listening = tokio::spawn(listen(log, heard.clone(), stopped));
    tokio::time::sleep(10 * LEASE_TERM).await;
    assert!(heard.silent_for().unwrap() < LOOK_EVERY * 3);
    stop.send(true).unwrap();
    listening.await.unwrap();
    tokio::time::sleep(LEASE_TERM).await;
    assert!(heard.silent_for().unwrap() >= LEASE_TERM);
    for of in [Some(P0), None] {
        assert!(timeout(LOOK_EVERY, heard.lost(of)).await.is_ok());
    }
    heard.note(P0, Instant::now());
    assert!(timeout(LOOK_EVERY, heard.lost(None)).await.is_err(), "one of them is heard");
    assert!(timeout(LOOK_EVERY, heard.lost(Some(Partition(1)))).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn who_stopped_at_an_event_leaves_it_to_a_newer_program_and_stands_by_for_that() {
    let (log, shared): (_, Arc<Mutex<Shared>>) = (Arc::new(MemoryLog::new(1)), Arc::default());
    let seq = append(&log, 1).await;
    let older = Rows { unreadable: Some(seq), ..Rows::of(1, &shared) };
    let older = Process::start(older, &log);
    older.until(|status| matches!(status.state, ReaderState::Stopped { .. })).await;
    let ReaderState::Stopped { at: Some(at), error } = older.status().state else {
        panic!("{:?}", older.status())
    };
    assert!(older.is_awaited(), "its rows are filled once it goes on, and not before");
    assert_eq!((at.partition, at.seq), (P0, seq));
    assert!(error.contains("of a newer program") && error.contains(at.kind.as_str()), "{error}");
    assert_eq!(shared.lock().unwrap().holder, None);
    let newer = Process::start(Rows::of(2, &shared), &log);
    newer.reached(seq).await;
    older.until(|status| status.state == ReaderState::Standby).await;
    newer.stop().await;
    let next = append(&log, 2).await;
    older.reached(next).await;
    assert_eq!(shared.lock().unwrap().holder, Some(1));
}

#[tokio::test(start_paused = true)]
async fn readers_that_rest_at_different_times_look_in_the_same_moment() {
    tokio::time::sleep_until(next_moment(LOOK_EVERY)).await;
    let moments = [1, 3, 7].map(|millis| async move {
        tokio::time::sleep(Duration::from_millis(millis)).await;
        tokio::time::sleep_until(next_moment(LOOK_EVERY)).await;
        Instant::now()
    });
    let [first, second, third] = futures_util::future::join_all(moments).await.try_into().unwrap();
    assert!(
        second - first < Duration::from_millis(10) && third - first < Duration::from_millis(10)
    );
    assert!(next_moment(LOOK_EVERY) > Instant::now());
    assert!(next_moment(LOOK_EVERY) <= Instant::now() + LOOK_EVERY);
}
