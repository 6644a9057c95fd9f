use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::dispute::state::{MEMBERS_MAX, PARTIES_MAX, Rejection};

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        Problem::of_table(kind(self), title(self), detail(self))
    }
}

fn kind(rejection: &Rejection) -> (&'static str, StatusCode) {
    let (conflict, forbidden) = (StatusCode::CONFLICT, StatusCode::FORBIDDEN);
    match rejection {
        Rejection::UnknownDispute => ("common/not-found", StatusCode::NOT_FOUND),
        Rejection::Over => ("coordination/dispute-over", conflict),
        Rejection::NotCoordinator => ("coordination/not-coordinator", forbidden),
        Rejection::NotParty => ("coordination/not-party", forbidden),
        Rejection::AnsweredBefore => ("coordination/dispute-answered", conflict),
        Rejection::TooManyParties => ("coordination/too-many-parties", conflict),
        Rejection::NotDisputing { .. } => ("coordination/not-disputing", forbidden),
        Rejection::PanelSize { .. } => ("coordination/panel-size", conflict),
        Rejection::SameMember => ("coordination/same-member", conflict),
        Rejection::ChairNoMember => ("coordination/chair-no-member", conflict),
        Rejection::Partial { .. } => ("coordination/conflict-of-interest", conflict),
        Rejection::NoPanel => ("coordination/no-panel", conflict),
        Rejection::NoChair => ("coordination/no-chair", conflict),
        Rejection::NotMember => ("coordination/not-member", forbidden),
        Rejection::NotChair { .. } => ("coordination/not-chair", forbidden),
        Rejection::NotHeard { .. } => ("coordination/not-heard", conflict),
        Rejection::AssistsItself { .. } => ("coordination/assists-itself", conflict),
        Rejection::Unheard { .. } => ("coordination/unheard", conflict),
        Rejection::NoQuorum { .. } => ("coordination/no-quorum", conflict),
        Rejection::NoMajority => ("coordination/no-majority", conflict),
        Rejection::OtherAsk => ("coordination/other-ask", conflict),
        Rejection::Uncountable(_) => ("coordination/uncountable", StatusCode::UNPROCESSABLE_ENTITY),
    }
}

fn title(rejection: &Rejection) -> Text {
    let (zh, en) = match rejection {
        Rejection::UnknownDispute => ("协同争议", "dispute"),
        Rejection::Over => ("争议已了结", "The dispute is over"),
        Rejection::NotCoordinator => {
            ("仅协调员或监督员可办理", "Only a coordinator or a supervisor may do this")
        }
        Rejection::NotParty => {
            ("本部门不是该争议的答辩方", "This department is not heard in the dispute")
        }
        Rejection::AnsweredBefore => ("本部门已答辩", "This department has answered"),
        Rejection::TooManyParties => ("当事部门已达上限", "Too many departments are heard"),
        Rejection::NotDisputing { .. } => {
            ("仅提出争议的部门可撤回", "Only who disputes may withdraw the dispute")
        }
        Rejection::PanelSize { .. } => {
            ("仲裁组人数不符合要求", "The panel has too few or too many members")
        }
        Rejection::SameMember => ("同一账号重复列入仲裁组", "An account is named twice"),
        Rejection::ChairNoMember => ("组长不在仲裁组成员中", "The chair is no member"),
        Rejection::Partial { .. } => ("成员应当回避", "A member has a conflict of interest"),
        Rejection::NoPanel => ("尚未组成仲裁组", "No panel is convened"),
        Rejection::NoChair => ("仲裁组没有组长", "The panel has no chair"),
        Rejection::NotMember => ("仅仲裁组成员可办理", "Only members of the panel may do this"),
        Rejection::NotChair { .. } => {
            ("仅仲裁组组长可作出裁决", "Only the chair puts a ruling on record")
        }
        Rejection::NotHeard { .. } => (
            "不能裁定由未参加争议的部门或发起部门负责",
            "Only who was heard can be held responsible",
        ),
        Rejection::AssistsItself { .. } => {
            ("负责部门不能同时为配合部门", "Who is responsible cannot assist itself")
        }
        Rejection::Unheard { .. } => ("答辩期限未满", "A department may still answer"),
        Rejection::NoQuorum { .. } => ("表决人数不足", "Too few members have voted"),
        Rejection::NoMajority => ("没有形成多数意见", "No ruling has the majority"),
        Rejection::OtherAsk => ("先例的协同事项不同", "The ruling of before was on another ask"),
        Rejection::Uncountable(_) => ("时限无法计算", "The limit cannot be counted"),
    };
    Text::new(zh, en)
}

