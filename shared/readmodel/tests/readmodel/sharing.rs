//! What several processes that share a database do to each other.

use std::sync::Arc;

use sqlx::Connection;
use tongban_eventstore::Log;
use tongban_eventstore::readers::{Consumer, Place, PolicyStore, ReaderError, Seen};
use tongban_kernel::{DecodeError, Partition, Recorded, Seq};
use tongban_readmodel::{
    Database, Heard, Projection, ProjectionReader, ReadModels, RowOp, StoreError, Table,
};

use crate::engine::Engine;
use crate::fixture::{History, LOADS, P0, Tasks, catch_up, load_of, mounted, states, task};
use crate::server::TestDatabase;

async fn models_of(database: &TestDatabase, process: &str) -> ReadModels {
    ReadModels::in_database(&database.process_named(process).await).await.unwrap()
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
    assert!(!is_elsewhere(&other).await);
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
async fn all_processes_go_on_with_the_rows_that_one_computed_again() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    for n in 1..=9 {
        history.requested(n, "民政局").await;
    }
    let (a, b) = (models_of(&database, "a").await, models_of(&database, "b").await);
    // It has started again: its fence is not the first.
    mounted(&a, &history).await;
    let holder = mounted(&a, &history).await;
    catch_up(&holder, &history).await;
    let other = mounted(&b, &history).await;
    let rows = states(&other.model()).await;
    let rebuilt = b.rebuild(Tasks, &*history.log, |_| ()).await.unwrap();
    history.requested(10, "民政局").await;
    catch_up(&holder, &history).await;
    other.swap_in(rebuilt, &*history.log).await.unwrap();
    assert_eq!(database.schemas().await, ["tasks_v2"]);
    assert_eq!(states(&other.model()).await.len(), rows.len() + 1);
    // Who held the partition holds it still.
    history.requested(11, "民政局").await;
    holder.consume(P0, &history.events().await).await.unwrap();
    assert_eq!(load_of(&other.model(), "民政局").await, Some(11));
}

/// The projection as it was: fewer tables.
struct Older<const VERSION: u32>;

impl<const VERSION: u32> Projection for Older<VERSION> {
    const NAME: &'static str = Tasks::NAME;
    const VERSION: u32 = VERSION;
    const EVENTS: &'static [&'static str] = &[];
    const TABLES: &'static [&'static Table] = &[LOADS];

    fn project(&self, _: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
        Ok(Vec::new())
    }
}

async fn older<const N: u32>(models: &ReadModels, history: &History) -> ProjectionReader<Older<N>> {
    models.mount(Older::<N>, &*history.log).await.unwrap()
}

