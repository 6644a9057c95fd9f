use tongban_eventstore::readers::Consumer;
use tongban_kernel::Origin;
use tongban_readmodel::{CHANGES_MAX, Heard};

use crate::engine::{Engine, on_both_engines};
use crate::fixture::{History, P0, catch_up, load_of, mounted, task};

on_both_engines! {
    who_hears_of_a_change_can_see_it
    imported_history_is_no_news
    a_listener_that_is_too_slow_starts_over
}

async fn who_hears_of_a_change_can_see_it(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    let reader = mounted(&models, &history).await;
    let mut feed = models.changes().subscribe();
    history.requested(1, "民政局").await;
    let seq = history.returned(1).await;
    catch_up(&reader, &history).await;
    let Some(Heard::Change(change)) = feed.next().await else { panic!("nothing heard") };
    assert_eq!((&*change.projection, change.partition, change.seq), ("tasks", P0, seq));
    let kinds: Vec<_> = change.events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["test.requested.v1", "test.returned.v1"]);
    assert!(change.events.iter().all(|event| event.stream == task(1)));
    assert_eq!(load_of(&reader.model(), "民政局").await, Some(1));
}

async fn imported_history_is_no_news(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    let reader = mounted(&models, &history).await;
    let mut feed = models.changes().subscribe();
    history.origin = Origin::Import;
    history.requested(1, "民政局").await;
    catch_up(&reader, &history).await;
    history.origin = Origin::Live;
    history.requested(2, "民政局").await;
    catch_up(&reader, &history).await;
    let Some(Heard::Change(change)) = feed.next().await else { panic!("nothing heard") };
    assert_eq!(change.events.len(), 1);
    assert_eq!(change.events[0].stream, task(2));
}

async fn a_listener_that_is_too_slow_starts_over(engine: Engine) {
    let models = engine.models().await;
    let mut history = History::new();
    let reader = mounted(&models, &history).await;
    let mut feed = models.changes().subscribe();
    let mut quick = models.changes().subscribe();
    for n in 0..=CHANGES_MAX {
        history.requested(n as u128, "民政局").await;
    }
    for event in history.events().await {
        reader.consume(P0, &[event]).await.unwrap();
        assert!(matches!(quick.next().await, Some(Heard::Change(_))));
    }
    assert_eq!(feed.next().await, Some(Heard::StartOver));
    assert!(matches!(feed.next().await, Some(Heard::Change(_))));
}
