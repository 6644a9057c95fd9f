//! The archive of an office: kept up, and checked.

mod told;
mod watched;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use clap::Subcommand;
use tongban_eventstore::jetstream;
use tongban_kernel::{SystemClock, Text};
use tongban_vault::{Secret, Wrapping};

use self::told::{Sealed, Verified};
use self::watched::Watched;
use super::nats::Nats;
use super::patience::patiently;
use super::serve::{LogFormat, Told as FromSystem};
use super::shared::host_name;
use super::shown::{Bar, answer, print_json, print_text};
use super::told::Told as _;
use super::{Exit, Output};
use crate::app::{Cluster, DataDir, MaterialsAt};
use crate::operations::{
    ArchiveAt, Archiver, Limits, Listener, Made, News, Pace, Sealing, Source, follow,
    verify_archive,
};
use crate::refusal::{OrRefuse as _, Refusal, unreadable};

#[derive(Debug, Subcommand)]
pub(crate) enum Archive {
    /// Follow the log of an office at servers, and seal what it says into an archive, with the keys,
    /// accounts, materials and checkpoints that belong to it. Killed at any moment, it goes on behind
    /// the last seal when it is started again. One at a time may write to an archive.
    Run(Box<Run>),
    /// Check every seal, segment, event, chain and material of an archive.
    Verify(Verify),
}

impl Archive {
    pub(crate) async fn run(self) -> Result<Exit> {
        match self {
            Self::Run(run) => run.run().await,
            Self::Verify(verify) => verify.run().await,
        }
    }
}

/// What is archived, where to, and how often.
#[derive(clap::Args)]
pub(crate) struct Run {
    /// The archive: a folder, or `s3://bucket/prefix`, whose settings are those of the environment
    /// (`AWS_…`, or `ARCHIVE_AWS_…` where they are others than for the materials).
    #[arg(long, env = "TONGBAN_ARCHIVE", value_name = "DIR|URL")]
    to: ArchiveAt,
    #[command(flatten)]
    nats: Nats,
    /// Which log of these NATS servers.
    #[arg(long, env = "TONGBAN_EVENT_LOG_GENERATION", value_name = "N", default_value = "1")]
    event_log_generation: u32,
    /// The PostgreSQL database, `postgres://user:password@host/database`.
    #[arg(long, env = "TONGBAN_DATABASE", value_name = "URL", hide_env_values = true)]
    database: String,
    /// Where materials are kept: a folder that all processes see, or `s3://bucket/prefix`.
    #[arg(long, env = "TONGBAN_MATERIALS", value_name = "DIR|URL")]
    materials: MaterialsAt,
    /// The file of the key under which keys are kept in the database, and in the archive too; in
    /// clear in both without one.
    #[arg(long, env = "TONGBAN_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Seal after so many seconds: what is lost with all servers at once is what was recorded since
    /// the last seal, this long and the time that sealing takes.
    #[arg(long, env = "TONGBAN_SEAL_AFTER", value_name = "SECONDS", default_value = "60",
        value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seal_after: u64,
    /// Or as soon as so many events wait.
    #[arg(long, value_name = "N", default_value = "50000",
        value_parser = clap::value_parser!(u64).range(1..))]
    seal_events: u64,
    /// Archive what is not yet archived, and end.
    #[arg(long)]
    once: bool,
    /// Where operators ask: `/healthz`, `/readyz`, `/metrics`.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "once")]
    ops_listen: Option<SocketAddr>,
    /// What is logged, as in `info` or `warn,tongban=debug`.
    #[arg(long, value_name = "FILTER", default_value = "info")]
    log: String,
    /// How it is logged.
    #[arg(long, value_enum, default_value = "pretty")]
    log_format: LogFormat,
    #[command(flatten)]
    output: Output,
}

// By hand: the address of the database holds a password.
impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("to", &self.to).finish_non_exhaustive()
    }
}

