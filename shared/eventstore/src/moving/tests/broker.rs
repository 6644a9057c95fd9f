//! Between a machine and servers.

use std::time::Duration;

use tongban_nats_testkit::{Server, start_cluster};

use super::*;
use crate::jetstream::{self, JetStreamLog, SyncProof};

fn at(servers: &[Server], generation: u32, n_partitions: u16) -> jetstream::Options {
    jetstream::Options {
        servers: servers.iter().map(Server::url).collect(),
        generation,
        n_partitions,
        n_replicas: servers.len(),
        sync: SyncProof::Monitoring(servers.iter().map(Server::monitoring_url).collect()),
        patience: Duration::from_secs(30),
        ..jetstream::Options::default()
    }
}

/// Appends of a hundred events, each to a case of its own.
async fn write_much(log: &dyn Log, n_appends: u128) {
    for n in 0..n_appends {
        log.append(append_of(case(n), Expected::NoStream, n, 100)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_goes_to_three_servers_and_comes_back_the_same() {
    let servers = start_cluster().await;
    let ((_from, source), (_to, back)) = (new(1), new(1));
    write(&source, 1, 700).await;
    let n_before = n_events(&appends(&source, 0).await);
    for n_partitions in [1, 4] {
        let options = at(&servers, n_partitions.into(), n_partitions);
        let cluster = JetStreamLog::open(options.clone()).await.unwrap();
        let there = copied(&source, &cluster).await;
        assert_eq!((there.n_events, there.n_new), (n_before, n_before));
        // It is a log like any other: another process goes on with it.
        drop(cluster);
        let cluster = JetStreamLog::open(options).await.unwrap();
        for n in 1..=17 {
            let history = source.read(case(n), 0).await.unwrap();
            let there = cluster.read(case(n), 0).await.unwrap();
            assert_eq!(moved(&[there]), moved(&[history]));
        }
        write(&cluster, 5_000, 3).await;
        assert!(matches!(refused(&source, &cluster).await, CopyError::Foreign { .. }));
    }
    let cluster = JetStreamLog::open(at(&servers, 1, 1)).await.unwrap();
    copied(&cluster, &back).await;
    assert_eq!(appends(&back, 0).await, appends(&cluster, 0).await);
    let report = back.verify(|_| (), |_| ()).unwrap();
    assert!(report.faults.is_empty(), "{report:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_killed_again_and_again_comes_to_its_end() {
    let server = Server::start().await;
    let (_from, source) = new(1);
    write_much(&source, 100).await;
    let options = at(std::slice::from_ref(&server), 1, 2);
    for round in 1..=5_u64 {
        let target = JetStreamLog::open(options.clone()).await.unwrap();
        let heads = [0, 1].map(|partition| target.head(Partition(partition)));
        let upto = heads.iter().map(|head| head.borrow().0).sum::<u64>() + 300 * round;
        let arrived = async {
            let [mut one, mut other] = heads;
            while one.borrow().0 + other.borrow().0 < upto {
                tokio::select! {
                    _ = one.changed() => {}
                    _ = other.changed() => {}
                }
            }
        };
        tokio::select! {
            biased;
            () = arrived => {}
            done = copy(&source, &target, &|_| ()) => drop(done.unwrap()),
        }
    }
    let target = JetStreamLog::open(options).await.unwrap();
    let there = copied(&source, &target).await;
    assert!(there.n_new < there.n_events, "something was there already");
    assert_eq!(there.n_events, n_events(&appends(&source, 0).await));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_during_a_copy_does_not_stop_it() {
    let mut server = Server::start().await;
    let (_from, source) = new(1);
    write_much(&source, 60).await;
    let target = JetStreamLog::open(at(std::slice::from_ref(&server), 1, 1)).await.unwrap();
    let mut head = target.head(Partition(0));
    let (done, ()) = tokio::join!(copied(&source, &target), async {
        head.wait_for(|head| head.0 >= 500).await.unwrap();
        server.restart().await;
    });
    assert_eq!(done.n_new, n_events(&appends(&source, 0).await));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_writes_to_the_target_meanwhile_is_noticed() {
    let server = Server::start().await;
    let options = at(std::slice::from_ref(&server), 1, 1);
    let (target, other) = (
        JetStreamLog::open(options.clone()).await.unwrap(),
        JetStreamLog::open(options).await.unwrap(),
    );
    let (_from, source) = new(1);
    write(&source, 1, 20).await;
    let all = appends(&source, 0).await;
    let all: Vec<_> = all.into_iter().map(|a| crate::RecordedAppend::new(a).unwrap()).collect();
    write(&other, 900, 1).await;
    let answer = target.append_recorded(Partition(0), Seq(0), &all).await;
    assert!(matches!(answer, Err(AppendError::Conflict { .. })), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_writes_to_the_source_meanwhile_is_noticed() {
    let server = Server::start().await;
    let options = at(std::slice::from_ref(&server), 1, 2);
    let (source, other) = (
        JetStreamLog::open(options.clone()).await.unwrap(),
        JetStreamLog::open(options).await.unwrap(),
    );
    write(&source, 1, 20).await;
    let (_to, target) = new(2);
    let there = copied(&source, &target).await;
    assert!(!has_grown(&source, &there).await.unwrap());
    write(&other, 900, 1).await;
    assert!(has_grown(&source, &there).await.unwrap());
}
