use std::path::PathBuf;

/// The NATS server at which commands are taken and facts published, where there is one. Not
/// `Debug`: addresses hold passwords.
#[derive(clap::Args)]
pub(super) struct Nats {
    /// Addresses of NATS servers, separated by commas; a password stands better in the environment
    /// than on a command line, which others can see.
    #[arg(
        long = "nats",
        env = "TONGBAN_NATS",
        value_name = "URL",
        value_delimiter = ',',
        hide_env_values = true
    )]
    servers: Vec<String>,
    /// A file with the credentials of a NATS user.
    #[arg(
        long = "nats-credentials",
        env = "TONGBAN_NATS_CREDENTIALS",
        value_name = "FILE",
        requires = "servers"
    )]
    credentials: Option<PathBuf>,
    /// A PEM file of the certificates that the server's must go back to; those of the machine where
    /// none is named.
    #[arg(long = "nats-ca", env = "TONGBAN_NATS_CA", value_name = "FILE", requires = "servers")]
    ca: Option<PathBuf>,
    /// Who may publish below `tb.as.<login>.` acts as that account, without a token: only where the
    /// server's permissions bind every user to its own name.
    #[arg(long = "nats-trust-users", requires = "servers")]
    trusts_users: bool,
    /// How many servers keep each fact of the feed, where its stream is made.
    #[arg(long = "nats-feed-replicas", value_name = "N", default_value = "1")]
    n_feed_replicas: usize,
}

impl Nats {
    /// Addresses of servers.
    pub(super) fn servers(&self) -> &[String] {
        &self.servers
    }

    /// The file with the credentials of a user.
    pub(super) fn credentials(&self) -> Option<&PathBuf> {
        self.credentials.as_ref()
    }

    /// The file of certificates that the server's must go back to.
    pub(super) fn ca(&self) -> Option<&PathBuf> {
        self.ca.as_ref()
    }

    pub(super) fn options(self) -> Option<tongban_natskit::Options> {
        let Self { servers, credentials, ca, trusts_users, n_feed_replicas } = self;
        (!servers.is_empty()).then_some(tongban_natskit::Options {
            servers,
            credentials,
            ca,
            trusts_users,
            n_feed_replicas,
        })
    }
}
