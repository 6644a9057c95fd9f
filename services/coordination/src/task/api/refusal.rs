//! The one table from refusal to answer.

mod detail;

use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::task::state::Rejection;

impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        Problem::of_table(kind(self), title(self), detail::of(self))
    }
}

fn kind(rejection: &Rejection) -> (&'static str, StatusCode) {
    let conflict = StatusCode::CONFLICT;
    let forbidden = StatusCode::FORBIDDEN;
    match rejection {
        Rejection::UnknownTask => ("common/not-found", StatusCode::NOT_FOUND),
        Rejection::Over => ("coordination/over", conflict),
        Rejection::AwaitsCoordinator => ("coordination/awaits-coordinator", conflict),
        Rejection::AwaitsRuling => ("coordination/awaits-ruling", conflict),
        Rejection::Ruled => ("coordination/ruled", conflict),
        Rejection::DisputedBefore => ("coordination/disputed-before", conflict),
        Rejection::Practised => ("coordination/practised", conflict),
        Rejection::DisputesItself { .. } => ("coordination/disputes-itself", conflict),
        Rejection::NotAsked { .. } => ("coordination/not-asked", forbidden),
        Rejection::NotCoordinator => ("coordination/not-coordinator", forbidden),
        Rejection::NotOfAskingDepartment { .. } => {
            ("coordination/not-of-asking-department", forbidden)
        }
        Rejection::SameDepartment { .. } => ("coordination/same-department", conflict),
        Rejection::ReturnedTooOften => ("coordination/returned-too-often", conflict),
        Rejection::SentBackTooOften => ("coordination/sent-back-too-often", conflict),
        Rejection::NotReplied => ("coordination/not-replied", conflict),
        Rejection::QuestionOpen => ("coordination/question-open", conflict),
        Rejection::NoQuestion => ("coordination/no-question", conflict),
        Rejection::TooManyQuestions => ("coordination/too-many-questions", conflict),
        Rejection::TooManyParts => ("coordination/too-many-parts", conflict),
        Rejection::ExtensionOpen => ("coordination/extension-open", conflict),
        Rejection::NoExtensionAsked => ("coordination/no-extension-asked", conflict),
        Rejection::NotParents { .. } => ("coordination/not-parents", forbidden),
        Rejection::LaterThanParent { .. } => ("coordination/later-than-parent", conflict),
        Rejection::SameTask => ("coordination/same-task", conflict),
        Rejection::GivesNoWay => ("coordination/gives-no-way", conflict),
        Rejection::DrillShared => ("coordination/drill-shared", conflict),
        Rejection::OtherDepartment { .. } => ("coordination/other-department", conflict),
        Rejection::DueLater { .. } => ("coordination/due-later", conflict),
        Rejection::TooManyShares => ("coordination/too-many-shares", conflict),
        Rejection::HandOverUnreasoned { .. } => ("coordination/hand-over-unreasoned", conflict),
        Rejection::UrgesItself { .. } => ("coordination/urges-itself", conflict),
        Rejection::UrgedAlready { .. } => ("coordination/urged-already", conflict),
        Rejection::OtherUnit { .. } => ("coordination/other-unit", conflict),
        Rejection::Uncountable(_) => ("coordination/uncountable", StatusCode::UNPROCESSABLE_ENTITY),
    }
}