impl Run {
    async fn run(self) -> Result<Exit> {
        if self.nats.servers().is_empty() {
            return Err(Refusal::of(
                "请用 --nats 指明 NATS 服务器；数据文件夹请用 tongban backup",
                "name the NATS servers with --nats; a data folder is backed up with tongban backup",
            ));
        }
        let options = tongban_telemetry::Options::of("tongban");
        let options = options.format(self.log_format.told()).filter(&self.log);
        let _guard = tongban_telemetry::init(options.role("archive"))?;
        let mut told = FromSystem::begin()?;
        let watched = Watched::listen(self.ops_listen).await?;
        let work = self.work(&watched);
        let done = tokio::select! {
            () = told.ended() => Ok(Exit::Done),
            done = work => done,
        };
        watched.stop().await;
        done
    }

    /// Archives until there is no more to do, or for ever. It may be dropped at any moment.
    async fn work(&self, watched: &Watched) -> Result<Exit> {
        let wrapping = wrapping(self.key_file.as_ref())?;
        if !wrapping.is_under_key() {
            tracing::warn!("keys and accounts lie in the archive in clear; see --key-file");
        }
        let clock = Arc::new(SystemClock);
        let room = tempfile::tempdir()?;
        let (cluster, data) = (self.cluster(), DataDir::at(room.path())?);
        let open = async || {
            let source = Source::at_servers(&cluster, &data, clock.clone()).await?;
            let (wrapping, clock) = (wrapping.clone(), clock.clone());
            let sealing = Sealing { wrapping, clock, limits: Limits::default() };
            Archiver::open(source, &self.to, sealing).await
        };
        // Whoever asks for a seal now wants to hear that there is none.
        let mut archiver = match self.once {
            true => open().await?,
            false => patiently(open, |why| watched.waits(why)).await?,
        };
        watched.is_open(archiver.last());
        if self.once {
            loop {
                let made = archiver.seal().await?;
                self.tell(&made)?;
                if made.is_whole {
                    return Ok(Exit::Done);
                }
            }
        }
        let pace = Pace { after: Duration::from_secs(self.seal_after), n_events: self.seal_events };
        let tell = |news: News<'_>| {
            watched.hear(&news);
            if let News::Sealed(made) = news {
                // A reader of the output that went away is no failure.
                drop(self.tell(made));
            }
        };
        follow(&mut archiver, pace, std::future::pending(), tell).await?;
        Ok(Exit::Done)
    }

    fn tell(&self, made: &Made) -> Result<()> {
        let sealed = Sealed { to: self.to.to_string(), made: made.clone() };
        if self.output.json {
            return print_json(&sealed);
        }
        print_text(&sealed.told(self.output.lang()))
    }

    fn cluster(&self) -> Cluster {
        Cluster {
            log: jetstream::Options {
                servers: self.nats.servers().to_vec(),
                credentials: self.nats.credentials().cloned(),
                ca: self.nats.ca().cloned(),
                generation: self.event_log_generation,
                ..jetstream::Options::default()
            },
            database: self.database.clone(),
            process: format!("archive-{}", host_name()),
            materials: self.materials.clone(),
            key_file: self.key_file.clone(),
        }
    }
}

/// How keys lie in an archive.
pub(super) fn wrapping(key_file: Option<&PathBuf>) -> Result<Wrapping> {
    Ok(match key_file {
        Some(file) => Wrapping::under(&Secret::load(file).or_refuse(|| unreadable(file))?),
        None => Wrapping::clear(),
    })
}

/// Which archive.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    /// The archive: a folder, or `s3://bucket/prefix`.
    #[arg(long, env = "TONGBAN_ARCHIVE", value_name = "DIR|URL")]
    from: ArchiveAt,
    #[command(flatten)]
    output: Output,
}

impl Verify {
    async fn run(self) -> Result<Exit> {
        let (listener, mut heard) = Listener::new();
        let bar = Bar::new();
        let verified = {
            let verifying = verify_archive(&self.from, &listener);
            tokio::pin!(verifying);
            loop {
                tokio::select! {
                    verified = &mut verifying => break verified,
                    Some(progress) = heard.recv() => bar.show(&progress),
                }
            }
        };
        bar.finish();
        let verified = verified.or_refuse(|| {
            let from = &self.from;
            Text::new(
                format!("归档 {from} 无法核对"),
                format!("the archive {from} cannot be checked"),
            )
        })?;
        let exit = if verified.sound { Exit::Done } else { Exit::Unsound };
        answer::<Verified>(serde_json::to_value(verified)?, &self.output)?;
        Ok(exit)
    }
}
