//! Long work on a data folder: the same code whether a server does it, asked over its admin
//! socket, or the command line does it on a folder that nobody uses.

mod accounts;
mod archive;
mod backup;
mod clock;
mod departments;
mod folder;
mod moving;
mod readers;
mod rebuild;
mod reference;
mod restore;
#[cfg(test)]
mod tests;
mod unfinished;
mod verification;
mod verify;
mod without_values;
mod work_items;

use std::path::PathBuf;

use anyhow::Result;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::mpsc;
use tongban_auth::Login;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::history;

pub use accounts::{
    AccountChange, AccountFilter, AccountList, AccountRefusal, AccountRow, AccountTurn, AccountsOf,
    ChangedAccount, change_account, find_accounts, is_privileged, list_accounts,
};
pub use archive::{
    ArchiveAt, ArchiveFault, ArchiveVerified, Archiver, Backlog, Limits, Made, News, Pace,
    Restored, Sealing, Source, Until, follow, restore_archive, verify_archive,
};
pub use backup::BackedUp;
pub use clock::{ClockJump, confirm_clock, look_at_clock};
pub use departments::{NoSuchDepartment, check_department};
pub use moving::{BesideMoved, End, Move, Moved, NeededMoved, ReadersMoved, move_office};
pub use readers::{
    ParkRefusal, ParkedEvent, ReaderKindRow, ReaderList, ReaderRow, ReaderStateRow, StopRow,
    list_readers, park_event, unpark_event,
};
pub use rebuild::Recomputed;
pub use reference::{CatalogChanges, CatalogPreview, DayRow, Reference};
pub(crate) use reference::{Previewed, changed_days, list_reference, preview_catalog, refusal_of};
pub use restore::restore;
pub use verification::{Looked, RunsAlready, VerificationRow, Verifications};
pub use verify::{MissingMaterial, Verified, event_schemas, verify_folder, verify_office};
pub(crate) use without_values::without_values;
pub use work_items::{ResolvedItem, WorkItemList, WorkItemRow, work_items};

/// Something to be done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case", deny_unknown_fields)]
pub enum Operation {
    /// Check every record, segment and chain of the log, and every material.
    Verify,
    /// Copy log, keys, materials and accounts, consistent with one another, while work goes on.
    Backup {
        /// The folder to make.
        to: PathBuf,
    },
    /// Compute read models again from the log.
    Rebuild {
        /// Which; all where none is named.
        projections: Vec<String>,
    },
    /// Bring a recorded history in.
    Import {
        /// The log, `.xes` or `.xes.gz`.
        file: PathBuf,
        /// How its attributes are read; a default serves any log.
        mapping: Option<PathBuf>,
        /// Only say what would be done.
        dry_run: bool,
    },
    /// Hide an import again.
    RevertImport {
        /// The import.
        import_id: history::ImportId,
        /// Why.
        reason: String,
    },
    /// Write an import out.
    Export {
        /// The import.
        import_id: history::ImportId,
        /// How.
        format: Format,
        /// The file to make.
        out: PathBuf,
    },
    /// Say which accounts there are.
    Accounts,
    /// Create or change an account.
    Account {
        /// How.
        change: AccountChange,
    },
    /// Say which commands of policies and sweepers were refused.
    WorkItems {
        /// Those that somebody has looked at too.
        all: bool,
        /// Items of the answer; a page's where none is named.
        limit: Option<u32>,
        /// The `next` of the answer before.
        cursor: Option<String>,
    },
    /// Say that somebody has looked at such a command, and what came of it.
    ResolveWorkItem {
        /// The item.
        item: Uuid,
        /// Who has.
        by: Login,
        /// What came of it.
        note: String,
    },
    /// Say how readers do, and at which events some have stopped.
    Readers,
    /// Decide that a reader goes on without an event that it cannot read.
    ParkEvent {
        /// The reader.
        reader: String,
        /// The event.
        event: Uuid,
        /// Who decides.
        by: Login,
        /// Why.
        reason: String,
    },
    /// Take that back.
    UnparkEvent {
        /// The reader.
        reader: String,
        /// The event.
        event: Uuid,
    },
    /// Say whether the clock has jumped forwards.
    Clock,
    /// Say that it is right.
    ConfirmClock {
        /// Who says so.
        by: Login,
    },
    /// Publish the catalogue in this folder.
    PublishCatalog {
        /// The folder.
        dir: PathBuf,
        /// From when it is in force.
        valid_from: Timestamp,
    },
    /// Publish a calendar notice in the holiday-cn form.
    PublishCalendar {
        /// The file.
        file: PathBuf,
        /// From when it is in force.
        valid_from: Timestamp,
    },
}

