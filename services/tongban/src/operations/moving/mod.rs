//! Moving an office: from a data folder to servers, back, or into another number of partitions.
//!
//! What events need comes before them (keys, accounts, materials), and how far readers are comes
//! last: wherever a move is broken off, what the target has can be used, and running it again goes
//! on from there. Nothing is written to a target whose log is another.

mod beside;
mod ends;
mod readers;
#[cfg(test)]
mod tests;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tongban_eventstore::Movable;
use tongban_eventstore::moving::{Copied, Step, begin, has_grown};

use self::beside::Besides;
use super::Listener;
use crate::refusal::Refusal;

pub use self::beside::{BesideMoved, NeededMoved};
pub use self::ends::End;
pub use self::readers::ReadersMoved;
pub(super) use self::readers::{copy_items, hash_at, items_of};

/// What is to be moved where.
#[derive(Clone, Debug)]
pub struct Move {
    /// Where it is.
    pub from: End,
    /// Where it is to be.
    pub to: End,
    /// Partitions of a log that is made; as many as the other has where none are named.
    pub n_partitions: Option<u16>,
}

/// What was moved, and is the same in both places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The log.
    #[serde(flatten)]
    pub log: Copied,
    /// What an office has beside it; none where the log alone was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<BesideMoved>,
}

/// Moves the log, and what is beside it where both ends have a place for that. Neither end may be
/// in use: folders are held meanwhile, and servers with processes at work are refused.
///
/// # Errors
/// When an end is in use, cannot be opened, or holds something else; what is there then stays, and
/// running it again goes on.
pub async fn move_office(wish: &Move, listener: &Listener) -> Result<Moved> {
    let Move { from, to, n_partitions } = wish;
    let source = from.open_source().await?;
    let n_wanted = n_partitions.unwrap_or(source.n_partitions());
    // Looked at before, for a log that is made stays, and after, for one that is there may differ.
    check_generation(&*source, n_wanted, to.generation())?;
    let target = to.open_target(n_wanted).await?;
    check_generation(&*source, target.n_partitions(), target.generation())?;
    if n_partitions.is_some() && target.n_partitions() != n_wanted {
        return Err(has_partitions(target.n_partitions()));
    }
    let tell = |progress: tongban_eventstore::moving::Progress| {
        let what = match progress.step {
            Step::Compare => "compare",
            Step::Copy => "copy",
            Step::Verify => "verify",
        };
        listener.say(what, progress.done, Some(progress.of));
    };
    let begun = begin(&*source, &*target, &tell).await?;
    let Some(besides) = Box::pin(Besides::open(from, to, (&*source, &*target))).await? else {
        let log = begun.finish().await?;
        check_still(&*source, &log).await?;
        return Ok(Moved { log, beside: None });
    };
    let before = besides.move_what_events_need(listener).await?;
    let log = begun.finish().await?;
    // Who began meanwhile may have recorded, sealed or received what was not copied.
    besides.check_unused().await?;
    let readers = besides.move_readers(&*source, &*target).await?;
    check_still(&*source, &log).await?;
    Ok(Moved { log, beside: Some(BesideMoved { before, readers }) })
}

/// Looks whether the source ends where the copy does: a process of it may hold nothing that names it.
async fn check_still(source: &dyn Movable, copied: &Copied) -> Result<()> {
    if !has_grown(source, copied).await? {
        return Ok(());
    }
    Err(Refusal::of(
        "复制期间源日志仍有新事件写入；请停止其全部进程后重新运行，将从中断处继续",
        "events were recorded in the source while it was copied; stop all its processes and run this \
         again, it goes on where it stopped",
    ))
}

/// A place of the old log must not be taken for one of the new.
fn check_generation(source: &dyn Movable, n_partitions: u16, generation: u32) -> Result<()> {
    if n_partitions == source.n_partitions() || generation != source.generation() {
        return Ok(());
    }
    Err(Refusal::of(
        format!(
            "分区数改变后，原有的日志位置不再有效；请用 --generation 指定 {generation} 以外的代号"
        ),
        format!(
            "with another number of partitions no place of the log means the same; name another \
             --generation than {generation}"
        ),
    ))
}

fn has_partitions(n_there: u16) -> anyhow::Error {
    Refusal::of(
        format!("目标日志已有 {n_there} 个分区；请去掉 --partitions 或使用新的目标"),
        format!(
            "the target has {n_there} partitions already; leave --partitions out, or name a new \
             target"
        ),
    )
}
