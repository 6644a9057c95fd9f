use std::path::PathBuf;
use std::time::Duration;

use async_nats::{Client, Event};
use tongban_eventstore::jetstream::{Access, AccessFault};
use tracing::{info, warn};

/// The pauses between tries to connect again grow from the first to the second.
const RECONNECT_AFTER_MIN: Duration = Duration::from_millis(50);
const RECONNECT_AFTER_MAX: Duration = Duration::from_secs(5);

/// How the broker is reached. Not `Debug`: addresses may hold passwords.
#[derive(Clone)]
pub struct Options {
    /// Addresses of servers, `nats://[user:password@]host:port`, or `tls://`; one that answers is enough.
    pub servers: Vec<String>,
    /// A file with the credentials of a user (JWT and key), where the addresses name none.
    pub credentials: Option<PathBuf>,
    /// A PEM file of the certificates that a server's must go back to; those of the machine where
    /// none is named.
    pub ca: Option<PathBuf>,
    /// Whether who may publish below `tb.as.<login>.` acts as that account: only where the server's
    /// permissions bind every user to its own name.
    pub trusts_users: bool,
    /// How many servers keep each message of the feed, where its stream is made.
    pub n_feed_replicas: usize,
}

/// Why there will be no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectFault {
    /// An address, the credentials or the certificates are none.
    #[error(transparent)]
    Access(#[from] AccessFault),
    /// The connection cannot be begun.
    #[error("no connection to a NATS server can be begun")]
    Begin(#[source] async_nats::ConnectError),
}

/// A connection that is made, and made again, in the background: a broker that is away hinders
/// nobody from starting.
///
/// # Errors
/// When an address is none, or the credentials or the certificates cannot be read.
pub async fn connect(options: &Options) -> Result<Client, ConnectFault> {
    let Options { servers, credentials, ca, .. } = options;
    let access = Access { servers, credentials: credentials.as_deref(), ca: ca.as_deref() };
    let (servers, connecting) = access.prepare().await?;
    connecting
        .name("tongban")
        .retry_on_initial_connect()
        .reconnect_delay_callback(|n_tries| {
            let n_tries = u32::try_from(n_tries).unwrap_or(u32::MAX);
            RECONNECT_AFTER_MIN.saturating_mul(n_tries).min(RECONNECT_AFTER_MAX)
        })
        .event_callback(async |event| tell(&event))
        .connect(servers)
        .await
        .map_err(ConnectFault::Begin)
}

fn tell(event: &Event) {
    match event {
        Event::Connected => info!("connected to the NATS server"),
        Event::Disconnected | Event::LameDuckMode => {
            warn!(nats.event = %event, "the NATS server goes away; it is tried again");
        }
        Event::Closed | Event::Draining => info!(nats.event = %event, "the connection ends"),
        Event::SlowConsumer(_) | Event::ServerError(_) | Event::ClientError(_) => {
            warn!(nats.event = %event, "the NATS server complains");
        }
    }
}
