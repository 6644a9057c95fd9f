use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;
use tongban_eventstore::jetstream::{self, SyncProof};

use super::nats::Nats;
use crate::app::{Cluster, Home, MaterialsAt, ProcessRole, Roles};
use crate::refusal::Refusal;

/// Where the log lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EventLog {
    /// In the data folder, which one process has for itself.
    Embedded,
    /// At the NATS servers, where any number of processes share it.
    Jetstream,
}

/// What processes share, where the office is more than one. Not `Debug`: addresses hold passwords.
#[derive(clap::Args)]
pub(super) struct Shared {
    /// What the process is for; everything where none is named.
    #[arg(
        long = "role",
        env = "TONGBAN_ROLE",
        value_enum,
        value_name = "ROLE",
        value_delimiter = ','
    )]
    roles: Vec<ProcessRole>,
    /// Where the log of events lies.
    #[arg(long, env = "TONGBAN_EVENT_LOG", value_enum, default_value = "embedded")]
    event_log: EventLog,
    /// How many NATS servers keep each event.
    #[arg(long, env = "TONGBAN_EVENT_LOG_REPLICAS", value_name = "N", default_value = "3")]
    event_log_replicas: usize,
    /// Into how many partitions the log is divided where it is made: a power of two, and the same
    /// for ever.
    #[arg(long, env = "TONGBAN_EVENT_LOG_PARTITIONS", value_name = "N", default_value = "1")]
    event_log_partitions: u16,
    /// Which log of these NATS servers.
    #[arg(long, env = "TONGBAN_EVENT_LOG_GENERATION", value_name = "N", default_value = "1")]
    event_log_generation: u32,
    /// Monitoring addresses of all NATS servers, `http://host:8222`, separated by commas: they are
    /// asked whether events are synced before they are acknowledged.
    #[arg(long, env = "TONGBAN_NATS_MONITORING", value_name = "URL", value_delimiter = ',')]
    nats_monitoring: Vec<String>,
    /// The same asked through a user of the system account: `nats://user:password@host:4222`.
    #[arg(
        long,
        env = "TONGBAN_NATS_SYSTEM",
        value_name = "URL",
        conflicts_with = "nats_monitoring",
        hide_env_values = true
    )]
    nats_system: Option<String>,
    /// Do not ask: for a laptop, never for an office. Every answer about health says so.
    #[arg(
        long,
        env = "TONGBAN_ALLOW_UNSAFE_SYNC",
        conflicts_with_all = ["nats_monitoring", "nats_system"]
    )]
    allow_unsafe_sync: bool,
    /// The PostgreSQL database, `postgres://user:password@host/database`; a password stands better in
    /// the environment than on a command line, which others can see.
    #[arg(long, env = "TONGBAN_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// Where materials are kept: a folder that all processes see, or `s3://bucket/prefix`, whose
    /// credentials and other settings are those of the environment (`AWS_…`).
    #[arg(long, env = "TONGBAN_MATERIALS", value_name = "DIR|URL")]
    materials: Option<MaterialsAt>,
    /// A file of 32 random bytes, the same for all processes: the key under which the keys of persons
    /// and of tokens are kept in the database. Without one they lie there in clear, and in every
    /// backup of it.
    #[arg(long, env = "TONGBAN_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// The name of this process among all, the same when it starts again; the host's by default.
    #[arg(long, env = "TONGBAN_PROCESS", value_name = "NAME")]
    process: Option<String>,
}

impl Shared {
    /// What the process is for, and where the office is kept.
    ///
    /// # Errors
    /// When something is missing or makes no sense beside the rest.
    pub(super) fn home(self, nats: &Nats) -> Result<(Home, Roles)> {
        let roles = Roles::of(self.roles);
        if self.event_log == EventLog::Embedded {
            if !roles.is_all() {
                return Err(Refusal::of(
                    "一个数据文件夹只由一个进程使用，不能分担角色；分担角色请用 --event-log jetstream",
                    "a data folder belongs to one process, which cannot share its roles with others; \
                     to share them use --event-log jetstream",
                ));
            }
            if self.database.is_some() {
                return Err(Refusal::of(
                    "--database 只与 --event-log jetstream 一起使用",
                    "--database goes with --event-log jetstream alone",
                ));
            }
            return Ok((Home::Folder, roles));
        }
        if nats.servers().is_empty() {
            return Err(Refusal::of(
                "--event-log jetstream 需要用 --nats 指明 NATS 服务器",
                "--event-log jetstream needs the NATS servers: name them with --nats",
            ));
        }
        let Some(database) = self.database else {
            return Err(Refusal::of(
                "--event-log jetstream 需要用 --database 指明 PostgreSQL 数据库",
                "--event-log jetstream needs a PostgreSQL database: name it with --database",
            ));
        };
        let sync = match (self.nats_system, self.allow_unsafe_sync) {
            (Some(system), _) => SyncProof::SystemAccount(system),
            (None, true) => SyncProof::Unchecked,
            (None, false) if self.nats_monitoring.is_empty() => {
                return Err(Refusal::of(
                    "须确认 NATS 服务器先落盘再确认：请用 --nats-monitoring 指明全部服务器的监控地址，\
                     或用 --nats-system；仅在个人电脑上可用 --allow-unsafe-sync",
                    "it must be known that the NATS servers sync before they acknowledge: name the \
                     monitoring addresses of all of them with --nats-monitoring, or give \
                     --nats-system; on a laptop --allow-unsafe-sync does without",
                ));
            }
            (None, false) => SyncProof::Monitoring(self.nats_monitoring),
        };
        let log = jetstream::Options {
            servers: nats.servers().to_vec(),
            credentials: nats.credentials().cloned(),
            ca: nats.ca().cloned(),
            generation: self.event_log_generation,
            n_partitions: self.event_log_partitions,
            n_replicas: self.event_log_replicas,
            sync,
            ..jetstream::Options::default()
        };
        let Some(materials) = self.materials else {
            return Err(Refusal::of(
                "--event-log jetstream 需要用 --materials 指明所有进程共用的材料文件夹或 s3:// 存储桶",
                "--event-log jetstream needs a place for materials that all processes share: name \
                 a folder or an s3:// bucket with --materials",
            ));
        };
        let process = self.process.unwrap_or_else(host_name);
        let key_file = self.key_file;
        let cluster = Cluster { log, database, process, materials, key_file };
        Ok((Home::Cluster(Box::new(cluster)), roles))
    }
}

/// In a cluster every process has a host, or a pod, of its own.
pub(super) fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}
