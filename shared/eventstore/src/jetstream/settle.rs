//! What became of appends: asked, and sent again, until it is certain.
//!
//! An acknowledgement can get lost with the connection, with a leader, or in a queue. Then the
//! leader is asked what follows in the stream of the first event. The event itself (its hash says
//! so): the append has landed. Another event: it never will, for its expectation is broken for good.
//! Nothing: the same bytes are sent again with the same expectation; should both copies arrive, the
//! expectation of the second is broken by the first.

use std::sync::Arc;

use tokio::time::Instant;
use tongban_kernel::{Seq, StreamId};

use super::api::{ApiError, Refusal, Wanted};
use super::broker::{Answers, NoAnswer};
use super::core::{Core, Part};
use super::envelope::hash_named;
use super::pauses::Pauses;
use super::publish::{Answer, answer, send};
use super::stamp::{Stamped, StampedEvent, StampedWrite};
use crate::{AppendError, LogError};

/// What became of appends that were sent together.
#[derive(Clone, Debug)]
pub(super) enum Fate {
    /// They are kept; the first event lies here.
    Landed(Seq),
    /// They are not kept and never will be: an expectation of at least one of them is broken.
    Broken,
    /// They are not kept, or it could not be found out.
    Failed(Failure),
}

/// Why appends failed that might have landed at another time.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    Busy,
    NoSpace,
    TooLarge,
    /// Not recorded: the broker did not take it.
    Unreachable(Arc<LogError>),
    /// Recorded or not.
    Uncertain(Arc<LogError>),
    /// Its first event is there and its last is not: the broker broke a batch apart.
    Torn(Seq),
}

impl Failure {
    /// As the error of one of the appends.
    pub(super) fn into_error(self, part: &Part, stream: StreamId) -> AppendError {
        match self {
            Self::Busy => AppendError::Busy,
            Self::NoSpace => AppendError::NoSpace,
            Self::TooLarge => AppendError::Invalid { rule: "an event fits into a message" },
            Self::Unreachable(source) => AppendError::Unreachable(source),
            Self::Uncertain(source) => AppendError::Uncertain(source),
            Self::Torn(seq) => {
                let source = part.damaged(seq, "the rest of its append is missing");
                AppendError::Unreadable { stream, source }
            }
        }
    }
}

/// What the leader knows of appends.
enum Seen {
    Landed(Seq),
    Another,
    Nothing,
    Torn(Seq),
}

/// Finds out what became of appends that were sent once, and sends them again where that helps.
pub(super) async fn settle(
    core: &Core,
    part: &Part,
    appends: &[Stamped],
    sent: Result<Answers, NoAnswer>,
    until: Instant,
) -> Fate {
    let n_events = appends.iter().map(Stamped::n_events).sum();
    let mut pauses = Pauses::until(until);
    let mut said = answer(sent, n_events, pauses.answer_by()).await;
    // Why it is not certain that nothing that was sent so far can still land.
    let mut unsure: Option<NoAnswer> = None;
    loop {
        let is_broken = match &said {
            Answer::Landed(first) => return Fate::Landed(*first),
            Answer::Refused(refusal) => match verdict(refusal) {
                Verdict::Final(failure) if unsure.is_none() => return Fate::Failed(failure),
                Verdict::Broken => true,
                Verdict::Final(_) | Verdict::Again => false,
            },
            // It was not taken at all.
            Answer::None(NoAnswer::Nobody) => false,
            Answer::None(why) => {
                unsure = Some(*why);
                false
            }
        };
        if is_broken && unsure.is_none() {
            return Fate::Broken;
        }
        match seen(core, part, appends, &mut pauses).await {
            Ok(Seen::Landed(first)) => return Fate::Landed(first),
            Ok(Seen::Another) => return Fate::Broken,
            Ok(Seen::Torn(seq)) => return Fate::Failed(Failure::Torn(seq)),
            Ok(Seen::Nothing) if is_broken && moved(core, part, appends).await.is_some() => {
                return Fate::Broken;
            }
            // Even where a message was the reason that the leader does not show: one that has just
            // begun to lead may not have come to it.
            Ok(Seen::Nothing) => {}
            Err(why) => return gave_up(&said, unsure, &why),
        }
        if !pauses.pause().await || !core.broker.is_up(until).await {
            return gave_up(&said, unsure, &NoAnswer::Late.into());
        }
        let sent = send(&core.broker, core.names, appends, pauses.answer_by()).await;
        said = answer(sent, n_events, pauses.answer_by()).await;
    }
}

/// What a refusal means.
enum Verdict {
    /// An expectation is broken.
    Broken,
    /// Sending it again may help, soon.
    Again,
    /// Sending it again does not help.
    Final(Failure),
}

