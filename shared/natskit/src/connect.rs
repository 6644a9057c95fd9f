use std::path::PathBuf;
use std::time::Duration;

use async_nats::{Client, ConnectOptions, Event, ServerAddr};
use tracing::{info, warn};

/// The pauses between tries to connect again grow from the first to the second.
const RECONNECT_AFTER_MIN: Duration = Duration::from_millis(50);
const RECONNECT_AFTER_MAX: Duration = Duration::from_secs(5);

/// How the broker is reached.
#[derive(Clone, Debug)]
pub struct Options {
    /// Addresses of servers, `nats://[user:password@]host:port`; one that answers is enough.
    pub servers: Vec<String>,
    /// A file with the credentials of a user (JWT and key), where the addresses name none.
    pub credentials: Option<PathBuf>,
    /// Whether who may publish below `tb.as.<login>.` acts as that account: only where the server's
    /// permissions bind every user to its own name.
    pub trusts_users: bool,
    /// How many servers keep each message of the feed, where its stream is made.
    pub n_feed_replicas: usize,
}

/// Why there will be no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectFault {
    /// The address is none.
    #[error("{address:?} is no address of a NATS server; write nats://host:4222")]
    Address {
        /// As it was given, without a password.
        address: String,
    },
    /// The file with the credentials cannot be read.
    #[error("the credentials in {path} cannot be read")]
    Credentials {
        /// The file.
        path: String,
        /// What the operating system says.
        #[source]
        source: std::io::Error,
    },
    /// The connection cannot be begun.
    #[error("no connection to a NATS server can be begun")]
    Begin(#[source] async_nats::ConnectError),
}

/// A connection that is made, and made again, in the background: a broker that is away hinders
/// nobody from starting.
///
/// # Errors
/// When an address is none, or the credentials cannot be read.
pub async fn connect(options: &Options) -> Result<Client, ConnectFault> {
    let servers: Vec<ServerAddr> =
        options.servers.iter().map(|address| parse(address)).collect::<Result<_, _>>()?;
    let named = servers.iter().find(|server| server.has_user_pass());
    let user = named.and_then(|server| Some((server.username()?, server.password()?)));
    let mut connecting = ConnectOptions::new().name("tongban").retry_on_initial_connect();
    if let Some((user, password)) = user {
        connecting = connecting.user_and_password(user.to_owned(), password.to_owned());
    }
    if let Some(path) = &options.credentials {
        let read = connecting.credentials_file(path).await;
        let path = path.display().to_string();
        connecting = read.map_err(|source| ConnectFault::Credentials { path, source })?;
    }
    connecting
        .reconnect_delay_callback(|n_tries| {
            let n_tries = u32::try_from(n_tries).unwrap_or(u32::MAX);
            RECONNECT_AFTER_MIN.saturating_mul(n_tries).min(RECONNECT_AFTER_MAX)
        })
        .event_callback(async |event| tell(&event))
        .connect(servers)
        .await
        .map_err(ConnectFault::Begin)
}

fn parse(address: &str) -> Result<ServerAddr, ConnectFault> {
    address.parse().map_err(|_| {
        // What stands before the @ may be a password.
        let shown = address.rsplit('@').next().unwrap_or_default();
        ConnectFault::Address { address: shown.to_owned() }
    })
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
