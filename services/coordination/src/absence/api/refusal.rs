use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::absence::state::{DAYS_MAX, Rejection};

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        let (conflict, forbidden) = (StatusCode::CONFLICT, StatusCode::FORBIDDEN);
        let (kind, status, title) = match self {
            Self::NotOneself => (
                "coordination/not-oneself",
                forbidden,
                Text::new(
                    "仅本人或协调员可登记",
                    "Only the account itself or a coordinator may say this",
                ),
            ),
            Self::NotAhead => (
                "coordination/absence-not-ahead",
                conflict,
                Text::new(
                    "结束时间须晚于开始时间和当前时间",
                    "The absence is over, or ends before it begins",
                ),
            ),
            Self::TooLong => (
                "coordination/absence-too-long",
                conflict,
                Text::new(
                    format!("外出时间不得超过 {DAYS_MAX} 天"),
                    format!("An absence lasts {DAYS_MAX} days at most"),
                ),
            ),
            Self::OwnDeputy => (
                "coordination/own-deputy",
                conflict,
                Text::new("代办人不能是本人", "Nobody stands in for themselves"),
            ),
        };
        Problem::new(kind, status, title)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let refusals =
            [Rejection::NotOneself, Rejection::NotAhead, Rejection::TooLong, Rejection::OwnDeputy];
        let problems = refusals.map(|refusal| refusal.problem());
        let kinds: HashSet<_> = problems.iter().map(Problem::kind).collect();
        assert_eq!(kinds.len(), refusals.len());
    }
}
