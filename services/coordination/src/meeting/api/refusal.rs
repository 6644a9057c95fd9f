use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::meeting::state::Rejection;

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        Problem::of_table(kind(self), title(self), detail(self))
    }
}

fn kind(rejection: &Rejection) -> (&'static str, StatusCode) {
    let (conflict, forbidden) = (StatusCode::CONFLICT, StatusCode::FORBIDDEN);
    match rejection {
        Rejection::UnknownMeeting => ("common/not-found", StatusCode::NOT_FOUND),
        Rejection::NotConvener => ("coordination/not-convener", forbidden),
        Rejection::NotOfConvening { .. } => ("coordination/not-of-convening-department", forbidden),
        Rejection::Past { .. } => ("coordination/meeting-past", conflict),
        Rejection::Alone => ("coordination/meeting-alone", conflict),
        Rejection::Agenda => ("coordination/meeting-agenda", conflict),
        Rejection::Cancelled => ("coordination/meeting-cancelled", conflict),
        Rejection::NotHeld { .. } => ("coordination/meeting-not-held", conflict),
        Rejection::Published => ("coordination/minutes-published", conflict),
        Rejection::NotPublished => ("coordination/minutes-not-published", conflict),
        Rejection::NotInvited { .. } => ("coordination/not-invited", conflict),
        Rejection::NobodyPresent => ("coordination/nobody-present", conflict),
        Rejection::NotFollowedUp { .. } => ("coordination/not-followed-up", conflict),
        Rejection::NothingStuck { .. } => ("coordination/nothing-stuck", conflict),
        Rejection::TaskNotCleared { .. } => ("coordination/task-not-cleared", conflict),
        Rejection::TooManyDecisions => ("coordination/too-many-decisions", conflict),
        Rejection::TooManyCorrections => ("coordination/too-many-corrections", conflict),
        Rejection::Uncountable(_) => ("coordination/uncountable", StatusCode::UNPROCESSABLE_ENTITY),
    }
}

fn title(rejection: &Rejection) -> Text {
    let (zh, en) = match rejection {
        Rejection::UnknownMeeting => ("联席会议", "meeting"),
        Rejection::NotConvener => (
            "仅协调员、监督员或项目负责人可办理",
            "Only a coordinator or supervisor, or who leads the project, may do this",
        ),
        Rejection::NotOfConvening { .. } => (
            "项目负责人只能以牵头部门名义召集",
            "Who leads the project convenes in the name of the leading department",
        ),
        Rejection::Past { .. } => ("会议时间已过", "The time has passed"),
        Rejection::Alone => ("联席会议须有其他部门参加", "A meeting needs another department"),
        Rejection::Agenda => ("没有议题或议题过多", "The agenda is empty or too long"),
        Rejection::Cancelled => ("会议已取消", "It is cancelled"),
        Rejection::NotHeld { .. } => ("会议尚未召开", "It is not held yet"),
        Rejection::Published => ("会议纪要已印发", "The minutes are published"),
        Rejection::NotPublished => ("会议纪要尚未印发", "The minutes are not published"),
        Rejection::NotInvited { .. } => ("该部门未受邀", "It was not invited"),
        Rejection::NobodyPresent => ("未填写到会部门", "Nobody was present"),
        Rejection::NotFollowedUp { .. } => {
            ("有堵点未说明处理情况", "Something stuck is not followed up")
        }
        Rejection::NothingStuck { .. } => {
            ("该议题不是待处理的堵点", "That point is about nothing stuck")
        }
        Rejection::TaskNotCleared { .. } => {
            ("任务以反馈办结，不由会议疏通", "A task ends by its answer")
        }
        Rejection::TooManyDecisions => ("议定事项过多", "Too many decisions"),
        Rejection::TooManyCorrections => ("更正次数已达上限", "Too many corrections"),
        Rejection::Uncountable(_) => ("时限无法计算", "The limit cannot be counted"),
    };
    Text::new(zh, en)
}

/// What it is about, where the title does not say it.
fn detail(rejection: &Rejection) -> Option<Text> {
    let (zh, en) = match rejection {
        Rejection::Past { held_at } | Rejection::NotHeld { held_at } => {
            (format!("会议时间为 {held_at}。"), format!("It is held at {held_at}."))
        }
        Rejection::NotOfConvening { department } => (
            format!("请以 {department} 名义召集，或请协调员召集。"),
            format!("Name {department}, or let a coordinator convene."),
        ),
        Rejection::NotInvited { department } => {
            (format!("{department} 未受邀。"), format!("Department {department} was not."))
        }
        Rejection::NotFollowedUp { point }
        | Rejection::NothingStuck { point }
        | Rejection::TaskNotCleared { point } => {
            (format!("见第 {point} 项议题。"), format!("See point {point} of the agenda."))
        }
        Rejection::Published => {
            ("可另行更正，原文保留。".to_owned(), "A correction may stand beside them.".to_owned())
        }
        Rejection::UnknownMeeting
        | Rejection::NotConvener
        | Rejection::Alone
        | Rejection::Agenda
        | Rejection::Cancelled
        | Rejection::NotPublished
        | Rejection::NobodyPresent
        | Rejection::TooManyDecisions
        | Rejection::TooManyCorrections
        | Rejection::Uncountable(_) => return None,
    };
    Some(Text::new(zh, en))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::Timestamp;
    use tongban_calendar::BudgetError;

    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let (held_at, point) = (Timestamp::UNIX_EPOCH, 1);
        let refusals = [
            Rejection::UnknownMeeting,
            Rejection::NotConvener,
            Rejection::NotOfConvening { department: "HB".to_owned() },
            Rejection::Past { held_at },
            Rejection::Alone,
            Rejection::Agenda,
            Rejection::Cancelled,
            Rejection::NotHeld { held_at },
            Rejection::Published,
            Rejection::NotPublished,
            Rejection::NotInvited { department: "HB".to_owned() },
            Rejection::NobodyPresent,
            Rejection::NotFollowedUp { point },
            Rejection::NothingStuck { point },
            Rejection::TaskNotCleared { point },
            Rejection::TooManyDecisions,
            Rejection::TooManyCorrections,
            Rejection::Uncountable(BudgetError::Zero),
        ];
        let problems = refusals.each_ref().map(Refusal::problem);
        let kinds: HashSet<_> = problems.iter().map(Problem::kind).collect();
        assert_eq!(kinds.len(), refusals.len());
    }
}
