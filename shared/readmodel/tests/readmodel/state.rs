use std::path::Path;
use std::sync::Arc;

use jiff::SignedDuration;
use tongban_eventstore::contract::refusal;
use tongban_eventstore::readers::{
    Place, PolicyStore, ReaderError, Refusal, Seen, StopStore, Unreadable,
};
use tongban_kernel::{EventId, Hash, ManualClock, Seq};
use tongban_readmodel::{
    Page, Parking, ReaderStop, Resolution, StateStore, StoreError, WorkItem, WorkItems,
};
use uuid::Uuid;

use crate::engine::{Engine, on_both_engines};
use crate::fixture::{P0, start};

const POLICY: &str = "coordination-on-approval";

async fn opened(dir: &Path) -> StateStore {
    StateStore::open(dir, Arc::new(ManualClock::at(start()))).await.unwrap()
}

fn at(seq: u64) -> Seen {
    Seen { seq: Seq(seq), hash: Some(Hash::of(&[&seq.to_be_bytes()])) }
}

async fn items(store: &StateStore, which: WorkItems) -> Vec<WorkItem> {
    store.work_items(which, &Page::default()).await.unwrap().items
}

on_both_engines! {
    a_policy_goes_on_where_it_left_off
    a_policy_that_was_overtaken_moves_nothing_and_keeps_nothing
    a_refusal_is_a_work_item_once_until_somebody_looks_at_it
    a_stop_is_kept_once_and_people_may_park_it_and_take_that_back
    who_was_told_of_a_parking_that_was_taken_back_does_not_pass_the_event
}

async fn a_policy_goes_on_where_it_left_off(engine: Engine) {
    let (store, _) = engine.state().await;
    assert_eq!(store.checkpoint(POLICY, P0).await.unwrap().seq(), Seq(0));
    store.commit(POLICY, P0, at(41), vec![refusal(1)]).await.unwrap();
    drop(store);
    engine.leases_run_out().await;
    let (store, _) = engine.state().await;
    assert_eq!(store.checkpoint(POLICY, P0).await.unwrap(), Place::Here(at(41)));
    assert_eq!(store.checkpoint("another", P0).await.unwrap().seq(), Seq(0));
    assert_eq!(items(&store, WorkItems::Open).await.len(), 1);
}

async fn a_policy_that_was_overtaken_moves_nothing_and_keeps_nothing(engine: Engine) {
    let ((old, _), (new, _)) = (engine.state().await, engine.state().await);
    old.commit(POLICY, P0, at(1), Vec::new()).await.unwrap();
    engine.leases_run_out().await;
    assert_eq!(new.checkpoint(POLICY, P0).await.unwrap().seq(), Seq(1));
    let lost = old.commit(POLICY, P0, at(2), vec![refusal(1)]).await.unwrap_err();
    assert!(matches!(lost, ReaderError::Lost), "{lost:?}");
    assert_eq!(new.checkpoint(POLICY, P0).await.unwrap().seq(), Seq(1));
    assert_eq!(items(&new, WorkItems::All).await, []);
}

async fn a_refusal_is_a_work_item_once_until_somebody_looks_at_it(engine: Engine) {
    let (store, clock) = engine.state().await;
    store.refused(vec![refusal(2), refusal(1)]).await.unwrap();
    clock.advance(SignedDuration::from_hours(1));
    store.refused(vec![refusal(1), Refusal { event: None, ..refusal(3) }]).await.unwrap();
    let found = items(&store, WorkItems::Open).await;
    let commands: Vec<_> = found.iter().map(|item| item.command).collect();
    assert_eq!(commands, [1, 2, 3].map(|n| refusal(n).command));
    assert_eq!(
        (found[0].first_seen_at, found[2].first_seen_at),
        (start(), start() + SignedDuration::from_hours(1))
    );
    assert_eq!((found[0].event, found[2].event), (refusal(1).event, None));

    let resolve = |n| store.resolve(refusal(n).command, "operator-1", "closed by hand");
    assert_eq!(resolve(1).await.unwrap(), Resolution::Resolved);
    assert_eq!(resolve(1).await.unwrap(), Resolution::AlreadyResolved);
    assert_eq!(resolve(9).await.unwrap(), Resolution::Unknown);
    store.refused(vec![refusal(1)]).await.unwrap();
    assert_eq!(items(&store, WorkItems::Open).await.len(), 2);
    let all = items(&store, WorkItems::All).await;
    assert_eq!(all[0].resolved_by.as_deref(), Some("operator-1"));
    assert_eq!(all[0].resolution.as_deref(), Some("closed by hand"));
}

