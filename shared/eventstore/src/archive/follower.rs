//! Reads an archive in order; what does not check is named.

use std::fmt;

use tongban_kernel::{Hash, Partition, Seq, Text};

use super::seal::{ArchivedFile, End, FORMAT, Seal, SealedSegment};
use crate::segments::{SegmentPlace, read_segment};
use crate::{ChainBreak, ChainCheck, LogError, NoAppend, RecordedAppend};

/// Why a part of an archive cannot be trusted.
#[derive(Debug)]
pub struct Unsound {
    /// The file.
    pub file: String,
    /// The partition and the places that it holds, of a segment.
    pub range: Option<(Partition, Seq, Seq)>,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a file of an archive.
#[derive(Debug)]
pub enum Why {
    /// It is not there.
    Missing,
    /// It is not what the seal says of it.
    Altered,
    /// It is no seal.
    NoSeal(serde_json::Error),
    /// A newer program wrote it.
    NewerFormat(u32),
    /// It does not follow the seal before it: one of the two was changed, or belongs elsewhere.
    SealChain,
    /// It does not say the same as the segments that it names.
    Ends,
    /// It is no segment in its place.
    Segment(Box<LogError>),
    /// Its events are not those that were recorded.
    Events(Box<NoAppend>),
}

impl Unsound {
    /// What is wrong with a file.
    pub fn of(file: &ArchivedFile, why: Why) -> Self {
        Self { file: file.name.clone(), range: None, why }
    }

    /// What is wrong with a seal.
    pub fn of_seal(number: u64, why: Why) -> Self {
        Self { file: Seal::name(number), range: None, why }
    }

    /// What is wrong with a segment.
    pub fn of_segment(segment: &SealedSegment, why: Why) -> Self {
        let range = Some((segment.partition, segment.first, segment.last));
        Self { file: segment.file.name.clone(), range, why }
    }

    /// The file, what is in it, and what is wrong, for people.
    pub fn text(&self) -> Text {
        let (mut zh, mut en) = (self.file.clone(), self.file.clone());
        if let Some((partition, first, last)) = self.range {
            zh.push_str(&format!("（分区 {partition} 第 {first} 至 {last} 号事件）"));
            en.push_str(&format!(" (events {first} to {last} of partition {partition})"));
        }
        let Text { zh: why_zh, en: why_en } = self.why.text();
        Text::new(format!("{zh}：{why_zh}"), format!("{en}: {why_en}"))
    }
}

impl Why {
    fn text(&self) -> Text {
        match self {
            Self::Missing => Text::new("缺失", "it is missing"),
            Self::Altered => Text::new("内容与封存时不同", "its content is not what was sealed"),
            Self::NoSeal(error) => {
                Text::new(format!("不是封存记录：{error}"), format!("it is no seal: {error}"))
            }
            Self::NewerFormat(found) => Text::new(
                format!("格式为 {found}，本程序最高识别 {FORMAT}；请使用更新的版本"),
                format!(
                    "it is of format {found}, and this program knows {FORMAT}: use a newer one"
                ),
            ),
            Self::SealChain => Text::new(
                "与前一封存记录不衔接：两者之一被改动，或属于另一归档",
                "it does not follow the seal before it: one of both was changed, or is of another \
                 archive",
            ),
            Self::Ends => Text::new(
                "与其所列的段文件不符",
                "it does not say the same as the segments that it names",
            ),
            Self::Segment(error) => Text::new(format!("段文件损坏：{error}"), error.to_string()),
            Self::Events(error) => Text::new(format!("事件被改动：{error}"), error.to_string()),
        }
    }
}

impl fmt::Display for Unsound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for Unsound {}

/// Follows the chain of seals, and of segments and streams within it.
#[derive(Debug, Default)]
pub struct Follower {
    number: u64,
    hash: Hash,
    generation: u32,
    /// Where partitions end by what the seals say.
    said: Vec<End>,
    /// Where they end with the segments that were read.
    ends: Vec<End>,
    chains: ChainCheck,
}

impl Follower {
    /// The number of the last seal that was followed; 0 before the first.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Streams met.
    pub fn n_streams(&self) -> usize {
        self.chains.n_streams()
    }

