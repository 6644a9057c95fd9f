//! Moving an office: from one machine to servers, back, or into another number of partitions.

mod told;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::Result;
use clap::Subcommand;
use tongban_eventstore::jetstream::{self, SyncProof};

use self::told::LogCopied;
use super::shown::{Bar, answer};
use super::{Exit, Output};
use crate::app::{Cluster, MaterialsAt};
use crate::operations::{End, Listener, Move, move_office};
use crate::refusal::Refusal;

/// The port at which servers say how they are, where none is named.
const MONITORING_PORT: u16 = 8222;
/// As whom this command is connected to a database; it holds nothing there.
const PROCESS: &str = "tongban log copy";

#[derive(Debug, Subcommand)]
pub(crate) enum Log {
    /// Copy every event as it was recorded, and check that both logs are the same; and with them the
    /// keys, accounts, materials and checkpoints that a folder has, or that --database and
    /// --materials name. Broken off, it goes on where it stopped when it is run again.
    Copy(Box<Copy>),
}

impl Log {
    pub(crate) async fn run(self) -> Result<Exit> {
        match self {
            Self::Copy(copy) => copy.run().await,
        }
    }
}

/// Where a log is.
#[derive(Clone, PartialEq, Eq)]
enum Place {
    /// In this data folder.
    Folder(PathBuf),
    /// At these servers.
    Servers(Vec<String>),
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(folder) = text.strip_prefix("embedded:").filter(|folder| !folder.is_empty()) {
            return Ok(Self::Folder(folder.into()));
        }
        let addresses: Vec<_> = text.split(',').map(str::to_owned).collect();
        let is_address = |text: &String| text.starts_with("nats://") || text.starts_with("tls://");
        if addresses.iter().all(is_address) {
            return Ok(Self::Servers(addresses));
        }
        Err("write embedded:DIR for a data folder, or nats://host:4222 for servers".to_owned())
    }
}

impl fmt::Display for Place {
    /// Without the passwords of addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Servers(addresses) => {
                let hosts: Vec<_> = addresses.iter().map(|address| host(address)).collect();
                f.write_str(&hosts.join(","))
            }
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Host and port of an address.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.rsplit_once('@').map_or(rest, |(_, host)| host)
}

/// From where, to where.
#[derive(clap::Args)]
pub(crate) struct Copy {
    /// The log: embedded:DIR for that of a data folder, or addresses of NATS servers, separated by
    /// commas.
    #[arg(long, value_name = "LOG")]
    from: Place,
    /// Where it is copied to, written alike. A password stands better in a file of credentials than
    /// in an address, which others can see.
    #[arg(long, value_name = "LOG")]
    to: Place,
    /// Partitions of a log that is made, a power of two; as many as the other has where none are
    /// named.
    #[arg(long, value_name = "N")]
    partitions: Option<u16>,
    /// How many servers keep each event of a log that is made.
    #[arg(long, value_name = "N", default_value = "3")]
    replicas: usize,
    /// Which generation of the log is made, or goes on: another one than before where the number of
    /// partitions is another, for the places that clients remember mean nothing there.
    #[arg(long, value_name = "N", default_value = "1")]
    generation: u32,
    /// Which log of the servers that are copied from.
    #[arg(long, value_name = "N", default_value = "1")]
    from_generation: u32,
    /// A file with the credentials of a NATS user.
    #[arg(long, env = "TONGBAN_NATS_CREDENTIALS", value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// A PEM file of the certificates that a NATS server's must go back to; those of the machine
    /// where none is named.
    #[arg(long, env = "TONGBAN_NATS_CA", value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Monitoring addresses of all servers that are copied to, separated by commas: they say whether
    /// each syncs before it acknowledges. Port 8222 of the servers where none are named.
    #[arg(long, value_name = "URL", value_delimiter = ',')]
    monitoring: Vec<String>,
    /// A file with the credentials of a user of the servers' system account, which says the same.
    #[arg(long, value_name = "FILE", conflicts_with = "monitoring")]
    system_credentials: Option<PathBuf>,
    /// Copy to servers of which it is not known whether they sync: a power failure may take events.
    #[arg(long, conflicts_with_all = ["monitoring", "system_credentials"])]
    allow_unsafe_sync: bool,
    /// The PostgreSQL database beside the servers, `postgres://user:password@host/database`: keys,
    /// accounts and checkpoints are moved into it, or from it.
    #[arg(long, env = "TONGBAN_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// Where the servers' materials are kept: a folder that all processes see, or
    /// `s3://bucket/prefix`, whose settings are those of the environment (`AWS_…`).
    #[arg(long, env = "TONGBAN_MATERIALS", value_name = "DIR|URL")]
    materials: Option<MaterialsAt>,
    /// The file of the key under which keys are kept in the database; in clear without one.
    #[arg(long, env = "TONGBAN_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

// By hand: the address of the database holds a password.
impl fmt::Debug for Copy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Copy")
            .field("from", &self.from)
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

impl Copy {
    async fn run(self) -> Result<Exit> {
        if self.from == self.to && self.from_generation == self.generation {
            return Err(Refusal::of("源与目标是同一日志", "both are the same log"));
        }
        let (from, to) = self.ends()?;
        let wish = Move { from, to, n_partitions: self.partitions };
        let bar = Bar::new();
        let (listener, mut heard) = Listener::new();
        let moved = {
            let moving = move_office(&wish, &listener);
            tokio::pin!(moving);
            loop {
                tokio::select! {
                    moved = &mut moving => break moved,
                    Some(progress) = heard.recv() => bar.show(&progress),
                }
            }
        };
        bar.finish();
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let copied = LogCopied { from, to, moved: moved? };
        answer::<LogCopied>(serde_json::to_value(copied)?, &self.output)?;
        Ok(Exit::Done)
    }

