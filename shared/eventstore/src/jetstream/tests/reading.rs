use std::collections::BTreeMap;

use async_nats::HeaderMap;

use tongban_nats_testkit::SYNC_ALWAYS;

use super::*;

/// Memory for so few events that readers are soon behind it.
fn forgetful(server: &Server) -> Options {
    Options { recent_bytes_max: 4_096, ..options(server) }
}

#[tokio::test]
async fn what_has_left_memory_is_read_from_the_broker() {
    let server = Server::start().await;
    let log = JetStreamLog::open(forgetful(&server)).await.unwrap();
    for n in 0..700 {
        append(&log, n % 7, 1).await.unwrap();
    }
    let all = scan_all(&log, 1_000).await.unwrap();
    assert_eq!(all.len(), 700);
    assert_eq!(scan_all(&log, 13).await.unwrap(), all);
    let later = JetStreamLog::open(forgetful(&server)).await.unwrap();
    assert_eq!(*later.head(Partition(0)).borrow(), all[699].seq);
    assert_eq!(scan_all(&later, 64).await.unwrap(), all);
}

#[tokio::test]
async fn no_reader_meets_a_part_of_an_append() {
    let server = Server::start().await;
    let log = JetStreamLog::open(forgetful(&server)).await.unwrap();
    for n in 0..40 {
        append(&log, n, 1 + usize::try_from(n % 5).unwrap()).await.unwrap();
    }
    for n_max in [1, 2, 3, 50] {
        let (mut after, mut n_seen) = (Seq(0), 0);
        loop {
            let batch = log.scan(Partition(0), after, n_max).await.unwrap();
            let Some(last) = batch.last() else { break };
            (after, n_seen) = (last.seq, n_seen + batch.len());
            let mut n_of_case = BTreeMap::new();
            batch.iter().for_each(|event| *n_of_case.entry(event.meta.command).or_insert(0) += 1);
            for (command, n) in n_of_case {
                assert_eq!(n, 1 + command.uuid().as_u128() % 5, "{n_max} at once");
            }
        }
        assert_eq!(n_seen, 40 / 5 * 15);
    }
    // Whoever stands in the middle of an append gets the rest of it.
    let all = scan_all(&log, 1_000).await.unwrap();
    let middle = all.iter().position(|event| event.revision == 2).unwrap();
    assert_eq!(log.scan(Partition(0), all[middle].seq, 1_000).await.unwrap(), all[middle + 1..]);
}

#[tokio::test]
async fn a_long_stream_is_read_from_any_revision_on() {
    let server = Server::start().await;
    let log = open(&server).await;
    for _ in 0..6 {
        append(&log, 1, 100).await.unwrap();
    }
    append(&log, 2, 1).await.unwrap();
    let all = log.read(case(1), 0).await.unwrap();
    assert_eq!(all.iter().map(|event| event.revision).collect::<Vec<_>>(), Vec::from_iter(1..=600));
    // One who has read nothing yet does not know where the revisions lie.
    for after in [1_u16, 299, 598, 599, 600, 601] {
        let other = open(&server).await;
        let rest = &all[usize::from(after).min(600)..];
        assert_eq!(other.read(case(1), after.into()).await.unwrap(), rest);
        assert_eq!(log.read(case(1), after.into()).await.unwrap(), rest);
    }
}

#[tokio::test]
async fn processes_see_each_others_events() {
    let server = Server::start().await;
    let (one, other) = (open(&server).await, open(&server).await);
    let mut head = other.head(Partition(0));
    for n in 0..20 {
        let by = if n % 2 == 0 { &one } else { &other };
        append(by, 1, 1).await.unwrap();
    }
    assert_eq!(one.read(case(1), 0).await.unwrap(), other.read(case(1), 0).await.unwrap());
    head.wait_for(|seq| *seq == Seq(20)).await.unwrap();
    assert_eq!(scan_all(&other, 100).await.unwrap().len(), 20);
}

#[tokio::test]
async fn what_does_not_fit_into_a_message_or_an_append_is_refused() {
    let server = Server::start().await;
    let log = open(&server).await;
    let with = |n_events, n_bytes| {
        let mut append = append_of(case(1), Expected::NoStream, 1, n_events);
        for event in &mut append.writes[0].events {
            event.data = vec![b'1'; n_bytes].into();
        }
        append
    };
    for (append, rule) in [
        (with(1, (960 << 10) + 1), "an event has at most 960 KiB"),
        (with(100, 90_000), "an append has at most 8 MiB"),
    ] {
        let refused = log.append(append).await;
        let refused =
            matches!(&refused, Err(AppendError::Invalid { rule: named }) if *named == rule);
        assert!(refused, "{rule}");
    }
    log.append(with(8, 960 << 10)).await.unwrap();
    let read = open(&server).await.read(case(1), 0).await.unwrap();
    assert_eq!(read.len(), 8);
    assert!(read.iter().all(|event| event.data.len() == 960 << 10));
}

