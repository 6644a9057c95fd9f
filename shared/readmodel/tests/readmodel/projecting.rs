use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tongban_eventstore::Log;
use tongban_eventstore::readers::{
    Consumer, Progress, ReaderError, ReaderKind, ReaderState, run_tail,
};
use tongban_kernel::{Partition, Position, Seq, StreamId, TaskId};
use tongban_readmodel::{Parking, ReaderStats};
use uuid::Uuid;

use crate::engine::{Engine, on_both_engines};
use crate::fixture::{History, P0, Tasks, catch_up, load_of, mounted, states, task};

const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(10);

fn id(n: u128) -> TaskId {
    TaskId::from_uuid(task(n).id)
}

on_both_engines! {
    events_become_rows_and_undeclared_ones_pass_by
    a_reader_goes_on_where_it_left_off
    an_event_that_cannot_be_read_stops_the_reader_behind_what_was_before_it
    a_parked_event_is_passed_over_without_a_restart_and_in_a_rebuild
    a_reader_that_was_overtaken_writes_nothing
    each_partition_has_its_own_checkpoint_and_its_own_counters
    a_batch_larger_than_a_statement_is_written_whole
    who_waits_for_a_position_sees_it
}

async fn events_become_rows_and_undeclared_ones_pass_by(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    history.requested(1, "民政局").await;
    history.requested(2, "民政局").await;
    history.append(task(2), "test.noted.v1", "not even JSON").await;
    history.returned(1).await;
    history.closed(2, "民政局").await;
    let reader = mounted(&models, &history).await;
    catch_up(&reader, &history).await;
    assert_eq!(states(&reader.model()).await, [(id(1), "returned".to_owned())]);
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(1));
    assert_eq!(load_of(&reader.model(), "税务局").await, None);
    assert_eq!(reader.stats(), ReaderStats { n_projected: 4, n_skipped: 1 });
}

async fn a_reader_goes_on_where_it_left_off(engine: Engine) {
    let mut history = History::new();
    let first = history.requested(1, "民政局").await;
    {
        let models = engine.models().await;
        let reader = mounted(&models, &history).await;
        catch_up(&reader, &history).await;
        reader.close().await.unwrap();
    }
    history.requested(2, "民政局").await;
    let models = engine.models().await;
    let reader = mounted(&models, &history).await;
    assert_eq!(reader.checkpoint(P0).await.unwrap().seq(), first);
    // Delivered again from the start: what is counted is not counted twice.
    reader.consume(P0, &history.events().await).await.unwrap();
    reader.consume(P0, &history.events().await).await.unwrap();
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(2));
    assert_eq!(reader.moved_aside(), None);
}

async fn an_event_that_cannot_be_read_stops_the_reader_behind_what_was_before_it(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    let before = history.requested(1, "民政局").await;
    history.append(task(2), "test.requested.v1", "{}").await;
    history.requested(3, "民政局").await;
    let reader = mounted(&models, &history).await;
    let events = history.events().await;
    let stopped = reader.consume(P0, &events).await.unwrap_err();
    assert!(matches!(stopped, ReaderError::Event { event, .. } if event.id == events[1].id));
    assert_eq!(reader.checkpoint(P0).await.unwrap().seq(), before);
    assert_eq!(states(&reader.model()).await, [(id(1), "requested".to_owned())]);
}

