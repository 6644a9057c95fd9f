//! Long work: asked of the server where one runs, done here where none does.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use serde_json::Value;
use tongban_auth::Cost;
use tongban_kernel::SystemClock;

use super::shown::{Bar, print, print_text};
use super::{Data, Exit, Output};
use crate::admin;
use crate::app::{App, DataDir, Options};
use crate::history::ImportId;
use crate::operations::{self, Format, Listener, Operation};

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
    let clock = Arc::new(SystemClock);
    let options = Options { data, clock, first_catalog: None, password_cost: Cost::STANDARD };
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

async fn perform_and_print(data: &Data, output: &Output, operation: Operation) -> Result<Exit> {
    print(&perform(data, operation).await?, output.json)?;
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
        print(&verified, self.output.json)?;
        let sound = verified["sound"].as_bool().unwrap_or_default();
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
        perform_and_print(&self.data, &self.output, Operation::Rebuild { projections }).await
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
        perform_and_print(&self.data, &self.output, Operation::Backup { to }).await
    }
}

/// Where from.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// The backup.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

impl Restore {
    pub(crate) async fn run(self) -> Result<Exit> {
        let (listener, mut heard) = Listener::new();
        let (from, to) = (self.from, self.data.data);
        let restore = move || operations::restore(&from, &to, &listener);
        let restoring = tokio::task::spawn_blocking(restore);
        let bar = Bar::new();
        while let Some(progress) = heard.recv().await {
            bar.show(&progress);
        }
        bar.finish();
        let restored = restoring.await??;
        print(&serde_json::to_value(restored)?, self.output.json)?;
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
        print(&imported, self.output.json)?;
        Ok(Exit::Done)
    }
}

/// Which import.
#[derive(Debug, clap::Args)]
pub(crate) struct Revert {
    /// The import.
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
        perform_and_print(&self.data, &self.output, operation).await
    }
}

/// Which import, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// The import.
    #[arg(long, value_name = "ID")]
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
        let result = perform(&self.data, operation).await?;
        if self.output.json {
            print(&result, true)?;
        } else {
            print_text(result["out"].as_str().unwrap_or_default())?;
        }
        Ok(Exit::Done)
    }
}
