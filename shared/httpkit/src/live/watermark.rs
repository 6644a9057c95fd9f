use tongban_eventstore::readers::{Progress, ReaderKind};
use tongban_kernel::{Partition, Position, Seq};

use crate::Kit;

/// How far the read models are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Watermark {
    /// All of them have come so far.
    pub(super) all: Position,
    /// One of them has come so far.
    pub(super) any: Position,
}

impl Watermark {
    /// Where other processes commit changes, too, how far they are may be known before what they
    /// tell is heard: nothing is said to have been told then, and who comes back asks for everything
    /// again.
    pub(super) fn of(kit: &Kit) -> Self {
        let generation = kit.log.generation();
        let seen = Self::seen(&kit.progress, generation);
        let all = if kit.changes.is_shared() { Position::start(generation) } else { seen.all };
        Self { all, ..seen }
    }

    fn seen(progress: &Progress, generation: u32) -> Self {
        let mut any = Position::start(generation);
        // By name and partition; the slowest of each partition counts for all.
        let mut slowest: Vec<(Partition, Seq)> = Vec::new();
        for (_, partition, status) in progress.all() {
            if status.kind != ReaderKind::Projection {
                continue;
            }
            any.advance(partition, status.checkpoint);
            match slowest.iter_mut().find(|(known, _)| *known == partition) {
                Some((_, seq)) => *seq = status.checkpoint.min(*seq),
                None => slowest.push((partition, status.checkpoint)),
            }
        }
        let mut all = Position::start(generation);
        slowest.into_iter().for_each(|(partition, seq)| all.advance(partition, seq));
        Self { all, any }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_projection_of_each_partition_counts_for_all() {
        let progress = Progress::default();
        let register = |name, kind, partition, seq| {
            progress.register(name, kind, Partition(partition), Seq(seq));
        };
        register("intake", ReaderKind::Projection, 0, 9);
        register("approval", ReaderKind::Projection, 0, 7);
        register("approval", ReaderKind::Projection, 1, 3);
        register("open-case", ReaderKind::Policy, 0, 1);
        let watermark = Watermark::seen(&progress, 2);
        assert_eq!(watermark.all.to_string(), "2-0:7,1:3");
        assert_eq!(watermark.any.to_string(), "2-0:9,1:3");
    }
}
