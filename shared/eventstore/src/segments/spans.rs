//! The segments of a partition, and how far each is filled with what is on disk.

use std::sync::Arc;

use tongban_kernel::{Partition, Seq};

/// One segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// The place of its first event.
    pub(super) first_seq: Seq,
    /// Where its last record ends.
    pub(super) end: u32,
}

/// All segments, oldest first. Cheap to copy: a new segment is rare.
#[derive(Clone, Debug)]
pub(super) struct Spans {
    sealed: Arc<Vec<Span>>,
    last: Span,
}

impl Spans {
    pub(super) fn new(sealed: Vec<Span>, last: Span) -> Self {
        Self { sealed: Arc::new(sealed), last }
    }

    /// The segment that is written to.
    pub(super) fn last(&self) -> Span {
        self.last
    }

    /// Notes how far the last segment is filled.
    pub(super) fn fill(&mut self, end: u32) {
        self.last.end = end;
    }

    /// Begins another segment.
    pub(super) fn push(&mut self, next: Span) {
        Arc::make_mut(&mut self.sealed).push(self.last);
        self.last = next;
    }

    /// All segments, oldest first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = Span> {
        self.sealed.iter().copied().chain([self.last])
    }

    /// The segments from the one that holds `seq`, or would.
    pub(super) fn from(&self, seq: Seq) -> impl Iterator<Item = Span> {
        let after = self.sealed.partition_point(|span| span.first_seq <= seq);
        let skip = if self.last.first_seq <= seq { self.sealed.len() } else { after.max(1) - 1 };
        self.iter().skip(skip)
    }
}

/// The folder of a partition, below the data folder.
pub(super) fn folder(partition: Partition) -> String {
    format!("p{:02}", partition.0)
}

/// The path of a segment, below the data folder: also its name in messages.
pub(super) fn segment_name(partition: Partition, first_seq: Seq) -> String {
    format!("{}/{:020}.seg", folder(partition), first_seq.0)
}

/// The first place of the segment with this file name; none for other files.
pub(super) fn first_seq_of(file_name: &str) -> Option<Seq> {
    let digits = file_name.strip_suffix(".seg").filter(|digits| digits.len() == 20)?;
    digits.parse().ok().map(Seq)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(first_seq: u64) -> Span {
        Span { first_seq: Seq(first_seq), end: 100 }
    }

    #[test]
    fn a_place_is_looked_for_in_the_segment_that_holds_it() {
        let mut spans = Spans::new(vec![span(1), span(10)], span(20));
        let first = |spans: &Spans, seq| spans.from(Seq(seq)).next().map(|span| span.first_seq.0);
        assert_eq!([1, 9, 10, 19, 20, 99].map(|seq| first(&spans, seq)), {
            [1, 1, 10, 10, 20, 20].map(Some)
        });
        spans.push(span(30));
        assert_eq!(spans.from(Seq(25)).count(), 2);
        assert_eq!(spans.from(Seq(0)).count(), 4);
    }

    #[test]
    fn a_segment_is_named_by_its_first_place() {
        let name = segment_name(Partition(3), Seq(42));
        assert_eq!(name, "p03/00000000000000000042.seg");
        assert_eq!(first_seq_of(&name[4..]), Some(Seq(42)));
        assert_eq!(first_seq_of("42.seg"), None);
        assert_eq!(first_seq_of("00000000000000000042.tmp"), None);
    }
}
