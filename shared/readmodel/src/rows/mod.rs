//! What projections answer with: changes of rows, and how those of a batch become few.

mod batch;
mod op;
mod value;

pub(crate) use batch::{Batch, RowKey};
pub use op::{Cells, RowChange, RowOp, Table, add, change, delete, put};
pub use value::{Value, ValueTooLarge};
