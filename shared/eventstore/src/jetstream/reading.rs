//! Reading aggregates and partitions.

use std::sync::Arc;

use tongban_kernel::{Partition, Recorded, Seq, StreamId};

use super::api::Wanted;
use super::broker::NoAnswer;
use super::core::{Core, Part};
use super::envelope::{Message, n_behind, revision_named};
use super::gather::Gather;
use super::marks::Mark;
use super::pauses::Pauses;
use super::recent::{Damage, Found};
use super::subjects::EVERY_SUBJECT;
use crate::LogError;

impl Core {
    /// The events of one aggregate after a revision.
    ///
    /// The leader is asked for the last one: it has seen every append that was answered. What lies
    /// between comes from any replica, for events never change; one that lags is helped out.
    pub(super) async fn read(
        &self,
        stream: StreamId,
        after_revision: u64,
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
        let part = self.part_of(stream);
        let subject = self.names.subject(stream);
        // Where that event lies is usually known; if not, the stream is read from its beginning.
        let from = self.marks.get(stream, after_revision).unwrap_or(Mark::START);
        let mut pauses = Pauses::until(self.deadline());
        let last = self.last_of(part, &subject, &mut pauses).await?;
        let Some(last) = last.filter(|last| last.seq > from.seq) else {
            return Ok(Vec::new());
        };
        // One event behind a known one is the usual case, and it is already here.
        let is_next = revision_named(&last) == Some(from.revision + 1);
        let messages = if is_next {
            vec![last]
        } else {
            self.upto(part, &subject, from.seq, last, &mut pauses).await?
        };
        let events = self.chained(part, stream, from, messages)?;
        let n_known = after_revision.saturating_sub(from.revision);
        Ok(events.into_iter().skip(usize::try_from(n_known).unwrap_or(usize::MAX)).collect())
    }

    /// The last message of a subject at the leader, of an append that is there as a whole: the server
    /// puts the messages of a batch in place one by one.
    pub(super) async fn last_of(
        &self,
        part: &Part,
        subject: &str,
        pauses: &mut Pauses,
    ) -> Result<Option<Message>, LogError> {
        let mut whole_upto = part.landed().max(part.recent.last());
        loop {
            let last = self.broker.seek(&part.stream, Wanted::LastOf(subject), pauses).await?;
            let Some(last) = last else { return Ok(None) };
            let end = Seq(last.seq.0 + n_behind(&last));
            if last.seq == end || last.seq <= whole_upto {
                return Ok(Some(last));
            }
            if self.broker.seek(&part.stream, Wanted::At(end), pauses).await?.is_some() {
                // Looked at again: more of it may have come to the subject.
                whole_upto = end;
            } else if !pauses.pause().await {
                return Err(part.damaged(last.seq, "the rest of its append is missing"));
            }
        }
    }

    /// The messages of a subject behind a place, up to its last one.
    async fn upto(
        &self,
        part: &Part,
        subject: &str,
        from: Seq,
        last: Message,
        pauses: &mut Pauses,
    ) -> Result<Vec<Message>, LogError> {
        let mut messages: Vec<Message> = Vec::new();
        loop {
            let seen = messages.last().map_or(from, |message| message.seq);
            let batch = self.behind(part, subject, seen, usize::MAX, pauses).await?;
            let is_end = batch.last().is_none_or(|newest| newest.seq >= last.seq);
            messages.extend(batch.into_iter().take_while(|message| message.seq < last.seq));
            if is_end {
                messages.push(last);
                return Ok(messages);
            }
        }
    }

    /// Reads messages as the events of an aggregate that follow `from`.
    fn chained(
        &self,
        part: &Part,
        stream: StreamId,
        from: Mark,
        messages: Vec<Message>,
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
        let mut before = from;
        let mut events = Vec::with_capacity(messages.len());
        for message in messages {
            let event = self.decode(part, message)?.event;
            if let Some(what) = before.break_before(&event) {
                return Err(part.damaged(event.seq, what));
            }
            before = Mark::of(&event);
            events.push(event);
        }
        self.marks.put(stream, before);
        Ok(events)
    }

    /// The mark of an event that a writer expects at the end of a stream; none where it is not that
    /// event.
    pub(super) async fn mark_at(
        &self,
        stream: StreamId,
        revision: u64,
        seq: Seq,
    ) -> Result<Option<Mark>, LogError> {
        if let Some(mark) = self.marks.get(stream, revision) {
            return Ok(Some(mark).filter(|mark| mark.seq == seq));
        }
        let part = self.part_of(stream);
        let mut pauses = Pauses::until(self.deadline());
        let Some(message) = self.broker.seek(&part.stream, Wanted::At(seq), &mut pauses).await?
        else {
            return Ok(None);
        };
        let event = self.decode(part, message)?.event;
        if (event.stream, event.revision) != (stream, revision) {
            return Ok(None);
        }
        let mark = Mark::of(&event);
        self.marks.put(stream, mark);
        Ok(Some(mark))
    }

