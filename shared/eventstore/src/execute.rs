mod envelope;
mod runtime;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use quick_cache::sync::Cache;
use tongban_kernel::calendar::Calendar;
use tongban_kernel::{
    CommandId, Context, Decider, DecodeError, DomainEvent, EventId, Hash, Meta, Partition,
    Position, Recorded, Seq, StreamId, TraceContext, encode_event,
};
use tracing::Instrument as _;
use uuid::Uuid;

use crate::spans;
use crate::{Append, AppendError, Expected, LogError, NewEvent, Token, Write};

pub use envelope::CommandEnvelope;
pub use runtime::{Jurisdiction, Runtime, VersionsInForce};

/// A command that meets a faster writer is decided again, so many times in all.
const ATTEMPTS_MAX: u32 = 4;

/// Folded aggregates of one kind kept in memory: those that people and policies work on just now.
/// A case with its plan takes some kilobytes; a cold one is folded again from the log.
const CACHED_MAX: usize = 2_048;

/// A command that this aggregate has answered.
#[derive(Clone, Copy, Debug)]
struct Answered {
    command: CommandId,
    body_hash: Hash,
    seq: Seq,
}

/// An aggregate folded from its stream.
#[derive(Clone, Debug, Default)]
pub struct Loaded<D> {
    state: D,
    token: Option<Token>,
    newest_at: Option<Timestamp>,
    answered: Vec<Answered>,
}

impl<D: Decider> Loaded<D> {
    /// The state.
    pub fn state(&self) -> &D {
        &self.state
    }

    /// The number of events folded.
    pub fn revision(&self) -> u64 {
        self.token.map_or(0, Token::revision)
    }

    /// Whether this command was carried out before.
    pub fn has_answered(&self, command: CommandId) -> bool {
        self.answer_to(command).is_some()
    }

    fn expected(&self) -> Expected {
        self.token.map_or(Expected::NoStream, Expected::At)
    }

    fn seq(&self) -> Seq {
        self.token.map_or(Seq(0), Token::seq)
    }

    fn answer_to(&self, command: CommandId) -> Option<&Answered> {
        self.answered.iter().find(|answered| answered.command == command)
    }

    fn remember(&mut self, command: CommandId, body_hash: Hash, seq: Seq) {
        match self.answered.last_mut() {
            Some(last) if last.command == command => last.seq = seq,
            _ => self.answered.push(Answered { command, body_hash, seq }),
        }
    }

    fn fold(mut self, events: &[Arc<Recorded>]) -> Result<Self, DecodeError> {
        for event in events {
            self.state = self.state.evolve(&event.decode()?);
            self.token = Some(Token::of(event));
            self.newest_at = Some(event.recorded_at);
            self.remember(event.meta.command, event.meta.body_hash, event.seq);
        }
        Ok(self)
    }
}

