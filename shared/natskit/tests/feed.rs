//! The feed at a real server: what a crash at the worst moment does to it, and what it refuses.

#![expect(clippy::unwrap_used, reason = "these are tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_nats::jetstream::{self, stream};
use serde_json::json;
use tongban_eventstore::contract::{append_of, case};
use tongban_eventstore::readers::{
    Consumer, Failure, Place, PolicyStore, ReaderError, Refusal, RelayReader, Seen, StopStore,
};
use tongban_eventstore::{BoxFuture, Expected, Log, MemoryLog};
use tongban_kernel::{Origin, Partition, Recorded, Seq, SystemClock};
use tongban_nats_testkit::Server;
use tongban_natskit::{Feed, Leaving, Options, STREAM, connect};
use tongban_readmodel::StateStore;

const P0: Partition = Partition(0);

/// The store of checkpoints on disk; the process dies before it is told.
struct Dying {
    store: StateStore,
    is_dead: AtomicBool,
}

impl StopStore for Dying {}

impl PolicyStore for Dying {
    fn checkpoint(
        &self,
        name: &str,
        partition: Partition,
    ) -> BoxFuture<'_, Result<Place, Failure>> {
        self.store.checkpoint(name, partition)
    }

    fn look(&self, name: &str, partition: Partition) -> BoxFuture<'_, Result<Seq, Failure>> {
        self.store.look(name, partition)
    }

    fn commit(
        &self,
        name: &str,
        partition: Partition,
        seen: Seen,
        refusals: Vec<Refusal>,
    ) -> BoxFuture<'_, Result<(), ReaderError>> {
        if self.is_dead.load(Ordering::Relaxed) {
            return Box::pin(async { Err(ReaderError::Store("the process is gone".into())) });
        }
        self.store.commit(name, partition, seen, refusals)
    }

    fn refused(&self, refusals: Vec<Refusal>) -> BoxFuture<'_, Result<(), Failure>> {
        self.store.refused(refusals)
    }
}

fn leaving() -> Arc<Leaving> {
    let schema = json!({ "oneOf": [{ "properties": {
        "type": { "const": "intake.case_noted.v1" },
        "data": { "type": "object", "properties": { "note": { "type": "string" } } },
    } }] });
    Arc::new(Leaving::of([("intake", &schema)]))
}

async fn relay(server: &Server, store: Arc<dyn PolicyStore>) -> RelayReader<Feed> {
    let servers = vec![server.url()];
    let options =
        Options { servers, credentials: None, ca: None, trusts_users: false, n_feed_replicas: 1 };
    let client = connect(&options).await.unwrap();
    RelayReader::new(Feed::new(client, leaving(), options.n_feed_replicas), store)
}

async fn events() -> Vec<Arc<Recorded>> {
    let log = MemoryLog::new(1);
    for n in 0..5 {
        log.append(append_of(case(n), Expected::NoStream, n, 3)).await.unwrap();
    }
    log.scan(P0, Seq(0), usize::MAX).await.unwrap()
}

async fn n_messages(server: &Server) -> u64 {
    let context = jetstream::new(async_nats::connect(server.url()).await.unwrap());
    context.get_stream(STREAM).await.unwrap().cached_info().state.messages
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_between_publishing_and_the_checkpoint_loses_and_doubles_nothing() {
    let (server, folder) = (Server::start().await, tempfile::tempdir().unwrap());
    let events = events().await;
    let open = async || StateStore::open(folder.path(), Arc::new(SystemClock)).await.unwrap();
    let dying = Dying { store: open().await, is_dead: AtomicBool::new(true) };
    let first = relay(&server, Arc::new(dying)).await;
    let crashed = first.consume(P0, &events).await;
    assert!(matches!(crashed, Err(ReaderError::Store(_))), "{crashed:?}");
    drop(first);
    assert_eq!(n_messages(&server).await, 15, "all was published before the crash");

    let second = relay(&server, Arc::new(open().await)).await;
    let checkpoint = second.checkpoint(P0).await.unwrap().seq();
    assert_eq!(checkpoint, Seq(0), "nobody has noted that it was");
    second.consume(P0, &events).await.unwrap();
    assert_eq!(n_messages(&server).await, 15, "what comes again is recognised");
    assert_eq!(second.checkpoint(P0).await.unwrap().seq(), events.last().unwrap().seq);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_that_promises_something_else_is_told_with_what_to_change() {
    let (server, folder) = (Server::start().await, tempfile::tempdir().unwrap());
    let context = jetstream::new(async_nats::connect(server.url()).await.unwrap());
    let config = stream::Config {
        name: STREAM.to_owned(),
        subjects: vec!["tongban.>".to_owned()],
        ..stream::Config::default()
    };
    context.create_stream(config).await.unwrap();
    let store = StateStore::open(folder.path(), Arc::new(SystemClock)).await.unwrap();
    let refused = relay(&server, Arc::new(store)).await.consume(P0, &events().await).await;
    let Err(ReaderError::Outlet(fault)) = refused else { panic!("{refused:?}") };
    let told = fault.to_string();
    assert!(
        told.contains("max age is 0ns, not 2592000s") && told.contains("nats stream edit"),
        "{told}"
    );
    assert_eq!(n_messages(&server).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn facts_of_a_drill_stay_inside() {
    let (server, folder) = (Server::start().await, tempfile::tempdir().unwrap());
    let mut events = events().await;
    for event in events.iter_mut().take(3) {
        let drill = Arc::make_mut(event);
        Arc::make_mut(&mut drill.meta).origin = Origin::Drill;
    }
    let store = StateStore::open(folder.path(), Arc::new(SystemClock)).await.unwrap();
    let relay = relay(&server, Arc::new(store)).await;
    relay.consume(P0, &events).await.unwrap();
    assert_eq!(n_messages(&server).await, 12, "and hold nothing up");
    assert_eq!(relay.checkpoint(P0).await.unwrap().seq(), events.last().unwrap().seq);
}
