//! Servers that are away when a process starts are waited for.

use std::time::Duration;

use anyhow::Result;
use tokio::time::sleep;
use tongban_eventstore::jetstream::OpenError;
use tongban_eventstore::{AppendError, LogError};
use tongban_vault::{MaterialsError, ObjectsError};

use crate::app::NameTaken;
use crate::refusal::text_of;

/// The pauses between tries while servers are away grow from the first to the second.
const PAUSE_MIN: Duration = Duration::from_millis(250);
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// Opens what is kept at servers; `waits` hears why it is not there yet, for whoever asks whether the
/// process is ready.
///
/// # Errors
/// Whatever waiting does not mend.
pub(super) async fn patiently<T>(
    mut open: impl AsyncFnMut() -> Result<T>,
    waits: impl Fn(String),
) -> Result<T> {
    let mut pause = PAUSE_MIN;
    loop {
        let error = match open().await {
            Ok(opened) => return Ok(opened),
            Err(error) if is_away(&error) => error,
            Err(error) => return Err(error),
        };
        let why = text_of(&error).en;
        tracing::warn!(error = why, "servers are waited for");
        waits(why);
        sleep(pause).await;
        pause = (pause * 2).min(PAUSE_MAX);
    }
}

/// Whether servers that are away are why something could not be opened.
fn is_away(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.is::<NameTaken>()
            || cause.downcast_ref().is_some_and(OpenError::is_transient)
            || cause.downcast_ref().is_some_and(LogError::is_transient)
            || cause.downcast_ref().is_some_and(AppendError::is_transient)
            || cause.downcast_ref().is_some_and(MaterialsError::is_transient)
            || cause.downcast_ref().is_some_and(ObjectsError::is_transient)
            || tongban_readmodel::is_away(cause)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tongban_kernel::Text;
    use tongban_vault::Objects;

    use super::*;
    use crate::refusal::{OrRefuse as _, Refusal};

    /// A store at a port where nobody listens.
    async fn archive_that_is_away() -> Result<Objects> {
        let options = [
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_ACCESS_KEY_ID", "tester"),
            ("AWS_SECRET_ACCESS_KEY", "a secret"),
        ];
        let options = options.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let opened = Objects::in_bucket("s3://office/archive", options).await;
        opened.or_refuse(|| Text::new("归档无法打开", "the archive cannot be opened"))
    }

    #[tokio::test]
    async fn servers_that_are_away_are_waited_for_and_whoever_asks_hears_why() {
        let (mut n_tries, heard) = (0, Mutex::new(Vec::new()));
        let open = async || {
            n_tries += 1;
            if n_tries == 1 { archive_that_is_away().await.map(drop) } else { Ok(()) }
        };
        patiently(open, |why| heard.lock().unwrap().push(why)).await.unwrap();
        assert_eq!(n_tries, 2);
        let heard = heard.into_inner().unwrap();
        assert!(heard.len() == 1 && heard[0].contains("the archive cannot be opened"), "{heard:?}");
    }

    #[tokio::test]
    async fn what_waiting_does_not_mend_is_told_at_once() {
        let open = async || Err::<(), _>(Refusal::of("不可", "not so"));
        let refused = patiently(open, |why| panic!("it does not wait: {why}")).await.unwrap_err();
        assert_eq!(text_of(&refused).en, "not so");
    }
}
