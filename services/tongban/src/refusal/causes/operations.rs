use std::error::Error;

use tongban_auth::{InvalidRights, SignInError};

use super::{accounts, of, store};
use crate::operations::{AccountRefusal, NoSuchDepartment, ParkRefusal};

/// Of what operators do to readers and accounts.
pub(super) fn zh(cause: &(dyn Error + 'static)) -> Option<String> {
    of(cause, park)
        .or_else(|| of(cause, account))
        .or_else(|| of(cause, |NoSuchDepartment(text)| Some(text.zh.clone())))
}

fn park(refusal: &ParkRefusal) -> Option<String> {
    Some(match refusal {
        ParkRefusal::NoReason => "--reason 为空；请写明为何可以略过该事件".into(),
        ParkRefusal::Unknown { reader, event } => {
            format!("读取器 {reader} 没有停在事件 {event}；tongban readers 列出全部")
        }
        ParkRefusal::PassedByRows { reader, event } => format!(
            "读取器 {reader} 已越过事件 {event}；换用能识别它的版本后，请运行 tongban rebuild \
             {reader}，届时会重新读取它"
        ),
        ParkRefusal::Passed { reader, event } => {
            format!("读取器 {reader} 已越过事件 {event}，不会返回；由它应产生的命令请人工办理")
        }
        ParkRefusal::Store(error) => return store(error),
        ParkRefusal::Query(_) => return None,
    })
}

fn account(refusal: &AccountRefusal) -> Option<String> {
    Some(match refusal {
        AccountRefusal::Exists { login } => {
            format!("账号 {login} 已存在；tongban account password {login} 为其设置新密码")
        }
        AccountRefusal::Unknown { login } => {
            format!("没有账号 {login}；tongban account add {login} 可创建")
        }
        AccountRefusal::LinkTaken { login } => format!(
            "该身份已关联到 {login} 以外的账号；请用 tongban account list 查看，并用 tongban \
             account unlink 解除"
        ),
        AccountRefusal::ProviderAlone { login } => format!(
            "账号 {login} 只通过身份认证服务登录，不用密码；tongban account link {login} 可重新允许密码"
        ),
        AccountRefusal::Own { login } => {
            format!("{login} 是您正在使用的账号；请由其他账号管理人员更改")
        }
        AccountRefusal::Privileged { login } => format!(
            "{login} 是（或将是）监督员或运维人员的账号；请在服务器上用 tongban account 命令更改"
        ),
        AccountRefusal::NoLonger { login } => format!("{login} 已不能管理账号；请重新登录"),
        AccountRefusal::Rights(InvalidRights::NoDepartment) => {
            "department：窗口人员和经办人必须属于一个部门；请用 --department 指明目录中的代码"
                .into()
        }
        AccountRefusal::Rights(InvalidRights::NoRole | InvalidRights::System) => {
            "role：账号至少有一个角色，且不能是系统本身；请用 --role 指明".into()
        }
        AccountRefusal::Department(NoSuchDepartment(text)) => text.zh.clone(),
        AccountRefusal::Machine(SignInError::Accounts(error)) => return accounts(error),
        AccountRefusal::Machine(_) => return None,
    })
}
