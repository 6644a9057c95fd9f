use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::matching::knowledge::KnowledgeError;
use crate::matching::state::Rejection;

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::UnknownMatter => Problem::not_found(Text::new("权责匹配事项", "matter")),
            Self::NotCoordinator => Problem::new(
                "coordination/not-coordinator",
                StatusCode::FORBIDDEN,
                Text::new("仅协调员可办理", "Only a coordinator may do this"),
            ),
            Self::LeadAssists { department } => Problem::refused(
                "coordination/lead-assists",
                Text::new("牵头部门不能同时为配合部门", "Who leads cannot assist"),
            )
            .with_detail(Text::new(
                format!("请从配合部门中删去 {department}。"),
                format!("Leave {department} out of those who assist."),
            )),
            Self::ReasonMissing => Problem::refused(
                "coordination/reason-missing",
                Text::new("须说明理由", "A reason is needed"),
            )
            .with_detail(Text::new(
                "与建议或此前确认不一致时，请填写理由；以后的建议将参照本次确认。",
                "It is not what was proposed, or not what was confirmed before: say why. Later \
                 proposals learn from it.",
            )),
        }
    }
}

impl From<KnowledgeError> for Problem {
    fn from(error: KnowledgeError) -> Self {
        match error {
            KnowledgeError::NoCatalog => Self::refused(
                "coordination/no-catalogue",
                Text::new("尚无生效的目录", "No catalogue is in force"),
            ),
            KnowledgeError::Query(error) => error.into(),
            KnowledgeError::BrokenOff(error) => Self::internal(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let department = "HB".to_owned();
        for (refusal, kind, status) in [
            (Rejection::UnknownMatter, "common/not-found", 404),
            (Rejection::NotCoordinator, "coordination/not-coordinator", 403),
            (Rejection::LeadAssists { department }, "coordination/lead-assists", 409),
            (Rejection::ReasonMissing, "coordination/reason-missing", 409),
        ] {
            let problem = refusal.problem();
            assert_eq!((problem.kind(), problem.status().as_u16()), (kind, status), "{refusal}");
        }
        let problem = Problem::from(KnowledgeError::NoCatalog);
        assert_eq!((problem.kind(), problem.status().as_u16()), ("coordination/no-catalogue", 409));
    }
}
