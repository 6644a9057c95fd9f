use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::rhythm::state::{AHEAD_DAYS, ITEMS_MAX, Rejection};

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::NotConvener => Problem::new(
                "coordination/not-convener",
                StatusCode::FORBIDDEN,
                Text::new("仅协调员或监督员可办理", "Only a coordinator or supervisor may do this"),
            ),
            Self::Unset => Problem::refused(
                "coordination/no-rhythm",
                Text::new("尚未确定调度日", "Nobody has said when lists are due"),
            ),
            Self::Past { .. } => Problem::refused(
                "coordination/day-past",
                Text::new("日期已过", "The day has passed"),
            ),
            Self::TooEarly { due_on } => Problem::refused(
                "coordination/list-too-early",
                Text::new("尚未到编制清单的时间", "It is too early for the next list"),
            )
            .with_detail(Text::new(
                format!("下次调度日为 {due_on}，可提前 {AHEAD_DAYS} 日编制。"),
                format!("The next is due on {due_on}; it is made {AHEAD_DAYS} days before."),
            )),
            Self::TooLong => Problem::refused(
                "coordination/list-too-long",
                Text::new(
                    format!("清单至多 {ITEMS_MAX} 项"),
                    format!("A list has {ITEMS_MAX} items at most"),
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let day = date(2026, 10, 8);
        for (refusal, kind, status) in [
            (Rejection::NotConvener, "coordination/not-convener", 403),
            (Rejection::Unset, "coordination/no-rhythm", 409),
            (Rejection::Past { first_on: day }, "coordination/day-past", 409),
            (Rejection::TooEarly { due_on: day }, "coordination/list-too-early", 409),
            (Rejection::TooLong, "coordination/list-too-long", 409),
        ] {
            let problem = refusal.problem();
            assert_eq!((problem.kind(), problem.status().as_u16()), (kind, status), "{refusal}");
        }
    }
}
