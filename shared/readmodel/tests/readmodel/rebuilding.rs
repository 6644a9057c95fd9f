use std::path::{Path, PathBuf};

use tongban_eventstore::Log;
use tongban_eventstore::readers::{Consumer, ReaderError};
use tongban_kernel::TaskId;
use tongban_readmodel::{Difference, ProjectionReader, ReadModels, Rebuilt, StoreError};

use crate::engine::{Engine, on_both_engines};
use crate::fixture::{History, P0, Tasks, catch_up, load_of, mounted, states, task};

const NO_DATABASE: &[u8] = b"no database at all, but long enough to be one";

async fn busy(history: &mut History) {
    for n in 1..=50 {
        history.requested(n, if n % 2 == 0 { "民政局" } else { "税务局" }).await;
    }
    for n in 10..=40 {
        history.returned(n).await;
    }
    for n in (4..=20).step_by(2) {
        history.closed(n, "民政局").await;
    }
}

/// A read model in use that has caught up with a busy history.
struct InUse {
    engine: Engine,
    models: ReadModels,
    history: History,
    reader: ProjectionReader<Tasks>,
    /// What it showed then.
    before: Vec<(TaskId, String)>,
}

impl InUse {
    async fn open(engine: Engine) -> Self {
        let models = engine.models().await;
        let mut history = History::new();
        busy(&mut history).await;
        let reader = mounted(&models, &history).await;
        catch_up(&reader, &history).await;
        let before = states(&reader.model()).await;
        Self { engine, models, history, reader, before }
    }

    fn dir(&self) -> &Path {
        let Engine::Sqlite(dir) = &self.engine else { panic!("it has no folder") };
        dir.path()
    }

    fn path(&self) -> PathBuf {
        self.dir().join("tasks.v2.db")
    }

    async fn rebuild(&self) -> Result<Rebuilt<Tasks>, ReaderError> {
        self.models.rebuild(Tasks, &*self.history.log, |_| ()).await
    }

    async fn swap_in(&self, rebuilt: Rebuilt<Tasks>) -> Result<(), ReaderError> {
        self.reader.swap_in(rebuilt, &*self.history.log).await
    }

    async fn shows(&self) -> Vec<(TaskId, String)> {
        states(&self.reader.model()).await
    }

    /// Another task is requested, and shown.
    async fn goes_on(&mut self, n: u128) {
        let n_shown = self.shows().await.len();
        self.history.requested(n, "民政局").await;
        catch_up(&self.reader, &self.history).await;
        assert_eq!(self.shows().await.len(), n_shown + 1);
    }
}

on_both_engines! {
    a_rebuilt_model_is_the_one_in_use
    a_reader_takes_rebuilt_rows_while_it_runs_and_misses_nothing
    rows_replaced_offline_are_used_from_the_next_start
    a_rebuild_stops_at_an_event_that_cannot_be_read_and_leaves_the_old_rows
    a_second_rebuild_is_refused_until_the_rows_of_the_first_are_in_use
}

async fn a_rebuilt_model_is_the_one_in_use(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    let reader = mounted(&models, &history).await;
    busy(&mut history).await;
    for events in history.events().await.chunks(7) {
        reader.consume(P0, events).await.unwrap();
    }
    let mut progress = Vec::new();
    let rebuilt = models.rebuild(Tasks, &*history.log, |at| progress.push(at)).await.unwrap();
    assert_eq!(rebuilt.difference(&reader.model()).await.unwrap(), None);
    assert_eq!(progress.last().map(|at| (at.seq, at.n_projected)), Some((progress[0].head, 90)));

    history.returned(1).await;
    catch_up(&reader, &history).await;
    let found = rebuilt.difference(&reader.model()).await.unwrap();
    assert_eq!(found, Some(Difference { table: "task", row: 1 }));
}

async fn a_reader_takes_rebuilt_rows_while_it_runs_and_misses_nothing(engine: Engine) {
    let mut office = InUse::open(engine).await;
    let rebuilt = office.rebuild().await.unwrap();
    // The one in use goes on meanwhile.
    office.goes_on(60).await;
    office.swap_in(rebuilt).await.unwrap();
    assert_eq!(office.shows().await.len(), office.before.len() + 1);
    office.goes_on(61).await;
    let model = office.reader.model();
    assert_eq!(load_of(&model, "民政局").await, Some(18));
    let indexes = match office.engine {
        Engine::Sqlite(_) => "SELECT name FROM sqlite_schema WHERE name = 'task_by_department'",
        Engine::Postgres(_) => {
            "SELECT 1 FROM pg_indexes WHERE schemaname = 'tasks_v2' \
             AND indexname = 'task_by_department'"
        }
    };
    let plan = model.query(indexes);
    assert!(plan.fetch_optional().await.unwrap().is_some(), "the index was made as well");
}

