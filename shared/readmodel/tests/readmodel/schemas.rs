//! How processes that share a database make, exchange and remove schemas under each other.

use sqlx::Connection;
use tongban_eventstore::readers::{Consumer, ReaderError};
use tongban_kernel::{DecodeError, Recorded};
use tongban_readmodel::{Projection, ProjectionReader, ReadModels, RowOp, StoreError, Table};

use crate::fixture::{History, LOADS, P0, Tasks, catch_up, load_of, mounted, states};
use crate::server::TestDatabase;
use crate::sharing::models_of;

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