/// What happened this time, and what to do.
fn detail(rejection: &Rejection) -> Option<Text> {
    Some(match rejection {
        Rejection::NotDisputing { department } => Text::new(
            format!("请由 {department} 办理。"),
            format!("Department {department} may do this."),
        ),
        Rejection::TooManyParties => Text::new(
            format!("最多 {PARTIES_MAX} 个部门。"),
            format!("At most {PARTIES_MAX} departments."),
        ),
        Rejection::PanelSize { min } => Text::new(
            format!("请指定 {min} 至 {MEMBERS_MAX} 名成员。"),
            format!("Name {min} to {MEMBERS_MAX} members."),
        ),
        Rejection::Partial { account, department } => Text::new(
            format!("{account} 所在的 {department} 是当事部门，请另行指定成员。"),
            format!("{account} works for {department}, whose matter it is; name another member."),
        ),
        Rejection::NoChair => {
            Text::new("请重新组成仲裁组。", "Convene the panel anew, with another chair.")
        }
        Rejection::NotChair { chair } => {
            Text::new(format!("请由组长 {chair} 办理。"), format!("Let {chair} do this."))
        }
        Rejection::NotHeard { department } => Text::new(
            format!("请先追加 {department} 为当事部门；由发起部门自行办理的，请裁定无需协同。"),
            format!(
                "Hear {department} first; where whoever asked has to do it, rule that nobody \
                 else is needed."
            ),
        ),
        Rejection::AssistsItself { department } => Text::new(
            format!("请从配合部门中删去 {department}。"),
            format!("Take {department} out of those that assist."),
        ),
        Rejection::Unheard { department, until } => Text::new(
            format!("{department} 可在 {until} 前答辩。"),
            format!("Department {department} may answer until {until}."),
        ),
        Rejection::NoQuorum { n_votes, needed } => Text::new(
            format!("已表决 {n_votes} 人，至少 {needed} 人。"),
            format!("{n_votes} have voted, at least {needed} have to."),
        ),
        Rejection::NoMajority => Text::new(
            "请成员再行表决；票数相同时以组长意见为准。",
            "Let members vote again; where votes are equal, the chair decides.",
        ),
        Rejection::OtherAsk => Text::new(
            "请组成仲裁组裁决。",
            "Convene a panel; it may give the ruling of before as its reason.",
        ),
        Rejection::UnknownDispute
        | Rejection::Over
        | Rejection::NotCoordinator
        | Rejection::NotParty
        | Rejection::AnsweredBefore
        | Rejection::SameMember
        | Rejection::ChairNoMember
        | Rejection::NoPanel
        | Rejection::NotMember
        | Rejection::Uncountable(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::Timestamp;
    use tongban_calendar::DueError;

    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let (department, account) = (|| "HB".to_owned(), || "wang".to_owned());
        let refusals = [
            Rejection::UnknownDispute,
            Rejection::Over,
            Rejection::NotCoordinator,
            Rejection::NotParty,
            Rejection::AnsweredBefore,
            Rejection::TooManyParties,
            Rejection::NotDisputing { department: department() },
            Rejection::PanelSize { min: 3 },
            Rejection::SameMember,
            Rejection::ChairNoMember,
            Rejection::Partial { account: account(), department: department() },
            Rejection::NoPanel,
            Rejection::NoChair,
            Rejection::NotMember,
            Rejection::NotChair { chair: account() },
            Rejection::NotHeard { department: department() },
            Rejection::AssistsItself { department: department() },
            Rejection::Unheard { department: department(), until: Timestamp::UNIX_EPOCH },
            Rejection::NoQuorum { n_votes: 1, needed: 2 },
            Rejection::NoMajority,
            Rejection::OtherAsk,
            Rejection::Uncountable(DueError::OutOfRange),
        ];
        let problems = refusals.each_ref().map(Refusal::problem);
        let kinds: HashSet<_> = problems.iter().map(Problem::kind).collect();
        assert_eq!(kinds.len(), refusals.len());
    }
}
