//! The log, as it goes into a seal.

use std::collections::BTreeSet;

use anyhow::Result;
use tongban_eventstore::archive::{End, PartitionWriter, SealedSegment, ready};
use tongban_kernel::{Partition, Seq};
use tongban_readmodel::ReaderPlace;
use tongban_vault::MaterialId;

use super::archiver::{Archiver, put};
use crate::refusal::Refusal;

/// What of the log goes into a seal.
#[derive(Default)]
pub(super) struct Logged {
    pub(super) segments: Vec<SealedSegment>,
    pub(super) ends: Vec<End>,
    pub(super) named: BTreeSet<MaterialId>,
    pub(super) is_whole: bool,
}

impl Archiver {
    /// Puts the segments into the archive that make the log whole to where it ended, or further.
    pub(super) async fn log(&self, places: &[ReaderPlace]) -> Result<Logged> {
        let log = &*self.source.log;
        let mut logged = Logged { is_whole: true, ..Logged::default() };
        let mut n_left = self.sealing.limits.seal_events;
        for (partition, end) in (0..).map(Partition).zip(&self.last.ends) {
            let mut writer = PartitionWriter::behind(*end, log.generation(), partition);
            // Asked behind the places of readers: all that came of what they have dealt with is in it.
            let last = log.last(partition).await?;
            let of_readers = places.iter().filter(|place| place.partition == partition);
            let of_readers = of_readers.map(|place| place.seq).max().unwrap_or_default();
            if last < of_readers {
                return Err(reads_beyond(partition, of_readers));
            }
            while writer.head() < last && n_left > 0 {
                let before = writer.head();
                let appends = ready(log, partition, before).await?;
                if appends.is_empty() {
                    // Whoever leads now does not have it, or not yet: it is tried again.
                    anyhow::bail!(
                        "partition {partition} ends at {}, yet nothing follows {}",
                        last.0,
                        before.0
                    );
                }
                for append in appends {
                    let events = append.events().iter();
                    logged.named.extend(events.flat_map(|event| self.fields.named_in(&event.data)));
                    writer.add(&append)?;
                    if writer.n_bytes() >= self.sealing.limits.segment_bytes {
                        self.put_segment(&mut writer, &mut logged.segments).await?;
                    }
                }
                n_left = n_left.saturating_sub(writer.head().0 - before.0);
            }
            self.put_segment(&mut writer, &mut logged.segments).await?;
            logged.is_whole &= writer.head() >= last;
            logged.ends.push(writer.end());
        }
        Ok(logged)
    }

    async fn put_segment(
        &self,
        writer: &mut PartitionWriter,
        segments: &mut Vec<SealedSegment>,
    ) -> Result<()> {
        if let Some((segment, bytes)) = writer.take() {
            put(&self.place.objects, &segment.file.name, bytes.into()).await?;
            segments.push(segment);
        }
        Ok(())
    }
}

fn reads_beyond(partition: Partition, target: Seq) -> anyhow::Error {
    Refusal::of(
        format!(
            "分区 {partition} 的日志不及读取进度（第 {target} 号）；数据库与日志不属于同一机构"
        ),
        format!(
            "readers are at {target} of partition {partition}, which its log has not; database and \
             log are not of one office"
        ),
    )
}
