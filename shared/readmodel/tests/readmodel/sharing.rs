//! What several processes that share a database do to each other.

use std::sync::Arc;

use futures_util::FutureExt as _;
use sqlx::Connection;
use tongban_eventstore::Log;
use tongban_eventstore::readers::{Consumer, Place, PolicyStore, ReaderError, Seen};
use tongban_kernel::{ManualClock, Partition, Seq};
use tongban_readmodel::{Database, Heard, ReadModels, StateStore, StoreError};

use crate::engine::Engine;
use crate::fixture::{History, P0, Tasks, catch_up, load_of, mounted, start, states, task};
use crate::server::TestDatabase;

pub(crate) async fn models_of(database: &TestDatabase, process: &str) -> ReadModels {
    ReadModels::in_database(&database.process_named(process).await).await.unwrap()
}

#[tokio::test]
async fn whoever_asks_whether_the_state_is_there_makes_nothing() {
    let database = TestDatabase::new().await;
    let process = database.process().await;
    assert!(!StateStore::is_in_database(&process).await.unwrap());
    assert_eq!(database.schemas().await, [] as [&str; 0]);
    let clock = Arc::new(ManualClock::at(start()));
    StateStore::in_database(&process, clock).await.unwrap();
    assert!(StateStore::is_in_database(&process).await.unwrap());
}

async fn is_elsewhere(reader: &impl Consumer) -> bool {
    matches!(reader.checkpoint(P0).await.unwrap(), Place::Elsewhere(_))
}

fn is_lost(error: &ReaderError) -> bool {
    matches!(error, ReaderError::Lost)
}

#[tokio::test]
async fn processes_that_start_at_once_make_one_schema_and_one_of_them_reads() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let mut starting = Vec::new();
    for n in 0..6 {
        let models = models_of(&database, &format!("replica-{n}")).await;
        let log = history.log.clone();
        starting.push(tokio::spawn(async move { models.mount(Tasks, &*log).await.unwrap() }));
    }
    let mut n_holders = 0;
    for reader in starting {
        n_holders += u32::from(!is_elsewhere(&reader.await.unwrap()).await);
    }
    assert_eq!(n_holders, 1);
    assert_eq!(database.schemas().await, ["tasks_v2"]);
}

#[tokio::test]
async fn a_partition_is_read_by_one_until_it_lets_go_dies_or_starts_again() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let old = mounted(&models_of(&database, "a").await, &history).await;
    let new = mounted(&models_of(&database, "b").await, &history).await;
    assert!(is_elsewhere(&new).await);
    // Both answer questions.
    catch_up(&old, &history).await;
    assert_eq!(load_of(&new.model(), "民政局").await, Some(1));

    old.close().await.unwrap();
    let head = *history.log.head(P0).borrow();
    assert_eq!(new.checkpoint(P0).await.unwrap().seq(), head);
    assert!(!is_elsewhere(&new).await);
    database.leases_run_out().await;
    new.renew(P0).await.unwrap();
    let other = mounted(&models_of(&database, "c").await, &history).await;
    assert_eq!(other.checkpoint(P0).await.unwrap(), Place::Elsewhere(head), "it was not taken");

    let again = mounted(&models_of(&database, "b").await, &history).await;
    assert!(!is_elsewhere(&again).await, "it is the same process");
    again.let_go(P0).await.unwrap();
    // A renewal that was under way lands when it is let go.
    again.renew(P0).await.unwrap();
    assert!(!is_elsewhere(&other).await);
}

