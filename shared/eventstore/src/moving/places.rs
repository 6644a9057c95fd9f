//! Where readers of the old log are in the new one.

use std::collections::BTreeMap;

use tongban_kernel::{Partition, Seq};

use super::error::CopyError;
use super::feed::{Feed, Group};
use crate::Movable;

/// How far a reader is: in each partition the last place that it has dealt with for good. In a
/// partition that is not named it has dealt with nothing.
pub type Places = BTreeMap<Partition, Seq>;

/// Where readers of `source` are in a copy of it that has `n_partitions`: the last place before which
/// nothing is new to them, in every partition.
///
/// With as many partitions or more, they are where they were. With fewer, what several partitions
/// held lies mixed in one, and a reader that was further in one of them than in another meets some
/// events again: as after a crash, what it does for an event it does once.
///
/// # Errors
/// When the source cannot be read, or is not sound.
pub async fn places(
    source: &dyn Movable,
    n_partitions: u16,
    readers: &[Places],
) -> Result<Vec<Places>, CopyError> {
    let mut found = vec![Places::new(); readers.len()];
    for group in Group::all(source.n_partitions(), n_partitions) {
        let partitions: Vec<_> = group.partitions(n_partitions).collect();
        let mut feed = Feed::new(source, group, n_partitions);
        let mut ends: Places = partitions.iter().map(|partition| (*partition, Seq(0))).collect();
        let mut following = vec![vec![true; partitions.len()]; readers.len()];
        found.iter_mut().for_each(|places| places.extend(&ends));
        while following.iter().flatten().any(|follows| *follows) {
            let Some((partition, append)) = feed.next().await? else { break };
            let Some(end) = ends.get_mut(&partition) else { continue };
            let index = partitions.iter().position(|other| *other == partition);
            let Some(index) = index else { continue };
            for event in append.events() {
                end.0 += 1;
                for (reader, (before, now)) in readers.iter().zip(&mut found).enumerate() {
                    let follows = &mut following[reader][index];
                    let dealt_with = before.get(&event.partition).copied().unwrap_or(Seq(0));
                    *follows &= event.seq <= dealt_with;
                    if *follows {
                        now.insert(partition, *end);
                    }
                }
            }
        }
    }
    Ok(found)
}
