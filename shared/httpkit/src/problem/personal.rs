use tongban_vault::{KeyError, SealError, UnsealError};

use super::Problem;

impl From<SealError> for Problem {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Key(KeyError::Busy) => Self::busy(),
            // Which of the keys asked for were made is not known; nothing was recorded.
            SealError::Key(KeyError::Database(_)) => Self::busy().with_cause(error),
            SealError::Key(KeyError::Closed) => Self::stopped().with_cause(error),
            SealError::Key(ref key) if key.is_temporary() => Self::no_space().with_cause(error),
            SealError::Key(_) | SealError::Json(_) | SealError::TooLong => Self::internal(error),
        }
    }
}

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        SealError::from(error).into()
    }
}

impl From<UnsealError> for Problem {
    fn from(error: UnsealError) -> Self {
        match error {
            // The source may quote the value, and problems are logged with their sources.
            UnsealError::Shape { person, source: _ } => {
                Self::internal(format!("a sealed value of person {person} has another shape"))
            }
            UnsealError::Key(error) => error.into(),
            UnsealError::KeyMissing { .. } | UnsealError::Damaged { .. } => Self::internal(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use tongban_kernel::PersonId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_hinders_sealing_is_told_apart_from_what_is_broken() {
        let told = |error: SealError| {
            let problem = Problem::from(error);
            (problem.kind(), problem.status().as_u16())
        };
        assert_eq!(told(KeyError::Busy.into()), ("common/busy", 503));
        assert_eq!(told(KeyError::Closed.into()), ("common/stopped", 503));
        assert_eq!(told(SealError::TooLong), ("common/internal", 500));
    }

    #[test]
    fn a_value_of_another_shape_is_never_quoted() {
        let person = PersonId::from_uuid(Uuid::from_u128(7));
        let source = serde_json::from_str::<u8>("\"王小明\"").unwrap_err();
        assert!(source.to_string().contains("王小明"), "{source}");
        let problem = Problem::from(UnsealError::Shape { person, source });
        assert!(!format!("{problem:?}").contains("王小明"), "{problem:?}");
    }
}
