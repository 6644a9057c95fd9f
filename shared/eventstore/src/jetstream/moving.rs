//! The log as the source and the target of a move.
//!
//! Appends that were recorded elsewhere go out many in one batch, which names the last message of the
//! whole stream: their order is that of the source, and nobody else writes in between.

use std::sync::Arc;

use tokio::time::Instant;
use tongban_kernel::{Partition, Recorded, Seq};

use super::api::{ApiError, Refusal, Wanted};
use super::broker::NoAnswer;
use super::core::{Core, Part};
use super::envelope::{self, encode, hash_named};
use super::log::JetStreamLog;
use super::pauses::Pauses;
use super::publish::{Answer, ToKeep, answer, send_all};
use super::subjects::EVERY_SUBJECT;
use crate::{AppendError, BoxFuture, Log, LogError, Movable, RecordedAppend};

/// Events of one batch; the server takes at most 1,000.
const UNIT_EVENTS_MAX: usize = 500;
/// Bytes of data of one batch, unless its first append alone has more.
const UNIT_BYTES_MAX: usize = 4 << 20;

const EXPECTED_LAST: &str = "Nats-Expected-Last-Sequence";

impl Movable for JetStreamLog {
    fn appends(
        &self,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> BoxFuture<'_, Result<Vec<Vec<Arc<Recorded>>>, LogError>> {
        Box::pin(async move {
            let core = &self.core;
            let part = core.part(partition);
            let mut pauses = Pauses::until(core.deadline());
            let last = part.recent.last();
            let upto = if after < last {
                Some(last)
            } else {
                core.next_place(part, after, &mut pauses).await?
            };
            let Some(upto) = upto else { return Ok(Vec::new()) };
            core.scan_back(part, after, upto, n_max, &mut pauses).await
        })
    }

    fn last(&self, partition: Partition) -> BoxFuture<'_, Result<Seq, LogError>> {
        Box::pin(async move {
            let core = &self.core;
            let mut pauses = Pauses::until(core.deadline());
            let last = core.last_of(core.part(partition), EVERY_SUBJECT, &mut pauses).await?;
            Ok(last.map_or(Seq(0), |last| last.seq))
        })
    }

    fn append_recorded<'a>(
        &'a self,
        partition: Partition,
        after: Seq,
        appends: &'a [RecordedAppend],
    ) -> BoxFuture<'a, Result<(), AppendError>> {
        Box::pin(async move {
            if appends.iter().any(|append| append.partition(self.n_partitions()) != Some(partition))
            {
                let rule = "all streams of an append live in its partition";
                return Err(AppendError::Invalid { rule });
            }
            let (mut behind, mut rest) = (after, appends);
            while !rest.is_empty() {
                let (unit, later) = rest.split_at(n_together(rest));
                behind = record(&self.core, self.core.part(partition), behind, unit).await?;
                rest = later;
            }
            Ok(())
        })
    }
}

/// How many of these go out as one batch.
fn n_together(appends: &[RecordedAppend]) -> usize {
    let (mut n_events, mut n_bytes) = (0, 0);
    let fits = |append: &&RecordedAppend| {
        n_events += append.events().len();
        n_bytes += append.n_bytes();
        n_events <= UNIT_EVENTS_MAX && n_bytes <= UNIT_BYTES_MAX
    };
    appends.iter().take_while(fits).count().max(1)
}

/// Records appends as one unit behind the end of a partition; answers its new end.
async fn record(
    core: &Core,
    part: &Part,
    behind: Seq,
    unit: &[RecordedAppend],
) -> Result<Seq, AppendError> {
    let n_events: usize = unit.iter().map(|append| append.events().len()).sum();
    let end = Seq(behind.0 + n_events as u64);
    let mut pauses = Pauses::until(core.deadline());
    let mut is_certain = true;
    loop {
        let messages = messages(core, behind, unit);
        let sent = send_all(&core.broker, messages, pauses.answer_by()).await;
        let said = answer(sent, n_events, pauses.answer_by()).await;
        match &said {
            Answer::Landed(first) if first.0 == behind.0 + 1 => break,
            Answer::Refused(refusal) if is_certain => refused_for_good(refusal)?,
            Answer::None(why) => is_certain &= *why == NoAnswer::Nobody,
            Answer::Landed(_) | Answer::Refused(_) => {}
        }
        match look(core, part, behind, end, unit, pauses.answer_by()).await {
            Ok(Seen::Unit) => break,
            Ok(Seen::Another) => return Err(conflict(unit)),
            // Nothing, or nobody could say: the same bytes behind the same end, which the first copy
            // to arrive moves.
            Ok(Seen::Nothing) | Err(_) => {}
        }
        if !pauses.pause().await || !core.broker.is_up(pauses.until).await {
            let source = NoAnswer::Late.into();
            return Err(if is_certain {
                AppendError::Unreachable(source)
            } else {
                AppendError::Uncertain(source)
            });
        }
    }
    part.note_landed(end);
    Ok(end)
}

fn messages(core: &Core, behind: Seq, unit: &[RecordedAppend]) -> Vec<ToKeep> {
    let mut messages = Vec::new();
    for append in unit {
        let of = u32::try_from(append.events().len()).unwrap_or(u32::MAX);
        for (index, event) in (0..of).zip(append.events()) {
            let mut headers = encode(event, envelope::Part { index, of });
            if messages.is_empty() {
                headers.insert(EXPECTED_LAST, behind.0.to_string());
            }
            let subject = core.names.subject(event.stream);
            messages.push(ToKeep { subject, headers, data: event.data.clone() });
        }
    }
    messages
}

/// Refuses where sending it again does not help.
fn refused_for_good(refusal: &Refusal) -> Result<(), AppendError> {
    let code = refusal.err_code;
    if Refusal::NO_ROOM.contains(&code) {
        return Err(AppendError::NoSpace);
    }
    if Refusal::TOO_LARGE.contains(&code) {
        return Err(AppendError::Invalid { rule: "an event fits into a message" });
    }
    Ok(())
}

/// What the leader has behind the end that was to be followed.
enum Seen {
    Unit,
    Another,
    Nothing,
}

async fn look(
    core: &Core,
    part: &Part,
    behind: Seq,
    end: Seq,
    unit: &[RecordedAppend],
    until: Instant,
) -> Result<Seen, ApiError> {
    let first = unit.first().and_then(|append| append.events().first());
    let last = unit.last().and_then(|append| append.events().last());
    for (seq, event) in [(Seq(behind.0 + 1), first), (end, last)] {
        match core.broker.message(&part.stream, Wanted::At(seq), until).await? {
            None => return Ok(Seen::Nothing),
            Some(message) if hash_named(&message) != event.map(|event| event.hash) => {
                return Ok(Seen::Another);
            }
            Some(_) => {}
        }
    }
    Ok(Seen::Unit)
}

fn conflict(unit: &[RecordedAppend]) -> AppendError {
    let first = unit.first().and_then(|append| append.events().first());
    first.map_or(AppendError::Busy, |event| AppendError::Conflict { stream: event.stream })
}