async fn rows_replaced_offline_are_used_from_the_next_start(engine: Engine) {
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let models = engine.models().await;
    let rebuilt = models.rebuild(Tasks, &*history.log, |_| ()).await.unwrap();
    rebuilt.replace().await.unwrap();
    let reader = mounted(&models, &history).await;
    assert_eq!(reader.checkpoint(P0).await.unwrap().seq(), *history.log.head(P0).borrow());
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(1));
}

async fn a_rebuild_stops_at_an_event_that_cannot_be_read_and_leaves_the_old_rows(engine: Engine) {
    let mut office = InUse::open(engine).await;
    office.history.append(task(60), "test.requested.v1", "{}").await;
    let stopped = office.rebuild().await.err();
    assert!(matches!(stopped, Some(ReaderError::Event { .. })));
    assert_eq!(office.shows().await, office.before);
}

async fn a_second_rebuild_is_refused_until_the_rows_of_the_first_are_in_use(engine: Engine) {
    let office = InUse::open(engine).await;
    let first = office.rebuild().await.unwrap();
    let second = office.rebuild().await.err();
    let Some(ReaderError::Store(refused)) = second else { panic!("{second:?}") };
    assert!(matches!(refused.downcast_ref(), Some(StoreError::BeingRebuilt { reader: "tasks" })));
    assert!(refused.to_string().contains("ask again"), "{refused}");
    // Neither the refused one nor a start beside it touches the rows of the first.
    mounted(&office.engine.models().await, &office.history).await.close().await.unwrap();
    office.swap_in(first).await.unwrap();
    assert_eq!(office.shows().await, office.before);

    let third = office.rebuild().await.unwrap();
    drop(third);
    office.rebuild().await.unwrap();
}

#[tokio::test]
async fn rows_that_cannot_be_opened_leave_the_old_ones_in_use() {
    let mut office = InUse::open(Engine::sqlite()).await;
    let rebuilt = office.rebuild().await.unwrap();
    let garbage = office.dir().join("garbage");
    std::fs::write(&garbage, NO_DATABASE).unwrap();
    std::fs::rename(&garbage, &scratch_files(office.dir())[0]).unwrap();
    assert!(office.swap_in(rebuilt).await.is_err());
    assert_eq!(office.shows().await, office.before);
    office.goes_on(60).await;
}

#[tokio::test]
async fn files_that_cannot_be_exchanged_leave_the_old_rows_in_use() {
    let mut office = InUse::open(Engine::sqlite()).await;
    let rebuilt = office.rebuild().await.unwrap();
    // The old rows cannot be kept aside under this name.
    std::fs::create_dir(office.dir().join("tasks.v2.db.replaced")).unwrap();
    assert!(office.swap_in(rebuilt).await.is_err());
    assert_eq!(office.shows().await, office.before);
    office.goes_on(60).await;
}

#[tokio::test]
async fn old_rows_that_an_exchange_left_aside_are_in_use_from_the_next_start() {
    let office = InUse::open(Engine::sqlite()).await;
    office.reader.close().await.unwrap();
    let path = office.path();
    let aside = path.with_added_extension("replaced");
    // The exchange was cut off, or came to no end; its new rows were of no use and stayed in place.
    for new in [None, Some(NO_DATABASE)] {
        std::fs::rename(&path, &aside).unwrap();
        if let Some(bytes) = new {
            std::fs::write(&path, bytes).unwrap();
        }
        let reader = mounted(&office.models, &office.history).await;
        assert_eq!(reader.moved_aside().is_some(), new.is_some());
        assert_eq!(
            reader.checkpoint(P0).await.unwrap().seq(),
            *office.history.log.head(P0).borrow()
        );
        assert_eq!(states(&reader.model()).await, office.before);
        reader.close().await.unwrap();
        assert!(!aside.exists());
    }
}

#[tokio::test]
async fn what_an_attempt_left_is_gone_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let history = History::new();
    for name in ["tasks.v2.rebuild.db", "tasks.v2.rebuild.7.db-wal", "tasks.v2.db.replaced"] {
        std::fs::write(dir.path().join(name), b"half").unwrap();
    }
    mounted(&ReadModels::open(dir.path()).unwrap(), &history).await.close().await.unwrap();
    assert_eq!(scratch_files(dir.path()), Vec::<PathBuf>::new());
    assert!(!dir.path().join("tasks.v2.db.replaced").exists());
}

/// The databases that rows are being computed in.
fn scratch_files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let is_scratch = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.contains(".rebuild.")
            && name.contains(".db")
            && !name.ends_with("-shm")
            && !name.ends_with("-wal")
    };
    entries.filter(is_scratch).collect()
}
