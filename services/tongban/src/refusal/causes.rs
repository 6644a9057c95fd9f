//! Chinese for errors of their own types; their English is what they display.

mod history;
mod moved;
mod operations;
mod published;

use std::error::Error;
use std::io::{self, ErrorKind};

use tongban_auth::AccountsError;
use tongban_eventstore::LogError;
use tongban_readmodel::{InvalidPage, ROWS_PER_PAGE_MAX, StoreError};

/// What a cause says, where it is one that people are likely to meet.
pub(super) fn zh(cause: &(dyn Error + 'static)) -> Option<String> {
    history::zh(cause)
        .or_else(|| published::zh(cause))
        .or_else(|| moved::zh(cause))
        .or_else(|| operations::zh(cause))
        .or_else(|| of(cause, log))
        .or_else(|| of(cause, store))
        .or_else(|| of(cause, |invalid| Some(page(invalid))))
        .or_else(|| of(cause, accounts))
        .or_else(|| of(cause, io))
}

/// What it says if it is of this type.
fn of<E: Error + 'static>(
    cause: &(dyn Error + 'static),
    zh: impl FnOnce(&E) -> Option<String>,
) -> Option<String> {
    cause.downcast_ref().and_then(zh)
}

fn log(error: &LogError) -> Option<String> {
    Some(match error {
        LogError::Locked { path } => {
            format!("{path} 正被另一进程使用；请先停止该进程，或另指定文件夹")
        }
        LogError::Damaged { segment, offset, .. } => format!(
            "日志损坏：段文件 {segment} 第 {offset} 字节；请运行 tongban verify 核对，并从备份恢复"
        ),
        LogError::DamagedEvent { partition, seq, .. } => {
            format!("日志损坏：流 {partition} 第 {} 号消息；请从备份恢复", seq.0)
        }
        LogError::Unreachable { .. } => "消息服务器没有应答；请检查其地址与运行状态".into(),
        LogError::NewerFormat { found, known } => {
            format!("数据格式为 {found}，本程序最高识别 {known}；请使用更新的版本")
        }
        LogError::Unusable { path, reason } => format!("{path} 不可用：{reason}"),
        LogError::Io { path, .. } => format!("无法读写 {path}"),
        LogError::Closed => return None,
    })
}

fn store(error: &StoreError) -> Option<String> {
    Some(match error {
        StoreError::InUse { path, holder, .. } => format!(
            "{path} 正由进程 {holder} 使用，而本进程无法使用；请确认两者的日志与程序一致，或停止该进程"
        ),
        StoreError::Behind { reader } => {
            format!("重新计算的 {reader} 尚落后于现用的；请稍后再试")
        }
        StoreError::BeingRebuilt { reader } => {
            format!("{reader} 正在重新计算；请待其完成后再试")
        }
        StoreError::Locale { database, encoding, ctype } => format!(
            "数据库 {database} 的编码为 {encoding}、字符类型为 {ctype}；须为 UTF8，字符类型不得为 C 或 POSIX；请重新创建，例如 TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        ),
        StoreError::BackedUpElsewhere { path } => {
            format!("{path} 须用数据库服务器自身的手段备份，例如 pg_dump")
        }
        StoreError::HalfExchanged { path, aside, .. } => format!(
            "{path} 的内容暂存于 {aside}，无法放回；请检查文件夹权限后重新启动，或删除 {aside} 以重新计算"
        ),
        StoreError::NewerFormat { path, found, known } => {
            format!("{path} 的格式为 {found}，本程序最高识别 {known}；请使用更新的版本")
        }
        StoreError::Engine { path, .. } | StoreError::Io { path, .. } => {
            format!("无法读写 {path}")
        }
        StoreError::Log { .. } | StoreError::LostRace { .. } | StoreError::Closed { .. } => {
            return None;
        }
    })
}

fn page(invalid: &InvalidPage) -> String {
    match invalid {
        InvalidPage::Limit => format!("每页为 1 至 {ROWS_PER_PAGE_MAX} 行"),
        InvalidPage::Cursor => "游标不属于此列表；请原样传回上一页给出的游标".into(),
    }
}

fn accounts(error: &AccountsError) -> Option<String> {
    Some(match error {
        AccountsError::Exists { login } => format!("账号 {login} 已存在"),
        AccountsError::Unknown { login } => format!("没有账号 {login}"),
        AccountsError::LinkTaken { login } => {
            format!("该身份已关联到 {login} 以外的账号；请先用 tongban account unlink 解除")
        }
        AccountsError::Newer { found, known } => {
            format!("账号库格式为 {found}，本程序最高识别 {known}；请使用更新的版本")
        }
        AccountsError::Damaged { login } => format!("账号 {login} 的记录已损坏"),
        AccountsError::File(_) => "无法创建账号库文件".into(),
        AccountsError::Wrapped => "令牌密钥由另一把加密密钥封存；请给出原来的密钥文件".into(),
        AccountsError::Differs { login } => format!("目标中账号 {login} 与此处的不同"),
        AccountsError::Database { .. } | AccountsError::Interrupted => return None,
    })
}

fn io(error: &io::Error) -> Option<String> {
    if error.get_ref().is_some() {
        // It says more than its kind does.
        return None;
    }
    let zh = match error.kind() {
        ErrorKind::NotFound => "文件或文件夹不存在",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已存在",
        ErrorKind::IsADirectory => "是文件夹",
        ErrorKind::NotADirectory => "不是文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹非空",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘空间不足",
        ErrorKind::ReadOnlyFilesystem => "文件系统只读",
        ErrorKind::AddrInUse => "地址已被占用",
        ErrorKind::InvalidData => "不是 UTF-8 文本",
        _ => return None,
    };
    Some(zh.into())
}