/// A command that was carried out, now or when it was first given.
#[derive(Debug)]
pub struct Executed<D> {
    /// The aggregate as it is now.
    pub aggregate: Arc<Loaded<D>>,
    /// The place of the command's last event: a reader that has passed it has seen the command.
    pub position: Position,
    /// Whether it had been carried out before: nothing new was recorded.
    pub repeated: bool,
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ExecuteError<R: std::error::Error + 'static> {
    /// The domain says no.
    #[error("the command was refused")]
    Refused(#[source] R),
    /// The command's id was used before with another body.
    #[error("the idempotency key was used before with another body")]
    KeyReused,
    /// The log did not record it.
    #[error("the command could not be recorded")]
    Append(#[source] AppendError),
    /// The stream could not be read.
    #[error("the aggregate could not be loaded")]
    Load(#[source] LogError),
    /// A stored event is not one that this program knows.
    #[error("the aggregate could not be folded")]
    Decode(#[source] DecodeError),
    /// An event could not be written as JSON.
    #[error("an event could not be encoded")]
    Encode(#[source] serde_json::Error),
}

/// The aggregates of one kind: loads, decides, appends.
pub struct Aggregates<D> {
    runtime: Runtime,
    cache: Arc<Cache<Uuid, Arc<Loaded<D>>>>,
}

impl<D> Clone for Aggregates<D> {
    fn clone(&self) -> Self {
        Self { runtime: self.runtime.clone(), cache: Arc::clone(&self.cache) }
    }
}

impl<D: Decider> Aggregates<D> {
    /// The aggregates of this kind in the runtime's log.
    pub fn new(runtime: Runtime) -> Self {
        Self { runtime, cache: Arc::new(Cache::new(CACHED_MAX)) }
    }

    /// The runtime they live in.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// The aggregate as it is now; its default where nothing happened yet.
    ///
    /// # Errors
    /// When the log cannot be read or the stream not folded.
    pub async fn load(&self, id: Uuid) -> Result<Arc<Loaded<D>>, ExecuteError<D::Rejection>> {
        let known = self.cache.get(&id).unwrap_or_default();
        self.catch_up(id, known).await
    }

    /// Decides the command on the aggregate and records what it causes, once, however often the
    /// same command is given.
    ///
    /// # Errors
    /// The domain's refusal, a reused key, or a machine's failure.
    pub async fn execute(
        &self,
        id: Uuid,
        command: D::Command,
        envelope: &CommandEnvelope,
    ) -> Result<Executed<D>, ExecuteError<D::Rejection>> {
        let span = spans::execute::<D>(id, &command);
        self.carry_out(id, command, envelope).instrument(span).await
    }

    async fn carry_out(
        &self,
        id: Uuid,
        command: D::Command,
        envelope: &CommandEnvelope,
    ) -> Result<Executed<D>, ExecuteError<D::Rejection>> {
        let stream = StreamId::new(D::CATEGORY, id);
        // A cached state is good enough to try with, and so is none, for most commands on what is not
        // cached begin something new: were it stale, the append would say so.
        let mut aggregate = self.cache.get(&id).unwrap_or_default();
        let mut is_current = false;
        let mut attempt = 1;
        loop {
            if let Some(executed) = self.repeated(stream, &aggregate, envelope)? {
                return Ok(executed);
            }
            let now = self.now_for(&aggregate);
            let calendar = self.runtime.versions.calendar.load_full();
            let successions = self.runtime.versions.successions.load_full();
            let actor = &envelope.actor;
            let cx = Context { now, actor, calendar: &calendar, successions: &successions };
            let origin = aggregate.state.origin(&command).unwrap_or(envelope.origin);
            let decision = aggregate.state.decide(command.clone(), cx);
            let records_something = decision.as_ref().is_ok_and(|events| !events.is_empty());
            if !records_something && !is_current {
                // What rests on a cached state alone is checked against the log first.
                aggregate = self.catch_up(id, aggregate).await?;
                is_current = true;
                continue;
            }
            let events = decision.map_err(ExecuteError::Refused)?;
            if events.is_empty() {
                let position = self.position(stream, aggregate.seq());
                return Ok(Executed { aggregate, position, repeated: false });
            }
            let span =
                spans::append(stream.partition(self.runtime.log.n_partitions()), events.len());
            let trace = spans::carried_on(&span, envelope.trace.as_ref());
            let meta = Arc::new(Meta { origin, ..self.meta(envelope, trace, &calendar) });
            let appended = self.append(stream, &aggregate, &events, &meta, now).instrument(span);
            match appended.await {
                Ok(executed) => return Ok(executed),
                Err(ExecuteError::Append(AppendError::Conflict { .. }))
                    if !is_current || attempt < ATTEMPTS_MAX =>
                {
                    // Nobody was faster where the state was stale from the start.
                    attempt += u32::from(is_current);
                    aggregate = self.catch_up(id, aggregate).await?;
                    is_current = true;
                }
                // A command that was answered before is answered alike, also where nothing more can
                // be recorded just now.
                Err(error @ ExecuteError::Append(_)) if !is_current && !waited_in_vain(&error) => {
                    let Ok(current) = self.catch_up(id, aggregate).await else {
                        return Err(error);
                    };
                    return self.repeated(stream, &current, envelope)?.ok_or(error);
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn catch_up(
        &self,
        id: Uuid,
        known: Arc<Loaded<D>>,
    ) -> Result<Arc<Loaded<D>>, ExecuteError<D::Rejection>> {
        let stream = StreamId::new(D::CATEGORY, id);
        let newer =
            self.runtime.log.read(stream, known.revision()).await.map_err(ExecuteError::Load)?;
        if newer.is_empty() {
            return Ok(known);
        }
        let folded = Loaded::clone(&known).fold(&newer).map_err(ExecuteError::Decode)?;
        let folded = Arc::new(folded);
        self.cache.insert(id, Arc::clone(&folded));
        Ok(folded)
    }

    async fn append(
        &self,
        stream: StreamId,
        aggregate: &Arc<Loaded<D>>,
        events: &[D::Event],
        meta: &Arc<Meta>,
        now: Timestamp,
    ) -> Result<Executed<D>, ExecuteError<D::Rejection>> {
        let new = new_events(stream, meta.command, events, now).map_err(ExecuteError::Encode)?;
        let write = Write { stream, expected: aggregate.expected(), events: new };
        let append = Append { writes: vec![write], meta: Arc::clone(meta), now };
        let appended = self.runtime.log.append(append).await.map_err(ExecuteError::Append)?;
        let mut next = Loaded::clone(aggregate);
        next.state = events.iter().fold(next.state, D::evolve);
        next.token = appended.tokens.first().copied();
        next.newest_at = Some(appended.recorded_at);
        next.remember(meta.command, meta.body_hash, next.seq());
        let aggregate = Arc::new(next);
        self.cache.insert(stream.id, Arc::clone(&aggregate));
        Ok(Executed { aggregate, position: appended.position, repeated: false })
    }

    fn repeated(
        &self,
        stream: StreamId,
        aggregate: &Arc<Loaded<D>>,
        envelope: &CommandEnvelope,
    ) -> Result<Option<Executed<D>>, ExecuteError<D::Rejection>> {
        let Some(answered) = aggregate.answer_to(envelope.command) else {
            return Ok(None);
        };
        if answered.body_hash != envelope.body_hash {
            return Err(ExecuteError::KeyReused);
        }
        let position = self.position(stream, answered.seq);
        Ok(Some(Executed { aggregate: Arc::clone(aggregate), position, repeated: true }))
    }

    fn now_for(&self, aggregate: &Loaded<D>) -> Timestamp {
        let now = self.runtime.clock.now();
        aggregate.newest_at.map_or(now, |newest| newest.max(now))
    }

    fn position(&self, stream: StreamId, seq: Seq) -> Position {
        let log = &self.runtime.log;
        let partition: Partition = stream.partition(log.n_partitions());
        Position::at(log.generation(), partition, seq)
    }

    fn meta(
        &self,
        envelope: &CommandEnvelope,
        trace: Option<TraceContext>,
        calendar: &Calendar,
    ) -> Meta {
        Meta {
            actor: envelope.actor.clone(),
            command: envelope.command,
            body_hash: envelope.body_hash,
            causation: envelope.causation,
            correlation: envelope.correlation,
            trace,
            jurisdiction: self.runtime.jurisdiction.to_string(),
            calendar_version: calendar.version().get(),
            catalog_version: self.runtime.versions.catalog_version.load(Ordering::Relaxed),
            origin: envelope.origin,
        }
    }
}

/// Whether a log that answers nobody was waited for already: asked what was answered before, it would be
/// waited for once more.
fn waited_in_vain<R: std::error::Error>(error: &ExecuteError<R>) -> bool {
    let ExecuteError::Append(error) = error else { return false };
    matches!(error, AppendError::Unreachable(_) | AppendError::Uncertain(_))
}

/// Makes facts ready for the log: ids derived from the command, data as JSON.
///
/// # Errors
/// When an event cannot be written as JSON.
pub fn new_events<E: DomainEvent>(
    stream: StreamId,
    command: CommandId,
    events: &[E],
    now: Timestamp,
) -> Result<Vec<NewEvent>, serde_json::Error> {
    let new = |(index, event): (usize, &E)| {
        let (kind, data) = encode_event(event)?;
        let id = EventId::derive(stream.id, command, index);
        Ok(NewEvent { id, kind, occurred_at: event.occurred_at().unwrap_or(now), data })
    };
    events.iter().enumerate().map(new).collect()
}

#[cfg(test)]
mod tests;
