use std::sync::{Arc, Mutex};

use tongban_kernel::{Partition, Recorded, Seq, StreamId};

use tongban_nats_testkit::{Server, wait_for};

use super::JetStreamLog;
use super::options::{Options, SyncProof};
use crate::contract::{Engine, append_of, case};
use crate::{AppendError, Appended, ChainCheck, Expected, Log, LogError, Token};

mod access;
mod ahead;
mod cluster;
mod envelope;
mod executing;
mod faults;
mod opening;
mod reading;
mod writing;

/// Opens empty logs, each at a server of its own.
#[derive(Default)]
struct SingleServer(Mutex<Vec<Server>>);

impl Engine for SingleServer {
    async fn open(&self, n_partitions: u16) -> Arc<dyn Log> {
        let server = Server::start().await;
        let with = Options { n_partitions, ..options(&server) };
        let log = JetStreamLog::open(with).await.unwrap();
        self.0.lock().unwrap().push(server);
        Arc::new(log)
    }
}

crate::contract::suite!(SingleServer::default());

/// A server with these lines in its jetstream block and these besides.
async fn start_with(jetstream: &str, more: &str) -> Server {
    let mut server = Server::new("alone", jetstream, more);
    server.run().await;
    server
}

/// Options of a log at a single server.
fn options(server: &Server) -> Options {
    Options {
        servers: vec![server.url()],
        n_replicas: 1,
        sync: SyncProof::Monitoring(vec![server.monitoring_url()]),
        ..Options::default()
    }
}

async fn open(server: &Server) -> JetStreamLog {
    JetStreamLog::open(options(server)).await.unwrap()
}

/// Where a stream ends.
async fn end(log: &JetStreamLog, stream: StreamId) -> Result<Expected, LogError> {
    let read = log.read(stream, 0).await?;
    Ok(read.last().map_or(Expected::NoStream, |last| Expected::At(Token::of(last))))
}

/// Appends `n` events to the stream of the given case, wherever it ends.
async fn append(log: &JetStreamLog, of_case: u128, n: usize) -> Result<Appended, AppendError> {
    let expected = end(log, case(of_case)).await.unwrap();
    let command = u128::from(expected.revision()) << 64 | of_case;
    log.append(append_of(case(of_case), expected, command, n)).await
}

async fn scan_all(log: &JetStreamLog, n_max: usize) -> Result<Vec<Arc<Recorded>>, LogError> {
    let mut all: Vec<Arc<Recorded>> = Vec::new();
    loop {
        let after = all.last().map_or(Seq(0), |last| last.seq);
        let batch = log.scan(Partition(0), after, n_max).await?;
        if batch.is_empty() {
            return Ok(all);
        }
        all.extend(batch);
    }
}
