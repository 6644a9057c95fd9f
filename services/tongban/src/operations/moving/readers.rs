use std::collections::BTreeMap;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tongban_eventstore::moving::{Places, places};
use tongban_eventstore::{LogError, Movable};
use tongban_kernel::{Hash, Partition, Seq, Text};
use tongban_readmodel::{Page, ROWS_PER_PAGE_MAX, ReaderPlace, StateStore, WorkItem, WorkItems};

use crate::refusal::{OrRefuse as _, Refusal};

/// Work items that are written together.
const ITEMS_AT_ONCE: usize = 500;

/// What was moved of policies, relays and sweepers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadersMoved {
    /// Readers that go on where they were.
    pub n_readers: usize,
    /// Commands of the system that were refused.
    pub n_work_items: usize,
}

/// Looks whether every reader of the store has been in this log.
///
/// # Errors
/// The first that has not, behind what `wrong` says of it.
pub(super) async fn check(
    state: &StateStore,
    log: &dyn Movable,
    wrong: fn() -> Text,
) -> Result<()> {
    for ReaderPlace { reader, partition, seq, hash } in state.reader_places().await? {
        let found = hash_at(log, partition, seq).await?;
        if seq > Seq(0) && !found.is_some_and(|found| hash.is_none_or(|hash| hash == found)) {
            let seq = seq.0;
            let at = Refusal::of(
                format!("{reader} 已读到分区 {partition} 第 {seq} 号，而该处并非其所读事件"),
                format!("{reader} is at {seq} of partition {partition}, where its event is not"),
            );
            return Err(at).or_refuse(wrong);
        }
    }
    Ok(())
}

/// Moves work items, then all readers at once, to where they are in the target's log.
pub(super) async fn copy(
    (from, source): (&StateStore, &dyn Movable),
    (to, target): (&StateStore, &dyn Movable),
) -> Result<ReadersMoved> {
    let n_work_items = copy_items(from, to).await?;
    let mut before: BTreeMap<String, Places> = BTreeMap::new();
    for ReaderPlace { reader, partition, seq, .. } in from.reader_places().await? {
        before.entry(reader).or_default().insert(partition, seq);
    }
    let (names, before): (Vec<_>, Vec<_>) = before.into_iter().unzip();
    let n_readers = names.len();
    let now = places(source, target.n_partitions(), &before).await?;
    let mut moved = Vec::new();
    for (reader, places) in names.into_iter().zip(now) {
        for (partition, seq) in places {
            let hash = hash_at(target, partition, seq).await?;
            moved.push(ReaderPlace { reader: reader.clone(), partition, seq, hash });
        }
    }
    to.adopt_places(&moved).await?;
    Ok(ReadersMoved { n_readers, n_work_items })
}

/// Copies all work items; answers how many there are.
pub(in crate::operations) async fn copy_items(from: &StateStore, to: &StateStore) -> Result<usize> {
    let items = items_of(from).await?;
    for some in items.chunks(ITEMS_AT_ONCE) {
        to.adopt_items(some).await?;
    }
    Ok(items.len())
}

/// All work items.
pub(in crate::operations) async fn items_of(from: &StateStore) -> Result<Vec<WorkItem>> {
    let mut page = Page::new(Some(ROWS_PER_PAGE_MAX), None)?;
    let mut items = Vec::new();
    loop {
        let found = from.work_items(WorkItems::All, &page).await?;
        items.extend(found.items);
        let Some(next) = found.next else { return Ok(items) };
        page = Page::new(Some(ROWS_PER_PAGE_MAX), Some(&next.to_string()))?;
    }
}

/// The hash of the event in this place, if there is one.
pub(in crate::operations) async fn hash_at(
    log: &dyn Movable,
    partition: Partition,
    seq: Seq,
) -> Result<Option<Hash>, LogError> {
    let Some(before) = seq.0.checked_sub(1) else { return Ok(None) };
    if partition.0 >= log.n_partitions() {
        return Ok(None);
    }
    let events = log.scan(partition, Seq(before), 1).await?;
    Ok(events.first().filter(|event| event.seq == seq).map(|event| event.hash))
}
