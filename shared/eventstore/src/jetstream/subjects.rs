//! What things are called at the broker.

use std::fmt;

use tongban_kernel::{Category, Partition, StreamId};
use uuid::Uuid;

/// Whatever a stream holds, which is what it was made for. The server compares a narrower pattern with
/// its subjects for every message that it reads: three times the work.
pub(super) const EVERY_SUBJECT: &str = ">";

/// The names of one generation of the log. A partition is a stream, `TB_<generation>_<nn>`; an
/// aggregate has a literal subject of its own, `tb.<generation>.<nn>.<service>.<id>`: expectations
/// on literal subjects guard each other, those on wildcards would not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) generation: u32,
    pub(super) n_partitions: u16,
}

impl Names {
    /// Every partition.
    pub(super) fn partitions(self) -> impl Iterator<Item = Partition> {
        (0..self.n_partitions).map(Partition)
    }

    /// The broker's stream of a partition.
    pub(super) fn stream(self, partition: Partition) -> String {
        format!("TB_{}_{:02}", self.generation, partition.0)
    }

    /// All subjects of a partition.
    pub(super) fn all_subjects(self, partition: Partition) -> String {
        format!("tb.{}.{:02}.*.*", self.generation, partition.0)
    }

    /// The subject of an aggregate.
    pub(super) fn subject(self, stream: StreamId) -> String {
        let partition = stream.partition(self.n_partitions);
        format!("tb.{}.{:02}.{}.{}", self.generation, partition.0, stream.category, stream.id)
    }

    /// The aggregate that a subject is of; none for a subject that is not of this log.
    pub(super) fn parse(self, subject: &str) -> Option<StreamId> {
        let mut tokens = subject.split('.').skip(3);
        let category = Category::parse(tokens.next()?).ok()?;
        let id = Uuid::try_parse(tokens.next()?).ok()?;
        let stream = StreamId::new(category, id);
        // One spelling each: whatever else looks like it is not ours.
        (self.subject(stream) == subject).then_some(stream)
    }
}

/// Requests of JetStream's interface.
#[derive(Clone, Copy, Debug)]
pub(super) enum Request {
    StreamCreate,
    StreamUpdate,
    StreamInfo,
    /// Answered by the stream's leader alone.
    MessageGet,
    /// Answered by any replica.
    DirectGet,
    ConsumerCreate,
}

impl Request {
    /// The subject that asks it of a stream.
    pub(super) fn of(self, stream: &str) -> String {
        format!("$JS.API.{self}.{stream}")
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::StreamCreate => "STREAM.CREATE",
            Self::StreamUpdate => "STREAM.UPDATE",
            Self::StreamInfo => "STREAM.INFO",
            Self::MessageGet => "STREAM.MSG.GET",
            Self::DirectGet => "DIRECT.GET",
            Self::ConsumerCreate => "CONSUMER.CREATE",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::case;

    const NAMES: Names = Names { generation: 3, n_partitions: 16 };

    #[test]
    fn a_subject_names_one_aggregate_and_is_read_back() {
        for n in 0..100 {
            let subject = NAMES.subject(case(n));
            assert_eq!(NAMES.parse(&subject), Some(case(n)));
            let partition = case(n).partition(16);
            let all = NAMES.all_subjects(partition);
            assert!(subject.starts_with(all.trim_end_matches("*.*")), "{subject} is of {all}");
        }
        assert_eq!(NAMES.stream(Partition(7)), "TB_3_07");
    }

    #[test]
    fn a_subject_of_another_log_is_none_of_ours() {
        let subject = NAMES.subject(case(1));
        let of_other_generation = subject.replacen("tb.3", "tb.4", 1);
        let upper = subject.to_uppercase();
        let longer = format!("{subject}.x");
        for foreign in ["", "tb", "a.b.c.d.e", &of_other_generation, &upper, &longer] {
            assert_eq!(NAMES.parse(foreign), None, "{foreign}");
        }
    }
}
