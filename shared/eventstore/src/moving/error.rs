//! Why a log is not copied.

use std::error::Error;
use std::fmt;

use tongban_kernel::{EventId, Partition, Seq, Text};

use crate::{AppendError, LogError, NoAppend, RecordedAppend};

/// Why a log is not copied, or not known to be. Says what to do, in both languages; shown as text it
/// is English.
#[derive(Debug)]
pub enum CopyError {
    /// The source cannot be read.
    ReadSource(LogError),
    /// The target cannot be read.
    ReadTarget(LogError),
    /// An event of the source is not the one that was recorded.
    Source(NoAppend),
    /// An event of the target is not the one that was recorded.
    Target(NoAppend),
    /// The target does not record an append.
    Record(AppendError),
    /// The target holds what the source does not, or in another order.
    Foreign {
        /// The partition of the target.
        partition: Partition,
        /// The place.
        seq: Seq,
        /// The event that stands there.
        event: EventId,
    },
    /// The copy lacks an event that it must hold.
    Lacks {
        /// The event.
        event: EventId,
    },
    /// An append has streams that would lie in several partitions of the target.
    Parts {
        /// Its first event.
        event: EventId,
        /// Partitions of the target.
        n_partitions: u16,
    },
}

impl CopyError {
    pub(super) fn foreign(append: &RecordedAppend) -> Self {
        let first = &append.events()[0];
        Self::Foreign { partition: first.partition, seq: first.seq, event: first.id }
    }

    pub(super) fn lacks(append: &RecordedAppend) -> Self {
        Self::Lacks { event: append.events()[0].id }
    }

    /// What is wrong and what to do, for people.
    pub fn text(&self) -> Text {
        match self {
            Self::ReadSource(_) => Text::new("无法读取源日志", "the source cannot be read"),
            Self::ReadTarget(_) => Text::new("无法读取目标日志", "the target cannot be read"),
            Self::Source(_) => Text::new(
                "源日志不完好，未继续复制；请从备份恢复",
                "the source is not sound and was copied no further; restore it from a backup",
            ),
            Self::Target(_) => Text::new(
                "目标日志不完好；请清空目标后重新复制",
                "the target is not sound; empty it and copy again",
            ),
            Self::Record(_) => Text::new(
                "目标日志未能写入；排除原因后重新运行，将从中断处继续",
                "the target does not take what is missing; see to it and run this again, it goes on \
                 where it stopped",
            ),
            Self::Foreign { partition, seq, event } => Text::new(
                format!(
                    "目标日志在分区 {partition} 第 {seq} 号有源日志所没有的事件 {event}；\
                     请使用空的目标，或另一个 generation"
                ),
                format!(
                    "the target holds event {event} at {seq} of partition {partition}, where the \
                     source has another or none; use an empty target, or another generation"
                ),
            ),
            Self::Lacks { event } => Text::new(
                format!("副本缺少事件 {event}；请重新运行"),
                format!("the copy lacks event {event}; run this again"),
            ),
            Self::Parts { event, n_partitions } => Text::new(
                format!(
                    "含事件 {event} 的一次写入涉及多个事件流，在 {n_partitions} 个分区中会被拆开；\
                     请减少分区数"
                ),
                format!(
                    "the append of event {event} has streams that {n_partitions} partitions would \
                     part; choose fewer partitions"
                ),
            ),
        }
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl Error for CopyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::ReadSource(source) | Self::ReadTarget(source) => Some(source),
            Self::Source(source) | Self::Target(source) => Some(source),
            Self::Record(source) => Some(source),
            Self::Foreign { .. } | Self::Lacks { .. } | Self::Parts { .. } => None,
        }
    }
}