#[tokio::test]
async fn a_place_that_went_back_is_read_again_and_nothing_between_is_passed_over() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    let models = models_of(&database, "a").await;
    let reader = mounted(&models, &history).await;
    history.requested(1, "民政局").await;
    catch_up(&reader, &history).await;
    let rebuilt = models.rebuild(Tasks, &*history.log, |_| ()).await.unwrap();
    database.run("CREATE TABLE public.before AS TABLE tasks_v2.reader_place").await;
    history.requested(2, "民政局").await;
    catch_up(&reader, &history).await;
    // A crash of the server takes the newest commits, and nobody who writes has seen it.
    let crash = "UPDATE tasks_v2.reader_place AS p SET seq = b.seq, event_hash = b.event_hash \
        FROM public.before AS b WHERE b.part = p.part";
    database.run(crash).await;
    reader.swap_in(rebuilt, &*history.log).await.unwrap();

    history.requested(3, "民政局").await;
    let events = history.events().await;
    assert!(is_lost(&reader.consume(P0, &events[2..]).await.unwrap_err()));
    assert_eq!(reader.checkpoint(P0).await.unwrap().seq(), events[0].seq);
    reader.consume(P0, &events[1..]).await.unwrap();
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(3));
}

#[tokio::test]
async fn who_only_looks_holds_nothing_and_has_no_connection_that_writes() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    let looks = models_of(&database, "a").await.mount(Tasks, &*history.log).await.unwrap();
    assert_eq!(looks.look(P0).await.unwrap(), Seq(0));
    let holder = mounted(&models_of(&database, "b").await, &history).await;
    history.requested(1, "民政局").await;
    catch_up(&holder, &history).await;
    assert_eq!(looks.look(P0).await.unwrap(), *history.log.head(P0).borrow());
    assert!(!is_elsewhere(&holder).await);
    // Of those that are open now, one writes; it is closed when nothing is held.
    let writers = "SELECT COUNT(*) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid() \
            AND query ~ 'FROM reader_place'";
    let mut connection = database.connect().await;
    let mut n_writers =
        async || sqlx::query_scalar::<_, i64>(writers).fetch_one(&mut connection).await.unwrap();
    assert_eq!(n_writers().await, 1);
    holder.let_go(P0).await.unwrap();
    while n_writers().await > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_lease_is_renewed_while_a_batch_of_another_partition_is_written() {
    let database = TestDatabase::new().await;
    let mut history = History::over(2);
    let reader = Arc::new(mounted(&models_of(&database, "a").await, &history).await);
    history.requested(1, "民政局").await;
    let events = history.events().await;
    let mut connection = database.connect().await;
    let mut holds = connection.begin().await.unwrap();
    let sql = "SELECT 1 FROM tasks_v2.reader_place WHERE part = 0 FOR UPDATE";
    sqlx::raw_sql(sql).execute(&mut *holds).await.unwrap();
    let writes = reader.clone();
    let writing = tokio::spawn(async move { writes.consume(P0, &events).await });
    database.waits_for_a_lock().await;
    database.run("UPDATE tasks_v2.reader_place SET held_until = '-infinity' WHERE part = 1").await;
    reader.renew(P0).await.unwrap();
    reader.renew(Partition(1)).await.unwrap();
    let other = models_of(&database, "b").await.mount(Tasks, &*history.log).await.unwrap();
    let place = other.checkpoint(Partition(1)).await.unwrap();
    assert!(matches!(place, Place::Elsewhere(_)), "the batch is under way");
    holds.commit().await.unwrap();
    writing.await.unwrap().unwrap();
    assert!(is_elsewhere(&other).await);
}

#[tokio::test]
async fn who_cannot_renew_during_an_exchange_keeps_nobody_waiting() {
    let database = TestDatabase::new().await;
    let history = History::new();
    let reader = mounted(&models_of(&database, "a").await, &history).await;
    let mut connection = database.connect().await;
    let mut exchanges = connection.begin().await.unwrap();
    let sql = "LOCK TABLE tasks_v2.reader_place IN EXCLUSIVE MODE";
    sqlx::raw_sql(sql).execute(&mut *exchanges).await.unwrap();
    // As long as the exchange lasts: each of these would have waited for its end.
    for _ in 0..3 {
        assert!(reader.renew(P0).await.is_err());
    }
    assert_eq!(reader.look(P0).await.unwrap(), Seq(0));
    exchanges.commit().await.unwrap();
    reader.renew(P0).await.unwrap();
}

