//! Moving the log: from one machine to servers, back, or into another number of partitions.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::Result;
use clap::Subcommand;
use serde::{Deserialize, Serialize};
use tongban_eventstore::jetstream::{self, JetStreamLog, SyncProof};
use tongban_eventstore::moving::{Copied, Step, copy};
use tongban_eventstore::segments::{self, SegmentLog};
use tongban_eventstore::{LogError, Movable};
use tongban_kernel::Text;

use super::shown::{Bar, answer};
use super::told::Told;
use super::{Exit, Output};
use crate::app::DataDir;
use crate::operations::Progress;
use crate::refusal::{OrRefuse as _, Refusal};

/// The port at which servers say how they are, where none is named.
const MONITORING_PORT: u16 = 8222;

#[derive(Debug, Subcommand)]
pub(crate) enum Log {
    /// Copy every event as it was recorded, and check that both logs are the same. Broken off, it
    /// goes on where it stopped when it is run again.
    Copy(Copy),
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
#[derive(Debug, clap::Args)]
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
    #[command(flatten)]
    output: Output,
}

impl Copy {
    async fn run(self) -> Result<Exit> {
        if self.from == self.to && self.from_generation == self.generation {
            return Err(Refusal::of("源与目标是同一日志", "both are the same log"));
        }
        let source = self.source().await?;
        let n_partitions = self.partitions.unwrap_or(source.n_partitions());
        // Looked at before, for a log that is made stays, and after, for one that is there may differ.
        check_generation(&*source, n_partitions, self.generation)?;
        let target = self.target(n_partitions).await?;
        check_generation(&*source, target.n_partitions(), target.generation())?;
        if self.partitions.is_some() && target.n_partitions() != n_partitions {
            let n_there = target.n_partitions();
            return Err(Refusal::of(
                format!("目标日志已有 {n_there} 个分区；请去掉 --partitions 或使用新的目标"),
                format!(
                    "the target has {n_there} partitions already; leave --partitions out, or name a \
                     new target"
                ),
            ));
        }
        let bar = Bar::new();
        let tell = |progress: tongban_eventstore::moving::Progress| {
            let what = match progress.step {
                Step::Compare => "compare",
                Step::Copy => "copy",
                Step::Verify => "verify",
            };
            let of = Some(progress.of);
            bar.show(&Progress { what: what.to_owned(), done: progress.done, of });
        };
        let copied = copy(&*source, &*target, &tell).await;
        bar.finish();
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let copied = LogCopied { from, to, copied: copied? };
        answer::<LogCopied>(serde_json::to_value(copied)?, &self.output)?;
        Ok(Exit::Done)
    }

    async fn source(&self) -> Result<Box<dyn Movable>> {
        match &self.from {
            Place::Folder(dir) => {
                let folder = DataDir::existing(dir)?;
                Ok(Box::new(open(&folder, segments::Options::default())?))
            }
            Place::Servers(servers) => {
                let options = jetstream::Options {
                    generation: self.from_generation,
                    // It is only read.
                    sync: SyncProof::Unchecked,
                    ..self.at(servers)
                };
                Ok(Box::new(JetStreamLog::open_existing(options).await?))
            }
        }
    }

    async fn target(&self, n_partitions: u16) -> Result<Box<dyn Movable>> {
        match &self.to {
            Place::Folder(dir) => {
                let options = segments::Options {
                    generation: self.generation,
                    n_partitions,
                    ..segments::Options::default()
                };
                Ok(Box::new(open(&DataDir::at(dir)?, options)?))
            }
            Place::Servers(servers) => {
                let options = jetstream::Options {
                    generation: self.generation,
                    n_replicas: self.replicas,
                    n_partitions,
                    sync: self.sync(servers),
                    ..self.at(servers)
                };
                Ok(Box::new(JetStreamLog::open(options).await?))
            }
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

/// A place of the old log must not be taken for one of the new.
fn check_generation(source: &dyn Movable, n_partitions: u16, generation: u32) -> Result<()> {
    if n_partitions == source.n_partitions() || generation != source.generation() {
        return Ok(());
    }
    Err(Refusal::of(
        format!(
            "分区数改变后，原有的日志位置不再有效；请用 --generation 指定 {generation} 以外的代号"
        ),
        format!(
            "with another number of partitions no place of the log means the same; name another \
             --generation than {generation}"
        ),
    ))
}

/// Opens the log of a data folder, for this process alone.
fn open(folder: &DataDir, options: segments::Options) -> Result<SegmentLog> {
    let dir = folder.path().display();
    match SegmentLog::open(&folder.log(), options) {
        Ok((log, _)) => Ok(log),
        Err(LogError::Locked { .. }) => Err(Refusal::of(
            format!("{dir} 正由另一进程使用；请先停止其服务，再复制日志"),
            format!("another process works on {dir}; stop its server, then copy the log"),
        )),
        Err(error) => Err(error).or_refuse(|| cannot_open(folder.path())),
    }
}

fn cannot_open(dir: &Path) -> Text {
    let dir = dir.display();
    Text::new(format!("无法打开 {dir} 的日志"), format!("the log of {dir} cannot be opened"))
}

/// A log that was copied.
#[derive(Debug, Serialize, Deserialize)]
struct LogCopied {
    from: String,
    to: String,
    #[serde(flatten)]
    copied: Copied,
}

impl Told for LogCopied {
    fn text(&self) -> Text {
        let Self { from, to, copied } = self;
        let Copied { n_events, n_streams, n_new, n_partitions_before, n_partitions } = copied;
        Text::new(
            format!(
                "已从 {from} 复制到 {to}，并逐一核对一致：事件 {n_events} 个（本次写入 {n_new} 个），\
                 事件流 {n_streams} 条，分区 {n_partitions_before} → {n_partitions}。\n\
                 还须搬迁：个人信息密钥（keys）、材料（materials）、账号（accounts.db）、\
                 会话密钥（token.key）以及策略与转发的进度；查询数据由新日志重新计算。\n\
                 此后请勿再启动旧日志。"
            ),
            format!(
                "copied from {from} to {to} and compared event by event: {n_events} events ({n_new} \
                 written now), {n_streams} streams, partitions {n_partitions_before} → \
                 {n_partitions}\n\
                 Still to be moved: the keys of persons (keys), materials, accounts (accounts.db), \
                 the key of sessions (token.key), and how far policies and relays are; read models \
                 are computed again from the new log.\n\
                 Do not start the old log again."
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use tongban_eventstore::contract::{append_of, case};
    use tongban_eventstore::{Expected, Log as _};

    use super::*;
    use crate::refusal::text_of;

    #[derive(clap::Parser)]
    struct Arguments {
        #[command(flatten)]
        copy: Copy,
    }

    fn embedded(dir: &Path) -> String {
        format!("embedded:{}", dir.display())
    }

    async fn run(from: &str, to: &str, more: &[&str]) -> Result<Exit> {
        let arguments = [&["copy", "--from", from, "--to", to], more].concat();
        Arguments::try_parse_from(arguments).unwrap().copy.run().await
    }

    async fn office(n_cases: u128) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let data = DataDir::at(dir.path()).unwrap();
        let log = open(&data, segments::Options::default()).unwrap();
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
        let log = open(&data, segments::Options::default()).unwrap();
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
        let _running = open(&DataDir::at(old.path()).unwrap(), segments::Options::default());
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
