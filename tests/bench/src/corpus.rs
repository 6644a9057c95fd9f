//! Many cases made of one: a real case as the program recorded it, copied with other ids.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use bytes::Bytes;
use tokio::task::JoinSet;
use tongban_eventstore::{Append, Expected, Log, NewEvent, Write};
use tongban_kernel::{CaseId, CommandId, EventId, Partition, PersonId, Recorded, Seq, StreamId};
use uuid::Uuid;

use crate::client::Connection;
use crate::office::Office;

/// Cases that are written at once.
const IN_FLIGHT_MAX: u64 = 256;
const UUID_CHARS: usize = 36;

/// The events of one whole case, in the order in which they were recorded.
#[derive(Debug)]
pub(crate) struct Corpus {
    events: Vec<Template>,
    person: Uuid,
}

#[derive(Debug)]
struct Template {
    event: Arc<Recorded>,
    /// The ids in its data, and where they stand.
    ids: Vec<(usize, Uuid)>,
    /// Where the case's number stands.
    numbers: Vec<usize>,
    case: Uuid,
}

impl Corpus {
    /// Lets an office in an empty folder carry one case to its end, and closes the office.
    pub(crate) async fn record(dir: &Path) -> Result<Self> {
        let office = Office::open(dir).await?;
        let log = Arc::clone(office.running.app.log());
        let before: Seq = *log.head(Partition(0)).borrow();
        let mut connection = Connection::open(office.desk.address).await?;
        office.desk.whole_case(&mut connection, 1).await?;
        office.caught_up().await?;
        let events = log.scan(Partition(0), before, usize::MAX).await?;
        drop(log);
        office.running.stop().await;
        let first = events.first().context("a case without events")?;
        let submission: serde_json::Value = serde_json::from_slice(&first.data)?;
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let person = text(&submission["applicant"]["name"]["person"]).context("an applicant")?;
        let number = text(&submission["number"]).context("a case number")?;
        let case = first.stream.id;
        let template = |event: &Arc<Recorded>| Template::of(Arc::clone(event), &number, case);
        Ok(Self { events: events.iter().map(template).collect(), person: person.parse()? })
    }

    /// The number of events of a case.
    pub(crate) fn n_events(&self) -> u64 {
        self.events.len() as u64
    }

    /// The applicant of the n-th case.
    pub(crate) fn person(&self, n: u64) -> PersonId {
        PersonId::from_uuid(renamed(self.person, n))
    }

    /// Appends cases to a log.
    pub(crate) async fn append(self: &Arc<Self>, log: &Arc<dyn Log>, n_cases: u64) -> Result<()> {
        let mut writers = JoinSet::new();
        for writer in 0..IN_FLIGHT_MAX {
            let (corpus, log) = (Arc::clone(self), Arc::clone(log));
            writers.spawn(async move {
                let mut n = writer;
                while n < n_cases {
                    corpus.append_case(&*log, n).await?;
                    n += IN_FLIGHT_MAX;
                }
                Ok::<_, anyhow::Error>(())
            });
        }
        while let Some(written) = writers.join_next().await {
            written??;
        }
        Ok(())
    }

    async fn append_case(&self, log: &dyn Log, n: u64) -> Result<()> {
        let mut ends = HashMap::new();
        for template in &self.events {
            let stream = template.stream(n);
            let expected = ends.get(&stream).copied().unwrap_or(Expected::NoStream);
            let appended = log.append(template.append(n, expected)).await?;
            let end = appended.tokens.first().copied().context("an append without a stream")?;
            ends.insert(stream, Expected::At(end));
        }
        Ok(())
    }
}

impl Template {
    fn of(event: Arc<Recorded>, number: &str, case: Uuid) -> Self {
        let text = String::from_utf8_lossy(&event.data);
        let quoted = text.match_indices('"').filter_map(|(quote, _)| {
            let id = text.get(quote + 1..quote + 1 + UUID_CHARS)?;
            Uuid::try_parse(id).ok().map(|id| (quote + 1, id))
        });
        let ids = quoted.collect();
        let numbers = text.match_indices(number).map(|(at, _)| at).collect();
        drop(text);
        Self { event, ids, numbers, case }
    }

    fn stream(&self, n: u64) -> StreamId {
        StreamId::new(self.event.stream.category, renamed(self.event.stream.id, n))
    }

    fn append(&self, n: u64, expected: Expected) -> Append {
        let event = &self.event;
        let mut meta = (*event.meta).clone();
        meta.command = CommandId::from_uuid(renamed(meta.command.uuid(), n));
        meta.correlation = renamed(meta.correlation, n);
        meta.causation = meta.causation.map(|id| EventId::from_uuid(renamed(id.uuid(), n)));
        let new = NewEvent {
            id: EventId::from_uuid(renamed(event.id.uuid(), n)),
            kind: event.kind.clone(),
            occurred_at: event.occurred_at,
            data: self.data(n),
        };
        let write = Write { stream: self.stream(n), expected, events: vec![new] };
        Append { writes: vec![write], meta: Arc::new(meta), now: event.recorded_at }
    }

    fn data(&self, n: u64) -> Bytes {
        let mut data = self.event.data.to_vec();
        for (at, id) in &self.ids {
            renamed(*id, n).hyphenated().encode_lower(&mut data[*at..*at + UUID_CHARS]);
        }
        if !self.numbers.is_empty() {
            let case = CaseId::from_uuid(renamed(self.case, n));
            let received_on = self.event.recorded_at.to_zoned(jiff::tz::TimeZone::UTC).date();
            let number = tongban_kernel::CaseNumber::of(case, received_on);
            for at in &self.numbers {
                data[*at..*at + number.as_str().len()].copy_from_slice(number.as_str().as_bytes());
            }
        }
        data.into()
    }
}

/// The id that stands in the n-th case where this one stands in the first: time-ordered as that.
fn renamed(id: Uuid, n: u64) -> Uuid {
    const TIME: u128 = 0xffff_ffff_ffff << 80;
    const TAIL: u128 = (1 << 62) - 1;
    let millis = 1_790_000_000_000 + u128::from(n);
    let spread = u128::from(n.wrapping_mul(0x9e37_79b9_7f4a_7c15)) & TAIL;
    Uuid::from_u128((id.as_u128() & !TIME | millis << 80) ^ spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_another_case_are_others_and_keep_their_form() {
        let id = Uuid::from_u128(0x0192_f00d_cafe_8abc_8def_0123_4567_89ab);
        let (one, other) = (renamed(id, 1), renamed(id, 2));
        assert_ne!(one, other);
        assert_eq!(one.get_version_num(), 8);
        assert_eq!(one.get_variant(), id.get_variant());
        assert!(one < other, "time-ordered");
    }
}
