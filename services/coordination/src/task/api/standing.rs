//! What a row says about a task as it stands at this moment: who works it, whether they are there,
//! and how much time is left.

use jiff::Timestamp;
use serde::Serialize;
use tongban_calendar::{Countdown, Lang};
use tongban_kernel::Text;
use tongban_readmodel::QueryError;
use utoipa::ToSchema;

use crate::Coordinating;
use crate::absence::api::Away;

/// Who works a task, and how much time is left.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Standing {
    /// The account that works it; none where it is the department's.
    handler: Option<String>,
    /// That this account is away now, and who stands in.
    handler_away: Option<Away>,
    /// How far away the due date is; none when it is over.
    countdown: Option<Left>,
    /// Who has to answer, and until when, while that is waited for.
    #[serde(skip)]
    due: Option<(String, Timestamp)>,
}

/// How far away a due date is: as time passes, and in working time of the asked department.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Left {
    /// In seconds; negative when it is too late.
    wall_seconds: i64,
    /// In minutes of office hours.
    working_minutes: i64,
    /// In working days.
    workdays: f64,
    /// In words.
    #[schema(value_type = Object)]
    words: Text,
}

impl From<Countdown> for Left {
    fn from(countdown: Countdown) -> Self {
        Self {
            wall_seconds: countdown.wall.as_secs(),
            working_minutes: countdown.working.worked.as_mins(),
            workdays: countdown.working.workdays,
            words: Text::new(countdown.words(Lang::Zh), countdown.words(Lang::En)),
        }
    }
}

impl Standing {
    /// Of a task that this account works; `due` says who has to answer it, and until when.
    pub(super) fn new(handler: Option<String>, due: Option<(String, Timestamp)>) -> Self {
        Self { handler, handler_away: None, countdown: None, due }
    }
}

impl Coordinating {
    /// Completes rows by what is asked of the clock and of who is there.
    pub(super) async fn complete(
        &self,
        rows: Vec<&mut Standing>,
        now: Timestamp,
    ) -> Result<(), QueryError> {
        let handlers = rows.iter().filter_map(|row| row.handler.clone()).collect();
        let away = self.away(handlers, now).await?;
        let calendar = self.tasks.aggregates().runtime().versions.calendar.load_full();
        for row in rows {
            row.handler_away = row.handler.as_ref().and_then(|handler| away.get(handler)).cloned();
            row.countdown = row.due.as_ref().map(|(department, due_at)| {
                self.tasks.office_of(department).countdown(&calendar, now, *due_at).into()
            });
        }
        Ok(())
    }
}