    /// Takes the next seal. Its segments come next, all of them in their order.
    ///
    /// # Errors
    /// When it is no seal, or does not follow.
    pub fn seal(&mut self, bytes: &[u8]) -> Result<Seal, Unsound> {
        let number = self.number + 1;
        let unsound = |why| Unsound::of_seal(number, why);
        let seal = parse(bytes).map_err(unsound)?;
        if number == 1 {
            self.generation = seal.generation;
            self.said = vec![End::default(); seal.n_partitions.into()];
            self.ends = self.said.clone();
        }
        let follows = seal.number == number
            && seal.prev == self.hash
            && seal.generation == self.generation
            && usize::from(seal.n_partitions) == self.said.len();
        if !follows {
            return Err(unsound(Why::SealChain));
        }
        let mut ends = self.said.clone();
        for segment in &seal.segments {
            let end = ends.get_mut(usize::from(segment.partition.0));
            let Some(end) = end.filter(|end| segment.first.0 == end.head.0 + 1) else {
                return Err(unsound(Why::Ends));
            };
            if segment.last < segment.first {
                return Err(unsound(Why::Ends));
            }
            *end = end_with(segment);
        }
        let is_within = |places: &Vec<Seq>| {
            places.len() == ends.len() && places.iter().zip(&ends).all(|(at, end)| *at <= end.head)
        };
        if ends != seal.ends || !seal.readers.values().all(is_within) {
            return Err(unsound(Why::Ends));
        }
        (self.number, self.hash, self.said) = (number, Hash::of(&[bytes]), ends);
        Ok(seal)
    }

    /// Takes the next segment of the seal; answers its appends. None where the file is missing.
    ///
    /// # Errors
    /// When it is missing, or anything in it is not what was recorded.
    pub fn segment(
        &mut self,
        segment: &SealedSegment,
        bytes: Option<&[u8]>,
    ) -> Result<Vec<RecordedAppend>, Unsound> {
        let unsound = |why| Unsound::of_segment(segment, why);
        let bytes = check(&segment.file, bytes).map_err(unsound)?;
        let Some(end) = self.ends.get_mut(usize::from(segment.partition.0)) else {
            return Err(unsound(Why::Ends));
        };
        let place = SegmentPlace {
            generation: self.generation,
            partition: segment.partition,
            first_seq: segment.first,
            prev_first_seq: end.segment,
            prev_digest: end.digest,
        };
        let content =
            read_segment(place, bytes).map_err(|error| unsound(Why::Segment(error.into())))?;
        let appends: Result<Vec<_>, _> =
            content.appends.into_iter().map(RecordedAppend::new).collect();
        let appends = appends.map_err(|error| unsound(Why::Events(error.into())))?;
        let mut events = appends.iter().flat_map(RecordedAppend::events);
        let linked: Result<(), ChainBreak> =
            events.clone().try_for_each(|event| self.chains.link(event));
        linked.map_err(|broken| unsound(Why::Events(Box::new(broken.into()))))?;
        let ends = (events.next().map(|e| e.hash), events.last().map(|e| e.hash));
        let (first, last) = (ends.0, ends.1.or(ends.0));
        let says_the_same = first == Some(segment.first_hash)
            && last == Some(segment.last_hash)
            && (content.last_seq, content.digest) == (segment.last, segment.digest);
        if !says_the_same {
            return Err(unsound(Why::Ends));
        }
        *end = end_with(segment);
        Ok(appends)
    }
}

/// Where a partition ends with this segment.
fn end_with(segment: &SealedSegment) -> End {
    let SealedSegment { first, last, last_hash, digest, .. } = *segment;
    End { head: last, hash: last_hash, segment: first, digest }
}

/// Reads a seal for itself alone: nothing says whether it follows another.
///
/// # Errors
/// When it is no seal, or of a newer program.
pub fn parse(bytes: &[u8]) -> Result<Seal, Why> {
    #[derive(serde::Deserialize)]
    struct Format {
        format: u32,
    }
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let (seal, hash) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    if Hash::of(&[seal]).to_string().as_bytes() != hash || !lines.eq([b""]) {
        return Err(Why::Altered);
    }
    let Format { format } = serde_json::from_slice(seal).map_err(Why::NoSeal)?;
    if format > FORMAT {
        return Err(Why::NewerFormat(format));
    }
    serde_json::from_slice(seal).map_err(Why::NoSeal)
}

/// Looks whether a file is what was sealed.
///
/// # Errors
/// When it is missing or another.
pub fn check<'a>(file: &ArchivedFile, bytes: Option<&'a [u8]>) -> Result<&'a [u8], Why> {
    let bytes = bytes.ok_or(Why::Missing)?;
    let is_it = bytes.len() as u64 == file.n_bytes && Hash::of(&[bytes]) == file.sha256;
    if is_it { Ok(bytes) } else { Err(Why::Altered) }
}
