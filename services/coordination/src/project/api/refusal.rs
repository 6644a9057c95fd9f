use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::project::state::Rejection;

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        Problem::of_table(kind(self), title(self), detail(self))
    }
}

fn kind(rejection: &Rejection) -> (&'static str, StatusCode) {
    let (conflict, forbidden) = (StatusCode::CONFLICT, StatusCode::FORBIDDEN);
    match rejection {
        Rejection::UnknownProject
        | Rejection::UnknownMilestone { .. }
        | Rejection::UnknownBlocker { .. } => ("common/not-found", StatusCode::NOT_FOUND),
        Rejection::Over => ("coordination/project-closed", conflict),
        Rejection::NotConvener => ("coordination/not-convener", forbidden),
        Rejection::NotLeader { .. } => ("coordination/not-leader", forbidden),
        Rejection::TakesNoPart => ("coordination/takes-no-part", forbidden),
        Rejection::NotMember { .. } => ("coordination/not-member", conflict),
        Rejection::Leads { .. } => ("coordination/leads-project", conflict),
        Rejection::HasMilestones { .. } => ("coordination/has-milestones", conflict),
        Rejection::Reached { .. } => ("coordination/milestone-reached", conflict),
        Rejection::Past { .. } => ("coordination/day-past", conflict),
        Rejection::NotAchieved => ("coordination/not-achieved", conflict),
        Rejection::TooManyMembers => ("coordination/too-many-members", conflict),
        Rejection::TooManyMilestones => ("coordination/too-many-milestones", conflict),
        Rejection::TooManyBlockers => ("coordination/too-many-blockers", conflict),
    }
}

fn title(rejection: &Rejection) -> Text {
    let (zh, en) = match rejection {
        Rejection::UnknownProject => ("专班项目", "project"),
        Rejection::UnknownMilestone { .. } => ("里程碑", "milestone"),
        Rejection::UnknownBlocker { .. } => ("堵点", "blocker"),
        Rejection::Over => ("专班已撤销", "The project is closed"),
        Rejection::NotConvener => {
            ("仅协调员或监督员可办理", "Only a coordinator or supervisor may do this")
        }
        Rejection::NotLeader { .. } => (
            "仅项目负责人或协调员可办理",
            "Only who leads the project or a coordinator may do this",
        ),
        Rejection::TakesNoPart => ("本部门未参加该专班", "Your department takes no part"),
        Rejection::NotMember { .. } => ("该部门未参加专班", "That department takes no part"),
        Rejection::Leads { .. } => ("牵头部门不能退出", "Who leads cannot leave"),
        Rejection::HasMilestones { .. } => (
            "该部门尚有未达成的里程碑",
            "That department is responsible for milestones that are not reached",
        ),
        Rejection::Reached { .. } => ("里程碑已达成", "The milestone is reached"),
        Rejection::Past { .. } => ("日期已过", "The day has passed"),
        Rejection::NotAchieved => (
            "尚有未达成的里程碑或未疏通的堵点",
            "Milestones are not reached or blockers not cleared",
        ),
        Rejection::TooManyMembers => ("参加部门已达上限", "Too many departments"),
        Rejection::TooManyMilestones => ("里程碑已达上限", "Too many milestones"),
        Rejection::TooManyBlockers => ("未疏通的堵点已达上限", "Too many open blockers"),
    };
    Text::new(zh, en)
}

/// What to do about it, where the title does not say it.
fn detail(rejection: &Rejection) -> Option<Text> {
    let (zh, en) = match rejection {
        Rejection::NotLeader { account } => {
            (format!("项目负责人为 {account}。"), format!("Account {account} leads it."))
        }
        Rejection::NotMember { department } => (
            format!("请先让 {department} 加入专班。"),
            format!("Let department {department} join first."),
        ),
        Rejection::Leads { department } => (
            format!("请先将项目从 {department} 移交。"),
            format!("Hand the project over from {department} first."),
        ),
        Rejection::HasMilestones { department } => (
            format!("{department} 的里程碑达成后方可退出。"),
            format!("Department {department} leaves when its milestones are reached."),
        ),
        Rejection::Past { due_on } => {
            (format!("{due_on} 已过。"), format!("It is later than {due_on}."))
        }
        Rejection::NotAchieved => (
            "可按部分完成或终止结案。".to_owned(),
            "It may be closed as partly achieved or given up.".to_owned(),
        ),
        Rejection::UnknownProject
        | Rejection::Over
        | Rejection::NotConvener
        | Rejection::TakesNoPart
        | Rejection::UnknownMilestone { .. }
        | Rejection::Reached { .. }
        | Rejection::UnknownBlocker { .. }
        | Rejection::TooManyMembers
        | Rejection::TooManyMilestones
        | Rejection::TooManyBlockers => return None,
    };
    Some(Text::new(zh, en))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let department = || "HB".to_owned();
        for (refusal, kind, status) in [
            (Rejection::UnknownProject, "common/not-found", 404),
            (Rejection::UnknownMilestone { nth: 1 }, "common/not-found", 404),
            (Rejection::UnknownBlocker { nth: 1 }, "common/not-found", 404),
            (Rejection::Over, "coordination/project-closed", 409),
            (Rejection::NotConvener, "coordination/not-convener", 403),
            (Rejection::NotLeader { account: "li".to_owned() }, "coordination/not-leader", 403),
            (Rejection::TakesNoPart, "coordination/takes-no-part", 403),
            (Rejection::NotMember { department: department() }, "coordination/not-member", 409),
            (Rejection::Leads { department: department() }, "coordination/leads-project", 409),
            (
                Rejection::HasMilestones { department: department() },
                "coordination/has-milestones",
                409,
            ),
            (Rejection::Reached { nth: 1 }, "coordination/milestone-reached", 409),
            (Rejection::Past { due_on: date(2026, 9, 27) }, "coordination/day-past", 409),
            (Rejection::NotAchieved, "coordination/not-achieved", 409),
            (Rejection::TooManyMembers, "coordination/too-many-members", 409),
            (Rejection::TooManyMilestones, "coordination/too-many-milestones", 409),
            (Rejection::TooManyBlockers, "coordination/too-many-blockers", 409),
        ] {
            let problem = refusal.problem();
            assert_eq!((problem.kind(), problem.status().as_u16()), (kind, status), "{refusal}");
        }
    }
}
