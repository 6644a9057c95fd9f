use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tongban_eventstore::readers::{Consumer, ReaderKind, Watched, listen, run_tail};
use tongban_httpkit::{Listening, Proxies, behind, serve};
use tongban_kernel::{Partition, Seq};

use super::{App, Kept, ProcessRole, reference};
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
    /// The same without its services' readers, sweepers and watchers: for measurements of commands
    /// alone. What is recorded is seen by nobody.
    pub fn without_readers(mut self) -> Self {
        for service in &mut self.services {
            service.consumers.clear();
            service.tasks.clear();
        }
        self
    }

    /// The same behind these proxies, which say from whom requests come.
    pub fn behind(mut self, proxies: Proxies) -> Self {
        self.router = behind(self.router, proxies);
        self
    }

    /// Starts the readers, sweepers and watchers of all services.
    pub fn start(mut self) -> Running {
        let mut tasks = JoinSet::new();
        let shutdown = self.platform.kit.shutdown.clone();
        if let Kept::Cluster(log) = &self.kept {
            tasks.spawn(listen(log.clone(), self.ops.progress.heard(), shutdown.clone()));
        }
        for service in std::mem::take(&mut self.services) {
            let is_own = self.roles.has_service(service.name);
            for consumer in service.consumers {
                let consumer = if is_own { consumer } else { Arc::new(Watched(consumer)) };
                // What is answered from its rows is whole only then; those of others answer for
                // themselves, and may not even run yet.
                let is_awaited = is_own && consumer.kind() == ReaderKind::Projection;
                self.follow(&mut tasks, &consumer, is_awaited, &shutdown);
            }
            for task in service.tasks.into_iter().filter(|_| is_own) {
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
        consumer: &Arc<dyn Consumer>,
        is_awaited: bool,
        shutdown: &watch::Receiver<bool>,
    ) {
        let (progress, log) = (&self.ops.progress, &self.platform.runtime.log);
        for partition in (0..log.n_partitions()).map(Partition) {
            let (consumer, log) = (Arc::clone(consumer), Arc::clone(log));
            // Known from now on: a reader that has not begun yet is one to be waited for.
            let head = if is_awaited { *log.head(partition).borrow() } else { Seq(0) };
            progress.expect(consumer.name(), consumer.kind(), partition, head);
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
        let address = self.listen_for_requests(address).await?;
        let (ops_address, serving) = self.app.ops.listen(ops_address).await?;
        self.tasks.spawn(serving);
        Ok((address, ops_address))
    }

    /// Listens for requests; answers where. From now on the process may be ready.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub async fn listen_for_requests(&mut self, address: SocketAddr) -> Result<SocketAddr> {
        let listening = Listening::bind(address).await?;
        let address = listening.address();
        let shutdown = self.app.platform.kit.shutdown.clone();
        self.tasks.spawn(serve(listening, self.app.router.clone(), shutdown));
        self.app.ops.is_open(self.app.heard.clone());
        Ok(address)
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
        if app.roles.has(ProcessRole::Edge) {
            let relay = nats::relay(&app, client, options.n_feed_replicas);
            app.follow(&mut self.tasks, &relay, false, &shutdown);
        }
        Ok(())
    }

    /// Runs another task beside the rest; it must end when the process ends.
    pub fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    /// Ends: takes nothing more, finishes what was begun, and closes the log.
    pub async fn stop(mut self) {
        self.app.ops.stop.send_replace(true);
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(END_WITHIN, ended).await.is_err() {
            tracing::warn!("some work was cut off at the end");
            self.tasks.shutdown().await;
        }
    }
}
