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
        "deny_purge": false,
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

/// Makes the stream of a partition where it is missing, and checks what is there.
pub(super) async fn ensure(
    broker: &Broker,
    names: Names,
    partition: Partition,
    n_replicas: usize,
    until: Instant,
) -> Result<Checked, OpenError> {
    let wanted = wanted(names, partition, n_replicas);
    let stream = names.stream(partition);
    let mut pauses = Pauses::until(until);
    let failed = |error| OpenError::Stream { stream: stream.clone(), source: Box::new(error) };
    loop {
        let asked = broker.insist::<Value>(Request::StreamInfo, &stream, &Value::Null, &mut pauses);
        let info = match asked.await {
            Err(ApiError::Refused(Refusal { err_code: Refusal::NO_STREAM, .. })) => {
                make(broker, &stream, &wanted, n_replicas, &mut pauses).await?
            }
            answer => answer.map_err(failed)?,
        };
        compare(&stream, &wanted, &info["config"])?;
        let keepers = keepers(&info["cluster"]);
        // A stream that was made just now may have no leader yet, or not know its servers.
        if n_replicas == 1 || keepers.len() >= n_replicas {
            return Ok(Checked { stream, keepers });
        }
        if !pauses.pause().await {
            return Err(failed(NoAnswer::Nobody.into()));
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
    match broker.insist(Request::StreamCreate, stream, &body, pauses).await {
        Ok(info) => Ok(info),
        Err(ApiError::Refused(refusal)) if Refusal::TOO_FEW_SERVERS.contains(&refusal.err_code) => {
            Err(OpenError::TooFewServers { n_replicas, source: Box::new(refusal) })
        }
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