    /// Both ends. What lies beside a log moves between a folder and servers whose database is named;
    /// between servers it stays where it is.
    fn ends(&self) -> Result<(End, End)> {
        let folder = |dir: &PathBuf, generation| End::Folder { dir: dir.clone(), generation };
        Ok(match (&self.from, &self.to) {
            (Place::Folder(from), Place::Folder(to)) => {
                (folder(from, self.from_generation), folder(to, self.generation))
            }
            (Place::Folder(from), Place::Servers(to)) => {
                (folder(from, self.from_generation), self.office(self.target_at(to))?)
            }
            (Place::Servers(from), Place::Folder(to)) => {
                (self.office(self.source_at(from))?, folder(to, self.generation))
            }
            (Place::Servers(from), Place::Servers(to)) => {
                (End::Log(Box::new(self.source_at(from))), End::Log(Box::new(self.target_at(to))))
            }
        })
    }

    /// The servers, with what is beside their log where that was named.
    fn office(&self, log: jetstream::Options) -> Result<End> {
        let Some(database) = self.database.clone() else { return Ok(End::Log(Box::new(log))) };
        let Some(materials) = self.materials.clone() else {
            return Err(Refusal::of(
                "指明 --database 时，还须用 --materials 指明材料所在的文件夹或 s3:// 存储桶",
                "with --database, name the folder or s3:// bucket of the materials too: --materials",
            ));
        };
        let (process, key_file) = (PROCESS.to_owned(), self.key_file.clone());
        Ok(End::Servers(Box::new(Cluster { log, database, process, materials, key_file })))
    }

    fn source_at(&self, servers: &[String]) -> jetstream::Options {
        jetstream::Options { generation: self.from_generation, ..self.at(servers) }
    }

    fn target_at(&self, servers: &[String]) -> jetstream::Options {
        jetstream::Options {
            generation: self.generation,
            n_replicas: self.replicas,
            sync: self.sync(servers),
            ..self.at(servers)
        }
    }

    fn at(&self, servers: &[String]) -> jetstream::Options {
        jetstream::Options {
            servers: servers.to_vec(),
            credentials: self.credentials.clone(),
            ca: self.ca.clone(),
            ..jetstream::Options::default()
        }
    }