    /// Whole appends of a partition with events after `after`, about `n_max` events.
    ///
    /// Whoever is at the end of what has come in waits for what this process has appended itself, and
    /// is told that nothing follows, or that it cannot be served, only by the leader.
    pub(super) async fn scan(
        self: &Arc<Self>,
        partition: Partition,
        after: Seq,
        n_max: usize,
    ) -> Result<Vec<Arc<Recorded>>, LogError> {
        let part = self.part(partition);
        let mut pauses = Pauses::until(self.deadline());
        loop {
            let landed = part.landed();
            let upto = match part.recent.after(after, n_max) {
                Found::Events(events) => return Ok(events),
                Found::Damaged(Damage { seq, what }) => {
                    // Whoever is told of it knows that the leader is there as well.
                    self.next_place(part, after, &mut pauses).await?;
                    return Err(part.damaged(seq, what));
                }
                Found::Before(upto) => Some(upto),
                Found::AtEnd if after < landed => None,
                // What others have appended may not have come in yet.
                Found::AtEnd => match self.next_place(part, after, &mut pauses).await? {
                    Some(there) => Some(there),
                    None => return Ok(Vec::new()),
                },
            };
            if let Some(upto) = upto {
                let appends = self.scan_back(part, after, upto, n_max, &mut pauses).await?;
                return Ok(appends.into_iter().flatten().collect());
            }
            let mut head = part.recent.subscribe();
            let by = pauses.answer_by();
            let came = tokio::time::timeout_at(by, head.wait_for(|head| *head >= landed)).await;
            if came.is_err() {
                part.missing.notify_one();
                if by >= pauses.until {
                    return Err(NoAnswer::Late.into());
                }
            }
        }
    }

    /// The place of the first event behind `after`, as the leader has it.
    pub(super) async fn next_place(
        &self,
        part: &Part,
        after: Seq,
        pauses: &mut Pauses,
    ) -> Result<Option<Seq>, LogError> {
        let wanted = Wanted::NextOf(EVERY_SUBJECT, after);
        let next = self.broker.seek(&part.stream, wanted, pauses).await?;
        Ok(next.map(|next| next.seq))
    }

    /// The same from the broker, append by append, for those who are further back than memory: `upto`
    /// is a place that is known to be there.
    pub(super) async fn scan_back(
        self: &Arc<Self>,
        part: &Part,
        after: Seq,
        upto: Seq,
        n_max: usize,
        pauses: &mut Pauses,
    ) -> Result<Vec<Vec<Arc<Recorded>>>, LogError> {
        let appends = self.read_ahead(part, after, upto, n_max, pauses.answer_by()).await;
        if !appends.is_empty() {
            return Ok(appends);
        }
        let mut gather = Gather::after(after);
        let (mut seen, mut n_events, mut appends) = (after, 0, Vec::new());
        while seen < upto && n_events < n_max || gather.n_missing() > 0 {
            let n_wanted = gather.n_missing().max(n_max.saturating_sub(n_events));
            let batch = match self.behind(part, EVERY_SUBJECT, seen, n_wanted, pauses).await {
                // The reader comes back for the rest.
                Err(_) if !appends.is_empty() => return Ok(appends),
                batch => batch?,
            };
            let Some(last) = batch.last().map(|last| last.seq) else {
                return gather.end(part).map(|()| appends);
            };
            seen = last;
            for message in batch {
                let stored = self.decode(part, message);
                match stored.and_then(|stored| gather.add(self, part, stored)) {
                    Ok(None) => {}
                    Ok(Some(append)) if n_events < n_max => {
                        n_events += append.len();
                        appends.push(append.into_iter().map(|stored| stored.event).collect());
                    }
                    // What stands before is served; whoever comes back for this one is told.
                    Ok(Some(_)) | Err(_) if !appends.is_empty() => return Ok(appends),
                    Ok(Some(_)) => {}
                    Err(damaged) => return Err(damaged),
                }
            }
        }
        Ok(appends)
    }

    /// The first messages of some subjects behind a place; none only where there are none.
    async fn behind(
        &self,
        part: &Part,
        subjects: &str,
        seen: Seq,
        n_max: usize,
        pauses: &mut Pauses,
    ) -> Result<Vec<Message>, LogError> {
        loop {
            let by = pauses.answer_by();
            match self.broker.messages(&part.stream, subjects, seen, n_max, by).await {
                Ok(batch) if !batch.is_empty() => return Ok(batch),
                // A replica that lags has nothing; the leader knows better.
                Ok(_) => {
                    let next = self
                        .broker
                        .seek(&part.stream, Wanted::NextOf(subjects, seen), pauses)
                        .await?;
                    return Ok(next.into_iter().collect());
                }
                Err(error) if !pauses.pause().await => return Err(error.into_log_error()),
                Err(_) => {}
            }
        }
    }
}