/// A message as it would be sent, from one that is stored.
async fn message(server: &Server, seq: u64) -> (async_nats::Client, async_nats::Message) {
    let client = async_nats::connect(server.url()).await.unwrap();
    let body = format!("{{\"seq\":{seq}}}");
    let request = "$JS.API.DIRECT.GET.TB_1_00";
    let message = client.request(request, body.into()).await.unwrap();
    (client, message)
}

/// A stored message as it was sent: its subject, headers and data.
async fn stored(server: &Server, seq: u64) -> (String, HeaderMap, bytes::Bytes) {
    let (_, message) = message(server, seq).await;
    let stored = message.headers.unwrap();
    let mut headers = HeaderMap::new();
    for (name, values) in stored.iter().filter(|(name, _)| !name.to_string().starts_with("Nats-")) {
        headers.insert(name.to_string(), values[0].as_str());
    }
    (stored.get("Nats-Subject").unwrap().to_string(), headers, message.payload)
}

/// Puts a message into the stream of case 1, past the log.
async fn forge(server: &Server, change: impl FnOnce(&mut HeaderMap, &mut bytes::Bytes)) {
    let (subject, mut headers, mut data) = stored(server, 2).await;
    change(&mut headers, &mut data);
    let client = async_nats::connect(server.url()).await.unwrap();
    let ack = client.request_with_headers(subject, headers, data).await.unwrap();
    assert!(!ack.payload.windows(5).any(|bytes| bytes == b"error"), "{ack:?}");
}

#[tokio::test]
async fn an_event_that_does_not_check_is_never_served() {
    type Change = fn(&mut HeaderMap, &mut bytes::Bytes);
    let changes: [(&str, Change); 6] = [
        ("changed after", |_, data| *data = "{\"note\":\"forged\"}".into()),
        ("changed after", |headers, _| headers.insert("ce-actor", "somebody-else")),
        ("is missing", |headers, _| *headers = HeaderMap::new()),
        ("ce-revision cannot", |headers, _| headers.insert("ce-revision", "two")),
        ("revision 2 ", |_, _| {}),
        ("has no beginning|revision 2 ", |headers, _| {
            headers.insert("ce-appendindex", "1");
            headers.insert("ce-appendsize", "2");
        }),
    ];
    for (what, change) in changes {
        let server = Server::start().await;
        let log = open(&server).await;
        for _ in 0..2 {
            append(&log, 1, 1).await.unwrap();
        }
        append(&log, 2, 1).await.unwrap();
        forge(&server, change).await;
        let named = |error: LogError| match error {
            LogError::DamagedEvent { seq, what, .. } => (seq, what),
            other => panic!("{what}: {other}"),
        };
        let mut head = log.head(Partition(0));
        head.wait_for(|seq| *seq == Seq(4)).await.unwrap();
        // What stands before it is served.
        let before = log.scan(Partition(0), Seq(0), 100).await.unwrap();
        assert_eq!(before.len(), 3, "{what}");
        for log in [&log, &open(&server).await] {
            let (seq, said) = named(scan_all(log, 100).await.unwrap_err());
            assert_eq!(seq, Seq(4), "{what}: {said}");
            assert!(what.split('|').any(|what| said.contains(what)), "{what}: {said}");
        }
        assert_eq!(named(log.read(case(1), 0).await.unwrap_err()).0, Seq(4), "{what}");
        assert_eq!(log.read(case(2), 0).await.unwrap().len(), 1, "{what}");
    }
}

