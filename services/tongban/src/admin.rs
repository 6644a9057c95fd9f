//! How the command line reaches a running server: a socket in its data folder.
//!
//! One request is one [`Operation`] as a line of JSON; the answer is lines of JSON: progress, then
//! the result or the failure. Whoever may write to the data folder may use the socket.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;

use crate::app::App;
use crate::operations::{self, Listener, Operation, Progress};

/// No operation is longer.
const REQUEST_BYTES_MAX: u64 = 64 << 10;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Progress(Progress),
    Result(Value),
    Failure(String),
}

/// Listens on the data folder's socket until the process ends.
///
/// # Errors
/// When the socket cannot be made.
pub fn listen(app: &Arc<App>) -> Result<impl Future<Output = ()> + Send + use<>> {
    let path = app.data.admin_socket();
    // The log's lock says that no other server runs here: what is left is from one that crashed.
    if path.exists() {
        std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    let listener = UnixListener::bind(&path)
        .with_context(|| format!("cannot make the socket {}", path.display()))?;
    let app = Arc::clone(app);
    Ok(async move {
        let shutdown = app.platform.kit.shutdown.clone();
        accept(listener, &app, shutdown).await;
        // A client that finds no socket knows that no server runs.
        let _ = std::fs::remove_file(&path);
    })
}

async fn accept(listener: UnixListener, app: &Arc<App>, mut shutdown: watch::Receiver<bool>) {
    loop {
        let accepted = tokio::select! {
            _ = shutdown.wait_for(|stop| *stop) => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                let app = Arc::clone(app);
                tokio::spawn(async move {
                    if let Err(error) = answer(&app, stream).await {
                        tracing::warn!(
                            error = format!("{error:#}"),
                            "an operator was not answered"
                        );
                    }
                });
            }
            Err(error) => tracing::warn!(%error, "the admin socket cannot accept"),
        }
    }
}

async fn answer(app: &App, stream: UnixStream) -> Result<()> {
    let (read, mut write) = stream.into_split();
    let mut request = String::new();
    BufReader::new(read.take(REQUEST_BYTES_MAX)).read_line(&mut request).await?;
    let operation: Operation = match serde_json::from_str(&request) {
        Ok(operation) => operation,
        Err(error) => return send(&mut write, &Line::Failure(error.to_string())).await,
    };
    let (listener, mut heard) = Listener::new();
    let work = operations::run(app, operation, &listener);
    tokio::pin!(work);
    loop {
        let line = tokio::select! {
            biased;
            done = &mut work => match done {
                Ok(result) => Line::Result(result),
                Err(error) => Line::Failure(format!("{error:#}")),
            },
            Some(progress) = heard.recv() => Line::Progress(progress),
        };
        let is_last = !matches!(line, Line::Progress(_));
        send(&mut write, &line).await?;
        if is_last {
            return Ok(());
        }
    }
}

async fn send(write: &mut (impl AsyncWriteExt + Unpin), line: &Line) -> Result<()> {
    let mut json = serde_json::to_vec(line)?;
    json.push(b'\n');
    Ok(write.write_all(&json).await?)
}

/// Asks the server of a data folder to do something; `None` where no server runs.
///
/// # Errors
/// When the server cannot do it.
pub async fn ask(
    socket: &Path,
    operation: &Operation,
    mut on_progress: impl FnMut(Progress),
) -> Result<Option<Value>> {
    let Ok(stream) = UnixStream::connect(socket).await else {
        return Ok(None);
    };
    let (read, mut write) = stream.into_split();
    let mut request = serde_json::to_vec(operation)?;
    request.push(b'\n');
    write.write_all(&request).await?;
    let mut lines = BufReader::new(read).lines();
    while let Some(line) = lines.next_line().await? {
        match serde_json::from_str(&line)? {
            Line::Progress(progress) => on_progress(progress),
            Line::Result(result) => return Ok(Some(result)),
            Line::Failure(failure) => bail!("the server says: {failure}"),
        }
    }
    bail!("the server ended before it answered; look at its log")
}
