use std::error::Error;

use tongban_eventstore::ExecuteError;

use super::of;
use crate::history::xes::{Place, XesError};
use crate::history::{ExportError, ImportError, InvalidMapping, MapError, Rejection};

/// Of bringing histories in and writing them out.
pub(super) fn zh(cause: &(dyn Error + 'static)) -> Option<String> {
    of(cause, import)
        .or_else(|| of(cause, export))
        .or_else(|| of(cause, |refused| Some(rejection(refused))))
        .or_else(|| of(cause, execute))
        .or_else(|| of(cause, |invalid| Some(mapping(invalid))))
        .or_else(|| of(cause, |error| Some(map(error))))
        .or_else(|| of(cause, xes))
}

fn import(error: &ImportError) -> Option<String> {
    Some(match error {
        ImportError::Open { path, .. } => format!("无法打开 {path}"),
        ImportError::Mapping { path, .. } => format!("映射文件 {path} 不可用"),
        ImportError::Read(_) => "日志无法读取，未导入任何内容".into(),
        ImportError::Map(_) => "日志无法映射，未导入任何内容".into(),
        ImportError::Empty => "日志中没有轨迹，没有可导入的内容".into(),
        ImportError::Changed => "读取期间文件被改动，内容未显示；请重新导入".into(),
        ImportError::Differs { case, import_id } => {
            format!("此前的导入留下了形式不同的 {case}；请撤销导入 {import_id} 后重试")
        }
        ImportError::Append { case, .. } => {
            format!("办件 {case} 无法写入，内容未显示；再次导入同一文件即可继续")
        }
        ImportError::Import(_) => "导入无法登记".into(),
        ImportError::Load { .. } | ImportError::Encode(_) | ImportError::Cut(_) => return None,
    })
}

fn export(error: &ExportError) -> Option<String> {
    Some(match error {
        ExportError::Hidden { import_id, .. } => format!("无法导出导入 {import_id}"),
        ExportError::Import { import_id, .. } => format!("无法查找导入 {import_id}"),
        ExportError::Write { path, .. } => format!("无法写入 {path}"),
        ExportError::Read { .. } | ExportError::Case { .. } | ExportError::Cut(_) => return None,
    })
}

fn rejection(rejection: &Rejection) -> String {
    match rejection {
        Rejection::Unknown => "没有这个导入；tongban import xes 会输出其编号，GET \
             /api/metrics/imports 列出全部"
            .into(),
        Rejection::Incomplete => "该导入尚未完成；再次导入同一文件即可继续".into(),
        Rejection::Reverted { reason } => {
            format!("该导入已撤销（原因：{reason}）；再次导入该文件即重新显示")
        }
    }
}

fn execute(error: &ExecuteError<Rejection>) -> Option<String> {
    match error {
        ExecuteError::Refused(_) => Some("命令被拒绝".into()),
        ExecuteError::KeyReused
        | ExecuteError::Append(_)
        | ExecuteError::Load(_)
        | ExecuteError::Decode(_)
        | ExecuteError::Encode(_) => None,
    }
}

fn mapping(invalid: &InvalidMapping) -> String {
    match invalid.line {
        Some(line) => format!("映射不可用：第 {line} 行"),
        None => "映射不可用".into(),
    }
}

fn map(error: &MapError) -> String {
    match error {
        MapError::NoTime { key, place } => {
            format!("事件缺少 {key}（{}）；请在映射的 time 中指明时间属性，或补上该属性", at(place))
        }
        MapError::BadTime { key, text, place } => {
            format!("{key} 的日期 {text:?} 有误（{}）；请写成 2026-09-28T09:30:00+08:00", at(place))
        }
        MapError::NoActivity { key, place } => format!(
            "事件缺少 {key}（{}）；请在映射的 activity 中指明活动属性，或补上该属性",
            at(place)
        ),
    }
}

fn at(place: &Place) -> String {
    let event = place.event_no.map(|event_no| format!("第 {event_no} 个事件，"));
    format!("轨迹 {:?}，{}第 {} 行", place.trace, event.unwrap_or_default(), place.line)
}

fn xes(error: &XesError) -> Option<String> {
    Some(match error {
        XesError::NotXes { found } => format!("不是 XES 日志：应为 <log>，实为 {found}"),
        XesError::UnknownEncoding { label } => {
            format!("文件声明的编码 {label:?} 无法识别；请另存为 UTF-8")
        }
        XesError::Encoding { progress, .. } => format!(
            "文件内容与声明的编码不符（未声明时为 UTF-8），第 {} 行；请另存为 UTF-8，或更正首行的 \
             encoding",
            progress.line
        ),
        XesError::CutOff { progress } => format!(
            "文件不完整，止于第 {} 行，之前有 {} 条完整轨迹；请重新获取，或在该处结束日志",
            progress.line, progress.n_traces
        ),
        XesError::Syntax { progress, .. } => {
            format!(
                "XML 格式有误：第 {} 行，之前有 {} 条完整轨迹",
                progress.line, progress.n_traces
            )
        }
        XesError::Incomplete { element, missing, place } => {
            format!("<{element}> 缺少 {missing}（{}）", at(place))
        }
        XesError::BadDate { key, text, place, .. } => format!(
            "{key} 的日期 {text:?} 有误（{}）；请写成 2026-09-28T09:30:00+08:00，或去掉该属性",
            at(place)
        ),
        XesError::BadValue { key, text, kind, place } => {
            format!("{key} 的值 {text:?} 不是 {kind}（{}）；请更正，或改用 <string>", at(place))
        }
        XesError::TooDeep { depth_max, place } => {
            format!("属性嵌套超过 {depth_max} 层（{}）", at(place))
        }
        XesError::TooLarge { progress } => {
            format!("单条轨迹或元素过大：第 {} 行", progress.line)
        }
        XesError::Read { progress, .. } => format!("日志无法读取：第 {} 行", progress.line),
    })
}