#[tokio::test]
async fn the_version_before_is_kept_and_those_before_it_go_when_the_new_one_has_caught_up() {
    let database = TestDatabase::new().await;
    let models = models_of(&database, "a").await;
    let mut history = History::new();
    older::<0>(&models, &history).await.close().await.unwrap();
    older::<1>(&models, &history).await.close().await.unwrap();
    history.requested(1, "民政局").await;
    for expected in [&["tasks_v0", "tasks_v1", "tasks_v2"][..], &["tasks_v1", "tasks_v2"]] {
        let reader = mounted(&models, &history).await;
        assert_eq!(database.schemas().await, expected);
        catch_up(&reader, &history).await;
        reader.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_schema_that_is_of_no_use_is_kept_aside_and_computed_again() {
    let database = TestDatabase::new().await;
    let models = models_of(&database, "a").await;
    let mut history = History::new();
    older::<2>(&models, &history).await.close().await.unwrap();
    history.requested(1, "民政局").await;
    let mut other = History::new();
    other.requested(7, "税务局").await;
    for (history, reason) in [(&history, "tables"), (&other, "not in the log")] {
        let reader = mounted(&models, history).await;
        let aside = reader.moved_aside().expect("moved aside");
        assert!(aside.reason.contains(reason), "{}", aside.reason);
        assert_eq!(aside.place, "tasks_v2_unreadable");
        catch_up(&reader, history).await;
        assert_eq!(states(&reader.model()).await.len(), 1);
        reader.close().await.unwrap();
    }
}

#[tokio::test]
async fn rows_that_another_process_is_at_work_on_are_never_moved_aside() {
    let database = TestDatabase::new().await;
    let (mut history, mut other) = (History::new(), History::new());
    history.requested(1, "民政局").await;
    other.requested(7, "税务局").await;
    let holder = mounted(&models_of(&database, "a").await, &history).await;
    catch_up(&holder, &history).await;
    let stranger = models_of(&database, "b").await;
    let refused = stranger.mount(Tasks, &*other.log).await.err().unwrap();
    assert!(matches!(&refused, StoreError::InUse { holder, .. } if holder == "a"), "{refused}");
    assert!(refused.to_string().contains("not in the log"), "{refused}");
    history.requested(2, "民政局").await;
    catch_up(&holder, &history).await;
    assert_eq!(load_of(&holder.model(), "民政局").await, Some(2));

    holder.close().await.unwrap();
    let aside = stranger.mount(Tasks, &*other.log).await.unwrap();
    assert!(aside.moved_aside().is_some());
}

#[tokio::test]
async fn whether_rows_are_of_use_is_decided_when_nobody_writes_them() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let models = models_of(&database, "a").await;
    let reader = mounted(&models, &history).await;
    catch_up(&reader, &history).await;
    reader.close().await.unwrap();
    database.run("CREATE TABLE public.aside AS SELECT event_hash FROM tasks_v2.reader_place").await;
    database.run("UPDATE tasks_v2.reader_place SET event_hash = NULL").await;
    // Another process is about to commit what is right.
    let mut connection = database.connect().await;
    let mut writes = connection.begin().await.unwrap();
    let sql = "UPDATE tasks_v2.reader_place SET event_hash = (SELECT event_hash FROM public.aside)";
    sqlx::raw_sql(sql).execute(&mut *writes).await.unwrap();
    let log = history.log.clone();
    let starting = tokio::spawn(async move { models.mount(Tasks, &*log).await.unwrap() });
    database.waits_for_a_lock().await;
    writes.commit().await.unwrap();
    assert_eq!(starting.await.unwrap().moved_aside(), None);
}

#[tokio::test]
async fn rows_that_are_behind_those_in_use_do_not_take_their_place() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let models = models_of(&database, "a").await;
    let reader = mounted(&models, &history).await;
    catch_up(&reader, &history).await;
    let rebuild = async || models.rebuild(Tasks, &*history.log, |_| ()).await.unwrap();
    // The log has told another process more than this one.
    let (online, move_on) = (rebuild().await, "UPDATE tasks_v2.reader_place SET seq = seq + 1");
    database.run(move_on).await;
    let refused = reader.swap_in(online, &*history.log).await.unwrap_err();
    let ReaderError::Store(refused) = refused else { panic!("{refused:?}") };
    assert!(matches!(refused.downcast_ref(), Some(StoreError::Behind { .. })), "{refused}");
    let refused = rebuild().await.replace().await.unwrap_err();
    assert!(matches!(refused, StoreError::Behind { .. }), "{refused}");
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(1));
}

#[tokio::test]
async fn old_rows_that_somebody_still_reads_are_removed_later_and_hold_nobody_up() {
    let database = TestDatabase::new().await;
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let models = models_of(&database, "a").await;
    let reader = mounted(&models, &history).await;
    catch_up(&reader, &history).await;
    let mut connection = database.connect().await;
    let mut reads = connection.begin().await.unwrap();
    sqlx::raw_sql("SELECT * FROM tasks_v2.task").execute(&mut *reads).await.unwrap();
    let rebuilt = models.rebuild(Tasks, &*history.log, |_| ()).await.unwrap();
    reader.swap_in(rebuilt, &*history.log).await.unwrap();
    assert_eq!(database.schemas().await, ["tasks_v2", "tasks_v2_replaced"]);
    history.requested(2, "民政局").await;
    catch_up(&reader, &history).await;
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(2));
    // Neither is a start.
    mounted(&models, &history).await;
    reads.rollback().await.unwrap();
    mounted(&models, &history).await;
    assert_eq!(database.schemas().await, ["tasks_v2"]);
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
