use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{QueryError, Row};
use crate::Value;

/// A page has no more rows: a larger answer is an export.
pub const ROWS_PER_PAGE_MAX: u32 = 200;
/// Rows of a page when nothing is asked.
pub const ROWS_PER_PAGE_DEFAULT: u32 = 50;

/// The part of a list that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub(super) limit: u32,
    pub(super) after: Option<Cursor>,
}

/// A part of a list that cannot be asked for.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum InvalidPage {
    /// Too few or too many rows.
    #[error("a page has 1 to {ROWS_PER_PAGE_MAX} rows")]
    Limit,
    /// The cursor is none, or one of another list.
    #[error("the cursor is none of this list; send back the one that came with the page before")]
    Cursor,
}

impl Page {
    /// The page behind `cursor`, or the first.
    ///
    /// # Errors
    /// When there are too many rows, or none, or the cursor cannot be read.
    pub fn new(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, InvalidPage> {
        let limit = limit.unwrap_or(ROWS_PER_PAGE_DEFAULT);
        if !(1..=ROWS_PER_PAGE_MAX).contains(&limit) {
            return Err(InvalidPage::Limit);
        }
        Ok(Self { limit, after: cursor.map(str::parse).transpose()? })
    }
}

impl Default for Page {
    fn default() -> Self {
        Self { limit: ROWS_PER_PAGE_DEFAULT, after: None }
    }
}

/// Where the next page of a list begins. Opaque to clients: they send it back as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(Vec<Value>);

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_vec(&self.0).map_err(|_| fmt::Error)?;
        f.write_str(&URL_SAFE_NO_PAD.encode(json))
    }
}

impl FromStr for Cursor {
    type Err = InvalidPage;

    fn from_str(text: &str) -> Result<Self, InvalidPage> {
        let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidPage::Cursor)?;
        serde_json::from_slice(&json).map(Self).map_err(|_| InvalidPage::Cursor)
    }
}

/// A page with the way to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged<T> {
    /// Its rows.
    pub items: Vec<T>,
    /// Where the next page begins; none on the last.
    pub next: Option<Cursor>,
}

impl<T> Paged<T> {
    /// The same page of what the rows stand for.
    ///
    /// # Errors
    /// The first of `read`.
    pub fn try_map<U, E>(self, read: impl FnMut(T) -> Result<U, E>) -> Result<Paged<U>, E> {
        let items = self.items.into_iter().map(read).collect::<Result<_, E>>()?;
        Ok(Paged { items, next: self.next })
    }

    /// The same, where that takes waiting: for all rows side by side.
    ///
    /// # Errors
    /// The first of `read`.
    pub async fn try_map_all<U, E, F>(self, read: impl FnMut(T) -> F) -> Result<Paged<U>, E>
    where
        F: Future<Output = Result<U, E>>,
    {
        let items = futures_util::future::try_join_all(self.items.into_iter().map(read)).await?;
        Ok(Paged { items, next: self.next })
    }
}

/// Which way a list runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The columns that order a list: never NULL, together unique, and all in the answer.
#[derive(Clone, Copy, Debug)]
pub struct Keyset {
    columns: &'static [&'static str],
    direction: Direction,
}

impl Keyset {
    /// A list that runs by these columns.
    pub const fn new(columns: &'static [&'static str], direction: Direction) -> Self {
        Self { columns, direction }
    }

    pub(super) fn columns(&self) -> String {
        self.columns.join(", ")
    }

    pub(super) fn beyond(&self) -> char {
        match self.direction {
            Direction::Ascending => '>',
            Direction::Descending => '<',
        }
    }

    pub(super) fn order(&self) -> String {
        self.order_by(|column| column)
    }

    /// The same by the names that the columns have in the answer.
    pub(super) fn order_of_answer(&self) -> String {
        self.order_by(bare)
    }

    fn order_by(&self, name: impl Fn(&'static str) -> &'static str) -> String {
        let direction = match self.direction {
            Direction::Ascending => "ASC",
            Direction::Descending => "DESC",
        };
        let columns = self.columns.iter().map(|column| format!("{} {direction}", name(column)));
        columns.collect::<Vec<_>>().join(", ")
    }

    pub(super) fn values_of<'a>(&self, cursor: &'a Cursor) -> Result<&'a [Value], InvalidPage> {
        (cursor.0.len() == self.columns.len()).then_some(&cursor.0[..]).ok_or(InvalidPage::Cursor)
    }

    pub(super) fn cursor_at(&self, row: &Row) -> Result<Cursor, QueryError> {
        let values = self.columns.iter().map(|column| row.value(bare(column)).cloned());
        values.collect::<Result<_, _>>().map(Cursor)
    }
}

/// A column of a joined table has its own name in the answer.
fn bare(column: &'static str) -> &'static str {
    column.rsplit('.').next().unwrap_or(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_way_through_a_query_string() {
        let cursor =
            Cursor(vec![1_790_000_000_000_000_i64.into(), "第一件".into(), vec![0_u8, 255].into()]);
        let text = cursor.to_string();
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        assert_eq!(text.parse(), Ok(cursor));
        for bad in ["?", "AAAA", "eyJ4IjoxfQ"] {
            assert_eq!(bad.parse::<Cursor>(), Err(InvalidPage::Cursor), "{bad}");
        }
    }

    #[test]
    fn a_page_has_a_limit() {
        assert_eq!(Page::new(None, None), Ok(Page::default()));
        assert_eq!(Page::new(Some(201), None), Err(InvalidPage::Limit));
        assert_eq!(Page::new(Some(0), None), Err(InvalidPage::Limit));
    }
}
