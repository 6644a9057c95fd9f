use std::time::Duration;

/// How a log at a broker is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// Addresses of servers, `nats://[user:password@]host:port`; one that answers is enough.
    pub servers: Vec<String>,
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
#[derive(Clone, Debug)]
pub enum SyncProof {
    /// The monitoring addresses of all servers, `http://host:port`, are asked (`/varz`).
    Monitoring(Vec<String>),
    /// The servers are asked through their system account: an address with a user of it.
    SystemAccount(String),
    /// It is not known (`allow_unsafe_sync`): for a laptop, never for an office.
    Unchecked,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            servers: vec!["nats://127.0.0.1:4222".to_owned()],
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
