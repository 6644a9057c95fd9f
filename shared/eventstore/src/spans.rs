//! The spans of work on the log. They are made only where somebody takes them; see
//! `tongban_telemetry`. Their attributes are kinds, numbers and ids of cases, nothing about persons.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use tongban_kernel::{Decider, Partition, Recorded, TraceContext};
use tongban_telemetry::{context_of, continue_from, is_recorded, link_to};
use tracing::{Span, debug_span};
use uuid::Uuid;

/// Links of one batch: enough to find it from any request of a quiet hour.
const LINKS_MAX: usize = 32;

/// One command to one aggregate.
pub(crate) fn execute<D: Decider>(id: Uuid, command: &D::Command) -> Span {
    debug_span!(
        "execute",
        aggregate.kind = D::CATEGORY.as_str(),
        aggregate.id = %id,
        command = %Variant(command),
    )
}

/// One attempt to record what a command causes.
pub(crate) fn append(partition: Partition, n_events: usize) -> Span {
    debug_span!("append", otel.kind = "producer", partition = partition.0, events = n_events)
}

/// The trace that events carry which are recorded below this span: its own, or that of whoever gave
/// the command.
pub(crate) fn carried_on(span: &Span, given: Option<&TraceContext>) -> Option<TraceContext> {
    context_of(span).or_else(|| given.cloned())
}

/// What follows from one event, in the trace that the event carries.
pub(crate) fn react(policy: &str, event: &Recorded) -> Span {
    let span = debug_span!(
        "react",
        otel.kind = "consumer",
        policy,
        event.r#type = event.kind.as_str(),
        event.id = %event.id,
    );
    following(span, event)
}

/// One event on its way out, in the trace that it carries.
pub(crate) fn hand_on(outlet: &str, event: &Recorded) -> Span {
    let span = debug_span!(
        "hand on",
        otel.kind = "producer",
        outlet,
        event.r#type = event.kind.as_str(),
        event.id = %event.id,
    );
    following(span, event)
}

/// One piece of work that became due: a trace of its own.
pub(crate) fn sweep(sweeper: &str) -> Span {
    debug_span!("sweep", sweeper)
}

/// One batch of events to rows, linked to the traces that they carry; none where nobody records
/// those.
pub(crate) fn project(projection: &str, partition: Partition, events: &[Arc<Recorded>]) -> Span {
    let carried = events.iter().filter_map(|event| event.meta.trace.as_ref());
    let mut carried = carried.filter(|trace| is_recorded(trace)).peekable();
    if carried.peek().is_none() {
        return Span::none();
    }
    let span = debug_span!(
        "project",
        otel.kind = "consumer",
        projection,
        partition = partition.0,
        events = events.len(),
    );
    if !span.is_disabled() {
        let mut last = None;
        // The events of one append carry the same.
        let carried = carried.filter(|trace| last.replace(*trace) != Some(*trace));
        for trace in carried.take(LINKS_MAX) {
            // What cannot be read cannot be found either.
            drop(link_to(&span, trace));
        }
    }
    span
}

fn following(span: Span, event: &Recorded) -> Span {
    if let Some(trace) = event.meta.trace.as_ref().filter(|_| !span.is_disabled()) {
        // Without the trace that led to it, it has one of its own.
        drop(continue_from(&span, trace));
    }
    span
}

/// The name of a command, without what is in it.
struct Variant<'a, C>(&'a C);

impl<C: fmt::Debug> fmt::Display for Variant<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It stops with an error behind the first word.
        let _ = write!(FirstWord(f), "{:?}", self.0);
        Ok(())
    }
}

struct FirstWord<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for FirstWord<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
        self.0.write_str(&text[..end])?;
        if end < text.len() { Err(fmt::Error) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    #[expect(dead_code, reason = "only Debug reads them")]
    enum Command {
        Refuse { reason: &'static str },
        Open(&'static str),
        Resume,
    }

    #[test]
    fn a_command_is_shown_by_its_name_alone() {
        let shown = |command: Command| Variant(&command).to_string();
        assert_eq!(shown(Command::Refuse { reason: "林一 is ill" }), "Refuse");
        assert_eq!(shown(Command::Open("林一")), "Open");
        assert_eq!(shown(Command::Resume), "Resume");
    }
}
