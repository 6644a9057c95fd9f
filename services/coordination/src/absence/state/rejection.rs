use super::DAYS_MAX;

/// Why a wish is refused.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// Whether somebody is away they say themselves, or a coordinator does.
    #[error("only the account itself or a coordinator may say this")]
    NotOneself,
    /// It ends before it begins, or is over.
    #[error("the absence is over, or ends before it begins")]
    NotAhead,
    /// It is longer than an absence is.
    #[error("an absence lasts {DAYS_MAX} days at most")]
    TooLong,
    /// Nobody stands in for themselves.
    #[error("nobody stands in for themselves")]
    OwnDeputy,
}
