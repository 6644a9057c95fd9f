use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tongban_kernel::EventId;
use tongban_nats_testkit::Proxy;

use super::*;
use crate::Append;

/// A log whose connection runs through a wire that can be cut, and one whose connection does not.
async fn wired(server: &Server) -> (Proxy, Arc<JetStreamLog>, JetStreamLog) {
    let proxy = Proxy::to(server.port()).await;
    let servers = vec![proxy.url()];
    let options = Options { servers, ..options(server) };
    let log = JetStreamLog::open(options).await.unwrap();
    (proxy, Arc::new(log), open(server).await)
}

fn in_background(
    log: &Arc<JetStreamLog>,
    append: Append,
) -> tokio::task::JoinHandle<Result<Appended, AppendError>> {
    let log = Arc::clone(log);
    tokio::spawn(async move { log.append(append).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_whose_acknowledgement_is_lost_is_recorded_once() {
    for n_events in [1, 3] {
        let server = Server::start().await;
        let (proxy, log, other) = wired(&server).await;
        let first = append(&log, 1, 1).await.unwrap();
        proxy.deafen(true);
        let wanted = append_of(case(1), Expected::At(first.tokens[0]), 7, n_events);
        let answer = in_background(&log, wanted.clone());
        wait_for("the server has it", || async {
            other.read(case(1), 1).await.unwrap().len() == n_events
        })
        .await;
        assert!(!answer.is_finished());
        proxy.deafen(false);
        proxy.cut();
        let answer = answer.await.unwrap().unwrap();
        let read = other.read(case(1), 0).await.unwrap();
        assert_eq!(read.len(), 1 + n_events, "once");
        assert_eq!(answer.tokens, [Token::of(&read[n_events])]);
        assert_eq!(answer.position.seq(Partition(0)), read[n_events].seq);
        assert_eq!(answer.recorded_at, read[n_events].recorded_at);
        append(&log, 1, 1).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_that_never_arrived_is_sent_again() {
    for n_events in [1, 3] {
        let server = Server::start().await;
        let (proxy, log, other) = wired(&server).await;
        let first = append(&log, 1, 1).await.unwrap();
        proxy.mute(true);
        let wanted = append_of(case(1), Expected::At(first.tokens[0]), 7, n_events);
        let answer = in_background(&log, wanted);
        tokio::task::yield_now().await;
        proxy.mute(false);
        proxy.cut();
        answer.await.unwrap().unwrap();
        assert_eq!(other.read(case(1), 0).await.unwrap().len(), 1 + n_events);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_that_another_overtook_while_its_answer_was_lost_is_a_conflict() {
    let server = Server::start().await;
    let (proxy, log, other) = wired(&server).await;
    let first = append(&log, 1, 1).await.unwrap();
    proxy.mute(true);
    let answer = in_background(&log, append_of(case(1), Expected::At(first.tokens[0]), 7, 1));
    append(&other, 1, 1).await.unwrap();
    proxy.mute(false);
    proxy.cut();
    let refused = answer.await.unwrap();
    assert!(matches!(&refused, Err(AppendError::Conflict { stream }) if *stream == case(1)));
    assert_eq!(other.read(case(1), 0).await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cannot_find_out_says_so_and_the_same_command_happens_once() {
    let server = Server::start().await;
    let proxy = Proxy::to(server.port()).await;
    let options = Options {
        servers: vec![proxy.url()],
        patience: Duration::from_secs(4),
        ..options(&server)
    };
    let log = Arc::new(JetStreamLog::open(options).await.unwrap());
    let first = append(&log, 1, 1).await.unwrap();
    proxy.deafen(true);
    let wanted = append_of(case(1), Expected::At(first.tokens[0]), 7, 1);
    let uncertain = log.append(wanted.clone()).await;
    assert!(matches!(uncertain, Err(AppendError::Uncertain(_))), "{uncertain:?}");
    let unread = log.read(case(1), 0).await;
    assert!(matches!(unread, Err(LogError::Unreachable { .. })), "{unread:?}");
    proxy.deafen(false);
    proxy.cut();
    wait_for("the broker is back", || async { log.read(case(1), 0).await.is_ok() }).await;
    // Given again it meets itself.
    let again = log.append(wanted.clone()).await;
    assert!(matches!(again, Err(AppendError::Conflict { .. })), "{again:?}");
    let read = log.read(case(1), 0).await.unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[1].meta.command, wanted.meta.command);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_broker_is_away_nothing_is_recorded_and_then_it_goes_on() {
    let mut server = Server::start().await;
    let options = Options { patience: Duration::from_secs(4), ..options(&server) };
    let log = Arc::new(JetStreamLog::open(options).await.unwrap());
    append(&log, 1, 1).await.unwrap();
    assert_eq!(scan_all(&log, 10).await.unwrap().len(), 1);
    server.kill();
    wait_for("it is noticed", || async { !log.is_connected() }).await;
    let refused = log.append(append_of(case(2), Expected::NoStream, 2, 1)).await;
    assert!(matches!(refused, Err(AppendError::Unreachable(_))), "{refused:?}");
    assert!(matches!(log.read(case(1), 0).await, Err(LogError::Unreachable { .. })));
    // What is in memory is served.
    assert_eq!(log.scan(Partition(0), Seq(0), 10).await.unwrap().len(), 1);
    server.run().await;
    wait_for("the log is back", || async { log.read(case(1), 0).await.is_ok() }).await;
    assert!(log.read(case(2), 0).await.unwrap().is_empty());
    append(&log, 1, 2).await.unwrap();
    assert_eq!(scan_all(&log, 10).await.unwrap().len(), 3);
}

/// An acknowledged event: its revision, its stream, its id.
type Won = (u64, StreamId, EventId);

/// Writers that append without end through two logs, as two processes would.
pub(super) struct Writers {
    stop: watch::Sender<bool>,
    running: JoinSet<Vec<Won>>,
}

impl Writers {
    /// Begins to write; `round` makes the commands differ.
    pub(super) fn start(logs: [&Arc<JetStreamLog>; 2], round: u128) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut running = JoinSet::new();
        for writer in 0..6 {
            let log = Arc::clone(logs[usize::try_from(writer % 2).unwrap()]);
            running.spawn(write_on(log, round << 8 | writer, stopped.clone()));
        }
        Self { stop, running }
    }

    /// Ends when every writer has its last answer; answers all that was acknowledged.
    pub(super) async fn stop(self) -> Vec<Won> {
        self.stop.send_replace(true);
        self.running.join_all().await.into_iter().flatten().collect()
    }
}

/// Appends without end, to a few streams that others append to as well, until told to stop; answers
/// everything that was acknowledged.
async fn write_on(log: Arc<JetStreamLog>, writer: u128, stop: watch::Receiver<bool>) -> Vec<Won> {
    let mut won = Vec::new();
    for round in 0_u128.. {
        if *stop.borrow() {
            return won;
        }
        let stream = case((writer + round) % 3);
        let Ok(expected) = end(&log, stream).await else { continue };
        let command = (writer + 1) << 64 | round;
        let wanted = append_of(stream, expected, command, 1 + usize::from(round % 4 == 0));
        let events = wanted.writes[0].events.clone();
        match log.append(wanted).await {
            Ok(answer) => {
                let first = answer.tokens[0].revision() + 1 - events.len() as u64;
                won.extend((first..).zip(&events).map(|(at, event)| (at, stream, event.id)));
            }
            Err(
                AppendError::Conflict { .. }
                | AppendError::Unreachable(_)
                | AppendError::Uncertain(_)
                | AppendError::Busy,
            ) => {}
            Err(other) => panic!("{other}"),
        }
    }
    won
}

/// Everything acknowledged is there, at the revision that was acknowledged; every stream and every
/// append is whole. (A new log, for it begins at the leader's end: one that is told of a conflict
/// may not have heard yet of what others were told.)
pub(super) async fn check(log: &JetStreamLog, won: &[Won]) {
    let events = scan_all(log, 500).await.unwrap();
    let mut chains = ChainCheck::default();
    let mut stored = std::collections::HashSet::new();
    for event in &events {
        chains.follow(event).unwrap();
        assert!(stored.insert((event.revision, event.stream, event.id)), "{} twice", event.id);
    }
    let lost: Vec<_> = won.iter().filter(|won| !stored.contains(won)).collect();
    assert!(lost.is_empty(), "{} acknowledged events of {} are lost", lost.len(), won.len());
    for stream in (0..3).map(case) {
        let read = log.read(stream, 0).await.unwrap();
        assert!(read.iter().eq(events.iter().filter(|event| event.stream == stream)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_acknowledged() {
    const N_ROUNDS: u128 = 10;
    let mut server = Server::start().await;
    let mut won = Vec::new();
    let logs = [Arc::new(open(&server).await), Arc::new(open(&server).await)];
    for round in 0..N_ROUNDS {
        let mut head = logs[0].head(Partition(0));
        let writers = Writers::start([&logs[0], &logs[1]], round);
        let upto = head.borrow().0 + 10 + u64::try_from(round * 7 % 60).unwrap();
        head.wait_for(|head| head.0 >= upto).await.unwrap();
        server.restart().await;
        // They go on by themselves.
        let upto = head.borrow().0 + 5;
        head.wait_for(|head| head.0 >= upto).await.unwrap();
        won.extend(writers.stop().await);
        check(&open(&server).await, &won).await;
    }
    eprintln!("{N_ROUNDS} kills, {} acknowledged events", won.len());
}
