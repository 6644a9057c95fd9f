mod connections;
mod ops;
mod readers;

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

use connections::accept;

pub use ops::{Check, Readiness, ops_routes};
pub use readers::watch_readers;

/// How long requests may finish after the process was told to end.
const GRACE: Duration = Duration::from_secs(20);

/// Why the process cannot serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}; is another process there?")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// The operating system's answer.
        #[source]
        source: std::io::Error,
    },
}

/// A listener that is bound: connections queue from now on, so that nothing is refused while the
/// rest of the process starts.
#[derive(Debug)]
pub struct Listening {
    listener: TcpListener,
    address: SocketAddr,
}

impl Listening {
    /// Binds; port 0 takes a free one.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn bind(address: SocketAddr) -> Result<Self, ServeError> {
        let bind_error = |source| ServeError::Bind { address, source };
        let listener = TcpListener::bind(address).await.map_err(bind_error)?;
        let address = listener.local_addr().map_err(bind_error)?;
        Ok(Self { listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Serves until `shutdown` turns true; then accepts nothing more and lets requests that were begun
/// finish, for twenty seconds at most.
pub async fn serve(listening: Listening, router: Router, shutdown: watch::Receiver<bool>) {
    serve_with_grace(listening, router, shutdown, GRACE).await;
}

/// [`serve`] with another time for requests to finish.
pub async fn serve_with_grace(
    listening: Listening,
    router: Router,
    shutdown: watch::Receiver<bool>,
    grace: Duration,
) {
    let open = accept(listening.listener, router, shutdown).await;
    if tokio::time::timeout(grace, open.shutdown()).await.is_err() {
        tracing::warn!(grace.secs = grace.as_secs(), "requests were cut off at the end of grace");
    }
}
