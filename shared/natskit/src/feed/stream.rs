use std::time::Duration;

use async_nats::jetstream::context::{CreateStreamError, GetStreamError, GetStreamErrorKind};
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};
use async_nats::jetstream::{Context, ErrorCode};

/// The stream of the feed.
pub const STREAM: &str = "TB_FEED";

const SUBJECTS: &str = "tongban.>";
/// How long a message is kept: who was away for longer asks over HTTP.
const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// A message that is sent again within this time is recognised by its id and not kept twice: far
/// longer than a process needs to come back. Every id of that time is held in the server's memory.
const RECOGNISED: Duration = Duration::from_secs(2 * 60 * 60);

/// Why there is no stream to publish in.
#[derive(Debug, thiserror::Error)]
pub(super) enum StreamFault {
    #[error("stream {STREAM} cannot be looked at")]
    Look(#[source] GetStreamError),
    #[error("stream {STREAM} cannot be made")]
    Make(#[source] CreateStreamError),
    #[error(
        "stream {STREAM} is not what the feed promises: {what} is {found}, not {wanted}; change \
         it with `nats stream edit {STREAM}`, or delete the stream and let it be made again"
    )]
    Differs { what: &'static str, found: String, wanted: String },
}

/// The stream as it is made.
fn wanted(n_replicas: usize) -> Config {
    Config {
        name: STREAM.to_owned(),
        description: Some("Facts of Tongban for other systems, without personal data".to_owned()),
        subjects: vec![SUBJECTS.to_owned()],
        retention: RetentionPolicy::Limits,
        storage: StorageType::File,
        discard: DiscardPolicy::Old,
        max_age: KEPT,
        duplicate_window: RECOGNISED,
        num_replicas: n_replicas,
        allow_direct: true,
        ..Config::default()
    }
}

/// Makes the stream where it is not there, and compares what it promises where it is. How many
/// servers keep it is the operator's to change.
pub(super) async fn ensure(context: &Context, n_replicas: usize) -> Result<(), StreamFault> {
    let wanted = wanted(n_replicas);
    match context.get_stream(STREAM).await {
        Ok(stream) => compare(&stream.cached_info().config, &wanted),
        Err(error) if is_missing(&error) => {
            context.create_stream(wanted).await.map_err(StreamFault::Make)?;
            Ok(())
        }
        Err(error) => Err(StreamFault::Look(error)),
    }
}

fn is_missing(error: &GetStreamError) -> bool {
    match error.kind() {
        GetStreamErrorKind::JetStream(refused) => {
            refused.error_code() == ErrorCode::STREAM_NOT_FOUND
        }
        _ => false,
    }
}

fn compare(found: &Config, wanted: &Config) -> Result<(), StreamFault> {
    let differs = |what, found: String, wanted: String| match found == wanted {
        true => Ok(()),
        false => Err(StreamFault::Differs { what, found, wanted }),
    };
    differs("subjects", found.subjects.join(" "), wanted.subjects.join(" "))?;
    let told = |config: &Config| format!("{:?}", config.storage);
    differs("storage", told(found), told(wanted))?;
    let told = |config: &Config| format!("{:?}", config.retention);
    differs("retention", told(found), told(wanted))?;
    let is_bounded = |found: i64| differs("bound", found.max(0).to_string(), "0".to_owned());
    is_bounded(found.max_messages)?;
    is_bounded(found.max_bytes)?;
    is_bounded(found.max_messages_per_subject)?;
    let told = |config: &Config| format!("{:?}", config.max_age);
    differs("max age", told(found), told(wanted))?;
    let told = |config: &Config| format!("{:?}", config.duplicate_window);
    differs("duplicate window", told(found), told(wanted))
}
