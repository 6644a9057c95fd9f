//! The state of readers on its way from one engine to the other, and what stays as it is.

use tongban_eventstore::contract::refusal;
use tongban_eventstore::readers::{Consumer as _, Place, PolicyStore as _, ReaderError, Seen};
use tongban_kernel::{Hash, Partition, Seq};
use tongban_readmodel::{Page, ReaderPlace, Resolution, StateStore, WorkItem, WorkItems};

use crate::engine::{Engine, on_both_engines};
use crate::fixture::{History, P0, Tasks};

const POLICY: &str = "coordination-on-approval";
const RELAY: &str = "relay";

fn hash(seq: u64) -> Hash {
    Hash::of(&[&seq.to_be_bytes()])
}

fn at(seq: u64) -> Seen {
    Seen { seq: Seq(seq), hash: Some(hash(seq)) }
}

fn place(reader: &str, partition: u16, seq: u64) -> ReaderPlace {
    let (reader, partition, seq) = (reader.to_owned(), Partition(partition), Seq(seq));
    let hash = (seq.0 > 0).then(|| hash(seq.0));
    ReaderPlace { reader, partition, seq, hash }
}

async fn items(store: &StateStore) -> Vec<WorkItem> {
    store.work_items(WorkItems::All, &Page::default()).await.unwrap().items
}

async fn copy(from: &StateStore, to: &StateStore) {
    to.adopt_items(&items(from).await).await.unwrap();
    to.adopt_places(&from.reader_places().await.unwrap()).await.unwrap();
}

on_both_engines! {
    a_store_that_was_copied_goes_on_where_the_other_was
    a_reader_that_is_further_stays_and_one_that_is_moved_leaves_its_holder
    an_item_learns_of_its_resolution_and_nothing_else
    places_are_set_all_or_none
}

async fn a_store_that_was_copied_goes_on_where_the_other_was(engine: Engine) {
    let to = match engine {
        Engine::Sqlite(_) => Engine::postgres().await,
        Engine::Postgres(_) => Engine::sqlite(),
    };
    let ((source, _), (target, _)) = (engine.state().await, to.state().await);
    source.commit(RELAY, Partition(3), at(9), Vec::new()).await.unwrap();
    source.commit(POLICY, P0, at(41), vec![refusal(1), refusal(2)]).await.unwrap();
    source.checkpoint("sweeper", P0).await.unwrap();
    source.resolve(refusal(2).command, "operator-1", "closed by hand").await.unwrap();
    copy(&source, &target).await;
    copy(&source, &target).await;
    assert_eq!(items(&target).await, items(&source).await);
    let expected = [place(POLICY, 0, 41), place(RELAY, 3, 9), place("sweeper", 0, 0)];
    assert_eq!(target.reader_places().await.unwrap(), expected);
    let (process, _) = to.state().await;
    assert_eq!(process.checkpoint(POLICY, P0).await.unwrap(), Place::Here(at(41)));
    process.commit(POLICY, P0, at(42), Vec::new()).await.unwrap();
}

async fn a_reader_that_is_further_stays_and_one_that_is_moved_leaves_its_holder(engine: Engine) {
    let ((process, _), (mover, _)) = (engine.state().await, engine.state().await);
    process.commit(POLICY, P0, at(5), Vec::new()).await.unwrap();
    mover.adopt_places(&[place(POLICY, 0, 4)]).await.unwrap();
    process.commit(POLICY, P0, at(6), Vec::new()).await.unwrap();
    mover.adopt_places(&[place(POLICY, 0, 7)]).await.unwrap();
    let lost = process.commit(POLICY, P0, at(8), Vec::new()).await.unwrap_err();
    assert!(matches!(lost, ReaderError::Lost), "{lost:?}");
    assert_eq!(mover.reader_places().await.unwrap(), [place(POLICY, 0, 7)]);
}

async fn an_item_learns_of_its_resolution_and_nothing_else(engine: Engine) {
    let (store, _) = engine.state().await;
    store.refused(vec![refusal(1)]).await.unwrap();
    let mut item = items(&store).await.remove(0);
    item.reason = "another".to_owned();
    store.adopt_items(&[item.clone()]).await.unwrap();
    assert_eq!(items(&store).await[0].resolved_at, None);
    item.resolved_at = Some(item.first_seen_at);
    item.resolved_by = Some("operator-1".to_owned());
    store.adopt_items(&[item.clone()]).await.unwrap();
    item.resolved_by = Some("operator-2".to_owned());
    store.adopt_items(&[item]).await.unwrap();
    let kept = items(&store).await.remove(0);
    assert_eq!(kept.resolved_by.as_deref(), Some("operator-1"));
    assert_eq!(kept.reason, refusal(1).reason);
    let again = store.resolve(refusal(1).command, "operator-3", "again").await.unwrap();
    assert_eq!(again, Resolution::AlreadyResolved);
}

async fn places_are_set_all_or_none(engine: Engine) {
    let (store, _) = engine.state().await;
    let beyond_sql = place(RELAY, 0, u64::MAX);
    store.adopt_places(&[place(POLICY, 0, 4), beyond_sql]).await.unwrap_err();
    assert_eq!(store.reader_places().await.unwrap(), []);
}

#[tokio::test]
async fn a_database_names_the_process_that_has_its_readers_until_it_lets_go() {
    let engine = Engine::postgres().await;
    let ((process, _), (looking, _)) = (engine.state().await, engine.state().await);
    assert_eq!(looking.used_by().await.unwrap(), None);
    process.checkpoint(POLICY, P0).await.unwrap();
    assert!(looking.used_by().await.unwrap().is_some());
    process.let_go(POLICY, P0).await.unwrap();
    assert_eq!(looking.used_by().await.unwrap(), None);
    process.checkpoint(POLICY, P0).await.unwrap();
    engine.leases_run_out().await;
    assert_eq!(looking.used_by().await.unwrap(), None);
}

#[tokio::test]
async fn a_process_that_holds_a_projection_alone_is_named_too() {
    let engine = Engine::postgres().await;
    let (looking, _) = engine.state().await;
    let (history, models) = (History::new(), engine.models().await);
    let reader = models.mount(Tasks, &*history.log).await.unwrap();
    assert_eq!(looking.used_by().await.unwrap(), None, "one that is mounted holds nothing yet");
    reader.checkpoint(P0).await.unwrap();
    assert!(looking.used_by().await.unwrap().is_some());
    engine.leases_run_out().await;
    assert_eq!(looking.used_by().await.unwrap(), None);
}
