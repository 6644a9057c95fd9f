//! What is in force: catalogues and calendars as they were published, read from the log.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Result;
use jiff::Timestamp;
use tokio::sync::watch;
use tongban_catalog::model::Content;
use tongban_catalog::publication::{Catalogs, Command, Event, Published};
use tongban_eventstore::{Aggregates, CommandEnvelope, Jurisdiction, Log, Runtime};
use tongban_kernel::calendar::Notice;
use tongban_kernel::{Decider, Position, Recorded, StreamId, decode_data};
use tongban_platform::CatalogHandle;
use uuid::Uuid;

/// One data folder belongs to one jurisdiction, so its publications are one stream.
pub(crate) const PUBLICATIONS: Uuid = Uuid::from_u128(0x7075_626c_6963_8061_8974_696f_6e73_0001);
/// The token of envelopes until a catalogue names its own.
const UNNAMED: &str = "unnamed";
/// How often the clock is asked whether something has come into force.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The jurisdiction that envelopes name until a published catalogue does: that of the one about to be.
pub(super) fn jurisdiction(first: Option<&Content>) -> Jurisdiction {
    first.map_or(UNNAMED, |content| content.city.jurisdiction.as_str()).into()
}

/// Something that was published, and by whom.
pub(crate) struct Recording {
    pub(crate) event: Event,
    pub(crate) by: String,
    pub(crate) at: Timestamp,
}

/// All that was published, the first one first.
pub(crate) async fn publications(log: &dyn Log) -> Result<Vec<Recording>> {
    let stream = StreamId::new(Published::CATEGORY, PUBLICATIONS);
    let recorded = log.read(stream, 0).await?;
    let recording = |recorded: &Arc<Recorded>| {
        let event = decode_data(&recorded.kind, &recorded.data)?;
        Ok(Recording { event, by: recorded.meta.actor.id.clone(), at: recorded.recorded_at })
    };
    recorded.iter().map(recording).collect()
}

/// All catalogues that the log holds.
pub(super) async fn catalogs(log: &dyn Log) -> Result<Catalogs> {
    let published = Published::default();
    let recorded = publications(log).await?;
    let published = recorded.iter().fold(published, |published, one| published.evolve(&one.event));
    Ok(published.catalogs().clone())
}

/// Publishes a catalogue in a data folder that has none.
pub(super) async fn publish_first(runtime: &Runtime, content: Option<Arc<Content>>) -> Result<()> {
    let aggregates = Aggregates::<Published>::new(runtime.clone());
    let Some(content) = content else { return Ok(()) };
    if aggregates.load(PUBLICATIONS).await?.state().catalogs().latest().is_some() {
        return Ok(());
    }
    // From the beginning, so that cases received before today find their items.
    let valid_from = Timestamp::UNIX_EPOCH;
    let command = Command::PublishCatalog { content, valid_from, seen: None };
    publish(runtime, command, "first-catalogue").await?;
    Ok(())
}

/// Publishes a catalogue; `key` tells this publication apart from others.
pub(super) async fn publish_catalog(
    runtime: &Runtime,
    content: Arc<Content>,
    valid_from: Timestamp,
    key: &str,
) -> Result<Position> {
    let command = Command::PublishCatalog { content, valid_from, seen: None };
    publish(runtime, command, key).await
}

/// Publishes a calendar notice.
pub(super) async fn publish_calendar(
    runtime: &Runtime,
    notice: Notice,
    valid_from: Timestamp,
    key: &str,
) -> Result<Position> {
    publish(runtime, Command::PublishCalendar { notice, valid_from }, key).await
}

async fn publish(runtime: &Runtime, command: Command, key: &str) -> Result<Position> {
    let aggregates = Aggregates::<Published>::new(runtime.clone());
    let envelope = CommandEnvelope::of_system("publication", key, PUBLICATIONS);
    Ok(aggregates.execute(PUBLICATIONS, command, &envelope).await?.position)
}

/// Brings what is in force up to date with the log and the clock.
pub(crate) async fn refresh(runtime: &Runtime, catalogs: &CatalogHandle) -> Result<()> {
    let aggregates = Aggregates::<Published>::new(runtime.clone());
    let published = aggregates.load(PUBLICATIONS).await?;
    take_over(runtime, catalogs, published.state());
    Ok(())
}

fn take_over(runtime: &Runtime, catalogs: &CatalogHandle, published: &Published) {
    let now = runtime.clock.now();
    if let Some(latest) = published.catalogs().latest() {
        runtime.jurisdiction.becomes(latest.catalog.city().jurisdiction.as_str());
    }
    catalogs.replace(published.catalogs().clone());
    catalogs.bring_successions_up_to_date(runtime);
    let version = published.catalogs().in_force_at(now).map_or(0, |edition| edition.version);
    runtime.versions.catalog_version.store(version, Ordering::Relaxed);
    let calendar = published.calendars().in_force_at(now);
    if runtime.versions.calendar.load().version() != calendar.version() {
        runtime.versions.calendar.store(Arc::new(calendar.clone()));
    }
}

/// Keeps what is in force up to date until the process ends: a publication is taken over when it is
/// recorded, and comes into force when its time has come.
pub(super) async fn keep(
    runtime: Runtime,
    catalogs: CatalogHandle,
    mut shutdown: watch::Receiver<bool>,
) {
    let aggregates = Aggregates::<Published>::new(runtime.clone());
    let mut last = None;
    loop {
        tokio::select! {
            _ = shutdown.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        match aggregates.load(PUBLICATIONS).await {
            Ok(published) => last = Some(published),
            Err(error) => tracing::warn!(%error, "publications cannot be read"),
        }
        // Also while the log is away: what was published comes into force at its time.
        if let Some(published) = &last {
            take_over(&runtime, &catalogs, published.state());
        }
    }
}

#[cfg(test)]
mod tests {
    use tongban_catalog::sample_city;

    use super::*;
    use crate::app::App;

    #[tokio::test]
    async fn a_process_that_began_before_the_first_catalogue_names_its_jurisdiction_from_then_on() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::for_tests(folder.path(), None).await;
        let runtime = app.platform.runtime.clone();
        assert_eq!(runtime.jurisdiction.to_string(), UNNAMED);
        let content = sample_city().unwrap().content().clone();
        // By another process, which tells this one nothing.
        publish_first(&runtime, Some(content.clone())).await.unwrap();
        refresh(&app.platform.runtime, &app.platform.catalogs).await.unwrap();
        assert_eq!(runtime.jurisdiction.to_string(), content.city.jurisdiction.as_str());
    }
}