async fn a_stop_is_kept_once_and_people_may_park_it_and_take_that_back(engine: Engine) {
    let (store, clock) = engine.state().await;
    let (id, kind) = (EventId::from_uuid(Uuid::from_u128(7)), "test.noted.v1".into());
    let at = Unreadable { id, kind, partition: P0, seq: Seq(12) };
    let stopped = |reason: &str| store.stopped(POLICY, at.clone(), reason.to_owned());
    stopped("no such field").await.unwrap();
    clock.advance(SignedDuration::from_hours(1));
    stopped("told again").await.unwrap();
    assert!(!store.is_parked(POLICY, id).await.unwrap());
    let park = |reader| store.park(reader, id, "operator-1", "of a trial");
    assert_eq!(park("another").await.unwrap(), Parking::Unknown);
    assert_eq!(park(POLICY).await.unwrap(), Parking::Done);
    assert_eq!(park(POLICY).await.unwrap(), Parking::AlreadyDone);
    assert!(store.is_parked(POLICY, id).await.unwrap());
    assert!(!store.is_parked("another", id).await.unwrap());
    let [kept] = store.stops().await.unwrap().try_into().unwrap();
    let expected = ReaderStop {
        reader: POLICY.to_owned(),
        at,
        reason: "no such field".to_owned(),
        stopped_at: start(),
        parked_at: Some(start() + SignedDuration::from_hours(1)),
        parked_by: Some("operator-1".to_owned()),
        parked_why: Some("of a trial".to_owned()),
    };
    assert_eq!(kept, expected);
    assert_eq!(store.unpark(POLICY, id).await.unwrap(), Parking::Done);
    assert_eq!(store.unpark(POLICY, id).await.unwrap(), Parking::AlreadyDone);
    assert!(!store.is_parked(POLICY, id).await.unwrap());
}

async fn who_was_told_of_a_parking_that_was_taken_back_does_not_pass_the_event(engine: Engine) {
    let (store, _) = engine.state().await;
    let (id, kind) = (EventId::from_uuid(Uuid::from_u128(7)), "test.noted.v1".into());
    let stop = Unreadable { id, kind, partition: P0, seq: Seq(12) };
    store.commit(POLICY, P0, at(11), Vec::new()).await.unwrap();
    store.stopped(POLICY, stop, "no such field".to_owned()).await.unwrap();
    store.park(POLICY, id, "operator-1", "of a trial").await.unwrap();
    assert!(store.is_parked(POLICY, id).await.unwrap());
    let loses = async || {
        assert_eq!(store.unpark(POLICY, id).await.unwrap(), Parking::Done);
        let lost = store.commit(POLICY, P0, at(12), Vec::new()).await.unwrap_err();
        assert!(matches!(lost, ReaderError::Lost), "{lost:?}");
        assert_eq!(store.checkpoint(POLICY, P0).await.unwrap(), Place::Here(at(11)));
    };
    loses().await;

    store.park(POLICY, id, "operator-1", "of a trial").await.unwrap();
    let [parked] = store.stops().await.unwrap().try_into().unwrap();
    loses().await;
    store.park_again(&parked).await.unwrap();
    assert_eq!(store.stops().await.unwrap(), [parked]);
    store.commit(POLICY, P0, at(12), Vec::new()).await.unwrap();
    assert_eq!(store.unpark(POLICY, id).await.unwrap(), Parking::Passed);
    assert!(store.is_parked(POLICY, id).await.unwrap());
    store.commit(POLICY, P0, at(13), Vec::new()).await.unwrap();
}

#[tokio::test]
async fn a_backup_is_a_store_of_its_own() {
    let (dir, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = opened(dir.path()).await;
    store.commit(POLICY, P0, at(7), vec![refusal(1)]).await.unwrap();
    let to = copy.path().join("readers.db");
    store.backup(&to).await.unwrap();
    assert!(store.backup(&to).await.is_err(), "a copy is never written over");
    store.commit(POLICY, P0, at(8), Vec::new()).await.unwrap();
    let restored = opened(copy.path()).await;
    assert_eq!(restored.checkpoint(POLICY, P0).await.unwrap().seq(), Seq(7));
    assert_eq!(items(&restored, WorkItems::Open).await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_and_stays_where_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("readers.db");
    let bytes = b"no database at all, but long enough to be one";
    std::fs::write(&path, bytes).unwrap();
    let refused = StateStore::open(dir.path(), Arc::new(ManualClock::at(start()))).await.err();
    assert!(matches!(refused, Some(StoreError::Engine { .. })), "{refused:?}");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[tokio::test]
async fn a_store_of_a_newer_program_is_refused() {
    let (dir, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = copy.path().join("readers.db");
    opened(dir.path()).await.backup(&path).await.unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    // `user_version` in the header of the file.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&path, bytes).unwrap();
    let refused = StateStore::open(copy.path(), Arc::new(ManualClock::at(start()))).await.err();
    assert!(matches!(refused, Some(StoreError::NewerFormat { found: 99, .. })), "{refused:?}");
}
