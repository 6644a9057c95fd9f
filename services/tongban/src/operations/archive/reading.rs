//! Goes through an archive in order.

use anyhow::Result;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tongban_eventstore::RecordedAppend;
use tongban_eventstore::archive::{Follower, Seal, SealedSegment, Unsound, Why};

use super::place::{ArchiveAt, Place};
use crate::operations::Listener;

/// Files that are fetched at once: a store answers each in its own time.
const AT_ONCE: usize = 8;

/// Whatever is done with what an archive holds, in order.
pub(super) trait Visit {
    /// A seal comes next, whose segments follow.
    async fn seal(&mut self, seal: &Seal) -> Result<()>;
    /// The appends of a segment.
    async fn appends(
        &mut self,
        segment: &SealedSegment,
        appends: Vec<RecordedAppend>,
    ) -> Result<()>;
    /// Something does not check, and the seal up to which everything does. Where this answers no error,
    /// what can still be looked at is.
    fn unsound(&mut self, unsound: Unsound, n_sound: u64) -> Result<()>;
}

/// How far an archive was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The number of the last seal of which everything checks.
    pub(super) n_sound: u64,
    /// Streams met.
    pub(super) n_streams: usize,
    /// Segments met.
    pub(super) n_segments: usize,
}

/// Reads an archive from its first seal to the one of this number.
pub(super) async fn read(
    place: &Place,
    last: u64,
    listener: &Listener,
    visit: &mut impl Visit,
) -> Result<Read> {
    let mut follower = Follower::default();
    let mut read = Read::default();
    let mut is_sound = true;
    let seals = stream::iter(1..=last)
        .map(async |number| anyhow::Ok(place.objects.get(&Seal::name(number)).await?));
    let mut seals = std::pin::pin!(seals.buffered(AT_ONCE));
    while let Some(bytes) = seals.try_next().await? {
        listener.go_on()?;
        let number = follower.number() + 1;
        listener.say("seals", number, Some(last));
        let seal = match bytes.as_deref() {
            Some(bytes) => follower.seal(bytes),
            None => Err(Unsound::of_seal(number, Why::Missing)),
        };
        let seal = match seal {
            Ok(seal) => seal,
            // What comes behind cannot be known to be what was sealed.
            Err(unsound) => {
                visit.unsound(unsound, read.n_sound)?;
                return Ok(read);
            }
        };
        visit.seal(&seal).await?;
        let files = stream::iter(&seal.segments).map(async |segment| {
            anyhow::Ok((segment, place.objects.get(&segment.file.name).await?))
        });
        let mut files = std::pin::pin!(files.buffered(AT_ONCE));
        while let Some((segment, bytes)) = files.try_next().await? {
            read.n_segments += 1;
            let checked = if is_sound {
                follower.segment(segment, bytes.as_deref()).map(Some)
            } else {
                // Behind a segment that does not check the chains are cut; files are still looked at.
                let whole = tongban_eventstore::archive::check(&segment.file, bytes.as_deref());
                whole.map(|_| None).map_err(|why| Unsound::of_segment(segment, why))
            };
            match checked {
                Ok(Some(appends)) => visit.appends(segment, appends).await?,
                Ok(None) => {}
                Err(unsound) => {
                    is_sound = false;
                    visit.unsound(unsound, read.n_sound)?;
                }
            }
        }
        if is_sound {
            (read.n_sound, read.n_streams) = (number, follower.n_streams());
        }
    }
    Ok(read)
}

/// Opens an archive in which something was sealed; answers the numbers of its seals too.
pub(super) async fn open(
    archive: &ArchiveAt,
    spool: &std::path::Path,
) -> Result<(Place, Vec<u64>)> {
    let place = archive.open_existing(spool).await?;
    let numbers = place.seals().await?;
    if numbers.is_empty() { Err(archive.is_none()) } else { Ok((place, numbers)) }
}
