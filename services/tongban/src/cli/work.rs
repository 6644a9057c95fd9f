//! Long work: asked of the server where one runs, done here where none does.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tongban_auth::Cost;
use tongban_kernel::SystemClock;

use super::shown::{Bar, answer, print_json, print_text};
use super::told::{BroughtBack, Made, Summarised, Told};
use super::{Data, Exit, Output, import_id};
use crate::admin;
use crate::app::{App, DataDir, Home, Options, Roles};
use crate::history::{Exported, ImportId, Reverted};
use crate::operations::{
    self, ArchiveAt, Format, Listener, Operation, Recomputed, Restored, Until, Verified,
};
use crate::refusal::Refusal;

/// Does an operation on an office that is there, and answers its result.
pub(crate) async fn perform(data: &Data, operation: Operation) -> Result<Value> {
    perform_in(DataDir::existing(&data.data)?, operation).await
}

async fn perform_in(folder: DataDir, operation: Operation) -> Result<Value> {
    let bar = Bar::new();
    let asked =
        admin::ask(&folder.admin_socket(), &operation, |progress| bar.show(&progress)).await;
    let result = match asked {
        Ok(Some(result)) => Ok(result),
        Ok(None) => here(folder, operation, &bar).await,
        Err(error) => Err(error),
    };
    bar.finish();
    result
}

async fn here(data: DataDir, operation: Operation, bar: &Bar) -> Result<Value> {
    data.refuse_of_cluster()?;
    let clock = Arc::new(SystemClock);
    let (home, roles) = (Home::Folder, Roles::all());
    let options = Options {
        data,
        home,
        roles,
        clock,
        first_catalog: None,
        password_cost: Cost::STANDARD,
        oidc: None,
    };
    let running = App::open(options).await?.start();
    let (listener, mut heard) = Listener::new();
    let result = {
        let work = operations::run(&running.app, operation, &listener);
        tokio::pin!(work);
        loop {
            tokio::select! {
                result = &mut work => break result,
                Some(progress) = heard.recv() => bar.show(&progress),
            }
        }
    };
    running.stop().await;
    result
}

pub(crate) async fn perform_and_tell<T: Told + DeserializeOwned>(
    data: &Data,
    output: &Output,
    operation: Operation,
) -> Result<Exit> {
    answer::<T>(perform(data, operation).await?, output)?;
    Ok(Exit::Done)
}

/// No more than the data folder.
#[derive(Debug, clap::Args)]
pub(crate) struct Plain {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

impl Plain {
    pub(crate) async fn verify(self) -> Result<Exit> {
        let folder = DataDir::existing(&self.data.data)?;
        let bar = Bar::new();
        let asked =
            admin::ask(&folder.admin_socket(), &Operation::Verify, |p| bar.show(&p)).await?;
        let verified = match asked {
            Some(verified) => verified,
            // A log that cannot be opened can be checked all the same.
            None => {
                let (listener, _heard) = Listener::new();
                let check = move || operations::verify_folder(&folder, &listener);
                serde_json::to_value(tokio::task::spawn_blocking(check).await??)?
            }
        };
        bar.finish();
        let sound = verified["sound"].as_bool().unwrap_or_default();
        answer::<Verified>(verified, &self.output)?;
        Ok(if sound { Exit::Done } else { Exit::Unsound })
    }
}

/// Which read models.
#[derive(Debug, clap::Args)]
pub(crate) struct Rebuild {
    /// Names of read models; all where none is named.
    projections: Vec<String>,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

impl Rebuild {
    pub(crate) async fn run(self) -> Result<Exit> {
        let projections = self.projections;
        let operation = Operation::Rebuild { projections };
        perform_and_tell::<Vec<Recomputed>>(&self.data, &self.output, operation).await
    }
}

/// Where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    /// The folder to make.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

impl Backup {
    pub(crate) async fn run(self) -> Result<Exit> {
        // The server works in a folder of its own.
        let to = std::path::absolute(self.to)?;
        perform_and_tell::<Made>(&self.data, &self.output, Operation::Backup { to }).await
    }
}

/// Where from.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The backup, or the archive: a folder, or `s3://bucket/prefix` of an archive.
    #[arg(long, value_name = "DIR|URL")]
    from: ArchiveAt,
    /// Of an archive: no further than the last seal of this time or before, or the seal of this
    /// number. What was recorded later is not brought back.
    #[arg(long, value_name = "TIME|SEAL")]
    until: Option<Until>,
    /// Of an archive: the file of the key under which it was made.
    #[arg(long, env = "TONGBAN_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

impl Restore {
    pub(crate) async fn run(self) -> Result<Exit> {
        match self.from.folder() {
            Some(folder) if !self.from.is_archive() => {
                if self.until.is_some() {
                    return Err(Refusal::of(
                        "--until 只用于归档（tongban archive run）；备份只能整体恢复",
                        "--until is for archives (tongban archive run); a backup is brought back as \
                         a whole",
                    ));
                }
                let folder = folder.to_owned();
                self.backup(folder).await
            }
            _ => self.archive().await,
        }
    }

