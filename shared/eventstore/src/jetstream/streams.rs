//! The broker's streams as they must be: made where they are missing, compared where they are there.

use serde_json::{Map, Value, json};
use tokio::time::Instant;
use tongban_kernel::Partition;

use super::api::{ApiError, Refusal};
use super::broker::{Broker, NoAnswer};
use super::error::OpenError;
use super::pauses::Pauses;
use super::subjects::{Names, Request};

/// What a message takes at most, headers included; the server's own limit by default.
pub(super) const MESSAGE_BYTES_MAX: usize = 1 << 20;

/// Form of the messages; another one needs a reader for both.
const FORMAT: &str = "1";
const FORMAT_KEY: &str = "tongban.format";
/// A log is never read with another number of partitions than it was written with.
const PARTITIONS_KEY: &str = "tongban.partitions";

/// Servers hear each other every second; one that was not heard for so long is down.
const SILENT_AFTER_NANOS: u64 = 5_000_000_000;

/// What may be switched on in a stream that is there: the server never lets anybody switch it off.
const SWITCHED_ON: [&str; 2] = ["deny_delete", "deny_purge"];

/// What a stream is asked to be. Compared field by field; a field not named here is the server's
/// affair.
fn wanted(names: Names, partition: Partition, n_replicas: usize) -> Map<String, Value> {
    let wanted = json!({
        "name": names.stream(partition),
        "subjects": [names.all_subjects(partition)],
        // Facts are kept: no age, no count, and a full disk refuses what is new.
        "retention": "limits",
        "discard": "new",
        "max_age": 0,
        "max_msgs": -1,
        "max_msgs_per_subject": -1,
        "max_msg_size": MESSAGE_BYTES_MAX,
        "storage": "file",
        "num_replicas": n_replicas,
        "duplicate_window": 120_000_000_000_u64,
        // Compaction damaged compressed blocks in servers before 2.14.3.
        "compression": "none",
        "allow_direct": true,
        "mirror_direct": false,
        "allow_atomic": true,
        "allow_batched": false,
        "allow_rollup_hdrs": false,
        "allow_msg_ttl": false,
        "allow_msg_schedules": false,
        "deny_delete": true,
        "deny_purge": true,
        "sealed": false,
        "no_ack": false,
        "metadata": { FORMAT_KEY: FORMAT, PARTITIONS_KEY: names.n_partitions.to_string() },
    });
    match wanted {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// A stream that is as it must be, and the servers that keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    pub(super) stream: String,
    /// Those that keep it; none where the broker is a single server.
    pub(super) keepers: Vec<Keeper>,
}

/// A server that keeps a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keeper {
    pub(super) server: String,
    /// Whether the stream's leader hears it.
    pub(super) is_heard: bool,
}

/// What the streams of a log must be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    pub(super) names: Names,
    pub(super) n_replicas: usize,
    /// Whether those that are missing are made.
    pub(super) makes: bool,
}

/// Partitions and replicas of a log that is there.
pub(super) async fn find(
    broker: &Broker,
    generation: u32,
    until: Instant,
) -> Result<(u16, usize), OpenError> {
    let stream = Names { generation, n_partitions: 1 }.stream(Partition(0));
    let found = info(broker, &stream, &mut Pauses::until(until)).await?;
    let config = found.map(|mut info| info["config"].take()).unwrap_or_default();
    let n_partitions = config["metadata"][PARTITIONS_KEY].as_str().and_then(|n| n.parse().ok());
    let n_replicas = config["num_replicas"].as_u64().and_then(|n| usize::try_from(n).ok());
    n_partitions.zip(n_replicas).ok_or(OpenError::NoLog { generation })
}

/// What the server says of a stream; nothing where there is none.
async fn info(
    broker: &Broker,
    stream: &str,
    pauses: &mut Pauses,
) -> Result<Option<Value>, OpenError> {
    match broker.insist(Request::StreamInfo, stream, &Value::Null, pauses).await {
        Ok(info) => Ok(Some(info)),
        Err(ApiError::Refused(Refusal { err_code: Refusal::NO_STREAM, .. })) => Ok(None),
        Err(error) => Err(OpenError::Stream { stream: stream.to_owned(), source: Box::new(error) }),
    }
}

/// Makes the stream of a partition where it is missing, and checks what is there.
pub(super) async fn ensure(
    broker: &Broker,
    wish: Wish,
    partition: Partition,
    until: Instant,
) -> Result<Checked, OpenError> {
    let Wish { names, n_replicas, makes } = wish;
    let wanted = wanted(names, partition, n_replicas);
    let stream = names.stream(partition);
    let mut pauses = Pauses::until(until);
    loop {
        let info = match info(broker, &stream, &mut pauses).await? {
            Some(info) => info,
            None if makes => make(broker, &stream, &wanted, n_replicas, &mut pauses).await?,
            None => return Err(OpenError::NoLog { generation: names.generation }),
        };
        let info = protect(broker, &stream, &wanted, info, &mut pauses).await?;
        compare(&stream, &wanted, &info["config"])?;
        let keepers = keepers(&info["cluster"]);
        // A stream that was made just now may have no leader yet, or not know its servers.
        if n_replicas == 1 || keepers.len() >= n_replicas {
            return Ok(Checked { stream, keepers });
        }
        if !pauses.pause().await {
            let source = Box::new(ApiError::from(NoAnswer::Nobody));
            return Err(OpenError::Stream { stream, source });
        }
    }
}

