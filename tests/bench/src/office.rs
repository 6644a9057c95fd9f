//! A whole office in a folder: the program with all its services, and people who work in it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use tongban::app::{App, DataDir, Home, Options, Roles, Running};
use tongban_auth::Cost;
use tongban_eventstore::readers::ReaderKind;
use tongban_kernel::{Clock, Partition, Position, Seq, SystemClock};

use crate::desk::Desk;

/// Readers that are further back than this have stopped.
const PATIENCE: Duration = Duration::from_secs(600);

/// See the module.
pub(crate) struct Office {
    pub(crate) running: Running,
    pub(crate) desk: Arc<Desk>,
}

impl Office {
    /// Opens an office in an empty folder.
    pub(crate) async fn open(dir: &Path) -> Result<Self> {
        let mut running = start(dir).await?;
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let (address, _) = running.listen(any, any).await?;
        let desk = Arc::new(Desk::open(&running.app, address).await?);
        Ok(Self { running, desk })
    }

    /// Returns when all readers have dealt with everything that is in the log now.
    pub(crate) async fn caught_up(&self) -> Result<()> {
        caught_up(&self.running.app, |_| true).await
    }
}

/// Starts the program on a folder.
pub(crate) async fn start(dir: &Path) -> Result<Running> {
    Ok(open(dir, Home::Folder, Roles::all(), Arc::new(SystemClock)).await?.start())
}

/// Opens the program with the sample city's catalogue.
pub(crate) async fn open(
    dir: &Path,
    home: Home,
    roles: Roles,
    clock: Arc<dyn Clock>,
) -> Result<App> {
    let catalog = tongban_catalog::sample_city().map_err(|faults| anyhow!("{faults:?}"))?;
    let options = Options {
        data: DataDir::at(dir)?,
        home,
        roles,
        clock,
        first_catalog: Some(catalog.content().clone()),
        password_cost: Cost::FOR_TESTS,
        oidc: None,
    };
    Box::pin(App::open(options)).await
}

/// Returns when these readers have dealt with everything that is in the log now.
pub(crate) async fn caught_up(app: &App, which: impl Fn(ReaderKind) -> bool) -> Result<()> {
    let head = position(app);
    let progress = &app.platform.kit.progress;
    for (name, partition, status) in progress.all() {
        if which(status.kind) && partition == Partition(0) {
            progress.reached(&name, &head, PATIENCE).await.with_context(|| name.clone())?;
        }
    }
    Ok(())
}

/// Returns when every projection has begun to read.
pub(crate) async fn registered(app: &App) {
    let progress = &app.platform.kit.progress;
    let reads = |name: &str| progress.all().iter().any(|(reader, _, _)| reader == name);
    while !app.rebuilds.iter().all(|model| reads(model.name())) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The end of the log.
fn position(app: &App) -> Position {
    let seq: Seq = *app.log().head(Partition(0)).borrow();
    Position::at(app.log().generation(), Partition(0), seq)
}
