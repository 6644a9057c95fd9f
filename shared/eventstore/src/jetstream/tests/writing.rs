use jiff::Timestamp;
use tokio::task::JoinSet;
use tongban_nats_testkit::SYNC_ALWAYS;

use super::*;
use crate::jetstream::marks::Mark;
use crate::jetstream::publish::{Answer, answer, send};
use crate::jetstream::settle::moved;
use crate::jetstream::stamp::Draft;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_that_race_one_wins_each_revision() {
    const N_ROUNDS: u128 = 100;
    let server = Server::start().await;
    let mut racers = JoinSet::new();
    for racer in 1..=2_u128 {
        let log = open(&server).await;
        racers.spawn(async move {
            let mut won = Vec::new();
            for round in 0..N_ROUNDS {
                let expected = end(&log, case(1)).await.unwrap();
                let wanted = append_of(case(1), expected, racer << 64 | round, 1);
                let id = wanted.writes[0].events[0].id;
                match log.append(wanted).await {
                    Ok(answer) => won.push((answer.tokens[0].revision(), id)),
                    Err(AppendError::Conflict { .. }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            won
        });
    }
    let mut won: Vec<_> = racers.join_all().await.into_iter().flatten().collect();
    won.sort_unstable();
    let read = open(&server).await.read(case(1), 0).await.unwrap();
    let stored: Vec<_> = read.iter().map(|event| (event.revision, event.id)).collect();
    assert_eq!(stored, won);
    assert!(won.len() >= usize::try_from(N_ROUNDS).unwrap(), "somebody wins every time");
}

/// The number of messages of the log's stream that came in a batch, asked of the server.
async fn n_batched(server: &Server, n_messages: u64) -> usize {
    let client = async_nats::connect(server.url()).await.unwrap();
    let mut n_batched = 0;
    for seq in 1..=n_messages {
        let body = format!("{{\"seq\":{seq}}}");
        let message = client.request("$JS.API.DIRECT.GET.TB_1_00", body.into()).await.unwrap();
        n_batched += usize::from(message.headers.unwrap().get("Nats-Batch-Id").is_some());
    }
    n_batched
}

/// Appends the first event to each of the first `n` cases, all at once; answers who won.
pub(super) async fn all_at_once(
    log: &Arc<JetStreamLog>,
    by: u128,
    n: u128,
) -> Vec<(u128, Appended)> {
    let mut writers = JoinSet::new();
    for of_case in 0..n {
        let log = Arc::clone(log);
        writers.spawn(async move {
            let wanted = append_of(case(of_case), Expected::NoStream, by << 64 | of_case, 1);
            match log.append(wanted).await {
                Ok(answer) => Some((of_case, answer)),
                Err(AppendError::Conflict { stream }) if stream == case(of_case) => None,
                Err(other) => panic!("{other}"),
            }
        });
    }
    writers.join_all().await.into_iter().flatten().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn appends_that_queue_go_out_together() {
    let server = Server::start().await;
    let log = Arc::new(open(&server).await);
    let won = all_at_once(&log, 1, 200).await;
    assert_eq!(won.len(), 200);
    for (of_case, answer) in won {
        let read = log.read(case(of_case), 0).await.unwrap();
        assert_eq!(answer.tokens, [Token::of(&read[0])]);
        assert_eq!((read.len(), read[0].recorded_at), (1, answer.recorded_at));
    }
    let all = scan_all(&log, 1_000).await.unwrap();
    assert_eq!(all.len(), 200);
    assert!(all.is_sorted_by_key(|event| event.recorded_at));
    assert!(n_batched(&server, 200).await > 100);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stale_append_hinders_none_of_those_it_goes_out_with() {
    let server = Server::start().await;
    let (one, other) = (Arc::new(open(&server).await), Arc::new(open(&server).await));
    // Both want to be the first everywhere, so that batches of both hold some that come too late.
    let (by_one, by_other) = tokio::join!(all_at_once(&one, 1, 200), all_at_once(&other, 2, 200));
    let mut won: Vec<_> = by_one.iter().chain(&by_other).map(|(of_case, _)| *of_case).collect();
    won.sort_unstable();
    assert_eq!(won, Vec::from_iter(0..200), "one winner each");
    for (of_case, answer) in by_one.iter().chain(&by_other) {
        let read = one.read(case(*of_case), 0).await.unwrap();
        assert_eq!(answer.tokens, [Token::of(&read[0])]);
        assert_eq!(read.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_that_waits_for_nobody_goes_out_by_itself() {
    let server = Server::start().await;
    let log = open(&server).await;
    for n in 0..5 {
        append(&log, n, 1).await.unwrap();
    }
    assert_eq!(n_batched(&server, 5).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_broker_refuses_and_keeps_what_it_has() {
    let full = format!("{SYNC_ALWAYS}, max_file_store: 1MB");
    let server = start_with(&full, "").await;
    let log = open(&server).await;
    let mut n_kept = 0;
    let refused = loop {
        let mut wanted = append_of(case(n_kept), Expected::NoStream, n_kept, 1);
        wanted.writes[0].events[0].data = vec![b'1'; 100 << 10].into();
        match log.append(wanted).await {
            Ok(_) => n_kept += 1,
            Err(refused) => break refused,
        }
        assert!(n_kept < 20, "it is never full");
    };
    assert!(matches!(refused, AppendError::NoSpace), "{refused:?}");
    assert!(n_kept > 5);
    assert_eq!(scan_all(&log, 100).await.unwrap().len(), usize::try_from(n_kept).unwrap());
    assert!(log.read(case(n_kept), 0).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_appends_than_may_wait_are_refused_and_nothing_of_them_is_recorded() {
    let server = Server::start().await;
    let options = Options { queue_max: 2, ..options(&server) };
    let log = Arc::new(JetStreamLog::open(options).await.unwrap());
    let mut writers = JoinSet::new();
    for n in 0..300 {
        let log = Arc::clone(&log);
        writers.spawn(async move {
            (n, log.append(append_of(case(n), Expected::NoStream, n, 1)).await)
        });
    }
    let mut n_busy = 0;
    for (n, outcome) in writers.join_all().await {
        let n_read = log.read(case(n), 0).await.unwrap().len();
        match outcome {
            Ok(_) => assert_eq!(n_read, 1),
            Err(AppendError::Busy) => {
                assert_eq!(n_read, 0);
                n_busy += 1;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(n_busy > 0);
}

#[tokio::test]
async fn an_append_that_has_landed_is_not_taken_for_anothers() {
    let server = Server::start().await;
    let log = open(&server).await;
    let wanted = |by: u128| {
        let mut wanted = append_of(case(1), Expected::NoStream, by, 1);
        wanted.writes.extend(append_of(case(2), Expected::NoStream, by, 2).writes);
        let ends = vec![Mark::START; 2];
        [Draft { append: wanted, ends }.stamp(Partition(0), Timestamp::UNIX_EPOCH)]
    };
    let (own, others) = (wanted(1), wanted(2));
    let (core, part) = (&log.core, log.core.part(Partition(0)));
    assert_eq!(moved(core, part, &own).await, None, "nothing is there");
    let sent = send(&core.broker, core.names, &own, core.deadline()).await;
    let said = answer(sent, 3, core.deadline()).await;
    assert!(matches!(said, Answer::Landed(Seq(1))), "{said:?}");
    assert_eq!(moved(core, part, &own).await, None, "what is there is its own");
    assert_eq!(moved(core, part, &others).await, Some(case(1)));
}