fn title(rejection: &Rejection) -> Text {
    let (zh, en) = match rejection {
        Rejection::UnknownTask => ("协同任务", "task"),
        Rejection::Over => ("协同任务已结束", "The task is over"),
        Rejection::AwaitsCoordinator => {
            ("任务已退回，等待协调员处理", "The task was returned and waits for the coordinator")
        }
        Rejection::AwaitsRuling => {
            ("任务存在争议，等待裁决", "The task is disputed and waits for the ruling")
        }
        Rejection::Ruled => ("任务已经裁决，裁决有约束力", "A ruling on the task binds"),
        Rejection::DisputedBefore => {
            ("本部门已撤回对该任务的争议", "This department took a dispute of the task back before")
        }
        Rejection::Practised => ("演练任务不能提出争议", "A drill is practised, not disputed"),
        Rejection::DisputesItself { .. } => {
            ("不能主张由本部门负责", "Who disputes the task cannot be responsible for it")
        }
        Rejection::NotAsked { .. } => {
            ("该任务由其他部门办理", "Another department works this task")
        }
        Rejection::NotCoordinator => ("仅协调员可办理", "Only a coordinator may do this"),
        Rejection::NotOfAskingDepartment { .. } => {
            ("该任务由其他部门发起", "Another department asks for this")
        }
        Rejection::SameDepartment { .. } => {
            ("不能向本部门发起协同", "A department cannot ask itself")
        }
        Rejection::ReturnedTooOften => ("退回次数已达上限", "The task was returned too often"),
        Rejection::SentBackTooOften => ("退回重办次数已达上限", "Answers were sent back too often"),
        Rejection::NotReplied => ("任务尚未反馈", "The task is not answered"),
        Rejection::QuestionOpen => ("征询尚未答复", "A question waits for its answer"),
        Rejection::NoQuestion => ("没有待答复的征询", "Nothing was asked back"),
        Rejection::TooManyQuestions => ("征询次数已达上限", "Too many questions"),
        Rejection::TooManyParts => ("阶段性反馈次数已达上限", "Too many partial answers"),
        Rejection::ExtensionOpen => ("延期申请尚未处理", "An extension waits for its decision"),
        Rejection::NoExtensionAsked => ("没有待处理的延期申请", "No extension was asked for"),
        Rejection::NotParents { .. } => {
            ("仅承办部门可发起子任务", "Only the asked department asks others to help")
        }
        Rejection::LaterThanParent { .. } => {
            ("子任务时限晚于主任务", "The subtask is due after its task")
        }
        Rejection::SameTask => ("任务不能与自身共用", "A task cannot be shared with itself"),
        Rejection::GivesNoWay => (
            "对方任务已反馈，或已由其他办件共用",
            "The other task is answered, or other cases wait for it",
        ),
        Rejection::DrillShared => {
            ("演练任务不能与实际任务共用", "A drill shares no task with real work")
        }
        Rejection::OtherDepartment { .. } => {
            ("两个任务的承办部门不同", "The tasks ask different departments")
        }
        Rejection::DueLater { .. } => ("共用任务的时限更晚", "The task to be shared is due later"),
        Rejection::TooManyShares => ("共用该任务的办件已达上限", "Too many cases share the task"),
        Rejection::HandOverUnreasoned { .. } => {
            ("移交须说明理由", "Handing a task over needs a reason")
        }
        Rejection::UrgesItself { .. } => {
            ("不能催办由本部门办理的任务", "A department cannot urge itself")
        }
        Rejection::UrgedAlready { .. } => ("今日已催办", "The task was urged today"),
        Rejection::OtherUnit { .. } => {
            ("延期的单位与时限不一致", "The extension has another unit than the limit")
        }
        Rejection::Uncountable(_) => ("时限无法计算", "The limit cannot be counted"),
    };
    Text::new(zh, en)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::Timestamp;
    use tongban_calendar::{Budget, BudgetError, DueError};

    use super::*;

    fn all() -> [Rejection; 34] {
        let department = || "HB".to_owned();
        let due_at = Timestamp::UNIX_EPOCH;
        [
            Rejection::UnknownTask,
            Rejection::Over,
            Rejection::AwaitsCoordinator,
            Rejection::AwaitsRuling,
            Rejection::Ruled,
            Rejection::DisputedBefore,
            Rejection::Practised,
            Rejection::DisputesItself { department: department() },
            Rejection::NotAsked { department: department() },
            Rejection::NotCoordinator,
            Rejection::NotOfAskingDepartment { department: department() },
            Rejection::SameDepartment { department: department() },
            Rejection::ReturnedTooOften,
            Rejection::SentBackTooOften,
            Rejection::NotReplied,
            Rejection::QuestionOpen,
            Rejection::NoQuestion,
            Rejection::TooManyQuestions,
            Rejection::TooManyParts,
            Rejection::ExtensionOpen,
            Rejection::NoExtensionAsked,
            Rejection::NotParents { department: department() },
            Rejection::LaterThanParent { due_at },
            Rejection::SameTask,
            Rejection::GivesNoWay,
            Rejection::DrillShared,
            Rejection::OtherDepartment { department: department() },
            Rejection::DueLater { due_at },
            Rejection::TooManyShares,
            Rejection::HandOverUnreasoned { handler: "li".to_owned() },
            Rejection::UrgesItself { department: department() },
            Rejection::UrgedAlready { again_at: due_at },
            Rejection::OtherUnit { limit: Budget::Workdays(5), by: Budget::Hours(2) },
            Rejection::Uncountable(DueError::Budget(BudgetError::Zero)),
        ]
    }

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let problems = all().map(|rejection| rejection.problem());
        let kinds: HashSet<_> = problems.iter().map(Problem::kind).collect();
        assert_eq!(kinds.len(), all().len());
    }

    #[test]
    fn who_may_not_is_told_apart_from_what_cannot_be() {
        for rejection in all() {
            let (problem, status) = (rejection.problem(), kind(&rejection).1);
            assert_eq!(problem.status(), status, "{rejection}");
        }
        let status = |rejection: Rejection| rejection.problem().status().as_u16();
        assert_eq!(status(Rejection::UnknownTask), 404);
        assert_eq!(status(Rejection::NotCoordinator), 403);
        assert_eq!(status(Rejection::Over), 409);
        assert_eq!(status(Rejection::Uncountable(DueError::OutOfRange)), 422);
    }
}
