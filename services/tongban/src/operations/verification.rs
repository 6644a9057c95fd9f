use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::watch;
use tongban_auth::Login;
use tongban_kernel::{Clock, CommandId, Text};
use tongban_vault::Materials;
use utoipa::ToSchema;

use super::{Listener, Progress, Verified, verify_office};
use crate::app::Kept;
use crate::refusal::text_of;

/// What a process knows of its verifications: the one that runs, or the last one. It is kept in
/// memory alone, and another process has its own. A handle: clones are the same.
#[derive(Clone, Default)]
pub struct Verifications(Arc<Mutex<Option<Run>>>);

struct Run {
    wish: CommandId,
    row: VerificationRow,
}

/// A verification.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VerificationRow {
    /// Who began it.
    by: String,
    /// When.
    #[schema(value_type = String)]
    begun_at: Timestamp,
    /// When it ended; none while it runs.
    #[schema(value_type = Option<String>)]
    ended_at: Option<Timestamp>,
    /// How far it is, while it runs.
    progress: Option<Progress>,
    /// What it found, where it came to its end.
    found: Option<Verified>,
    /// Why it did not, otherwise.
    #[schema(value_type = Option<Object>)]
    failed: Option<Text>,
}

/// One verification runs at a time: it reads everything there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a verification runs already")]
pub struct RunsAlready;

/// What a verification looks at, and by which time.
#[derive(Clone)]
pub struct Looked {
    /// The log.
    pub kept: Kept,
    /// The materials.
    pub materials: Arc<Materials>,
    /// The machine's time.
    pub clock: Arc<dyn Clock>,
    /// Turns true when the process ends, which does not wait for a verification.
    pub shutdown: watch::Receiver<bool>,
}

impl Verifications {
    fn last(&self) -> MutexGuard<'_, Option<Run>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one that runs, or the last one; none where none was begun since the process began.
    pub fn look(&self) -> Option<VerificationRow> {
        self.last().as_ref().map(|run| run.row.clone())
    }

    /// Begins one, unless this wish has begun it before.
    ///
    /// # Errors
    /// When another one runs.
    pub fn begin(&self, wish: CommandId, by: &Login, looked: Looked) -> Result<(), RunsAlready> {
        let mut last = self.last();
        match &*last {
            Some(run) if run.wish == wish => return Ok(()),
            Some(run) if run.row.ended_at.is_none() => return Err(RunsAlready),
            Some(_) | None => {}
        }
        let row = VerificationRow {
            by: by.to_string(),
            begun_at: looked.clock.now(),
            ended_at: None,
            progress: None,
            found: None,
            failed: None,
        };
        *last = Some(Run { wish, row });
        tokio::spawn(self.clone().run(looked));
        Ok(())
    }

    async fn run(self, looked: Looked) {
        let Looked { kept, materials, clock, mut shutdown } = looked;
        let (listener, mut heard) = Listener::new();
        let mut work = std::pin::pin!(verify_office(&kept, &materials, &listener));
        let done = loop {
            tokio::select! {
                biased;
                _ = shutdown.wait_for(|stop| *stop) => return,
                done = &mut work => break done,
                Some(progress) = heard.recv() => self.note(|row| row.progress = Some(progress)),
            }
        };
        self.note(|row| {
            (row.ended_at, row.progress) = (Some(clock.now()), None);
            match done {
                Ok(found) => row.found = Some(found),
                Err(error) => row.failed = Some(text_of(&error)),
            }
        });
    }

    fn note(&self, change: impl FnOnce(&mut VerificationRow)) {
        if let Some(run) = &mut *self.last() {
            change(&mut run.row);
        }
    }
}

#[cfg(test)]
mod tests {
    use tongban_kernel::SystemClock;
    use uuid::Uuid;

    use super::*;
    use crate::app::App;

    #[tokio::test]
    async fn one_verification_runs_at_a_time_and_one_wish_begins_one() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::for_tests(folder.path(), None).await;
        let looked = Looked {
            kept: app.kept.clone(),
            materials: Arc::clone(&app.platform.materials),
            clock: Arc::new(SystemClock),
            shutdown: app.platform.kit.shutdown.clone(),
        };
        let (verifications, by) = (Verifications::default(), Login::parse("op-1").unwrap());
        // It cannot run before this test waits for something.
        let begin =
            |n| verifications.begin(CommandId::from_uuid(Uuid::from_u128(n)), &by, looked.clone());
        assert_eq!(begin(1), Ok(()));
        assert_eq!(begin(2), Err(RunsAlready));
        assert_eq!(begin(1), Ok(()));
        assert!(verifications.look().unwrap().ended_at.is_none());
    }
}
