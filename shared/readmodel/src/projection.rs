use tongban_kernel::{DecodeError, Recorded};

use crate::{RowOp, Table};

/// The rule that turns events into rows: one per service. Pure.
pub trait Projection: Send + Sync + 'static {
    /// Its name and the name of its tables' namespace: that of the service.
    const NAME: &'static str;
    /// Raised whenever the rows of old events would come out differently; then they are computed
    /// again, in a file of their own.
    const VERSION: u32;
    /// The wire names of the events it reads; all others pass by.
    const EVENTS: &'static [&'static str];
    /// Its tables.
    const TABLES: &'static [&'static Table];

    /// The changes of rows that follow from an event, in order.
    ///
    /// # Errors
    /// When the event cannot be read.
    fn project(&self, event: &Recorded) -> Result<Vec<RowOp>, DecodeError>;
}

/// The number of all parts' things.
pub const fn n_joined<T>(parts: &[&[T]]) -> usize {
    let (mut n, mut part) = (0, 0);
    while part < parts.len() {
        n += parts[part].len();
        part += 1;
    }
    n
}

/// One list of all parts' things: what a projection of several kinds of aggregate reads, and its
/// tables.
///
/// # Panics
/// At compile time, when the first part is empty or `N` is not [`n_joined`].
pub const fn joined<T: Copy, const N: usize>(parts: &[&[T]]) -> [T; N] {
    let mut all = [parts[0][0]; N];
    let (mut n, mut part) = (0, 0);
    while part < parts.len() {
        let mut i = 0;
        while i < parts[part].len() {
            all[n] = parts[part][i];
            n += 1;
            i += 1;
        }
        part += 1;
    }
    assert!(n == N);
    all
}
