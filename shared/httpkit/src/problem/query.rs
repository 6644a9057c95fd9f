use tongban_kernel::Text;
use tongban_readmodel::{InvalidPage, QueryError, ROWS_PER_PAGE_MAX};

use super::{FieldError, Problem};

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Page(page) => page.into(),
            QueryError::Engine { .. } | QueryError::Column { .. } => Self::internal(error),
        }
    }
}

impl From<InvalidPage> for Problem {
    fn from(page: InvalidPage) -> Self {
        let field = match page {
            InvalidPage::Limit => FieldError::new(
                "?limit",
                "range",
                Text::new(
                    format!("每页 1 至 {ROWS_PER_PAGE_MAX} 行"),
                    format!("a page has 1 to {ROWS_PER_PAGE_MAX} rows"),
                ),
            ),
            InvalidPage::Cursor => FieldError::new(
                "?cursor",
                "cursor",
                Text::new("请原样使用上一页返回的 next", "send back the next of the page before"),
            ),
        };
        Self::invalid([field])
    }
}
