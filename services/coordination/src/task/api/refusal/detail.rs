use jiff::Timestamp;
use tongban_kernel::Text;
use tongban_kernel::calendar::Lang;

use crate::task::state::{PARTS_MAX, QUESTIONS_MAX, RETURNS_MAX, Rejection, SHARES_MAX};

/// What happened this time, and what to do.
pub(super) fn of(rejection: &Rejection) -> Option<Text> {
    Some(match rejection {
        Rejection::NotAsked { .. }
        | Rejection::OtherDepartment { .. }
        | Rejection::NotParents { .. }
        | Rejection::NotOfAskingDepartment { .. }
        | Rejection::DisputesItself { .. }
        | Rejection::UrgesItself { .. } => return of_departments(rejection),
        Rejection::ReturnedTooOften => Text::new(
            format!("已退回 {RETURNS_MAX} 次。请直接反馈意见（可选择不同意），或提出争议。"),
            format!(
                "It was returned {RETURNS_MAX} times. Answer it, with an objection if need be, or \
                 dispute it."
            ),
        ),
        Rejection::SentBackTooOften => Text::new(
            format!("已退回重办 {RETURNS_MAX} 次。请采纳反馈，或请协调员办结。"),
            format!(
                "It happened {RETURNS_MAX} times. Accept the answer, or let a coordinator close it."
            ),
        ),
        Rejection::AwaitsRuling => {
            Text::new("请在争议中答辩，或撤回争议。", "Answer in the dispute, or withdraw it.")
        }
        Rejection::Ruled => Text::new(
            "请按裁决办理；确需更多时间的，可申请延期。",
            "Answer the task as ruled; ask for more time if need be.",
        ),
        Rejection::QuestionOpen => {
            Text::new("请等待发起部门答复，或直接反馈。", "Wait for it, or answer the task.")
        }
        Rejection::TooManyQuestions
        | Rejection::TooManyParts
        | Rejection::TooManyShares
        | Rejection::LaterThanParent { .. }
        | Rejection::DueLater { .. }
        | Rejection::OtherUnit { .. }
        | Rejection::UrgedAlready { .. }
        | Rejection::Uncountable(_) => return of_limits(rejection),
        Rejection::HandOverUnreasoned { handler } => Text::new(
            format!("现经办人为 {handler}，请填写移交理由。"),
            format!("{handler} works it; say why somebody else should."),
        ),
        Rejection::UnknownTask
        | Rejection::Over
        | Rejection::AwaitsCoordinator
        | Rejection::DisputedBefore
        | Rejection::Practised
        | Rejection::NotCoordinator
        | Rejection::NotReplied
        | Rejection::NoQuestion
        | Rejection::ExtensionOpen
        | Rejection::NoExtensionAsked
        | Rejection::SameTask
        | Rejection::GivesNoWay
        | Rejection::DrillShared
        | Rejection::SameDepartment { .. } => return None,
    })
}

/// Which department it is.
fn of_departments(rejection: &Rejection) -> Option<Text> {
    Some(match rejection {
        Rejection::NotAsked { department } | Rejection::OtherDepartment { department } => {
            Text::new(
                format!("承办部门为 {department}。"),
                format!("Department {department} is asked."),
            )
        }
        Rejection::NotParents { department } => Text::new(
            format!("主任务由 {department} 承办。"),
            format!("Department {department} has to answer the task."),
        ),
        Rejection::NotOfAskingDepartment { department } => Text::new(
            format!("请由 {department} 或协调员办理。"),
            format!("Let {department} or a coordinator do this."),
        ),
        Rejection::DisputesItself { department } => Text::new(
            format!("请填写 {department} 以外的部门，或留空。"),
            format!("Name another department than {department}, or none."),
        ),
        Rejection::UrgesItself { department } => Text::new(
            format!("该任务由 {department} 办理，请直接反馈。"),
            format!("{department} has to answer it: answer the task."),
        ),
        _ => return None,
    })
}

/// How many, or until when.
fn of_limits(rejection: &Rejection) -> Option<Text> {
    Some(match rejection {
        Rejection::TooManyQuestions => {
            at_most("次征询，请反馈意见", QUESTIONS_MAX, "questions; answer the task")
        }
        Rejection::TooManyParts => {
            at_most("次阶段性反馈，请完整反馈", PARTS_MAX, "parts; answer as a whole")
        }
        Rejection::TooManyShares => {
            at_most("个办件共用，请另行发起任务", SHARES_MAX, "cases; ask for another task")
        }
        Rejection::LaterThanParent { due_at } => due(
            *due_at,
            "主任务截止，请缩短子任务时限",
            "is when the task is due; give the subtask a shorter limit",
        ),
        Rejection::DueLater { due_at } => due(
            *due_at,
            "为共用任务的截止时间，晚于该办件可等待的时间",
            "is when the task is due: later than the other case may wait",
        ),
        Rejection::OtherUnit { limit, .. } => Text::new(
            format!("时限为 {}，请使用同一单位。", limit.words(Lang::Zh)),
            format!("The limit is {}; use its unit.", limit.words(Lang::En)),
        ),
        Rejection::Uncountable(source) => {
            Text::new("请填写 1 至 10000 的时限。", format!("{}.", words_of(source)))
        }
        Rejection::UrgedAlready { again_at } => Text::new(
            format!("{again_at} 起可再次催办。"),
            format!("It may be urged again from {again_at}."),
        ),
        _ => return None,
    })
}

fn at_most(zh: &str, max: impl std::fmt::Display, en: &str) -> Text {
    Text::new(format!("最多 {max} {zh}。"), format!("At most {max} {en}."))
}

fn due(at: Timestamp, zh: &str, en: &str) -> Text {
    Text::new(format!("{at} {zh}。"), format!("{at} {en}."))
}

fn words_of(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| source.to_string())
}
