use axum::http::StatusCode;
use tongban_httpkit::{FieldError, Problem, Refusal};
use tongban_kernel::Text;

use crate::events::{Missing, Wanted};
use crate::state::{BACKDATED_DAYS_MAX, Rejection};

const CONFLICT: StatusCode = StatusCode::CONFLICT;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const NOT_FOUND: StatusCode = StatusCode::NOT_FOUND;
const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        let (kind, status, zh, en) = self.row();
        Problem::new(kind, status, Text::new(zh, en))
            .with_detail(self.detail())
            .with_errors(self.fields())
    }
}

/// Type, status, title.
#[rustfmt::skip]
impl Rejection {
    fn row(&self) -> (&'static str, StatusCode, &'static str, &'static str) {
        match self {
            Self::UnknownCase => ("intake/unknown-case", NOT_FOUND, "没有这一办件", "No such case"),
            Self::NotYourDepartment { .. } => ("intake/not-your-department", FORBIDDEN, "该办件由其他部门办理", "Another department decides the case"),
            Self::AlreadySubmitted => ("intake/already-submitted", CONFLICT, "该申请已提交", "It was handed in already"),
            Self::ReceivedInFuture => ("intake/received-in-future", UNPROCESSABLE, "收件时间不能晚于当前时间", "The time of receipt lies in the future"),
            Self::ReceivedTooLongAgo => ("intake/received-too-long-ago", UNPROCESSABLE, "收件时间过早", "The receipt lies too far back"),
            Self::Incomplete { .. } => ("intake/incomplete", UNPROCESSABLE, "申请材料不齐全", "Something is missing"),
            Self::CorrectedBefore => ("intake/corrected-before", CONFLICT, "补正须一次性告知，不能再次要求补正", "Corrections are asked for once, and were asked for already"),
            Self::NothingAsked => ("intake/nothing-asked", CONFLICT, "没有待补正的内容", "Nothing is asked of the applicant"),
            Self::AwaitsApplicant => ("intake/awaits-applicant", CONFLICT, "正在等待申请人补正", "It waits for the applicant"),
            Self::DeemedAccepted => ("intake/deemed-accepted", CONFLICT, "已逾告知期限，依法视为受理", "The term is over: the case counts as accepted by law"),
            Self::NotPending { .. } => ("intake/not-pending", CONFLICT, "办件已不在待受理状态", "The case is not pending"),
            Self::NotAccepted { .. } => ("intake/not-accepted", CONFLICT, "办件未受理", "The case was not accepted"),
            Self::TooLateToWithdraw => ("intake/too-late-to-withdraw", CONFLICT, "办件已办结，不能撤回", "The case is decided; it is too late to withdraw"),
            Self::NotOver { .. } => ("intake/not-over", CONFLICT, "服务在办件结束后评价", "The service is rated once the case is over"),
            Self::OtherApplicant => ("intake/other-applicant", CONFLICT, "申请人信息刚刚更正", "The applicant was corrected just now"),
            Self::RatedBefore => ("intake/rated-before", CONFLICT, "您已评价过本次服务", "The service was rated already"),
            Self::DuplicateOfItself => ("intake/duplicate-of-itself", UNPROCESSABLE, "办件不能与自身关联", "A case is no duplicate of itself"),
            Self::Uncountable(_) => ("intake/no-due-date", CONFLICT, "无法计算期限", "No due date can be computed"),
        }
    }
}

impl Rejection {
    fn detail(&self) -> Text {
        let zh = match self {
            Self::UnknownCase => "请核对办件编号，或您无权查看。".to_owned(),
            Self::NotYourDepartment { department } => {
                format!("只有 {department} 或综合窗口可以办理。")
            }
            Self::AlreadySubmitted => "请查询该办件的进度。".to_owned(),
            Self::ReceivedInFuture => "请核对收件时间。".to_owned(),
            Self::ReceivedTooLongAgo => {
                format!(
                    "收件时间最多可补录 {BACKDATED_DAYS_MAX} 天；更早的请按当前时间收件并注明。"
                )
            }
            Self::Incomplete { missing } => {
                format!("共缺 {} 项，已全部列出；请补齐后提交，或容缺收件。", missing.len())
            }
            Self::CorrectedBefore => {
                "请依据现有材料决定受理或不予受理（行政许可法第三十二条）。".to_owned()
            }
            Self::NothingAsked => "请先告知申请人需要补正的全部内容。".to_owned(),
            Self::AwaitsApplicant => "申请人补正后方可办理；逾期未补正的可不予受理。".to_owned(),
            Self::DeemedAccepted => "请直接受理该件（行政许可法第三十二条）。".to_owned(),
            Self::NotPending { state } | Self::NotAccepted { state } | Self::NotOver { state } => {
                format!("当前状态：{}。", state_words(state).zh)
            }
            Self::OtherApplicant => "请重新提交。".to_owned(),
            Self::RatedBefore => "每次办理评价一次；如仍有意见，请投诉。".to_owned(),
            Self::TooLateToWithdraw => "如有异议，请申请重新办理或撤销决定。".to_owned(),
            Self::DuplicateOfItself => "请填写先前提交的办件。".to_owned(),
            Self::Uncountable(_) => "请检查事项的时限设置。".to_owned(),
        };
        Text::new(zh, self.to_string())
    }

    fn fields(&self) -> Vec<FieldError> {
        let received_at = |rule, zh: &str, en: &str| {
            vec![FieldError::new("/received_at", rule, Text::new(zh, en))]
        };
        match self {
            Self::Incomplete { missing } => missing.iter().map(field_of).collect(),
            Self::ReceivedInFuture => {
                received_at("future", "不能晚于当前时间", "not later than now")
            }
            Self::ReceivedTooLongAgo => {
                received_at("too-long-ago", "最多补录10天", "at most ten days back")
            }
            Self::UnknownCase
            | Self::NotYourDepartment { .. }
            | Self::AlreadySubmitted
            | Self::CorrectedBefore
            | Self::NothingAsked
            | Self::AwaitsApplicant
            | Self::DeemedAccepted
            | Self::NotPending { .. }
            | Self::NotAccepted { .. }
            | Self::TooLateToWithdraw
            | Self::NotOver { .. }
            | Self::OtherApplicant
            | Self::RatedBefore
            | Self::DuplicateOfItself
            | Self::Uncountable(_) => Vec::new(),
        }
    }
}

/// Where in a body that hands something in the missing part would stand.
pub(super) fn field_of(missing: &Missing) -> FieldError {
    let field = match &missing.wanted {
        Wanted::Material(code) => format!("/materials/{code}"),
        Wanted::Field(name) => format!("/form/{name}"),
    };
    FieldError::new(field, "missing", missing.reason.clone())
}

/// A state's name for people.
pub(super) fn state_words(state: &str) -> Text {
    match state {
        "submitted" => Text::new("待受理", "waiting for acceptance"),
        "awaiting_supplement" => Text::new("待补正", "waiting for the applicant"),
        "accepted" => Text::new("办理中", "in approval"),
        "finished" => Text::new("已办结", "decided"),
        "declined" => Text::new("不予受理", "declined"),
        "withdrawn" => Text::new("已撤回", "withdrawn"),
        "duplicate" => Text::new("重复件", "duplicate"),
        other => Text::new(other, other),
    }
}
