//! Cases on their way into the log.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tongban_eventstore::{
    Append, AppendError, EVENTS_PER_APPEND_MAX, Expected, Log, NewEvent, Token, Write,
};
use tongban_kernel::{Clock, EventId, Meta, Position, StreamId, encode_event};

use super::ImportError;
use crate::history::xes::Trace;
use crate::history::{CaseEvent, Counts, HistoryCase, HistoryRow, ImportId, Mapping, Milestone};

/// Of the events of one append; what is more goes into the next. The log takes eight times that.
const APPEND_BYTES_MAX: usize = 1 << 20;
/// A full queue empties in milliseconds; one that stays full so often has another reason.
const BUSY_MAX: u32 = 600;
const BUSY_PAUSE: Duration = Duration::from_millis(50);
/// Two tries at the same import may meet at a case so often.
const CONFLICTS_MAX: u32 = 4;

/// Records cases of one import; shared by all that do.
pub(super) struct Recorder {
    pub(super) log: Arc<dyn Log>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) import_id: ImportId,
    pub(super) mapping: Mapping,
    /// All events of an import share their envelope.
    pub(super) meta: Arc<Meta>,
}

/// A case that is on disk.
pub(super) struct Landed {
    pub(super) counts: Counts,
    pub(super) position: Position,
}

impl Recorder {
    /// Maps a trace and records what an earlier try has not.
    pub(super) async fn record(&self, trace: Trace) -> Result<Landed, ImportError> {
        let case_no = trace.trace_no;
        let case = self.mapping.apply(trace)?.case;
        let counts = Counts {
            n_cases: 1,
            n_rows: case.rows.len() as u64,
            n_milestones: case.milestones.len() as u64,
        };
        let stream = self.import_id.case_stream(case_no);
        let name = case.name.clone();
        let events = self.events(stream, case_no, case)?;
        let position = self.append_all(stream, &name, &events).await?;
        Ok(Landed { counts, position })
    }

    /// The case in file order. Its frame has the times of its rows: that it was opened is known
    /// from when it came in, its milestones are known with its last row.
    fn events(
        &self,
        stream: StreamId,
        case_no: u64,
        case: HistoryCase,
    ) -> Result<Vec<NewEvent>, serde_json::Error> {
        let import_id = self.import_id;
        let last_at = case.rows.last().map(|row| row.at.at());
        let received_at = case.milestones.get(&Milestone::Received).map(|moment| moment.at());
        let first_at = received_at.or(case.rows.first().map(|row| row.at.at()));
        let milestones = CaseEvent::milestones_of(import_id, &case);
        let HistoryCase { name: case_name, attributes, rows, .. } = case;
        let opened = CaseEvent::CaseOpened { import_id, case_no, case_name, attributes };
        let now = self.clock.now();
        let mut events = Vec::with_capacity(rows.len() + 2);
        let mut add = |event: &CaseEvent, occurred_at: Timestamp| {
            let (kind, data) = encode_event(event)?;
            let id = EventId::derive(stream.id, self.meta.command, events.len());
            events.push(NewEvent { id, kind, occurred_at, data });
            Ok::<_, serde_json::Error>(())
        };
        add(&opened, first_at.unwrap_or(now))?;
        for row in rows {
            let at = row.at.at();
            add(&recorded(import_id, row), at)?;
        }
        add(&milestones, last_at.or(first_at).unwrap_or(now))?;
        Ok(events)
    }

    async fn append_all(
        &self,
        stream: StreamId,
        case: &str,
        events: &[NewEvent],
    ) -> Result<Position, ImportError> {
        let mut position = Position::start(self.log.generation());
        let mut expected = Expected::NoStream;
        let mut n_done = 0;
        let mut n_conflicts = 0;
        while n_done < events.len() {
            let next = &events[n_done..n_done + next_len(&events[n_done..])];
            match self.append(stream, expected, next).await {
                Ok((place, token)) => {
                    n_done += next.len();
                    expected = Expected::At(token);
                    position = place;
                }
                Err(AppendError::Conflict { .. }) if n_conflicts < CONFLICTS_MAX => {
                    n_conflicts += 1;
                    let there = self.there(stream, case, events).await?;
                    n_done = there.n_events;
                    expected = there.expected;
                    position = there.position;
                }
                Err(source) => return Err(ImportError::Append { case: case.to_owned(), source }),
            }
        }
        Ok(position)
    }

    async fn append(
        &self,
        stream: StreamId,
        expected: Expected,
        events: &[NewEvent],
    ) -> Result<(Position, Token), AppendError> {
        let mut n_busy = 0;
        loop {
            let writes = vec![Write { stream, expected, events: events.to_vec() }];
            let append = Append { writes, meta: Arc::clone(&self.meta), now: self.clock.now() };
            match self.log.append(append).await {
                // One write, so one token.
                Ok(appended) => {
                    let token = appended.tokens.first().copied().unwrap_or_default();
                    return Ok((appended.position, token));
                }
                Err(AppendError::Busy) if n_busy < BUSY_MAX => {
                    n_busy += 1;
                    tokio::time::sleep(BUSY_PAUSE).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// What an earlier try left of a case: the beginning of the same events, or it is not the same.
    async fn there(
        &self,
        stream: StreamId,
        case: &str,
        events: &[NewEvent],
    ) -> Result<There, ImportError> {
        let read = self.log.read(stream, 0).await;
        let there = read.map_err(|source| ImportError::Load { case: case.to_owned(), source })?;
        let same = there.len() <= events.len()
            && there.iter().zip(events).all(|(there, event)| {
                there.id == event.id && there.kind == event.kind && there.data == event.data
            });
        if !same {
            return Err(ImportError::Differs {
                case: case.to_owned(),
                import_id: self.import_id.0,
            });
        }
        let mut position = Position::start(self.log.generation());
        let last = there.last();
        if let Some(last) = last {
            position.advance(last.partition, last.seq);
        }
        let expected = last.map_or(Expected::NoStream, |last| Expected::At(Token::of(last)));
        Ok(There { n_events: there.len(), expected, position })
    }
}

struct There {
    n_events: usize,
    expected: Expected,
    position: Position,
}

fn recorded(import_id: ImportId, row: HistoryRow) -> CaseEvent {
    let HistoryRow { activity, lifecycle, resource, department, at, attributes } = row;
    let utc_offset_seconds = at.offset().seconds();
    CaseEvent::RowRecorded {
        import_id,
        activity,
        lifecycle,
        resource,
        department,
        utc_offset_seconds,
        attributes,
    }
}

/// How many of these events go into one append: at least one.
fn next_len(events: &[NewEvent]) -> usize {
    let mut n_bytes = 0;
    let fits = |event: &&NewEvent| {
        n_bytes += event.data.len();
        n_bytes <= APPEND_BYTES_MAX
    };
    events.iter().take(EVENTS_PER_APPEND_MAX).take_while(fits).count().max(1)
}
