//! Stores that speak S3.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::client::HttpError;
use object_store::path::Path;
use object_store::{Error, ObjectStore, RetryConfig};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

mod client;

/// A request that takes longer has failed: 20 MiB over a slow line.
const PATIENCE: Duration = Duration::from_secs(60);
/// What is larger takes longer: so many bytes a second come over that line.
const BYTES_PER_SEC: u64 = (20 << 20) / 60;
/// How often a request that failed is made again, and for how long.
const RETRIES_MAX: usize = 3;
const RETRIED_FOR: Duration = Duration::from_secs(20);

/// A bucket that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} the bucket")]
pub struct BucketError {
    /// What was tried.
    pub action: &'static str,
    /// What the store says.
    #[source]
    pub source: Error,
}

impl BucketError {
    pub(crate) fn of(action: &'static str) -> impl FnOnce(Error) -> Self {
        move |source| Self { action, source }
    }

    /// Whether the store cannot be reached: what it answers, on the other hand, stays so.
    pub fn is_transient(&self) -> bool {
        let first: &(dyn std::error::Error + 'static) = &self.source;
        std::iter::successors(Some(first), |error| error.source())
            .any(|error| error.is::<HttpError>() || error.is::<Elapsed>())
    }
}

/// The store that a URL `s3://bucket/prefix` names, and the prefix. `options` are those that the
/// environment names `AWS_…`; others are passed over.
pub(crate) fn connect(
    url: &str,
    options: impl IntoIterator<Item = (String, String)>,
) -> Result<(Arc<dyn ObjectStore>, Path), Error> {
    let mut builder = AmazonS3Builder::new();
    for (name, value) in options {
        let known = name
            .starts_with("AWS_")
            .then(|| name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>());
        if let Some(Ok(key)) = known {
            builder = builder.with_config(key, value);
        }
    }
    let retry = RetryConfig {
        max_retries: RETRIES_MAX,
        retry_timeout: RETRIED_FOR,
        ..RetryConfig::default()
    };
    let store =
        builder.with_url(url).with_retry(retry).with_http_connector(client::Connector).build()?;
    let prefix = url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    Ok((Arc::new(store), Path::from(prefix.map_or("", |(_, prefix)| prefix))))
}

/// Knocks at a bucket: a wrong name or key is told at once.
pub(crate) async fn knock(store: &Arc<dyn ObjectStore>, prefix: &Path) -> Result<(), Error> {
    in_time(async { store.list(Some(prefix)).next().await.transpose() }).await.map(drop)
}

/// What is answered, or that it took too long.
pub(crate) async fn in_time<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    in_time_for(0, answer).await
}

/// The same, where so many bytes are sent or received.
pub(crate) async fn in_time_for<T>(
    n_bytes: u64,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let late = |elapsed| Error::Generic { store: "S3", source: Box::new(elapsed) };
    timeout(patience(n_bytes), answer).await.map_err(late)?
}

fn patience(n_bytes: u64) -> Duration {
    PATIENCE.max(Duration::from_secs(n_bytes / BYTES_PER_SEC))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_large_may_take_longer() {
        assert_eq!(patience(20 << 20), PATIENCE);
        // The keys of ten million persons.
        assert!(patience(640_000_000) > 30 * PATIENCE);
    }
}
