use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::access::Access;

/// How a log at a broker is opened.
#[derive(Clone)]
pub struct Options {
    /// Addresses of servers, `nats://[user:password@]host:port`, or `tls://` where the connection
    /// must be encrypted; one that answers is enough.
    pub servers: Vec<String>,
    /// A file with the credentials of a user (JWT and key), where the addresses name none.
    pub credentials: Option<PathBuf>,
    /// A PEM file of the certificates that a server's must go back to; those of the machine where
    /// none is named.
    pub ca: Option<PathBuf>,
    /// Which log of this broker.
    pub generation: u32,
    /// Partitions of a log that is made: a power of two, fixed for the generation.
    pub n_partitions: u16,
    /// How many servers keep each event.
    pub n_replicas: usize,
    /// How it is known that the servers sync before they acknowledge.
    pub sync: SyncProof,
    /// How long to wait for a broker that does not answer: a read so long, an append so long for its
    /// turn and again for its answer.
    pub patience: Duration,
    /// Appends that wait for their turn, in each partition; one more is refused.
    pub queue_max: usize,
    /// Bytes of the newest events kept in memory for readers, in each partition.
    pub recent_bytes_max: usize,
}

/// How it is known that the servers sync every message before they acknowledge it
/// (`sync_interval: always`). By default they sync every two minutes, and a power failure takes what
/// was acknowledged since.
#[derive(Clone)]
pub enum SyncProof {
    /// The monitoring addresses of all servers, `http://host:port`, are asked (`/varz`).
    Monitoring(Vec<String>),
    /// The servers are asked through their system account: an address with a user of it.
    SystemAccount(String),
    /// The same at the log's own servers, with a file of credentials of a user of that account.
    SystemCredentials(PathBuf),
    /// It is not known (`allow_unsafe_sync`): for a laptop, never for an office.
    Unchecked,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            servers: vec!["nats://127.0.0.1:4222".to_owned()],
            credentials: None,
            ca: None,
            generation: 1,
            n_partitions: 1,
            n_replicas: 3,
            sync: SyncProof::Monitoring(vec!["http://127.0.0.1:8222".to_owned()]),
            patience: Duration::from_secs(15),
            queue_max: 1_024,
            recent_bytes_max: 32 << 20,
        }
    }
}

impl Options {
    pub(super) fn access(&self) -> Access<'_> {
        let Self { servers, credentials, ca, .. } = self;
        Access { servers, credentials: credentials.as_deref(), ca: ca.as_deref() }
    }
}

// By hand: addresses may hold passwords, and these must not come into a log.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("servers", &without_users(&self.servers))
            .field("credentials", &self.credentials)
            .field("ca", &self.ca)
            .field("generation", &self.generation)
            .field("n_partitions", &self.n_partitions)
            .field("n_replicas", &self.n_replicas)
            .field("sync", &self.sync)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SyncProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Monitoring(addresses) => {
                f.debug_tuple("Monitoring").field(&without_users(addresses)).finish()
            }
            Self::SystemAccount(address) => {
                f.debug_tuple("SystemAccount").field(&without_user(address)).finish()
            }
            Self::SystemCredentials(path) => {
                f.debug_tuple("SystemCredentials").field(path).finish()
            }
            Self::Unchecked => f.write_str("Unchecked"),
        }
    }
}

fn without_users(addresses: &[String]) -> Vec<&str> {
    addresses.iter().map(|address| without_user(address)).collect()
}

/// Host and port of an address.
fn without_user(address: &str) -> &str {
    let behind_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    behind_scheme.rsplit_once('@').map_or(behind_scheme, |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_of_an_address_comes_into_a_log() {
        let options = Options {
            servers: vec!["nats://office:pass@word@n1:4222".into(), "office:pass@word@n2".into()],
            sync: SyncProof::SystemAccount("nats://sys:pass@word@n1:4222".into()),
            ..Options::default()
        };
        let said = format!("{options:?}");
        assert!(said.contains("\"n1:4222\"") && said.contains("\"n2\""), "{said}");
        assert!(!said.contains("pass") && !said.contains("word"), "{said}");
    }
}
