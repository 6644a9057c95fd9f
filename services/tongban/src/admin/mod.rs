//! How the command line reaches a running server: a socket in its data folder.
//!
//! One request is one [`Operation`] as a line of JSON; the answer is lines of JSON: progress, then
//! the result or the failure. Whoever may write to the data folder may use the socket.
//!
//! Work goes on when its operator hangs up, and is waited for when the process ends.

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tongban_kernel::Text;

use crate::app::App;
use crate::operations::{self, Listener, Operation, Progress};
use crate::refusal::{Refusal, text_of};

/// No operation is longer.
const REQUEST_BYTES_MAX: u64 = 64 << 10;
/// Operators who are served at once.
const OPERATORS_MAX: usize = 16;
/// How long one who has connected may take to ask, and one who is told something to take it.
const ASKS_WITHIN: Duration = Duration::from_secs(10);
const LISTENS_WITHIN: Duration = Duration::from_secs(10);
/// How long the end of the process waits for work that was begun; less than for everything.
const WORK_ENDS_WITHIN: Duration = Duration::from_secs(20);
/// How long it then takes to say so.
const ANSWERED_WITHIN: Duration = Duration::from_secs(2);

fn given_up_text() -> Text {
    Text::new(
        "服务器在工作完成前已停止，未保留半成品；待其运行后请重试",
        "the server ended before the work was done; nothing half-done is kept, ask again when it \
         runs",
    )
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Progress(Progress),
    Result(Value),
    Failure(Text),
}

/// What is done for an operator; the caller hears how far it is.
type Work = Arc<dyn Fn(Operation, Listener) -> BoxFuture<'static, Result<Value>> + Send + Sync>;

/// Listens on the data folder's socket until the process ends, then waits for what was begun.
///
/// # Errors
/// When the socket cannot be made, or the accounts cannot be read.
pub async fn listen(app: &Arc<App>) -> Result<impl Future<Output = ()> + Send + use<>> {
    let path = app.data.admin_socket();
    // The log's lock says that no other server runs here: what is left is from one that crashed.
    if path.exists() {
        std::fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    let listener = UnixListener::bind(&path)
        .with_context(|| format!("cannot make the socket {}", path.display()))?;
    // Until now accounts were changed beside this process; from now on they are changed by it.
    app.accounts.load_sessions().await.context("accounts")?;
    let app = Arc::clone(app);
    Ok(async move {
        let shutdown = app.platform.kit.shutdown.clone();
        let work: Work = Arc::new(move |operation, listener| {
            let app = Arc::clone(&app);
            async move { operations::run(&app, operation, &listener).await }.boxed()
        });
        serve(listener, work, shutdown, WORK_ENDS_WITHIN).await;
        // A client that finds no socket knows that no server runs.
        let _ = std::fs::remove_file(&path);
    })
}

/// Answers operators until the process ends. Work that was begun is waited for, so that a backup is
/// whole or not there, and for no longer than `patience`: then it is given up, and its operator
/// told so.
async fn serve(
    listener: UnixListener,
    work: Work,
    mut shutdown: watch::Receiver<bool>,
    patience: Duration,
) {
    let mut operators = JoinSet::new();
    let (give_up, given_up) = watch::channel(false);
    loop {
        let accepted = tokio::select! {
            _ = shutdown.wait_for(|stop| *stop) => break,
            Some(_) = operators.join_next() => continue,
            // Others wait in the socket's queue.
            accepted = listener.accept(), if operators.len() < OPERATORS_MAX => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                let operator = Operator { work: Arc::clone(&work), shutdown: shutdown.clone() };
                let given_up = given_up.clone();
                operators.spawn(async move {
                    if let Err(error) = operator.answer(stream, given_up).await {
                        let error = format!("{error:#}");
                        tracing::warn!(error, "an operator was not answered");
                    }
                });
            }
            Err(error) => tracing::warn!(%error, "the admin socket cannot accept"),
        }
    }
    drop(listener);
    if !all_answered(&mut operators, patience).await {
        tracing::warn!("an operator's work is given up: the process ends");
        give_up.send_replace(true);
        all_answered(&mut operators, ANSWERED_WITHIN).await;
    }
    operators.shutdown().await;
}

async fn all_answered(operators: &mut JoinSet<()>, patience: Duration) -> bool {
    let answered = async { while operators.join_next().await.is_some() {} };
    tokio::time::timeout(patience, answered).await.is_ok()
}

struct Operator {
    work: Work,
    shutdown: watch::Receiver<bool>,
}

impl Operator {
    async fn answer(
        mut self,
        stream: UnixStream,
        mut given_up: watch::Receiver<bool>,
    ) -> Result<()> {
        let (read, mut write) = stream.into_split();
        let mut request = String::new();
        let mut read = BufReader::new(read.take(REQUEST_BYTES_MAX));
        tokio::select! {
            // One who has asked for nothing yet is not waited for.
            _ = self.shutdown.wait_for(|stop| *stop) => return Ok(()),
            asked = timeout(ASKS_WITHIN, read.read_line(&mut request)) => asked??,
        };
        let operation: Operation = match serde_json::from_str(&request) {
            Ok(operation) => operation,
            Err(error) => {
                let text = text_of(&error.into());
                return send(&mut write, &Line::Failure(text)).await;
            }
        };
        let (listener, mut heard) = Listener::new();
        let mut work = (self.work)(operation, listener);
        let mut gone = None;
        let last = loop {
            let progress = tokio::select! {
                biased;
                done = &mut work => break match done {
                    Ok(result) => Line::Result(result),
                    Err(error) => Line::Failure(text_of(&error)),
                },
                _ = given_up.wait_for(|given_up| *given_up) => {
                    break Line::Failure(given_up_text());
                }
                Some(progress) = heard.recv() => progress,
            };
            // The work goes on when the operator hangs up: half of it would be worth nothing.
            if gone.is_none() {
                gone = send(&mut write, &Line::Progress(progress)).await.err();
            }
        };
        match gone {
            Some(error) => Err(error.context("the operator hung up before the work was done")),
            None => send(&mut write, &last).await,
        }
    }
}

async fn send(write: &mut (impl AsyncWriteExt + Unpin), line: &Line) -> Result<()> {
    let mut json = serde_json::to_vec(line)?;
    json.push(b'\n');
    // One who does not listen has hung up: the work waits for nobody.
    Ok(timeout(LISTENS_WITHIN, write.write_all(&json)).await??)
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
            Line::Failure(Text { zh, en }) => {
                return Err(Refusal::of(
                    format!("服务器答复：{zh}"),
                    format!("the server says: {en}"),
                ));
            }
        }
    }
    Err(Refusal::of(
        "服务器未答复即已停止；请查看其日志",
        "the server ended before it answered; look at its log",
    ))
}
