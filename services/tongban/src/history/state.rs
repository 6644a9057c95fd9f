//! What an import is as a whole, and what may happen to it. Its rows are facts of another time and
//! pass by here: only that a file comes in, is in, or is hidden again is decided.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

use tongban_kernel::{Category, Context, Decider};

use super::{Event, ImportId, Mapping};

/// The kind of the streams of imports and of their cases.
pub const HISTORY: Category = Category::new("history");

/// An import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Import {
    /// No such file came in.
    #[default]
    Unknown,
    /// It comes in, or stopped half-way: hidden.
    Started,
    /// It is in whole.
    Completed(Counts),
    /// It is hidden again.
    Reverted {
        /// Why.
        reason: String,
    },
}

/// How much came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Cases.
    pub n_cases: u64,
    /// Rows of all cases.
    pub n_rows: u64,
    /// Milestones of all cases.
    pub n_milestones: u64,
}

/// What may be wished of an import.
#[expect(clippy::large_enum_variant, reason = "an import has a handful of these, ever")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin, or go on where an earlier try stopped.
    Start {
        /// The import.
        import_id: ImportId,
        /// The file's name, without its folder.
        file_name: String,
        /// SHA-256 of the file, in hexadecimal.
        file_sha256: String,
        /// What names things in the file.
        mapping: Mapping,
    },
    /// Show it: all of it is in the log.
    Complete {
        /// The import.
        import_id: ImportId,
        /// How much came in.
        counts: Counts,
    },
    /// Hide it again.
    Revert {
        /// The import.
        import_id: ImportId,
        /// Why.
        reason: String,
    },
}

/// Why a wish is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Nothing came in under this id.
    #[error(
        "there is no such import; tongban import xes prints its id, and GET /api/metrics/imports lists all"
    )]
    Unknown,
    /// It stopped half-way.
    #[error("the import is not complete; import the same file again, and it goes on from there")]
    Incomplete,
    /// It was hidden.
    #[error("the import was reverted (reason: {reason:?}); import the file again to see it")]
    Reverted {
        /// Why.
        reason: String,
    },
}

impl Import {
    /// How much came in, of an import that may be seen.
    ///
    /// # Errors
    /// When it is not there, not complete, or reverted.
    pub fn shown(&self) -> Result<Counts, Rejection> {
        match self {
            Self::Unknown => Err(Rejection::Unknown),
            Self::Started => Err(Rejection::Incomplete),
            Self::Completed(counts) => Ok(*counts),
            Self::Reverted { reason } => Err(Rejection::Reverted { reason: reason.clone() }),
        }
    }
}

impl Decider for Import {
    const CATEGORY: Category = HISTORY;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, _cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        match (self, command) {
            (Self::Unknown, Command::Start { import_id, file_name, file_sha256, mapping }) => {
                Ok(vec![Event::ImportStarted { import_id, file_name, file_sha256, mapping }])
            }
            (Self::Started, Command::Complete { import_id, counts }) => {
                let Counts { n_cases, n_rows, n_milestones } = counts;
                Ok(vec![Event::ImportCompleted { import_id, n_cases, n_rows, n_milestones }])
            }
            // Also one that stopped half-way, so that another can take its place.
            (Self::Started | Self::Completed(_), Command::Revert { import_id, reason }) => {
                Ok(vec![Event::ImportReverted { import_id, reason }])
            }
            // The same file again, by two people at once or after a crash: it is one import.
            (Self::Started | Self::Completed(_), Command::Start { .. })
            | (Self::Completed(_), Command::Complete { .. })
            | (Self::Reverted { .. }, Command::Revert { .. }) => Ok(Vec::new()),
            (Self::Unknown, Command::Complete { .. } | Command::Revert { .. }) => {
                Err(Rejection::Unknown)
            }
            (Self::Reverted { reason }, Command::Start { .. } | Command::Complete { .. }) => {
                Err(Rejection::Reverted { reason: reason.clone() })
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::ImportStarted { .. } => Self::Started,
            Event::ImportCompleted { n_cases, n_rows, n_milestones, .. } => {
                let (n_cases, n_rows, n_milestones) = (*n_cases, *n_rows, *n_milestones);
                Self::Completed(Counts { n_cases, n_rows, n_milestones })
            }
            Event::ImportReverted { reason, .. } => Self::Reverted { reason: reason.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use tongban_kernel::testkit::given;
    use uuid::Uuid;

    use super::*;

    const IMPORT: ImportId = ImportId(Uuid::nil());
    const COUNTS: Counts = Counts { n_cases: 2, n_rows: 7, n_milestones: 4 };

    fn start() -> Command {
        Command::Start {
            import_id: IMPORT,
            file_name: "log.xes".into(),
            file_sha256: "00".repeat(32),
            mapping: Mapping::default(),
        }
    }

    fn complete() -> Command {
        Command::Complete { import_id: IMPORT, counts: COUNTS }
    }

    fn revert(reason: &str) -> Command {
        Command::Revert { import_id: IMPORT, reason: reason.into() }
    }

    fn started() -> Event {
        Event::ImportStarted {
            import_id: IMPORT,
            file_name: "log.xes".into(),
            file_sha256: "00".repeat(32),
            mapping: Mapping::default(),
        }
    }

    fn completed() -> Event {
        let Counts { n_cases, n_rows, n_milestones } = COUNTS;
        Event::ImportCompleted { import_id: IMPORT, n_cases, n_rows, n_milestones }
    }

    fn reverted() -> Event {
        Event::ImportReverted { import_id: IMPORT, reason: "wrong file".into() }
    }

    fn after(history: impl IntoIterator<Item = Event>) -> Import {
        history.into_iter().fold(Import::default(), |import, event| import.evolve(&event))
    }

    #[test]
    fn a_file_comes_in_and_is_seen_when_it_is_in_whole() {
        given::<Import>([]).when(start()).then([started()]);
        given::<Import>([started()]).when(complete()).then([completed()]);
        assert_eq!(after([started()]).shown(), Err(Rejection::Incomplete));
        assert_eq!(after([started(), completed()]).shown(), Ok(COUNTS));
    }

    #[test]
    fn the_same_file_again_is_the_same_import() {
        given::<Import>([started()]).when(start()).then([]);
        given::<Import>([started(), completed()]).when(start()).then([]);
        given::<Import>([started(), completed()]).when(complete()).then([]);
    }

    #[test]
    fn a_reverted_import_is_seen_no_more() {
        given::<Import>([started(), completed()]).when(revert("wrong file")).then([reverted()]);
        let import = after([started(), completed(), reverted()]);
        assert_eq!(import.shown(), Err(Rejection::Reverted { reason: "wrong file".into() }));
    }

    #[test]
    fn one_that_stopped_half_way_can_be_reverted() {
        given::<Import>([started()]).when(revert("wrong file")).then([reverted()]);
    }

    #[test]
    fn reverting_twice_changes_nothing() {
        given::<Import>([started(), reverted()]).when(revert("wrong mapping")).then([]);
    }

    #[test]
    fn what_is_reverted_does_not_go_on() {
        let refused = Rejection::Reverted { reason: "wrong file".into() };
        given::<Import>([started(), reverted()]).when(start()).then_rejected(refused.clone());
        given::<Import>([started(), reverted()]).when(complete()).then_rejected(refused);
    }

    #[test]
    fn what_never_came_in_is_unknown() {
        given::<Import>([]).when(revert("")).then_rejected(Rejection::Unknown);
        given::<Import>([]).when(complete()).then_rejected(Rejection::Unknown);
        assert_eq!(Import::default().shown(), Err(Rejection::Unknown));
    }
}
