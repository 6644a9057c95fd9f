//! Three servers that keep every event three times.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;
use tongban_nats_testkit::start_cluster;

use super::faults::Writers;
use super::writing::all_at_once;
use super::*;
use crate::jetstream::{OpenError, SyncProof};

/// Three servers. Each log that is opened is of a generation of its own.
struct Cluster {
    servers: Vec<Server>,
    n_opened: AtomicU32,
}

impl Cluster {
    async fn start() -> Self {
        Self { servers: start_cluster().await, n_opened: AtomicU32::new(0) }
    }

    fn options(&self, n_partitions: u16) -> Options {
        Options {
            servers: self.servers.iter().map(Server::url).collect(),
            generation: self.n_opened.fetch_add(1, Ordering::Relaxed),
            n_partitions,
            n_replicas: 3,
            sync: SyncProof::Monitoring(self.servers.iter().map(Server::monitoring_url).collect()),
            patience: Duration::from_secs(30),
            ..Options::default()
        }
    }
}

impl Engine for Cluster {
    async fn open(&self, n_partitions: u16) -> Arc<dyn Log> {
        Arc::new(JetStreamLog::open(self.options(n_partitions)).await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_servers_keep_the_contract() {
    let cluster = Cluster::start().await;
    crate::contract::at_once!(cluster);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn appends_that_queue_go_out_together_and_a_stale_one_hinders_no_other() {
    let cluster = Cluster::start().await;
    let options = cluster.options(1);
    let log = Arc::new(JetStreamLog::open(options.clone()).await.unwrap());
    let other = Arc::new(JetStreamLog::open(options.clone()).await.unwrap());
    let (by_log, by_other) = tokio::join!(all_at_once(&log, 1, 200), all_at_once(&other, 2, 200));
    let mut won: Vec<_> = by_log.iter().chain(&by_other).map(|(of_case, _)| *of_case).collect();
    won.sort_unstable();
    assert_eq!(won, Vec::from_iter(0..200), "one winner each");
    let more = append_of(case(1_000), Expected::NoStream, 1, 1);
    log.append(more).await.unwrap();
    let all = scan_all(&log, 1_000).await.unwrap();
    assert_eq!(all.len(), 201);
    let client = async_nats::connect(options.servers.clone()).await.unwrap();
    let info = stream_info(&client, options.generation).await.unwrap();
    // A batch that was refused is no message, and its appends come one by one.
    assert_eq!(info["state"]["messages"], 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_nobody_asked_keeps_no_events_unnoticed() {
    let cluster = Cluster::start().await;
    let options = cluster.options(1);
    let two = cluster.servers[..2].iter().map(Server::monitoring_url).collect();
    let sync = SyncProof::Monitoring(two);
    let patience = Duration::from_secs(10);
    let options = Options { sync, patience, ..options };
    let error = JetStreamLog::open(options).await.map(|_| ()).unwrap_err();
    assert!(matches!(&error, OpenError::Unknown { server } if server == "n3"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_is_opened_again_while_one_server_is_down() {
    let mut cluster = Cluster::start().await;
    let options = cluster.options(1);
    let log = JetStreamLog::open(options.clone()).await.unwrap();
    append(&log, 1, 3).await.unwrap();
    cluster.servers[0].kill();
    let log = JetStreamLog::open(options).await.unwrap();
    assert!(log.sync_is_proven());
    append(&log, 1, 1).await.unwrap();
    assert_eq!(log.read(case(1), 0).await.unwrap().len(), 4);
}

/// What the broker says of the only stream of a log.
async fn stream_info(client: &async_nats::Client, generation: u32) -> Option<Value> {
    let subject = format!("$JS.API.STREAM.INFO.TB_{generation}_00");
    let answer = client.request(subject, "".into()).await.ok()?;
    serde_json::from_slice(&answer.payload).ok()
}

/// The server that leads the only stream of a log.
async fn leader<'a>(
    servers: &'a mut [Server],
    client: &async_nats::Client,
    generation: u32,
) -> &'a mut Server {
    let named = Mutex::new(String::new());
    wait_for("somebody leads", || async {
        let info = stream_info(client, generation).await;
        let leader = info.and_then(|info| info["cluster"]["leader"].as_str().map(str::to_owned));
        leader.map(|leader| *named.lock().unwrap() = leader).is_some()
    })
    .await;
    let name = named.into_inner().unwrap();
    servers.iter_mut().find(|server| server.name() == name).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn appends_go_on_when_the_leader_is_killed_and_nothing_acknowledged_is_lost() {
    const N_ROUNDS: u128 = 3;
    let mut cluster = Cluster::start().await;
    let options = cluster.options(1);
    let one = Arc::new(JetStreamLog::open(options.clone()).await.unwrap());
    let other = Arc::new(JetStreamLog::open(options.clone()).await.unwrap());
    let urls = options.servers.clone();
    let client = async_nats::connect(urls).await.unwrap();
    let mut won = Vec::new();
    for round in 0..N_ROUNDS {
        let mut head = one.head(Partition(0));
        let writers = Writers::start([&one, &other], round);
        let upto = head.borrow().0 + 50;
        head.wait_for(|head| head.0 >= upto).await.unwrap();
        let led_by = leader(&mut cluster.servers, &client, options.generation).await;
        led_by.kill();
        // With one server gone the two others take appends.
        let upto = head.borrow().0 + 50;
        head.wait_for(|head| head.0 >= upto).await.unwrap();
        led_by.run().await;
        won.extend(writers.stop().await);
        faults::check(&JetStreamLog::open(options.clone()).await.unwrap(), &won).await;
    }
    eprintln!("{N_ROUNDS} leaders killed, {} acknowledged events", won.len());
}
