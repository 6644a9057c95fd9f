use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use futures_util::FutureExt as _;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tongban_eventstore::Log;
use tongban_eventstore::readers::{Consumer, run_tail};
use tongban_httpkit::{Check, Listening, Readiness, ops_routes, serve};
use tongban_kernel::{Partition, Seq};

use super::{App, reference};
use crate::nats;

/// How long readers and servers may take to end.
const END_WITHIN: Duration = Duration::from_secs(30);

/// A process that works: its readers run, and it may listen.
pub struct Running {
    /// What runs.
    pub app: Arc<App>,
    tasks: JoinSet<()>,
}

impl App {
    /// Starts the readers, sweepers and watchers of all services.
    pub fn start(mut self) -> Running {
        let mut tasks = JoinSet::new();
        let shutdown = self.platform.kit.shutdown.clone();
        let log: Arc<dyn Log> = self.log.clone();
        for service in std::mem::take(&mut self.services) {
            for consumer in service.consumers {
                self.follow(&mut tasks, &log, &consumer, &shutdown);
            }
            for task in service.tasks {
                tasks.spawn(task(shutdown.clone()));
            }
        }
        let (runtime, catalogs) = (self.platform.runtime.clone(), self.platform.catalogs.clone());
        tasks.spawn(reference::keep(runtime, catalogs, shutdown));
        Running { app: Arc::new(self), tasks }
    }

    fn follow(
        &self,
        tasks: &mut JoinSet<()>,
        log: &Arc<dyn Log>,
        consumer: &Arc<dyn Consumer>,
        shutdown: &watch::Receiver<bool>,
    ) {
        let progress = &self.platform.kit.progress;
        for partition in (0..log.n_partitions()).map(Partition) {
            let (consumer, log) = (Arc::clone(consumer), Arc::clone(log));
            // Known from now on: a reader that has not begun yet is one to be waited for.
            progress.register(consumer.name(), consumer.kind(), partition, Seq(0));
            tasks.spawn(run_tail(consumer, log, partition, progress.clone(), shutdown.clone()));
        }
    }
}

impl Running {
    /// Listens for requests on one address and for operators on another; answers where.
    ///
    /// # Errors
    /// When an address cannot be listened on.
    pub async fn listen(
        &mut self,
        address: SocketAddr,
        ops_address: SocketAddr,
    ) -> Result<(SocketAddr, SocketAddr)> {
        let (listening, ops) =
            (Listening::bind(address).await?, Listening::bind(ops_address).await?);
        let addresses = (listening.address(), ops.address());
        let shutdown = self.app.platform.kit.shutdown.clone();
        let readiness = Readiness {
            progress: self.app.platform.kit.progress.clone(),
            checks: vec![("log", self.log_check())],
            shutdown: shutdown.clone(),
        };
        let ops_router = ops_routes(readiness, self.app.metrics.clone());
        self.tasks.spawn(serve(listening, self.app.router.clone(), shutdown.clone()));
        self.tasks.spawn(serve(ops, ops_router, shutdown));
        Ok(addresses)
    }

    /// Takes commands over NATS and publishes facts there from now on. A server that is away is
    /// waited for; everything else goes on.
    ///
    /// # Errors
    /// When its address or the credentials cannot be read.
    pub async fn join_nats(&mut self, options: &tongban_natskit::Options) -> Result<()> {
        let client = tongban_natskit::connect(options).await?;
        let app = Arc::clone(&self.app);
        let shutdown = app.platform.kit.shutdown.clone();
        let commands = nats::commands(&app, client.clone(), options.trusts_users);
        self.tasks.spawn(commands.serve(shutdown.clone()));
        let relay = nats::relay(&app, client, options.n_feed_replicas);
        let log: Arc<dyn Log> = app.log.clone();
        app.follow(&mut self.tasks, &log, &relay, &shutdown);
        Ok(())
    }

    /// Whether the log still takes events.
    fn log_check(&self) -> Check {
        let log = Arc::clone(&self.app.log);
        Arc::new(move || match log.stopped().now_or_never() {
            None => Ok(()),
            Some(why) => Err(why.to_string()),
        })
    }

    /// Runs another task beside the rest; it must end when the process ends.
    pub fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    /// Ends: takes nothing more, finishes what was begun, and closes the log.
    pub async fn stop(mut self) {
        self.app.stop.send_replace(true);
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(END_WITHIN, ended).await.is_err() {
            tracing::warn!("some work was cut off at the end");
            self.tasks.shutdown().await;
        }
    }
}