/// How a history is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// IEEE 1849.
    Xes,
    /// OCEL 2.0, as JSON.
    Ocel,
}

/// How far long work is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// What is being done.
    pub what: String,
    /// How much is done.
    pub done: u64,
    /// How much there is; unknown where it cannot be told.
    pub of: Option<u64>,
}

/// Hears how far work is; hearing nothing for a while slows nothing down.
///
/// Where the other end is dropped nobody wants the work any more: what copies for long ends then.
#[derive(Clone, Debug)]
pub struct Listener(mpsc::Sender<Progress>);

/// The work was given up by whoever wanted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the work was given up")]
pub struct GivenUp;

impl Listener {
    /// A listener with the end at which it is heard.
    pub fn new() -> (Self, mpsc::Receiver<Progress>) {
        let (sender, receiver) = mpsc::channel(64);
        (Self(sender), receiver)
    }

    /// Says how far the work is.
    pub fn say(&self, what: &str, done: u64, of: Option<u64>) {
        // A full queue means that nobody draws as fast: the next word is as good.
        let _ = self.0.try_send(Progress { what: what.to_owned(), done, of });
    }

    /// Whether the work is still wanted: asked again and again by what no runtime can stop.
    ///
    /// # Errors
    /// When it was given up.
    pub fn go_on(&self) -> Result<(), GivenUp> {
        if self.0.is_closed() { Err(GivenUp) } else { Ok(()) }
    }
}

/// Does the work and answers its result.
///
/// # Errors
/// When it cannot be done; nothing is left half-done.
pub async fn run(app: &App, operation: Operation, listener: &Listener) -> Result<Value> {
    let runtime = &app.platform.runtime;
    Ok(match operation {
        Operation::Verify => {
            let materials = &app.platform.materials;
            serde_json::to_value(verify_office(&app.kept, materials, listener).await?)?
        }
        Operation::Backup { to } => serde_json::to_value(backup::run(app, &to, listener).await?)?,
        Operation::Rebuild { projections } => {
            serde_json::to_value(rebuild::run(app, &projections, listener).await?)?
        }
        Operation::Import { file, mapping, dry_run } => {
            let imported = history::import(runtime, &file, mapping.as_deref(), dry_run, listener);
            serde_json::to_value(imported.await?)?
        }
        Operation::RevertImport { import_id, reason } => {
            serde_json::to_value(history::revert(runtime, import_id, reason).await?)?
        }
        Operation::Export { import_id, format, out } => serde_json::to_value(
            history::export(runtime, import_id, format, &out, listener).await?,
        )?,
        Operation::Accounts => serde_json::to_value(list_accounts(&*app.accounts).await?)?,
        Operation::Account { change } => {
            let (platform, sign_in, accounts) = (&app.platform, &*app.sign_in, &*app.accounts);
            let accounts = AccountsOf { platform, sign_in, accounts, turn: &app.account_turn };
            serde_json::to_value(accounts.change(change, None).await?)?
        }
        Operation::WorkItems { all, limit, cursor } => {
            let state = &app.platform.state;
            serde_json::to_value(work_items::list(state, all, limit, cursor.as_deref()).await?)?
        }
        Operation::ResolveWorkItem { item, by, note } => {
            let state = &app.platform.state;
            serde_json::to_value(work_items::resolve(state, item, &by, &note).await?)?
        }
        Operation::Readers => serde_json::to_value(list_readers(&app.platform).await?)?,
        Operation::ParkEvent { reader, event, by, reason } => {
            let parked = park_event(&app.platform, reader, event, &by, &reason).await?;
            serde_json::to_value(parked)?
        }
        Operation::UnparkEvent { reader, event } => {
            serde_json::to_value(unpark_event(&app.platform, reader, event, None).await?)?
        }
        Operation::Clock => serde_json::to_value(look_at_clock(app.ops.progress()))?,
        Operation::ConfirmClock { by } => {
            serde_json::to_value(confirm_clock(app.ops.progress(), &by))?
        }
        Operation::PublishCatalog { dir, valid_from } => {
            serde_json::to_value(app.publish_catalog(&dir, valid_from).await?)?
        }
        Operation::PublishCalendar { file, valid_from } => {
            serde_json::to_value(app.publish_calendar(&file, valid_from).await?)?
        }
    })
}
