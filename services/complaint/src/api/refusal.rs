use axum::http::StatusCode;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;
use tongban_kernel::calendar::Office;

use crate::state::{BACKDATE_DAYS_MAX, Rejection};

impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        let (kind, status) = self.kind();
        Problem::new(kind, status, self.title()).with_detail(self.detail())
    }
}

impl Rejection {
    /// The one table from refusal to answer.
    fn kind(&self) -> (&'static str, StatusCode) {
        let conflict = StatusCode::CONFLICT;
        match self {
            Self::Unknown => ("complaint/unknown", StatusCode::NOT_FOUND),
            Self::AlreadyLodged => ("complaint/already-lodged", conflict),
            Self::ReceivedAt => ("complaint/received-at", StatusCode::UNPROCESSABLE_ENTITY),
            Self::NotAssigned => ("complaint/not-assigned", conflict),
            Self::AlreadyAnswered => ("complaint/already-answered", conflict),
            Self::NotAnswered => ("complaint/not-answered", conflict),
            Self::Closed => ("complaint/closed", conflict),
            Self::NotYourDepartment { .. } => {
                ("complaint/not-your-department", StatusCode::FORBIDDEN)
            }
            Self::NotIndependent { .. } => ("complaint/not-independent", StatusCode::FORBIDDEN),
            Self::RectificationMissing => ("complaint/rectification-missing", conflict),
            Self::RectificationOpen => ("complaint/rectification-open", conflict),
            Self::NothingOrdered => ("complaint/nothing-ordered", conflict),
            Self::TooLate { .. } => ("complaint/too-late", conflict),
            Self::Merged { .. } | Self::AnsweredTogether => ("complaint/merged", conflict),
            Self::UnknownTarget => ("complaint/unknown-target", StatusCode::UNPROCESSABLE_ENTITY),
            Self::IntoItself => ("complaint/into-itself", StatusCode::UNPROCESSABLE_ENTITY),
            Self::IntoMerged { .. } => ("complaint/into-merged", conflict),
            Self::OtherAnswered => ("complaint/other-answered", conflict),
            Self::IntoLater => ("complaint/into-later", conflict),
            Self::DueLater { .. } => ("complaint/due-later", conflict),
            Self::Due(_) => ("complaint/no-due-date", conflict),
        }
    }

    fn title(&self) -> Text {
        let (zh, en) = match self {
            Self::Unknown => ("没有这一投诉", "No such complaint"),
            Self::AlreadyLodged => ("投诉已登记", "The complaint was lodged already"),
            Self::ReceivedAt => {
                ("收到时间不在可补录的范围内", "The time of receipt is out of bounds")
            }
            Self::NotAssigned => ("投诉尚未交办", "The complaint is not assigned"),
            Self::AlreadyAnswered => ("投诉已答复", "The complaint was answered"),
            Self::NotAnswered => ("投诉尚未答复", "The complaint was not answered"),
            Self::Closed => ("投诉已办结", "The complaint is closed"),
            Self::NotYourDepartment { .. } => {
                ("该投诉由其他部门办理", "Another department has to answer")
            }
            Self::NotIndependent { .. } => {
                ("承办部门不得自行确认办结或重新办理", "Who answered may neither close nor reopen")
            }
            Self::RectificationMissing | Self::RectificationOpen => {
                ("整改尚未反馈", "The rectification is not reported")
            }
            Self::NothingOrdered => ("没有责令整改", "No rectification was ordered"),
            Self::TooLate { .. } => ("已过申请重办的期限", "The answer stands"),
            Self::Merged { .. } | Self::AnsweredTogether => {
                ("投诉已并案", "The complaint was merged")
            }
            Self::UnknownTarget => ("找不到要并入的投诉", "No such complaint to merge into"),
            Self::IntoItself => ("投诉不能并入自身", "A complaint is not merged into itself"),
            Self::IntoMerged { .. } => {
                ("要并入的投诉本身已并案", "The other complaint was merged itself")
            }
            Self::OtherAnswered => ("另一投诉已答复", "The other complaint was answered"),
            Self::IntoLater => ("只能并入收到在先的投诉", "The other complaint came later"),
            Self::DueLater { .. } => ("并案会使答复期限延后", "The complainant would wait longer"),
            Self::Due(_) => ("无法计算期限", "No due date can be computed"),
        };
        Text::new(zh, en)
    }

    fn detail(&self) -> Text {
        let detail = match self {
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
            Self::RectificationOpen => "请先反馈整改情况，再并案。".to_owned(),
            Self::NothingOrdered => "没有需要反馈的整改。".to_owned(),
            Self::TooLate { since } => {
                format!("申请重办的期限为{}，已过；如仍有问题，请另行投诉。", zh(last_day(*since)))
            }
            Self::Merged { into } => {
                format!("本投诉随 {into} 一并答复；需单独办理的，请先撤销并案。")
            }
            Self::AnsweredTogether => {
                "本投诉与另一投诉一并答复；情况不同、需要单独答复的，请拨打 12345 热线或到服务窗口说明。"
                    .to_owned()
            }
            Self::UnknownTarget => "请核对要并入的投诉编号。".to_owned(),
            Self::IntoItself => "请选择另一件收到在先的投诉。".to_owned(),
            Self::IntoMerged { into } => format!("请直接并入 {into}。"),
            Self::OtherAnswered => {
                "并案和撤销并案须在另一投诉答复之前；请单独办理本投诉。".to_owned()
            }
            Self::IntoLater => "请反过来，把收到在后的投诉并入本投诉。".to_owned(),
            Self::DueLater { due_at } => {
                let day = zh(last_day(*due_at));
                format!("另一投诉的答复期限为{day}，晚于本投诉；请分别答复。")
            }
            Self::Due(_) => "请检查日历。".to_owned(),
        };
        Text::new(detail, self.detail_en())
    }

    fn detail_en(&self) -> String {
        match self {
            Self::TooLate { since } => {
                let day = en(last_day(*since));
                format!("it could be reopened until {day}; if it is not solved, complain anew")
            }
            Self::DueLater { due_at } => {
                format!("the other complaint is to be answered by {} only", en(last_day(*due_at)))
            }
            Self::AnsweredTogether => format!(
                "{self}; if yours is another matter, call the hotline 12345 or come to a window"
            ),
            plain => plain.to_string(),
        }
    }
}

/// The day at the office whose end is the first instant that is too late.
fn last_day(too_late: Timestamp) -> Date {
    let last = too_late.checked_sub(SignedDuration::from_secs(1));
    Office::default().date_of(last.unwrap_or(too_late))
}

fn zh(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn en(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use tongban_kernel::testkit::at;

    use super::*;

    #[test]
    fn a_limit_is_told_as_its_last_day_at_the_office() {
        let too_late = at("2026-10-16T16:00:00Z");
        for refused in
            [Rejection::TooLate { since: too_late }, Rejection::DueLater { due_at: too_late }]
        {
            let Text { zh, en } = refused.detail();
            assert!(zh.contains("为2026年10月16日，"), "{zh}");
            assert!(en.contains("16 October 2026") && !en.contains('T'), "{en}");
        }
    }
}