fn verdict(refusal: &Refusal) -> Verdict {
    match refusal.err_code {
        Refusal::WRONG_LAST_SEQUENCE => Verdict::Broken,
        code if Refusal::NO_ROOM.contains(&code) => Verdict::Final(Failure::NoSpace),
        code if Refusal::TOO_LARGE.contains(&code) => Verdict::Final(Failure::TooLarge),
        // Also where the expectation meets a message under way: that may come to nothing, and was
        // seen where nobody else writes. The leader tells whether it landed.
        _ => Verdict::Again,
    }
}

/// The last word when time is up.
fn gave_up(said: &Answer, unsure: Option<NoAnswer>, why: &LogError) -> Fate {
    let reason = |text: String| Arc::new(LogError::Unreachable { reason: text });
    if let Some(lost) = unsure {
        return Fate::Failed(Failure::Uncertain(reason(format!("{lost}; then {why}"))));
    }
    match said {
        Answer::Refused(refusal) => match refusal.err_code {
            // Refused every time, for certain: somebody else is writing there.
            Refusal::WRONG_LAST_SEQUENCE_IN_FLIGHT => Fate::Broken,
            Refusal::BATCHES_IN_FLIGHT | Refusal::BATCH_INCOMPLETE => Fate::Failed(Failure::Busy),
            _ => Fate::Failed(Failure::Unreachable(reason(refusal.to_string()))),
        },
        Answer::None(no_answer) => {
            Fate::Failed(Failure::Unreachable(reason(no_answer.to_string())))
        }
        Answer::Landed(first) => Fate::Landed(*first),
    }
}

/// Asks the leader what became of appends, until it answers.
async fn seen(
    core: &Core,
    part: &Part,
    appends: &[Stamped],
    pauses: &mut Pauses,
) -> Result<Seen, LogError> {
    loop {
        if !core.broker.is_up(pauses.until).await {
            return Err(NoAnswer::Lost.into());
        }
        match look(core, part, appends, pauses.answer_by()).await {
            // The server puts the messages of a batch in place one by one.
            Ok(Seen::Torn(_)) if pauses.pause().await => {}
            Ok(seen) => return Ok(seen),
            Err(_) if pauses.pause().await => {}
            Err(failed) => return Err(failed.into_log_error()),
        }
    }
}

async fn look(
    core: &Core,
    part: &Part,
    appends: &[Stamped],
    until: Instant,
) -> Result<Seen, ApiError> {
    let Some((first, write)) =
        appends.first().and_then(|append| Some((append, append.writes.first()?)))
    else {
        return Ok(Seen::Nothing);
    };
    let Some(next) = next_of(core, part, write, until).await? else {
        return Ok(Seen::Nothing);
    };
    if hash_named(&next) != first.first_hash() {
        return Ok(Seen::Another);
    }
    let n_events: usize = appends.iter().map(Stamped::n_events).sum();
    let last_seq = Seq(next.seq.0 + n_events as u64 - 1);
    let last = core.broker.message(&part.stream, Wanted::At(last_seq), until).await?;
    let is_whole =
        last.and_then(|last| hash_named(&last)) == appends.last().and_then(Stamped::last_hash);
    Ok(if is_whole { Seen::Landed(next.seq) } else { Seen::Torn(next.seq) })
}

/// What follows in a stream behind the end that a write expects.
async fn next_of(
    core: &Core,
    part: &Part,
    write: &StampedWrite,
    until: Instant,
) -> Result<Option<super::envelope::Message>, ApiError> {
    let subject = core.names.subject(write.stream);
    let wanted = Wanted::NextOf(&subject, write.follows.seq);
    core.broker.message(&part.stream, wanted, until).await
}

/// A stream in which another event follows than the one that an append puts there. The append's own
/// may come between two looks.
pub(super) async fn moved(core: &Core, part: &Part, appends: &[Stamped]) -> Option<StreamId> {
    let by = Pauses::until(core.deadline()).answer_by();
    for write in appends.iter().flat_map(|append| &append.writes) {
        if let Ok(Some(next)) = next_of(core, part, write, by).await
            && hash_named(&next) != write.events.first().map(StampedEvent::hash)
        {
            return Some(write.stream);
        }
    }
    None
}

/// Names the stream that moved on, of an append whose expectation is broken.
pub(super) async fn conflict(core: &Core, part: &Part, append: &Stamped) -> AppendError {
    let only = match &append.writes[..] {
        [write] => Some(write.stream),
        _ => moved(core, part, std::slice::from_ref(append)).await,
    };
    let first = append.writes.first().map(|write| write.stream);
    only.or(first).map_or(AppendError::Busy, |stream| AppendError::Conflict { stream })
}
