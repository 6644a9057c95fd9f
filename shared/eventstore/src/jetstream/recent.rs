//! The newest appends of a partition, brought by its tail once for all who follow the end.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tongban_kernel::{Recorded, Seq};

use super::envelope::Stored;
use crate::held::{Appends, events_after};

/// A stored event that does not check: where it lies and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    pub(super) seq: Seq,
    pub(super) what: String,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Recent {
    state: Mutex<State>,
    head: watch::Sender<Seq>,
    bytes_max: usize,
}

#[derive(Debug)]
struct State {
    /// Whole appends, without gaps, from behind `first_after` up to `last`.
    appends: Appends,
    n_bytes: usize,
    first_after: Seq,
    last: Seq,
    /// What stands behind `last` and cannot be served.
    damage: Option<Damage>,
}

/// What a reader gets.
#[derive(Debug)]
pub(super) enum Found {
    /// These.
    Events(Vec<Arc<Recorded>>),
    /// It has seen everything that has come in.
    AtEnd,
    /// What follows cannot be served.
    Damaged(Damage),
    /// What it asks for has left memory, or never was in it; what lies behind this place is there.
    Before(Seq),
}

impl Recent {
    /// Nothing yet, of a partition whose newest event lies at `head`.
    pub(super) fn new(head: Seq, bytes_max: usize) -> Self {
        let state = State {
            appends: Appends::new(),
            n_bytes: 0,
            first_after: head,
            last: head,
            damage: None,
        };
        Self { state: Mutex::new(state), head: watch::Sender::new(head), bytes_max }
    }

    /// Word of every append that comes in.
    pub(super) fn subscribe(&self) -> watch::Receiver<Seq> {
        self.head.subscribe()
    }

    /// The place of the last event held.
    pub(super) fn last(&self) -> Seq {
        self.lock().last
    }

    /// Whole appends with events after `after`, about `n_max` events.
    pub(super) fn after(&self, after: Seq, n_max: usize) -> Found {
        let state = self.lock();
        if after >= state.last {
            return state.damage.clone().map_or(Found::AtEnd, Found::Damaged);
        }
        if after < state.first_after {
            return Found::Before(state.first_after);
        }
        Found::Events(events_after(&state.appends, after, n_max))
    }

    /// Takes the append that follows, and tells those who wait for it.
    pub(super) fn push(&self, append: &[Stored]) {
        let append: Arc<[_]> = append.iter().map(|stored| Arc::clone(&stored.event)).collect();
        let Some(last) = append.last().map(|event| event.seq) else { return };
        let mut state = self.lock();
        state.n_bytes += memory_bytes(&append);
        state.appends.push_back(append);
        (state.last, state.damage) = (last, None);
        while state.n_bytes > self.bytes_max && state.appends.len() > 1 {
            let Some(oldest) = state.appends.pop_front() else { break };
            state.n_bytes -= memory_bytes(&oldest);
            state.first_after = oldest.last().map_or(state.first_after, |event| event.seq);
        }
        drop(state);
        self.head.send_replace(last);
    }

    /// Says what stands behind the last append and cannot be served. Those who wait are woken: they
    /// must hear of it.
    pub(super) fn set_damage(&self, damage: Damage) {
        let seq = damage.seq;
        self.lock().damage = Some(damage);
        self.head.send_replace(seq);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the events of an append take in memory, roughly: data and envelope.
fn memory_bytes(events: &[Arc<Recorded>]) -> usize {
    events.iter().map(|event| event.data.len() + size_of::<Recorded>() + 512).sum()
}