#[tokio::test]
async fn a_reader_that_lost_its_lease_writes_nothing() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    let old = mounted(&models_of(&database, "a").await, &history).await;
    database.leases_run_out().await;
    let new = mounted(&models_of(&database, "b").await, &history).await;
    for n in 1..=20 {
        history.requested(n, "民政局").await;
    }
    let events = history.events().await;
    let (lost, won) = tokio::join!(old.consume(P0, &events), new.consume(P0, &events));
    assert!(is_lost(&lost.unwrap_err()));
    won.unwrap();
    assert_eq!(load_of(&old.model(), "民政局").await, Some(20));
    assert!(is_elsewhere(&old).await);
}

#[tokio::test]
async fn a_reader_that_loses_its_lease_while_it_writes_writes_nothing() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    let reader = mounted(&models_of(&database, "a").await, &history).await;
    let model = reader.model();
    history.requested(1, "民政局").await;
    let events = history.events().await;
    // Another is about to take the partition over.
    let mut connection = database.connect().await;
    let mut takes = connection.begin().await.unwrap();
    let sql = "UPDATE tasks_v2.reader_place SET fence = fence + 1, holder = 'b'";
    sqlx::raw_sql(sql).execute(&mut *takes).await.unwrap();
    let writing = tokio::spawn(async move { reader.consume(P0, &events).await });
    database.waits_for_a_lock().await;
    takes.commit().await.unwrap();
    assert!(is_lost(&writing.await.unwrap().unwrap_err()));
    assert_eq!(states(&model).await, []);
}

#[tokio::test]
async fn partitions_are_read_side_by_side() {
    let database = TestDatabase::new().await;
    let mut history = History::over(2);
    let a = mounted(&models_of(&database, "a").await, &history).await;
    let sql = "UPDATE tasks_v2.reader_place SET held_until = '-infinity' WHERE part = 1";
    database.run(sql).await;
    let b = mounted(&models_of(&database, "b").await, &history).await;
    for n in 0..10_u128 {
        let mut stream = task(n);
        stream.id = uuid::Uuid::from_u128((n << 80) | ((n % 2) << 64));
        history.append(stream, "test.requested.v1", r#"{"department":"民政局"}"#).await;
    }
    assert!(is_elsewhere(&b).await);
    for (reader, partition) in [(&a, P0), (&b, Partition(1))] {
        let events = history.log.scan(partition, Seq(0), 100).await.unwrap();
        reader.consume(partition, &events).await.unwrap();
    }
    assert_eq!(load_of(&a.model(), "民政局").await, Some(10));
}

#[tokio::test]
async fn a_policy_runs_in_one_process_at_a_time() {
    let engine = Engine::postgres().await;
    let ((old, _), (new, _)) = (engine.state().await, engine.state().await);
    let seen = Seen { seq: Seq(1), hash: None };
    old.commit("policy", P0, seen, Vec::new()).await.unwrap();
    assert_eq!(new.checkpoint("policy", P0).await.unwrap(), Place::Elsewhere(Seq(1)));
    engine.leases_run_out().await;
    old.renew("policy", P0).await.unwrap();
    new.renew("policy", P0).await.unwrap();
    assert_eq!(new.checkpoint("policy", P0).await.unwrap(), Place::Elsewhere(Seq(1)));
    assert_eq!(new.look("policy", P0).await.unwrap(), Seq(1));
    old.let_go("policy", P0).await.unwrap();
    assert_eq!(new.checkpoint("policy", P0).await.unwrap(), Place::Here(seen));
    let refused = old.backup(std::path::Path::new("copy")).await.unwrap_err();
    assert!(matches!(refused, StoreError::BackedUpElsewhere { .. }), "{refused}");
}

#[tokio::test]
async fn who_goes_away_while_a_transaction_begins_leaves_none_open() {
    let engine = Engine::postgres().await;
    let ((old, _), (new, _)) = (engine.state().await, engine.state().await);
    let at = |seq| Seen { seq: Seq(seq), hash: None };
    old.commit("policy", P0, at(1), Vec::new()).await.unwrap();
    // The server is asked to begin until it does not answer at once, and nobody waits for it then.
    let mut seq = 1;
    while old.commit("policy", P0, at(seq + 1), Vec::new()).now_or_never().is_some() {
        seq += 1;
    }
    old.let_go("policy", P0).await.unwrap();
    let place = new.checkpoint("policy", P0).await.unwrap();
    assert!(matches!(place, Place::Here(_)), "{place:?}");
}

#[tokio::test]
async fn a_change_is_heard_in_every_process_once_it_can_be_seen() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    let (a, b) = (models_of(&database, "a").await, models_of(&database, "b").await);
    let (writes, asks) = (mounted(&a, &history).await, mounted(&b, &history).await);
    let mut feeds = [a.changes().subscribe(), b.changes().subscribe()];
    let seq = history.requested(1, "民政局").await;
    catch_up(&writes, &history).await;
    for feed in &mut feeds {
        let Some(Heard::Change(change)) = feed.next().await else { panic!("not heard") };
        assert_eq!((&*change.projection, change.seq), ("tasks", seq));
        assert_eq!(change.events[0].stream, task(1));
        assert_eq!(load_of(&asks.model(), "民政局").await, Some(1));
    }
    // More than the server takes in one notice.
    for n in 2..200 {
        history.requested(n, "民政局").await;
    }
    catch_up(&writes, &history).await;
    assert_eq!(feeds[1].next().await, Some(Heard::StartOver));
}

