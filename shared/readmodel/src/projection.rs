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
