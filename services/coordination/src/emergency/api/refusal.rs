use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::emergency::state::{REPORTS_MAX, Rejection};

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        Problem::of_table(kind(self), title(self), detail(self))
    }
}

fn kind(rejection: &Rejection) -> (&'static str, StatusCode) {
    let (conflict, forbidden) = (StatusCode::CONFLICT, StatusCode::FORBIDDEN);
    match rejection {
        Rejection::UnknownEmergency => ("common/not-found", StatusCode::NOT_FOUND),
        Rejection::Over => ("coordination/emergency-over", conflict),
        Rejection::NotEnded => ("coordination/emergency-not-ended", conflict),
        Rejection::NothingOutstanding => ("coordination/nothing-outstanding", conflict),
        Rejection::NotCoordinator => ("coordination/not-coordinator", forbidden),
        Rejection::NotSupervisor => ("coordination/not-supervisor", forbidden),
        Rejection::NotAsked => ("coordination/not-of-emergency", forbidden),
        Rejection::TooManyReports => ("coordination/too-many-reports", conflict),
        Rejection::UnknownPaper { .. } => ("coordination/paper-not-outstanding", conflict),
        Rejection::NotOfPaper { .. } => ("coordination/not-of-paper", forbidden),
        Rejection::Uncountable(_) => ("coordination/uncountable", StatusCode::UNPROCESSABLE_ENTITY),
    }
}

fn title(rejection: &Rejection) -> Text {
    let (zh, en) = match rejection {
        Rejection::UnknownEmergency => ("突发事件", "emergency"),
        Rejection::Over => ("应急响应已终止", "The emergency is over"),
        Rejection::NotEnded => ("应急响应尚未终止", "The emergency is not over"),
        Rejection::NothingOutstanding => ("没有待补办的材料", "Nothing is outstanding"),
        Rejection::NotCoordinator => {
            ("仅协调员或监督员可办理", "Only a coordinator or supervisor may do this")
        }
        Rejection::NotSupervisor => ("仅监督员可办理", "Only a supervisor may do this"),
        Rejection::NotAsked => {
            ("本部门不参与该应急响应", "Your department has no part in this emergency")
        }
        Rejection::TooManyReports => ("情况报告已达上限", "Too many reports were made"),
        Rejection::UnknownPaper { .. } => {
            ("该材料无需补办或已补办", "The paper is not outstanding")
        }
        Rejection::NotOfPaper { .. } => {
            ("该材料由其他部门补办", "Another department hands this paper in")
        }
        Rejection::Uncountable(_) => ("时限无法计算", "The limit cannot be counted"),
    };
    Text::new(zh, en)
}

/// What happened this time, and what to do.
fn detail(rejection: &Rejection) -> Option<Text> {
    match rejection {
        Rejection::NotOfPaper { department } => Some(Text::new(
            format!("请由 {department} 补办。"),
            format!("Department {department} hands it in."),
        )),
        Rejection::TooManyReports => {
            Some(Text::new(format!("至多 {REPORTS_MAX} 份。"), format!("At most {REPORTS_MAX}.")))
        }
        Rejection::UnknownPaper { paper } => {
            Some(Text::new(format!("材料代码为 {paper}。"), format!("Its code is {paper}.")))
        }
        Rejection::NotEnded => Some(Text::new("终止后再补办。", "Papers are brought afterwards.")),
        Rejection::UnknownEmergency
        | Rejection::Over
        | Rejection::NothingOutstanding
        | Rejection::NotCoordinator
        | Rejection::NotSupervisor
        | Rejection::NotAsked
        | Rejection::Uncountable(_) => None,
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
            Rejection::UnknownEmergency,
            Rejection::Over,
            Rejection::NotEnded,
            Rejection::NothingOutstanding,
            Rejection::NotCoordinator,
            Rejection::NotSupervisor,
            Rejection::NotAsked,
            Rejection::TooManyReports,
            Rejection::UnknownPaper { paper: "permit".to_owned() },
            Rejection::NotOfPaper { department: "HB".to_owned() },
            Rejection::Uncountable(DueError::OutOfRange),
        ];
        let problems = refusals.each_ref().map(Refusal::problem);
        let kinds: HashSet<_> = problems.iter().map(Problem::kind).collect();
        assert_eq!(kinds.len(), refusals.len());
    }
}