fn keepers(cluster: &Value) -> Vec<Keeper> {
    let keeper = |name: &Value, is_heard| {
        name.as_str().map(|server| Keeper { server: server.to_owned(), is_heard })
    };
    let leader = keeper(&cluster["leader"], true);
    let others = cluster["replicas"].as_array().into_iter().flatten();
    let others = others.filter_map(|replica| {
        // A leader says 0 of one that it hears just now, and of one that it has not heard since it
        // began to lead; only the first of them is current.
        let silent_nanos = replica["active"].as_u64().unwrap_or(0);
        let is_heard =
            replica["current"] == true || (1..SILENT_AFTER_NANOS).contains(&silent_nanos);
        keeper(&replica["name"], is_heard && replica["offline"] != true)
    });
    leader.into_iter().chain(others).collect()
}

/// Another process may make it at the same moment: the server takes the same wish twice.
async fn make(
    broker: &Broker,
    stream: &str,
    wanted: &Map<String, Value>,
    n_replicas: usize,
    pauses: &mut Pauses,
) -> Result<Value, OpenError> {
    let body = Value::Object(wanted.clone());
    loop {
        let error = match broker.insist(Request::StreamCreate, stream, &body, pauses).await {
            Ok(info) => return Ok(info),
            Err(error) => error,
        };
        let ApiError::Refused(refusal) = error else {
            return Err(OpenError::Stream { stream: stream.to_owned(), source: Box::new(error) });
        };
        // Servers that have just found each other know of a place only when they have heard what
        // the others are: a few seconds.
        if refusal.err_code == Refusal::NO_PEERS && pauses.pause().await {
            continue;
        }
        let is_few = Refusal::TOO_FEW_SERVERS.contains(&refusal.err_code);
        let source = Box::new(ApiError::Refused(refusal));
        return Err(if is_few {
            OpenError::TooFewServers { n_replicas, source }
        } else {
            OpenError::Stream { stream: stream.to_owned(), source }
        });
    }
}

/// Switches on what keeps events from being deleted, in a stream that is as it must be otherwise: an
/// older program made it without. A server that does not let us leaves it as it is.
async fn protect(
    broker: &Broker,
    stream: &str,
    wanted: &Map<String, Value>,
    info: Value,
    pauses: &mut Pauses,
) -> Result<Value, OpenError> {
    let mut protected = info["config"].clone();
    for field in SWITCHED_ON {
        protected[field] = Value::Bool(true);
    }
    if protected == info["config"] || compare(stream, wanted, &protected).is_err() {
        return Ok(info);
    }
    match broker.insist(Request::StreamUpdate, stream, &protected, pauses).await {
        Ok(updated) => Ok(updated),
        // What may not be asked is not answered.
        Err(ApiError::Refused(_) | ApiError::NoAnswer(NoAnswer::Late)) => Ok(info),
        Err(error) => Err(OpenError::Stream { stream: stream.to_owned(), source: Box::new(error) }),
    }
}

/// Compares a stream with what it must be. The server leaves out what is off, and adds metadata of
/// its own.
fn compare(stream: &str, wanted: &Map<String, Value>, found: &Value) -> Result<(), OpenError> {
    for (field, wanted) in wanted {
        let found = &found[field];
        let is_same = match wanted {
            Value::Bool(false) => found.is_null() || found == wanted,
            Value::Object(entries) => entries.iter().all(|(key, value)| &found[key] == value),
            _ => found == wanted,
        };
        if !is_same {
            return Err(OpenError::OtherStream {
                stream: stream.to_owned(),
                field: field.clone(),
                wanted: wanted.to_string(),
                found: found.to_string(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Names = Names { generation: 1, n_partitions: 16 };

    #[test]
    fn every_field_of_a_stream_is_compared() {
        let wanted = wanted(NAMES, Partition(3), 3);
        let found = Value::Object(wanted.clone());
        assert!(compare("TB_1_03", &wanted, &found).is_ok());
        for field in wanted.keys() {
            let mut other = found.clone();
            other[field] = json!("something else");
            let error = compare("TB_1_03", &wanted, &other).unwrap_err();
            assert!(
                matches!(&error, OpenError::OtherStream { field: named, .. } if named == field),
                "{error:?}"
            );
        }
    }

    #[test]
    fn what_the_server_leaves_out_is_off_and_what_it_adds_is_its_own() {
        let wanted = wanted(NAMES, Partition(3), 3);
        let mut found = Value::Object(wanted.clone());
        found["metadata"]["_nats.ver"] = json!("2.15.1");
        found["max_consumers"] = json!(-1);
        if let Value::Object(fields) = &mut found {
            fields.retain(|_, value| value != &json!(false));
        }
        assert!(compare("TB_1_03", &wanted, &found).is_ok());
    }
}
