//! Chance: drawn from the seed and what it is about, so that it does not hang on what happened to
//! be asked first.

use uuid::Uuid;

/// Draws for one seed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draw(Uuid);

impl Draw {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(Uuid::from_u128(seed.into()))
    }

    /// The draws about something.
    pub(crate) fn about(self, what: &str) -> Self {
        Self(Uuid::new_v5(&self.0, what.as_bytes()))
    }

    /// Below `n`, which is above 0.
    pub(crate) fn below(self, n: u32) -> u32 {
        // The last 62 bits of a derived id are as good as thrown with dice.
        let thrown = self.0.as_u128() & (u128::MAX >> 66);
        u32::try_from(thrown % u128::from(n)).unwrap_or_default()
    }

    /// So many times in a hundred.
    pub(crate) fn happens(self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// An id of its own.
    pub(crate) fn id(self) -> Uuid {
        self.0
    }
}
