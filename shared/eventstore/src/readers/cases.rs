//! What belongs to one case stays in order; what does not goes side by side.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::stream::{self, Stream, StreamExt};
use tongban_kernel::{Origin, Recorded};
use uuid::Uuid;

use crate::BoxFuture;

/// Cases worked on side by side.
const CASES_AT_ONCE: usize = 128;

/// Whether an event is of the day's work: imported history sets nothing off and stays inside.
pub(super) fn is_live(event: &Recorded) -> bool {
    event.meta.origin != Origin::Import
}

/// Works on the events of each case in their order, on many cases at once.
pub(super) fn by_case<'a, T: 'a>(
    events: impl Iterator<Item = &'a Arc<Recorded>>,
    mut work: impl FnMut(Vec<&'a Recorded>) -> BoxFuture<'a, T>,
) -> impl Stream<Item = T> {
    let mut by_case: BTreeMap<Uuid, Vec<&Recorded>> = BTreeMap::new();
    for event in events {
        by_case.entry(event.meta.correlation).or_default().push(event);
    }
    let cases: Vec<_> = by_case.into_values().map(&mut work).collect();
    stream::iter(cases).buffer_unordered(CASES_AT_ONCE)
}
