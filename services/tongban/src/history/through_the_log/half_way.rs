//! Imports that stop before their end.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tongban_eventstore::double::{Answers, Double};
use tongban_eventstore::{Append, AppendError, Appended, BoxFuture, Log, MemoryLog};

use super::*;

type Answer = BoxFuture<'static, Result<Appended, AppendError>>;

/// Stops taking anything after some appends, until it is let go on.
struct Failing {
    n_left: AtomicU64,
    how: fn() -> Answer,
}

impl Failing {
    fn after(n_appends: u64, how: fn() -> Answer) -> Arc<Double<MemoryLog, Self>> {
        let own = Self { n_left: AtomicU64::new(n_appends), how };
        Arc::new(Double { log: Arc::new(MemoryLog::new(2)), own })
    }

    fn heal(&self) {
        self.n_left.store(u64::MAX, Ordering::Relaxed);
    }

    fn is_full(&self) -> bool {
        let left = |n: u64| n.checked_sub(1);
        self.n_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_err()
    }
}

impl Answers for Failing {
    fn append<'a>(
        &'a self,
        log: &'a dyn Log,
        append: Append,
    ) -> BoxFuture<'a, Result<Appended, AppendError>> {
        if self.is_full() { (self.how)() } else { log.append(append) }
    }
}

/// It is hidden while it is half there, and goes on with the same facts, each once.
async fn goes_on(desk: &Desk, log: &Failing, file: &Path) {
    let half = desk.events().await;
    let started = half[0].stream.id;
    assert!(half.len() > 1, "some of it came in");
    let refused = desk.export(ImportId(started), Format::Xes).await.unwrap_err();
    assert!(matches!(refused, ExportError::Hidden { source: Rejection::Incomplete, .. }));

    log.heal();
    let imported = desk.import(file).await.unwrap();
    assert_eq!((imported.outcome, imported.import_id.0), (Outcome::Recorded, started));
    let all = desk.events().await;
    let ids: BTreeSet<_> = all.iter().map(|event| event.id).collect();
    assert_eq!(ids.len(), all.len());
    assert!(half.iter().all(|event| ids.contains(&event.id)));
    let n_events = imported.report.n_rows + 2 * imported.report.n_cases + 2;
    assert_eq!(all.len() as u64, n_events);
    let out = desk.export(imported.import_id, Format::Xes).await.unwrap();
    assert_eq!(cases_of(&out, &Mapping::default()), cases_of(file, &Mapping::default()));
}

#[tokio::test]
async fn an_import_that_meets_a_full_disk_stays_hidden_and_goes_on_when_there_is_room() {
    let log = Failing::after(20, || Box::pin(async { Err(AppendError::NoSpace) }));
    let desk = Desk::with(log.clone());
    // Two appends per case, so that a case may be there by half.
    let file = desk.file("log.xes", 31, 150);
    let refused = desk.import(&file).await.unwrap_err();
    assert_eq!(root(&refused), "the disk is full");
    goes_on(&desk, &log.own, &file).await;
}

#[tokio::test]
async fn an_import_that_is_killed_half_way_stays_hidden_and_goes_on() {
    let log = Failing::after(20, || Box::pin(std::future::pending()));
    let desk = Desk::with(log.clone());
    let file = desk.file("log.xes", 31, 150);
    {
        let mut killed = Box::pin(desk.import(&file));
        // It hangs at the append that is never answered, and is dropped there.
        let half_way = async {
            while log.own.n_left.load(Ordering::Relaxed) > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            done = &mut killed => panic!("{done:?}"),
            () = half_way => {}
        }
    }
    goes_on(&desk, &log.own, &file).await;
}

#[tokio::test]
async fn an_import_that_is_reverted_half_way_begins_anew() {
    let log = Failing::after(20, || Box::pin(async { Err(AppendError::NoSpace) }));
    let desk = Desk::with(log.clone());
    let file = desk.file("log.xes", 31, 150);
    desk.import(&file).await.unwrap_err();
    log.own.heal();
    let begun = ImportId(desk.events().await[0].stream.id);
    revert(&desk.runtime, begun, "no room".into()).await.unwrap();
    let imported = desk.import(&file).await.unwrap();
    assert_ne!(imported.import_id, begun);
    desk.export(imported.import_id, Format::Xes).await.unwrap();
}
