//! Given, when, then: how every decider is tested.

use std::fmt::Debug;
use std::sync::LazyLock;

use jiff::Timestamp;
use tongban_calendar::Calendar;

use crate::{Actor, Context, Decider, Role, Successions, Takeover};

/// The instant at which tests decide unless they say otherwise: Monday, 28 September 2026, 10:00
/// in China.
pub const NOW: &str = "2026-09-28T02:00:00Z";

/// [`NOW`] as an instant.
pub fn now() -> Timestamp {
    at(NOW)
}

/// An instant from its text.
///
/// # Panics
/// When the text is no instant: a mistake in the test.
#[track_caller]
pub fn at(text: &str) -> Timestamp {
    match text.parse() {
        Ok(at) => at,
        Err(error) => panic!("{text} is no instant: {error}"),
    }
}

static TESTER: LazyLock<Actor> =
    LazyLock::new(|| Actor::officer("tester", "D-TEST", Role::Handler));
static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::builtin);

/// One department was merged into another.
pub fn merged(gone: &str, into: &str) -> Successions {
    split(gone, [], into)
}

/// One department was split: these items went where they say, the rest to one.
pub fn split<const N: usize>(gone: &str, items: [(&str, &str); N], rest: &str) -> Successions {
    let by_item = items.map(|(item, to)| (item.to_owned(), to.to_owned())).into();
    let takeover = Takeover { rest: Some(rest.to_owned()), by_item };
    [(gone.to_owned(), takeover)].into_iter().collect()
}

/// Starts a test from what has happened.
pub fn given<D: Decider>(history: impl IntoIterator<Item = D::Event>) -> Given<D> {
    let state = history.into_iter().fold(D::default(), |state, event| state.evolve(&event));
    let (actor, successions) = (TESTER.clone(), Successions::default());
    Given { state, now: now(), actor, successions }
}

/// The state before the command.
pub struct Given<D> {
    state: D,
    now: Timestamp,
    actor: Actor,
    successions: Successions,
}

impl<D: Decider> Given<D> {
    /// Decides at another instant.
    #[must_use]
    #[track_caller]
    pub fn at(mut self, now: &str) -> Self {
        self.now = at(now);
        self
    }

    /// Decides for another actor.
    #[must_use]
    pub fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    /// Decides after departments were merged or split; until then everybody answers for
    /// themselves.
    #[must_use]
    pub fn after(mut self, successions: Successions) -> Self {
        self.successions = successions;
        self
    }

    /// Decides.
    pub fn when(self, command: D::Command) -> When<D> {
        let cx = Context {
            now: self.now,
            actor: &self.actor,
            calendar: &CALENDAR,
            successions: &self.successions,
        };
        When(self.state.decide(command, cx))
    }
}

/// The decision.
pub struct When<D: Decider>(Result<Vec<D::Event>, D::Rejection>);

impl<D: Decider> When<D>
where
    D::Rejection: Debug + PartialEq,
{
    /// It caused exactly these facts.
    #[track_caller]
    pub fn then(self, expected: impl IntoIterator<Item = D::Event>) {
        assert_eq!(self.0, Ok(expected.into_iter().collect()));
    }

    /// It was refused for this reason.
    #[track_caller]
    pub fn then_rejected(self, expected: D::Rejection) {
        assert_eq!(self.0, Err(expected));
    }

    /// What it caused, for a test that looks at parts of it.
    ///
    /// # Panics
    /// When it was refused.
    #[track_caller]
    pub fn events(self) -> Vec<D::Event> {
        match self.0 {
            Ok(events) => events,
            Err(rejection) => panic!("refused: {rejection}"),
        }
    }
}

/// The files of a service in which nothing waits, reads a clock or talks to the world.
const PURE: [&str; 5] = ["commands", "events", "state", "policy", "projection"];
const IMPURE: [&str; 10] = [
    "async ",
    ".await",
    "tokio",
    "axum",
    "sqlx",
    "sled",
    "async_nats",
    "std::fs",
    "std::net",
    "Timestamp::now",
];

/// Shows that the domain files of the crate at `crate_dir` are pure, at whatever depth they are:
/// a service of several kinds of aggregate has a folder for each.
///
/// # Panics
/// When one of them names what only the edge may use, or the crate has none of them.
pub fn assert_pure(crate_dir: &str) {
    let mut files = Vec::new();
    domain_files(&std::path::Path::new(crate_dir).join("src"), false, &mut files);
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        for impure in IMPURE {
            assert!(!text.contains(impure), "{} must not use `{impure}`", path.display());
        }
    }
    assert!(!files.is_empty(), "{crate_dir} has no domain files");
}

fn domain_files(folder: &std::path::Path, in_domain: bool, found: &mut Vec<std::path::PathBuf>) {
    let inside = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for path in inside.map(|entry| entry.path()) {
        let stem = path.file_stem().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        let in_domain = in_domain || PURE.contains(&stem);
        if path.is_dir() {
            domain_files(&path, in_domain, found);
        } else if in_domain && path.extension().is_some_and(|ext| ext == "rs") {
            found.push(path);
        }
    }
}
