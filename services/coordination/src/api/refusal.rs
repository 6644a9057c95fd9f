use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;
use tongban_kernel::calendar::Lang;

use crate::state::{RETURNS_MAX, Rejection};

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        let (conflict, forbidden) = (StatusCode::CONFLICT, StatusCode::FORBIDDEN);
        let (kind, status, zh, en) = match self {
            Self::UnknownTask => {
                return Problem::not_found(Text::new("协同任务", "task"));
            }
            Self::Over => ("coordination/over", conflict, "协同任务已结束", "The task is over"),
            Self::AwaitsCoordinator => (
                "coordination/awaits-coordinator",
                conflict,
                "任务已退回，等待协调员处理",
                "The task was returned and waits for the coordinator",
            ),
            Self::NotAsked { .. } => (
                "coordination/not-asked",
                forbidden,
                "该任务由其他部门办理",
                "Another department works this task",
            ),
            Self::NotCoordinator => (
                "coordination/not-coordinator",
                forbidden,
                "仅协调员可办理",
                "Only a coordinator may do this",
            ),
            Self::NotOfAskingDepartment { .. } => (
                "coordination/not-of-asking-department",
                forbidden,
                "只能以本部门名义发起协同",
                "A department asks for itself only",
            ),
            Self::SameDepartment { .. } => (
                "coordination/same-department",
                conflict,
                "不能向本部门发起协同",
                "A department cannot ask itself",
            ),
            Self::ReturnedTooOften => (
                "coordination/returned-too-often",
                conflict,
                "退回次数已达上限",
                "The task was returned too often",
            ),
            Self::OtherUnit { .. } => (
                "coordination/other-unit",
                conflict,
                "延期的单位与时限不一致",
                "The extension has another unit than the limit",
            ),
            Self::Uncountable(_) => (
                "coordination/uncountable",
                StatusCode::UNPROCESSABLE_ENTITY,
                "时限无法计算",
                "The limit cannot be counted",
            ),
        };
        let problem = Problem::new(kind, status, Text::new(zh, en));
        match detail(self) {
            Some(detail) => problem.with_detail(detail),
            None => problem,
        }
    }
}

/// What happened this time, and what to do.
fn detail(rejection: &Rejection) -> Option<Text> {
    Some(match rejection {
        Rejection::NotAsked { department } => Text::new(
            format!("承办部门为 {department}。"),
            format!("Department {department} is asked."),
        ),
        Rejection::NotOfAskingDepartment { department } => Text::new(
            format!("请由 {department} 或协调员发起。"),
            format!("Let {department} or a coordinator ask."),
        ),
        Rejection::ReturnedTooOften => Text::new(
            format!("已退回 {RETURNS_MAX} 次。请直接反馈意见（可选择不同意），或请协调员办结。"),
            format!(
                "It was returned {RETURNS_MAX} times. Answer it, with an objection if need be, or \
                 ask the coordinator to close it."
            ),
        ),
        Rejection::OtherUnit { limit, .. } => Text::new(
            format!("时限为 {}，请使用同一单位。", limit.words(Lang::Zh)),
            format!("The limit is {}; use its unit.", limit.words(Lang::En)),
        ),
        Rejection::Uncountable(source) => {
            Text::new("请填写 1 至 10000 的时限。", format!("{}.", words_of(source)))
        }
        Rejection::UnknownTask
        | Rejection::Over
        | Rejection::AwaitsCoordinator
        | Rejection::NotCoordinator
        | Rejection::SameDepartment { .. } => return None,
    })
}

fn words_of(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| source.to_string())
}

#[cfg(test)]
mod tests {
    use tongban_calendar::{Budget, BudgetError, DueError};

    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let department = || "HB".to_owned();
        let (limit, by) = (Budget::Workdays(5), Budget::Hours(2));
        let refusals = [
            (Rejection::UnknownTask, "common/not-found", 404),
            (Rejection::Over, "coordination/over", 409),
            (Rejection::AwaitsCoordinator, "coordination/awaits-coordinator", 409),
            (Rejection::NotAsked { department: department() }, "coordination/not-asked", 403),
            (Rejection::NotCoordinator, "coordination/not-coordinator", 403),
            (
                Rejection::NotOfAskingDepartment { department: department() },
                "coordination/not-of-asking-department",
                403,
            ),
            (
                Rejection::SameDepartment { department: department() },
                "coordination/same-department",
                409,
            ),
            (Rejection::ReturnedTooOften, "coordination/returned-too-often", 409),
            (Rejection::OtherUnit { limit, by }, "coordination/other-unit", 409),
            (
                Rejection::Uncountable(DueError::Budget(BudgetError::Zero)),
                "coordination/uncountable",
                422,
            ),
        ];
        for (refusal, kind, status) in refusals {
            let problem = refusal.problem();
            assert_eq!((problem.kind(), problem.status().as_u16()), (kind, status), "{refusal}");
        }
    }
}
