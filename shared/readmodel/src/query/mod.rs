//! What services ask.

mod model;
mod page;
mod row;
mod statement;

pub use model::ReadModel;
pub use page::{
    Cursor, Direction, InvalidPage, Keyset, Page, Paged, ROWS_PER_PAGE_DEFAULT, ROWS_PER_PAGE_MAX,
};
pub use row::Row;
pub use statement::{Query, QueryError};
