use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::notice::state::Rejection;

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        let (conflict, forbidden) = (StatusCode::CONFLICT, StatusCode::FORBIDDEN);
        let (kind, status, zh, en) = match self {
            Self::UnknownNotice => return Problem::not_found(Text::new("预警件", "warning")),
            Self::Over => {
                ("coordination/notice-over", conflict, "预警件已办结", "The warning is dealt with")
            }
            Self::NotWarned { .. } => (
                "coordination/not-warned",
                forbidden,
                "该预警件属于其他部门",
                "Another department was warned",
            ),
            Self::NotSupervisor => (
                "coordination/not-supervisor",
                forbidden,
                "仅监督员可办理",
                "Only a supervisor may do this",
            ),
            Self::AwaitsSupervisor => (
                "coordination/awaits-supervisor",
                conflict,
                "申诉待监督员处理",
                "The appeal waits for a supervisor",
            ),
            Self::Answered => {
                ("coordination/notice-answered", conflict, "已提交说明", "It was answered")
            }
            Self::NotAppealed => {
                ("coordination/not-appealed", conflict, "没有待处理的申诉", "Nobody appealed")
            }
            Self::NotAnswered => {
                ("coordination/notice-not-answered", conflict, "尚未说明", "It is not answered")
            }
            Self::AppealedBefore => (
                "coordination/appealed-before",
                conflict,
                "申诉已处理，不能再次申诉",
                "An appeal was decided before",
            ),
            Self::Uncountable(_) => (
                "coordination/uncountable",
                StatusCode::UNPROCESSABLE_ENTITY,
                "时限无法计算",
                "The limit cannot be counted",
            ),
        };
        let problem = Problem::new(kind, status, Text::new(zh, en));
        match self {
            Self::NotWarned { department } => problem.with_detail(Text::new(
                format!("请由 {department} 办理。"),
                format!("Department {department} answers it."),
            )),
            _ => problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use tongban_calendar::DueError;

    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let refusals = [
            Rejection::UnknownNotice,
            Rejection::Over,
            Rejection::NotWarned { department: "HB".to_owned() },
            Rejection::NotSupervisor,
            Rejection::AwaitsSupervisor,
            Rejection::Answered,
            Rejection::NotAppealed,
            Rejection::NotAnswered,
            Rejection::AppealedBefore,
            Rejection::Uncountable(DueError::OutOfRange),
        ];
        let problems = refusals.each_ref().map(Refusal::problem);
        let kinds: HashSet<_> = problems.iter().map(Problem::kind).collect();
        assert_eq!(kinds.len(), refusals.len());
    }
}
