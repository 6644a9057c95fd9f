use std::error::Error;

use tongban_eventstore::jetstream::{AccessFault, OpenError};
use tongban_eventstore::moving::CopyError;
use tongban_eventstore::{AppendError, ChainBreak, NoAppend};
use tongban_vault::KeyError;

use super::of;

/// Of logs at servers, and of moving logs.
pub(super) fn zh(cause: &(dyn Error + 'static)) -> Option<String> {
    of(cause, |error: &CopyError| Some(error.text().zh))
        .or_else(|| of(cause, |error: &OpenError| Some(error.text().zh)))
        .or_else(|| of(cause, |fault: &AccessFault| Some(fault.text().zh)))
        .or_else(|| of(cause, |error| Some(no_append(error))))
        .or_else(|| of(cause, key))
        .or_else(|| of(cause, append))
}

fn no_append(error: &NoAppend) -> String {
    match error {
        NoAppend::Broken(ChainBreak::Content { stream, id }) => {
            format!("事件流 {stream} 的事件 {id} 在记录之后被改动")
        }
        NoAppend::Broken(
            ChainBreak::Gap { stream, id, .. }
            | ChainBreak::Predecessor { stream, id }
            | ChainBreak::Time { stream, id },
        ) => format!("事件流 {stream} 的事件 {id} 与其前一事件不衔接"),
        NoAppend::Rule { at, .. } => format!("第 {at} 号起的事件不是一次完整的写入"),
    }
}

fn append(error: &AppendError) -> Option<String> {
    Some(match error {
        AppendError::Conflict { stream } => format!("事件流 {stream} 另有写入"),
        AppendError::NoSpace => "磁盘已满".into(),
        AppendError::Unreachable(_) => "无法连接日志".into(),
        AppendError::Uncertain(_) => "日志未说明是否已写入".into(),
        AppendError::Invalid { .. }
        | AppendError::Busy
        | AppendError::Unreadable { .. }
        | AppendError::Stopped(_) => return None,
    })
}

fn key(error: &KeyError) -> Option<String> {
    match error {
        KeyError::OtherRing => {
            Some("目标中的密钥属于另一机构；请使用新的数据库或空的文件夹".into())
        }
        KeyError::OtherKey { person } => Some(format!("目标中 {person} 的密钥与此处的不同")),
        KeyError::Erased { .. }
        | KeyError::Busy
        | KeyError::Append(_)
        | KeyError::File(_)
        | KeyError::Reopen(_)
        | KeyError::Database(_)
        | KeyError::Damaged { .. }
        | KeyError::Closed => None,
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Error;
    use tongban_eventstore::contract::case;
    use tongban_kernel::EventId;
    use uuid::Uuid;

    use super::*;
    use crate::refusal::text_of;

    #[test]
    fn an_event_that_was_changed_is_named_in_chinese_and_once() {
        let (stream, id) = (case(1), EventId::from_uuid(Uuid::from_u128(7)));
        let changed = NoAppend::Broken(ChainBreak::Content { stream, id });
        let text = text_of(&Error::new(CopyError::Source(changed)));
        assert!(text.zh.contains("源日志不完好") && text.zh.contains("被改动"), "{}", text.zh);
        assert_eq!(text.en.matches(&id.to_string()).count(), 1, "{}", text.en);
    }
}
