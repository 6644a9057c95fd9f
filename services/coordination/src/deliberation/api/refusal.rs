use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::deliberation::state::{OpinionRejection, Rejection};

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        Problem::of_table(kind(self), title(self), detail(self))
    }
}

fn kind(rejection: &Rejection) -> (&'static str, StatusCode) {
    let (conflict, forbidden) = (StatusCode::CONFLICT, StatusCode::FORBIDDEN);
    match rejection {
        Rejection::UnknownDeliberation => ("common/not-found", StatusCode::NOT_FOUND),
        Rejection::Late { .. } => ("coordination/opinion-late", conflict),
        Rejection::StillOpen { .. } => ("coordination/still-open", conflict),
        Rejection::PointsUnanswered { .. } => ("coordination/points-unanswered", conflict),
        Rejection::NotConvener => ("coordination/not-convener", forbidden),
        Rejection::NobodyAsked => ("coordination/nobody-asked", conflict),
        Rejection::Uncountable(_) => ("coordination/uncountable", StatusCode::UNPROCESSABLE_ENTITY),
        Rejection::NotAsked => ("coordination/department-not-asked", forbidden),
        Rejection::TooManyWords => ("coordination/too-many-words", conflict),
        Rejection::NotClosed => ("coordination/not-closed", conflict),
        Rejection::Points => ("coordination/main-points", conflict),
        Rejection::NotSummarised => ("coordination/not-summarised", conflict),
        Rejection::Decided => ("coordination/decided", conflict),
        Rejection::NotDecided => ("coordination/not-decided", conflict),
        Rejection::TooManyFollowUps => ("coordination/too-many-follow-ups", conflict),
    }
}

fn title(rejection: &Rejection) -> Text {
    let (zh, en) = match rejection {
        Rejection::UnknownDeliberation => ("议事事项", "deliberation"),
        Rejection::Late { .. } => ("征求意见已截止", "Opinions are taken no more"),
        Rejection::StillOpen { .. } => ("征求意见尚未结束", "Opinions are still taken"),
        Rejection::PointsUnanswered { .. } => {
            ("须逐条回应主要意见", "Each main point needs an answer")
        }
        Rejection::NotConvener => {
            ("仅协调员或监督员可办理", "Only a coordinator or supervisor may do this")
        }
        Rejection::NobodyAsked => {
            ("请指定征求意见的部门或公众", "Nobody is asked, or too many are")
        }
        Rejection::Uncountable(_) => ("时限无法计算", "The limit cannot be counted"),
        Rejection::NotAsked => ("未向本部门征求意见", "Your department was not asked"),
        Rejection::TooManyWords => ("意见修改次数已达上限", "Too many words"),
        Rejection::NotClosed => ("征求意见尚未截止", "Opinions are still taken"),
        Rejection::Points => ("请归纳 1 至 30 条主要意见", "A summary has 1 to 30 main points"),
        Rejection::NotSummarised => ("意见尚未汇总", "The opinions are not summed up"),
        Rejection::Decided => ("已作出决策", "It is decided"),
        Rejection::NotDecided => ("尚未作出决策", "It is not decided"),
        Rejection::TooManyFollowUps => ("决策后续已达上限", "Too many entries of follow-up"),
    };
    Text::new(zh, en)
}

/// Until when, or how many, where the title does not say it.
fn detail(rejection: &Rejection) -> Option<Text> {
    let (zh, en) = match rejection {
        Rejection::Late { closes_at } => (
            format!("意见征集已于 {closes_at} 截止。"),
            format!("They were taken until {closes_at}."),
        ),
        Rejection::StillOpen { closes_at } => {
            (format!("意见征集至 {closes_at}。"), format!("They are taken until {closes_at}."))
        }
        Rejection::PointsUnanswered { n_points } => (
            format!("共 {n_points} 条，请按次序回应。"),
            format!("There are {n_points}: answer them in their order."),
        ),
        Rejection::UnknownDeliberation
        | Rejection::NotConvener
        | Rejection::NobodyAsked
        | Rejection::Uncountable(_)
        | Rejection::NotAsked
        | Rejection::TooManyWords
        | Rejection::NotClosed
        | Rejection::Points
        | Rejection::NotSummarised
        | Rejection::Decided
        | Rejection::NotDecided
        | Rejection::TooManyFollowUps => return None,
    };
    Some(Text::new(zh, en))
}

/// What comes late is refused alike, whoever says it.
impl Refusal for OpinionRejection {
    fn problem(&self) -> Problem {
        match self {
            Self::Late { closes_at } => Rejection::Late { closes_at: *closes_at }.problem(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::Timestamp;
    use tongban_calendar::DueError;

    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let closes_at = Timestamp::UNIX_EPOCH;
        let refusals = [
            Rejection::UnknownDeliberation,
            Rejection::NotConvener,
            Rejection::NobodyAsked,
            Rejection::Uncountable(DueError::OutOfRange),
            Rejection::NotAsked,
            Rejection::Late { closes_at },
            Rejection::TooManyWords,
            Rejection::StillOpen { closes_at },
            Rejection::NotClosed,
            Rejection::Points,
            Rejection::NotSummarised,
            Rejection::PointsUnanswered { n_points: 2 },
            Rejection::Decided,
            Rejection::NotDecided,
            Rejection::TooManyFollowUps,
        ];
        let problems = refusals.each_ref().map(Refusal::problem);
        let kinds: HashSet<_> = problems.iter().map(Problem::kind).collect();
        assert_eq!(kinds.len(), refusals.len());
        let late = OpinionRejection::Late { closes_at }.problem();
        assert_eq!((late.kind(), late.status().as_u16()), ("coordination/opinion-late", 409));
    }
}
