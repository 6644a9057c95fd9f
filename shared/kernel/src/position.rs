use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One ordered part of the log.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Partition(pub u16);

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The place of an event in its partition: strictly increasing, not contiguous; 0 is before all.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How far a log was read or written: one place per partition, of one generation of the log.
///
/// Opaque to clients: its text form travels in `Case-Position` and is sent back as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    generation: u32,
    seqs: BTreeMap<Partition, Seq>,
}

/// A text that is no position.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a position looks like 1-0:41827; send it back as it came")]
pub struct InvalidPosition;

impl Position {
    /// Before everything.
    pub fn start(generation: u32) -> Self {
        Self { generation, seqs: BTreeMap::new() }
    }

    /// One place in one partition.
    pub fn at(generation: u32, partition: Partition, seq: Seq) -> Self {
        Self { generation, seqs: BTreeMap::from([(partition, seq)]) }
    }

    /// The generation of the log it belongs to.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The place in `partition`; [`Seq`] 0 where none is named.
    pub fn seq(&self, partition: Partition) -> Seq {
        self.seqs.get(&partition).copied().unwrap_or_default()
    }

    /// Moves forward to `seq` in `partition`; never backward.
    pub fn advance(&mut self, partition: Partition, seq: Seq) {
        let place = self.seqs.entry(partition).or_default();
        *place = (*place).max(seq);
    }

    /// Every named partition with its place.
    pub fn iter(&self) -> impl Iterator<Item = (Partition, Seq)> {
        self.seqs.iter().map(|(partition, seq)| (*partition, *seq))
    }

    /// Whether all of `other` lies at or before this.
    pub fn covers(&self, other: &Self) -> bool {
        self.generation == other.generation && other.iter().all(|(p, seq)| self.seq(p) >= seq)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-", self.generation)?;
        for (i, (partition, seq)) in self.iter().enumerate() {
            let separator = if i == 0 { "" } else { "," };
            write!(f, "{separator}{partition}:{seq}")?;
        }
        Ok(())
    }
}

impl FromStr for Position {
    type Err = InvalidPosition;

    fn from_str(text: &str) -> Result<Self, InvalidPosition> {
        let (generation, places) = text.split_once('-').ok_or(InvalidPosition)?;
        let mut position = Self::start(generation.parse().map_err(|_| InvalidPosition)?);
        for place in places.split(',').filter(|place| !place.is_empty()) {
            let (partition, seq) = place.split_once(':').ok_or(InvalidPosition)?;
            let partition = Partition(partition.parse().map_err(|_| InvalidPosition)?);
            position.advance(partition, Seq(seq.parse().map_err(|_| InvalidPosition)?));
        }
        Ok(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_the_way_through_a_header() {
        let mut position = Position::at(3, Partition(7), Seq(41_827));
        position.advance(Partition(0), Seq(9));
        assert_eq!(position.to_string(), "3-0:9,7:41827");
        assert_eq!(position.to_string().parse(), Ok(position));
        assert_eq!("1-".parse(), Ok(Position::start(1)));
        for bad in ["", "7", "x-0:1", "1-0", "1-a:b"] {
            assert_eq!(bad.parse::<Position>(), Err(InvalidPosition), "{bad}");
        }
    }

    #[test]
    fn a_position_covers_what_lies_before_it_in_every_partition() {
        let mut far = Position::at(1, Partition(0), Seq(10));
        far.advance(Partition(1), Seq(5));
        assert!(far.covers(&Position::at(1, Partition(1), Seq(5))));
        assert!(!far.covers(&Position::at(1, Partition(1), Seq(6))));
        assert!(!far.covers(&Position::at(1, Partition(2), Seq(1))));
        assert!(!far.covers(&Position::at(2, Partition(0), Seq(1))), "another generation");
    }
}
