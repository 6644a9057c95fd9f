//! Puts appends together again from their events, and checks that each follows.

use tongban_kernel::{Recorded, Seq};

use super::core::{Core, Part};
use super::envelope::Stored;
use super::marks::Mark;
use crate::LogError;

/// Takes the events of a partition in order and hands out whole appends.
#[derive(Debug)]
pub(super) struct Gather {
    /// Events up to here are not wanted: a reader may stand in the middle of an append.
    after: Seq,
    /// The place of the last event taken.
    seen: Seq,
    open: Vec<Stored>,
}

impl Gather {
    /// For events behind `after`.
    pub(super) fn after(after: Seq) -> Self {
        Self { after, seen: after, open: Vec::new() }
    }

    /// How many events of the append that has begun are still to come.
    pub(super) fn n_missing(&self) -> usize {
        self.open.last().map_or(0, |last| (last.part.of - last.part.index - 1) as usize)
    }

    /// Takes the next event; answers its append when it is whole.
    ///
    /// # Errors
    /// [`LogError::DamagedEvent`] when it is not the one that must follow.
    pub(super) fn add(
        &mut self,
        core: &Core,
        part: &Part,
        stored: Stored,
    ) -> Result<Option<Vec<Stored>>, LogError> {
        // Nothing is ever deleted: who passed over a hole would have lost what was there.
        let next = Seq(self.seen.0 + 1);
        if stored.event.seq != next {
            return Err(part.damaged(next, "it is missing"));
        }
        if let Some(what) = self.break_before(&stored) {
            return Err(part.damaged(stored.event.seq, what));
        }
        self.seen = stored.event.seq;
        follow(core, part, &stored.event)?;
        let is_last = stored.part.is_last();
        self.open.push(stored);
        Ok(is_last.then(|| std::mem::take(&mut self.open)))
    }

    /// No event follows.
    ///
    /// # Errors
    /// [`LogError::DamagedEvent`] when the append that has begun is not whole.
    pub(super) fn end(&self, part: &Part) -> Result<(), LogError> {
        match self.open.first() {
            Some(first) => Err(part.damaged(first.event.seq, "its append has no end")),
            None => Ok(()),
        }
    }

    /// Says how the event is not the next one of its append; nothing where it is.
    fn break_before(&self, next: &Stored) -> Option<&'static str> {
        let Some(last) = self.open.last() else {
            let first = next.event.seq.0.saturating_sub(u64::from(next.part.index));
            return (next.part.index > 0 && first > self.after.0)
                .then_some("its append has no beginning");
        };
        let is_next = next.part.of == last.part.of
            && next.part.index == last.part.index + 1
            && next.event.meta.command == last.event.meta.command;
        (!is_next).then_some("the append before it has no end")
    }
}

/// Checks that an event follows the one before it in its stream, and stands there once, where that
/// is known; and remembers it for the one behind it.
fn follow(core: &Core, part: &Part, event: &Recorded) -> Result<(), LogError> {
    let Recorded { stream, revision, seq, .. } = *event;
    let before = core.marks.get(stream, revision.saturating_sub(1));
    if let Some(what) = before.and_then(|mark| mark.break_before(event)) {
        return Err(part.damaged(seq, what));
    }
    if let Some(first) = core.marks.get(stream, revision).filter(|mark| mark.seq != seq) {
        let what = format!("stream {stream} has revision {revision} at {} already", first.seq);
        return Err(part.damaged(seq, what));
    }
    core.marks.put(stream, Mark::of(event));
    Ok(())
}
