use std::fs;

use tongban_eventstore::Log;
use tongban_eventstore::readers::Consumer;
use tongban_kernel::{DecodeError, Recorded, Seq};
use tongban_readmodel::{Projection, ReadModels, RowOp, StoreError, Table};

use crate::fixture::{History, LOADS, P0, Tasks, catch_up, load_of, mounted};

async fn one_task(dir: &std::path::Path) -> History {
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let reader = mounted(&ReadModels::open(dir).unwrap(), &history).await;
    catch_up(&reader, &history).await;
    reader.close().await.unwrap();
    history
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_kept_aside_and_computed_again() {
    let dir = tempfile::tempdir().unwrap();
    let history = one_task(dir.path()).await;
    let whole = fs::read(dir.path().join("tasks.v2.db")).unwrap();
    // No database; a damaged page; cut off in the middle.
    let mut damaged = whole.clone();
    damaged[4_096..8_192].fill(0xa5);
    for bytes in [&b"no database at all, but long enough to be one"[..], &damaged, &whole[..6_000]]
    {
        fs::write(dir.path().join("tasks.v2.db"), bytes).unwrap();
        let models = ReadModels::open(dir.path()).unwrap();
        let reader = mounted(&models, &history).await;
        let aside = reader.moved_aside().expect("moved aside");
        assert_eq!(fs::read(&aside.place).unwrap(), bytes);
        assert_eq!(reader.checkpoint(P0).await.unwrap().seq(), Seq(0));
        catch_up(&reader, &history).await;
        assert_eq!(load_of(&reader.model(), "民政局").await, Some(1));
        reader.close().await.unwrap();
    }
}

#[tokio::test]
async fn damage_that_is_met_while_in_use_is_healed_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let mut history = one_task(dir.path()).await;
    let path = dir.path().join("tasks.v2.db");
    let mut bytes = fs::read(&path).unwrap();
    // The tables of the checkpoints come first, the projection's own last.
    bytes[5 * 4_096..].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    let models = ReadModels::open(dir.path()).unwrap();
    let reader = mounted(&models, &history).await;
    assert_eq!(reader.moved_aside(), None, "the damage is not met when it is opened");
    let asked = reader.model().query("SELECT * FROM task_load").fetch_all().await;
    assert!(asked.is_err(), "{asked:?}");
    reader.close().await.unwrap();

    history.requested(2, "民政局").await;
    let reader = mounted(&models, &history).await;
    assert!(reader.moved_aside().is_some());
    catch_up(&reader, &history).await;
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(2));
}

#[tokio::test]
async fn rows_of_events_that_the_log_does_not_hold_are_computed_again() {
    let dir = tempfile::tempdir().unwrap();
    one_task(dir.path()).await;
    // Another history: the log was restored from an older copy, or is empty.
    let mut other = History::new();
    for n in [7, 8] {
        let reader = mounted(&ReadModels::open(dir.path()).unwrap(), &other).await;
        let reason = &reader.moved_aside().expect("moved aside").reason;
        assert!(reason.contains("not in the log"), "{reason}");
        other = History::new();
        other.requested(n, "税务局").await;
        catch_up(&reader, &other).await;
        reader.close().await.unwrap();
        other = History::new();
        other.requested(n + 10, "税务局").await;
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_is_an_error_and_nothing_is_moved() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("tasks.v2.db")).unwrap();
    let models = ReadModels::open(dir.path()).unwrap();
    let refused = models.mount(Tasks, &*History::new().log).await.err();
    assert!(matches!(refused, Some(StoreError::Engine { action: "open", .. })), "{refused:?}");
    assert!(dir.path().join("tasks.v2.db").is_dir());
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

#[tokio::test]
async fn tables_that_changed_without_a_new_version_are_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let models = ReadModels::open(dir.path()).unwrap();
    let mut history = History::new();
    models.mount(Older::<2>, &*history.log).await.unwrap().close().await.unwrap();
    history.requested(1, "民政局").await;
    let reader = mounted(&models, &history).await;
    assert!(reader.moved_aside().is_some());
    catch_up(&reader, &history).await;
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(1));
}

#[tokio::test]
async fn an_older_version_is_kept_until_the_new_one_has_caught_up() {
    let dir = tempfile::tempdir().unwrap();
    let models = ReadModels::open(dir.path()).unwrap();
    let mut history = History::new();
    let older = models.mount(Older::<1>, &*history.log).await.unwrap();
    older.close().await.unwrap();
    history.requested(1, "民政局").await;
    let older = dir.path().join("tasks.v1.db");
    for expected in [true, false] {
        let reader = mounted(&models, &history).await;
        assert_eq!(older.exists(), expected);
        catch_up(&reader, &history).await;
        assert_eq!(reader.checkpoint(P0).await.unwrap().seq(), *history.log.head(P0).borrow());
        reader.close().await.unwrap();
    }
}
