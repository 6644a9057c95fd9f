use serde::Serialize;
use tongban_readmodel::Paged;
use utoipa::ToSchema;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Rows<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last.
    pub next: Option<String>,
}

impl<T> From<Paged<T>> for Rows<T> {
    fn from(page: Paged<T>) -> Self {
        Self { items: page.items, next: page.next.map(|next| next.to_string()) }
    }
}