async fn a_parked_event_is_passed_over_without_a_restart_and_in_a_rebuild(engine: Engine) {
    let (state, _) = engine.state().await;
    let state = Arc::new(state);
    let models = engine.models().await.with_stops(state.clone());
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let unreadable = history.append(task(2), "test.requested.v1", "{}").await;
    history.requested(3, "民政局").await;
    let reader = Arc::new(models.mount(Tasks, &*history.log).await.unwrap());
    let (model, progress) = (reader.model(), Progress::default());
    let (stop, stopped) = watch::channel(false);
    progress.register("tasks", ReaderKind::Projection, P0, Seq(0));
    let log: Arc<dyn Log> = history.log.clone();
    let tail = tokio::spawn(run_tail(reader, log, P0, progress.clone(), stopped));
    let stops = async || state.stops().await.unwrap();
    while stops().await.is_empty() {
        tokio::time::sleep(LOOK_EVERY).await;
    }
    let [stop_row] = stops().await.try_into().unwrap();
    assert_eq!((stop_row.reader.as_str(), stop_row.at.seq), ("tasks", unreadable));
    assert!(stop_row.reason.contains("missing field `department`"), "{}", stop_row.reason);
    let (.., status) = progress.all().remove(0);
    let at = Some(stop_row.at.clone());
    assert!(matches!(&status.state, ReaderState::Stopped { at: of, .. } if *of == at));
    assert!(models.rebuild(Tasks, &*history.log, |_| ()).await.is_err(), "nobody has decided");

    // In any process.
    let (elsewhere, _) = engine.state().await;
    let parking = elsewhere.park("tasks", stop_row.at.id, "operator-1", "of a trial").await;
    assert_eq!(parking.unwrap(), Parking::Done);
    let head = Position::at(history.log.generation(), P0, *history.log.head(P0).borrow());
    progress.reached("tasks", &head, PATIENCE).await.unwrap();
    let without = [(id(1), "requested".to_owned()), (id(3), "requested".to_owned())];
    assert_eq!(states(&model).await, without);
    let rebuilt = models.rebuild(Tasks, &*history.log, |_| ()).await.unwrap();
    assert_eq!(rebuilt.difference(&model).await.unwrap(), None);
    stop.send(true).unwrap();
    tail.await.unwrap();
}

async fn a_reader_that_was_overtaken_writes_nothing(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let old = mounted(&models, &history).await;
    catch_up(&old, &history).await;
    engine.leases_run_out().await;
    let new = mounted(&engine.models().await, &history).await;
    history.requested(2, "民政局").await;
    let events = history.events().await;
    let lost = old.consume(P0, &events).await.unwrap_err();
    assert!(matches!(lost, ReaderError::Lost), "{lost:?}");
    assert_eq!(load_of(&new.model(), "民政局").await, Some(1));
    new.consume(P0, &events).await.unwrap();
    assert_eq!(load_of(&new.model(), "民政局").await, Some(2));
}

async fn each_partition_has_its_own_checkpoint_and_its_own_counters(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::over(2);
    for n in 0..10_u128 {
        // The slot, and so the partition, lies in the twelve bits behind the version.
        let stream = StreamId::new(task(n).category, Uuid::from_u128((n << 80) | ((n % 2) << 64)));
        history.append(stream, "test.requested.v1", r#"{"department":"民政局"}"#).await;
    }
    let reader = mounted(&models, &history).await;
    for (partition, expected) in [(Partition(1), 5), (P0, 10)] {
        let events = history.log.scan(partition, Seq(0), 100).await.unwrap();
        reader.consume(partition, &events).await.unwrap();
        assert_eq!(load_of(&reader.model(), "民政局").await, Some(expected));
    }
    for partition in [P0, Partition(1)] {
        assert_eq!(reader.checkpoint(partition).await.unwrap().seq(), Seq(5));
    }
    assert!(reader.checkpoint(Partition(2)).await.is_err(), "the log has no such partition");
}

async fn a_batch_larger_than_a_statement_is_written_whole(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    for n in 1..=1_000 {
        history.requested(n, "民政局").await;
    }
    for n in (1..=1_000).step_by(3) {
        history.returned(n).await;
    }
    let reader = mounted(&models, &history).await;
    catch_up(&reader, &history).await;
    for n in (2..=1_000).step_by(3) {
        history.closed(n, "民政局").await;
    }
    for n in (3..=1_000).step_by(3) {
        history.returned(n).await;
    }
    catch_up(&reader, &history).await;
    let states = states(&reader.model()).await;
    assert_eq!(states.len(), 667);
    assert!(states.iter().all(|(_, state)| state == "returned"));
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(667));
}

async fn who_waits_for_a_position_sees_it(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    history.requested(1, "民政局").await;
    let reader = Arc::new(mounted(&models, &history).await);
    let (model, progress) = (reader.model(), Progress::default());
    progress.register("tasks", ReaderKind::Projection, P0, Seq(0));
    let (stop, stopped) = watch::channel(false);
    let log: Arc<dyn Log> = history.log.clone();
    let tail = tokio::spawn(run_tail(reader, log, P0, progress.clone(), stopped));
    for n in 2..=20 {
        let seq = history.requested(n, "民政局").await;
        let position = Position::at(history.log.generation(), P0, seq);
        progress.reached("tasks", &position, Duration::from_secs(30)).await.unwrap();
        assert_eq!(load_of(&model, "民政局").await, i64::try_from(n).ok());
    }
    stop.send(true).unwrap();
    tail.await.unwrap();
}