    async fn archive(self) -> Result<Exit> {
        let wrapping = super::archive::wrapping(self.key_file.as_ref())?;
        let until = self.until.unwrap_or(Until::Last);
        let (listener, mut heard) = Listener::new();
        let bar = Bar::new();
        let restored = {
            let restoring = operations::restore_archive(
                &self.from,
                &self.data.data,
                until,
                &wrapping,
                &listener,
            );
            tokio::pin!(restoring);
            loop {
                tokio::select! {
                    restored = &mut restoring => break restored,
                    Some(progress) = heard.recv() => bar.show(&progress),
                }
            }
        };
        bar.finish();
        answer::<Restored>(serde_json::to_value(restored?)?, &self.output)?;
        Ok(Exit::Done)
    }

    async fn backup(self, from: PathBuf) -> Result<Exit> {
        let (listener, mut heard) = Listener::new();
        let to = self.data.data.clone();
        let restore = move || operations::restore(&from, &to, &listener);
        let restoring = tokio::task::spawn_blocking(restore);
        let bar = Bar::new();
        while let Some(progress) = heard.recv().await {
            bar.show(&progress);
        }
        bar.finish();
        let backup = restoring.await??;
        if self.output.json {
            print_json(&backup)?;
        } else {
            let restored = BroughtBack { backup, data: self.data.data };
            print_text(&restored.told(self.output.lang()))?;
        }
        Ok(Exit::Done)
    }
}

/// A log to bring in.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportXes {
    /// The log: `.xes` or `.xes.gz`.
    file: PathBuf,
    /// How its attributes are read; a default serves any log.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Only say what would be done.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

impl ImportXes {
    pub(crate) async fn run(self) -> Result<Exit> {
        let file = std::path::absolute(self.file)?;
        let mapping = self.mapping.map(std::path::absolute).transpose()?;
        let dry_run = self.dry_run;
        let operation = Operation::Import { file, mapping, dry_run };
        let folder = DataDir::existing(&self.data.data);
        let imported = match folder {
            Ok(folder) => perform_in(folder, operation).await?,
            // What would come into a new office; it is not begun for that.
            Err(_) if dry_run => {
                let nowhere = tempfile::tempdir()?;
                perform_in(DataDir::at(nowhere.path())?, operation).await?
            }
            Err(_) => perform_in(DataDir::at(&self.data.data)?, operation).await?,
        };
        answer::<Summarised>(imported, &self.output)?;
        Ok(Exit::Done)
    }
}

/// Which import.
#[derive(Debug, clap::Args)]
pub(crate) struct Revert {
    /// The import.
    #[arg(value_parser = import_id)]
    import_id: ImportId,
    /// Why.
    #[arg(long, default_value = "")]
    reason: String,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

impl Revert {
    pub(crate) async fn run(self) -> Result<Exit> {
        let operation = Operation::RevertImport { import_id: self.import_id, reason: self.reason };
        perform_and_tell::<Reverted>(&self.data, &self.output, operation).await
    }
}

/// Which import, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The import.
    #[arg(long, value_name = "ID", value_parser = import_id)]
    import: ImportId,
    /// The file to make.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

impl Export {
    pub(crate) async fn run(self, format: Format) -> Result<Exit> {
        let out = std::path::absolute(self.out)?;
        let operation = Operation::Export { import_id: self.import, format, out };
        perform_and_tell::<Exported>(&self.data, &self.output, operation).await
    }
}
