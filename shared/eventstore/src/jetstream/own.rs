//! Events that this process has just appended, for its own tail: what comes back need not be read and
//! hashed once more.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tongban_kernel::{Hash, Recorded};

use super::envelope::{Message, Part, Stored, hash_named};
use super::subjects::Names;

/// Bytes of what is on its way there and back, roughly; what has left memory is read as any other.
const BYTES_MAX: u64 = 8 << 20;
const EVENTS_MAX: usize = 1 << 13;

/// See the module.
#[derive(Debug)]
pub(super) struct Own(Cache<Hash, (Arc<Recorded>, Part), ByBytes>);

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<Hash, (Arc<Recorded>, Part)> for ByBytes {
    fn weight(&self, _: &Hash, (event, _): &(Arc<Recorded>, Part)) -> u64 {
        (event.data.len() + size_of::<Recorded>()) as u64
    }
}

impl Own {
    pub(super) fn new() -> Self {
        Self(Cache::with_weighter(EVENTS_MAX, BYTES_MAX, ByBytes))
    }

    /// Takes note of an event that is about to be sent.
    pub(super) fn put(&self, event: Arc<Recorded>, part: Part) {
        self.0.insert(event.hash, (event, part));
    }

    /// The event that a message is, where it is one of these, in its place.
    pub(super) fn take(&self, names: Names, message: &Message) -> Option<Stored> {
        let (_, (event, part)) = self.0.remove(&hash_named(message)?)?;
        let is_same = event.data == message.data && names.subject(event.stream) == message.subject;
        let seq = message.seq;
        is_same
            .then(|| Stored { event: Arc::new(Recorded { seq, ..Recorded::clone(&event) }), part })
    }
}