#[tokio::test]
async fn whoever_comes_to_a_hole_is_told_and_passes_over_nothing() {
    let (model, server) = (Server::start().await, Server::start().await);
    let log = open(&model).await;
    for n in 1..=3 {
        append(&log, n, 2).await.unwrap();
    }
    // The log's own stream lets nobody delete: one like it that does has the same messages.
    let client = async_nats::connect(server.url()).await.unwrap();
    let of_model = async_nats::connect(model.url()).await.unwrap();
    let info = of_model.request("$JS.API.STREAM.INFO.TB_1_00", "".into()).await.unwrap();
    let mut config = serde_json::from_slice::<serde_json::Value>(&info.payload).unwrap();
    let mut config = config["config"].take();
    config["deny_purge"] = false.into();
    let body = config.to_string().into();
    client.request("$JS.API.STREAM.CREATE.TB_1_00", body).await.unwrap();
    for seq in 1..=6 {
        let (subject, headers, data) = stored(&model, seq).await;
        client.request_with_headers(subject, headers, data).await.unwrap();
    }
    let subject = format!("tb.1.00.{}", case(2).to_string().replace("/", "."));
    let body = format!("{{\"filter\":\"{subject}\"}}");
    client.request("$JS.API.STREAM.PURGE.TB_1_00", body.into()).await.unwrap();
    let log = open(&server).await;
    assert_eq!(log.scan(Partition(0), Seq(0), 100).await.unwrap().len(), 2);
    let told = log.scan(Partition(0), Seq(2), 100).await.unwrap_err();
    let LogError::DamagedEvent { seq, what, .. } = told else { panic!("{told}") };
    assert_eq!((seq, what.as_str()), (Seq(3), "it is missing"));
}

/// One that is never sent what comes in.
const ONE_IS_TOLD_NOTHING: &str = "authorization { users: [\
    { user: app, password: secret }, \
    { user: late, password: secret, permissions: { publish: { deny: \"$JS.API.CONSUMER.>\" } } }\
    ] }";

#[tokio::test]
async fn an_event_that_somebody_was_told_of_is_scanned_before_it_has_come_in() {
    let server = start_with(SYNC_ALWAYS, ONE_IS_TOLD_NOTHING).await;
    let by = |user| Options { servers: vec![server.url_of(user, "secret")], ..options(&server) };
    let log = JetStreamLog::open(by("app")).await.unwrap();
    let late = JetStreamLog::open(by("late")).await.unwrap();
    append(&log, 1, 1).await.unwrap();
    append(&log, 2, 3).await.unwrap();
    assert_eq!(*late.head(Partition(0)).borrow(), Seq(0), "nothing has come in");
    let all = scan_all(&log, 10).await.unwrap();
    for (after, n_events) in [(0, 4), (1, 3), (3, 1), (4, 0), (100, 0)] {
        let scanned = late.scan(Partition(0), Seq(after), 10).await.unwrap();
        assert_eq!(scanned.len(), n_events, "after {after}");
        assert!(all.ends_with(&scanned));
    }
    // Of an append that begins with the one asked for, all is there.
    assert_eq!(late.scan(Partition(0), Seq(1), 1).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_consumer_is_not_ended_by_a_word_that_was_for_the_one_before() {
    let server = Server::start().await;
    let log = open(&server).await;
    append(&log, 1, 1).await.unwrap();
    let mut head = log.head(Partition(0));
    head.wait_for(|seq| *seq == Seq(1)).await.unwrap();
    // The first ends the consumer, nobody hears the second: both before anything else happens.
    let part = log.core.part(Partition(0));
    part.missing.notify_one();
    part.missing.notify_one();
    append(&log, 1, 1).await.unwrap();
    head.wait_for(|seq| *seq == Seq(2)).await.unwrap();
    let client = async_nats::connect(server.url()).await.unwrap();
    let info = client.request("$JS.API.STREAM.INFO.TB_1_00", "".into()).await.unwrap();
    let info = serde_json::from_slice::<serde_json::Value>(&info.payload).unwrap();
    let n_consumers = info["state"]["consumer_count"].as_u64().unwrap();
    assert!(n_consumers <= 2, "the one that ended, and its successor: {n_consumers}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burst_larger_than_the_server_sends_at_once_reaches_every_process() {
    const N_APPENDS: u128 = 40;
    let server = Server::start().await;
    let (one, other) = (Arc::new(open(&server).await), open(&server).await);
    let mut writers = tokio::task::JoinSet::new();
    for n in 0..N_APPENDS {
        let log = Arc::clone(&one);
        writers.spawn(async move {
            let mut wanted = append_of(case(n), Expected::NoStream, n, 100);
            for event in &mut wanted.writes[0].events {
                event.data = vec![b'1'; 4_000].into();
            }
            log.append(wanted).await.unwrap();
        });
    }
    writers.join_all().await;
    let all = Seq(u64::try_from(N_APPENDS).unwrap() * 100);
    let mut head = other.head(Partition(0));
    head.wait_for(|head| *head == all).await.unwrap();
    let events = scan_all(&other, 500).await.unwrap();
    assert_eq!(events.last().map(|last| last.seq), Some(all));
    let mut chains = ChainCheck::default();
    events.iter().for_each(|event| chains.follow(event).unwrap());
}
