use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tongban_telemetry::chain;
use tower_service::Service;
use tracing::{debug, warn};

/// Connections open at once; a browser keeps up to six. Further ones wait in the system's queue.
const CONNECTIONS_MAX: usize = 4_096;
/// How long a client may take to send a request's head, or keep an idle connection.
const HEAD_WAIT_MAX: Duration = Duration::from_secs(60);
/// The pause when the process has no more files to open.
const ACCEPT_RETRY: Duration = Duration::from_millis(100);

/// Accepts connections until `shutdown` turns true; answers those that are still open then.
pub(super) async fn accept(
    listener: TcpListener,
    router: Router,
    mut shutdown: watch::Receiver<bool>,
) -> GracefulShutdown {
    let open = GracefulShutdown::new();
    let permits = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let accepted = tokio::select! {
            biased;
            // A sender that is gone says the same as one that says so.
            _ = shutdown.wait_for(|stop| *stop) => return open,
            accepted = next(&listener, &permits) => accepted,
        };
        match accepted {
            Ok((stream, peer, permit)) => answer(stream, peer, permit, router.clone(), &open),
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                warn!(error = %chain(&error), "cannot accept connections");
                tokio::time::sleep(ACCEPT_RETRY).await;
            }
        }
    }
}

async fn next(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, permit))
}

fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    permit: OwnedSemaphorePermit,
    router: Router,
    open: &GracefulShutdown,
) {
    // Answers are small and whole: waiting for more to send would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        debug!(error = %chain(&error), "cannot set TCP_NODELAY");
    }
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WAIT_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let connection = open.watch(connection);
    tokio::spawn(async move {
        // A client that goes away is no failure of ours.
        if let Err(error) = connection.await {
            debug!(error = %chain(&error), "connection ended");
        }
        drop(permit);
    });
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
