use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::state::{BACKDATE_DAYS_MAX, Rejection};

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        let conflict = StatusCode::CONFLICT;
        let (kind, status, zh, en) = match self {
            Self::Unknown => {
                ("complaint/unknown", StatusCode::NOT_FOUND, "没有这一投诉", "No such complaint")
            }
            Self::AlreadyLodged => (
                "complaint/already-lodged",
                conflict,
                "投诉已登记",
                "The complaint was lodged already",
            ),
            Self::ReceivedAt => (
                "complaint/received-at",
                StatusCode::UNPROCESSABLE_ENTITY,
                "收到时间不在可补录的范围内",
                "The time of receipt is out of bounds",
            ),
            Self::NotAssigned => (
                "complaint/not-assigned",
                conflict,
                "投诉尚未交办",
                "The complaint is not assigned",
            ),
            Self::AlreadyAnswered => {
                ("complaint/already-answered", conflict, "投诉已答复", "The complaint was answered")
            }
            Self::NotAnswered => (
                "complaint/not-answered",
                conflict,
                "投诉尚未答复",
                "The complaint was not answered",
            ),
            Self::Closed => ("complaint/closed", conflict, "投诉已办结", "The complaint is closed"),
            Self::NotYourDepartment { .. } => (
                "complaint/not-your-department",
                StatusCode::FORBIDDEN,
                "该投诉由其他部门办理",
                "Another department has to answer",
            ),
            Self::NotIndependent { .. } => (
                "complaint/not-independent",
                StatusCode::FORBIDDEN,
                "承办部门不得自行确认办结或重新办理",
                "Who answered may neither close nor reopen",
            ),
            Self::RectificationMissing => (
                "complaint/rectification-missing",
                conflict,
                "整改尚未反馈",
                "The rectification is not reported",
            ),
            Self::NothingOrdered => (
                "complaint/nothing-ordered",
                conflict,
                "没有责令整改",
                "No rectification was ordered",
            ),
            Self::TooLate { .. } => {
                ("complaint/too-late", conflict, "已过申请重办的期限", "The answer stands")
            }
            Self::Due(_) => {
                ("complaint/no-due-date", conflict, "无法计算期限", "No due date can be computed")
            }
        };
        Problem::new(kind, status, Text::new(zh, en)).with_detail(self.detail())
    }
}

impl Rejection {
    fn detail(&self) -> Text {
        let zh = match self {
            Self::Unknown => "请核对投诉编号。".to_owned(),
            Self::AlreadyLodged => "无需再次登记。".to_owned(),
            Self::ReceivedAt => {
                format!("收到时间须在最近 {BACKDATE_DAYS_MAX} 天之内，且不晚于现在。")
            }
            Self::NotAssigned => "请先交办给承办部门。".to_owned(),
            Self::AlreadyAnswered => "如投诉人不认可，请申请重新办理。".to_owned(),
            Self::NotAnswered => "承办部门答复后才能确认或申请重办。".to_owned(),
            Self::Closed => "如问题再次出现，请在期限内申请重办或另行投诉。".to_owned(),
            Self::NotYourDepartment { department } => format!("只有 {department} 可以办理。"),
            Self::NotIndependent { department } => {
                format!("由投诉人本人或 {department} 以外的人员回访确认或要求重新办理。")
            }
            Self::RectificationMissing => "请先反馈整改情况，再答复。".to_owned(),
            Self::NothingOrdered => "没有需要反馈的整改。".to_owned(),
            Self::TooLate { since } => format!("答复自 {since} 起生效，请另行投诉。"),
            Self::Due(_) => "请检查日历。".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}