#[tokio::test]
async fn who_was_out_of_touch_starts_over_and_hears_again() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    let models = models_of(&database, "a").await;
    let reader = mounted(&models, &history).await;
    let mut feed = models.changes().subscribe();
    database
        .run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND query LIKE 'LISTEN%'",
        )
        .await;
    assert_eq!(feed.next().await, Some(Heard::StartOver));
    history.requested(1, "民政局").await;
    catch_up(&reader, &history).await;
    assert!(matches!(feed.next().await, Some(Heard::Change(_))));
}

#[tokio::test]
async fn who_asks_for_tls_has_it_and_a_server_that_proves_nothing_is_refused() {
    let database = TestDatabase::new().await;
    let tls = Database::connect(&database.tls_url("server").await, "a").await.unwrap();
    let models = ReadModels::in_database(&tls).await.unwrap();
    mounted(&models, &History::new()).await;
    let sql = "SELECT COUNT(*) FILTER (WHERE ssl) > 0 AND COUNT(*) FILTER (WHERE NOT ssl) = 0 \
        FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
        WHERE datname = current_database() AND application_name = 'tongban'";
    let all: bool = sqlx::query_scalar(sql).fetch_one(&mut database.connect().await).await.unwrap();
    assert!(all, "every connection is encrypted");
    let refused = Database::connect(&database.tls_url("stranger").await, "a").await.unwrap_err();
    assert!(matches!(refused, StoreError::Engine { .. }), "{refused}");
}

#[tokio::test]
async fn a_character_that_the_server_cannot_store_stops_nobody() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    history.append(task(1), "test.requested.v1", r#"{"department":"民\u0000政"}"#).await;
    let reader = mounted(&models_of(&database, "a").await, &history).await;
    catch_up(&reader, &history).await;
    for asked in ["民\0政", "民\u{fffd}政"] {
        assert_eq!(load_of(&reader.model(), asked).await, Some(1));
    }
}

#[tokio::test]
async fn a_database_that_knows_no_chinese_is_refused() {
    for options in [
        "TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'",
        "TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'POSIX'",
        "TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C' ENCODING SQL_ASCII",
    ] {
        let database = TestDatabase::with(options).await;
        let refused = Database::connect(&database.url().await, "a").await.unwrap_err();
        assert!(matches!(refused, StoreError::Locale { .. }), "{refused}");
        assert!(refused.to_string().contains("C.UTF-8"), "{refused}");
    }
    let database = TestDatabase::with("TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C.UTF-8'");
    database.await.process().await;
}
