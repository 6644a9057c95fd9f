use axum::http::StatusCode;
use tongban_eventstore::{AppendError, ExecuteError, LogError};
use tongban_kernel::Text;

use super::Problem;

/// A refusal of the domain that knows how it is answered: the one table of a service, in its
/// `api.rs`.
pub trait Refusal: std::error::Error + Send + Sync + 'static {
    /// The problem that the user is told.
    fn problem(&self) -> Problem;
}

impl Problem {
    /// What the line of a table says of a refusal: its kind and status, its title, and what happened
    /// this time, where there is more to say. Of what is not there the title says what that is.
    pub fn of_table(
        (kind, status): (&'static str, StatusCode),
        title: Text,
        detail: Option<Text>,
    ) -> Self {
        if status == StatusCode::NOT_FOUND {
            return Self::not_found(title);
        }
        let problem = Self::new(kind, status, title);
        match detail {
            Some(detail) => problem.with_detail(detail),
            None => problem,
        }
    }
}

impl<R: Refusal> From<ExecuteError<R>> for Problem {
    fn from(error: ExecuteError<R>) -> Self {
        match error {
            ExecuteError::Refused(refusal) => refusal.problem(),
            ExecuteError::KeyReused => key_reused(),
            // Decided again and again, and always another was faster: the same as a full queue.
            ExecuteError::Append(AppendError::Busy | AppendError::Conflict { .. }) => Self::busy(),
            ExecuteError::Append(AppendError::Unreachable(_))
            | ExecuteError::Load(LogError::Unreachable { .. }) => {
                Self::unreachable().with_cause(error)
            }
            ExecuteError::Append(AppendError::Uncertain(_)) => Self::uncertain().with_cause(error),
            ExecuteError::Append(AppendError::NoSpace) => Self::no_space().with_cause(error),
            ExecuteError::Append(AppendError::Stopped(_)) => Self::stopped().with_cause(error),
            ExecuteError::Append(AppendError::Invalid { .. } | AppendError::Unreadable { .. })
            | ExecuteError::Load(_)
            | ExecuteError::Encode(_) => Self::internal(error),
            ExecuteError::Decode(_) => Self::not_understood().with_cause(error),
        }
    }
}

fn key_reused() -> Problem {
    let title = Text::new(
        "该 Idempotency-Key 已用于另一请求",
        "The Idempotency-Key was used for another request",
    );
    let detail = Text::new(
        "重试须与首次请求完全一致；新的请求请换用新的键。",
        "A repetition must be the same byte by byte; take a new key for a new request.",
    );
    Problem::new("common/key-reused", StatusCode::UNPROCESSABLE_ENTITY, title).with_detail(detail)
}