    fn sync(&self, servers: &[String]) -> SyncProof {
        if self.allow_unsafe_sync {
            return SyncProof::Unchecked;
        }
        if let Some(credentials) = &self.system_credentials {
            return SyncProof::SystemCredentials(credentials.clone());
        }
        if !self.monitoring.is_empty() {
            return SyncProof::Monitoring(self.monitoring.clone());
        }
        let monitoring = |address: &String| {
            let host = host(address);
            let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
            format!("http://{name}:{MONITORING_PORT}")
        };
        SyncProof::Monitoring(servers.iter().map(monitoring).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser as _;
    use tongban_eventstore::contract::{append_of, case};
    use tongban_eventstore::segments::{Options, SegmentLog};
    use tongban_eventstore::{Expected, Log as _};

    use super::*;
    use crate::app::DataDir;
    use crate::refusal::text_of;

    #[derive(clap::Parser)]
    struct Arguments {
        #[command(flatten)]
        copy: Copy,
    }

    fn embedded(dir: &Path) -> String {
        format!("embedded:{}", dir.display())
    }

    fn open(data: &DataDir) -> SegmentLog {
        SegmentLog::open(&data.log(), Options::default()).unwrap().0
    }

    async fn run(from: &str, to: &str, more: &[&str]) -> Result<Exit> {
        let arguments = [&["copy", "--from", from, "--to", to], more].concat();
        Arguments::try_parse_from(arguments).unwrap().copy.run().await
    }

    async fn office(n_cases: u128) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::at(dir.path()).unwrap();
        let log = open(&data);
        for n in 0..n_cases {
            log.append(append_of(case(n), Expected::NoStream, n, 2)).await.unwrap();
        }
        dir
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_log_of_a_folder_goes_into_another_with_more_partitions() {
        let (old, new) = (office(20).await, tempfile::tempdir().unwrap());
        let (from, to) = (embedded(old.path()), embedded(new.path()));
        assert_eq!(
            run(&from, &to, &["--partitions", "4", "--generation", "2"]).await.unwrap(),
            Exit::Done
        );
        let data = DataDir::existing(new.path()).unwrap();
        let log = open(&data);
        assert_eq!(log.n_partitions(), 4);
        for n in 0..20 {
            assert_eq!(log.read(case(n), 0).await.unwrap().len(), 2);
        }
        drop(log);
        let again = ["--partitions", "2", "--generation", "2"];
        let refused = run(&from, &to, &again).await.unwrap_err();
        assert!(text_of(&refused).en.contains("has 4 partitions already"), "{refused}");
        let other = tempfile::tempdir().unwrap();
        let refused = run(&from, &embedded(other.path()), &["--partitions", "2"]).await;
        assert!(text_of(&refused.unwrap_err()).en.contains("another --generation"));
        assert!(DataDir::existing(other.path()).is_err(), "nothing was made");
        assert_eq!(run(&from, &to, &[]).await.unwrap(), Exit::Done, "what it has it keeps");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_log_of_a_running_server_is_refused_with_the_remedy() {
        let (old, new) = (office(1).await, tempfile::tempdir().unwrap());
        let _running = open(&DataDir::at(old.path()).unwrap());
        let refused = run(&embedded(old.path()), &embedded(new.path()), &[]).await.unwrap_err();
        let text = text_of(&refused);
        assert!(text.en.contains("stop its server"), "{}", text.en);
        assert!(text.zh.contains("请先停止其服务"), "{}", text.zh);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn another_log_in_the_target_is_refused_in_both_languages() {
        let (old, other) = (office(2).await, office(3).await);
        let to = embedded(other.path());
        let refused = run(&embedded(old.path()), &to, &[]).await.unwrap_err();
        let text = text_of(&refused);
        assert!(text.zh.contains("源日志所没有的事件"), "{}", text.zh);
        assert!(text.en.contains("use an empty target"), "{}", text.en);
        assert!(run(&to, &to, &[]).await.is_err(), "to itself");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_database_without_a_place_for_materials_is_refused_before_anything_is_opened() {
        let old = office(1).await;
        let database = ["--database", "postgres://u:secret@db/office"];
        let refused = run(&embedded(old.path()), "nats://n1:4222", &database).await.unwrap_err();
        let text = text_of(&refused);
        assert!(text.en.contains("--materials") && text.zh.contains("--materials"), "{refused}");
    }

    #[test]
    fn what_is_shown_of_the_arguments_has_no_password() {
        let arguments = ["copy", "--from", "embedded:a", "--to", "nats://u:secret@n1"];
        let database = ["--database", "postgres://u:secret@db/office"];
        let copy = Arguments::try_parse_from([&arguments[..], &database].concat()).unwrap().copy;
        assert!(!format!("{copy:?}").contains("secret"), "{copy:?}");
    }

    #[test]
    fn a_place_is_a_folder_or_servers_and_shows_no_password() {
        let servers: Place = "nats://a:b@n1:4222,tls://n2".parse().unwrap();
        assert_eq!(format!("{servers} {servers:?}"), "n1:4222,n2 n1:4222,n2");
        assert_eq!("embedded:data".parse(), Ok(Place::Folder("data".into())));
        for wrong in ["data", "embedded:", "http://n1", "nats://n1,n2", ""] {
            assert!(wrong.parse::<Place>().unwrap_err().contains("embedded:DIR"), "{wrong}");
        }
    }
}
