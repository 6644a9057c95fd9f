use std::fmt::Write as _;

use super::{InvalidPage, Keyset, Page, Paged, ReadModel, Row};
use crate::{EngineError, Value};

/// A question to a read model: its text is made of literals only, everything else is a parameter.
#[derive(Clone, Debug)]
pub struct Query {
    model: ReadModel,
    sql: String,
    values: Vec<Value>,
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The SQL engine refused.
    #[error("cannot query the read model {model}")]
    Engine {
        /// The projection.
        model: &'static str,
        /// Its answer.
        #[source]
        source: EngineError,
    },
    /// The answer is not what the reader of a row takes it for.
    #[error("column {column} is not {expected}")]
    Column {
        /// The column.
        column: String,
        /// What it should be.
        expected: &'static str,
    },
    /// The page asked for is none of this list.
    #[error("the page cannot be read")]
    Page(#[source] InvalidPage),
}

impl Query {
    pub(super) fn new(model: ReadModel, sql: &'static str) -> Self {
        Self { model, sql: sql.to_owned(), values: Vec::new() }
    }

    /// Gives the next parameter its value: the first call `$1`, the second `$2`, …
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Adds to the text, for a filter that is not always there.
    #[must_use]
    pub fn push(mut self, sql: &'static str) -> Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a parameter to the text and gives it its value: `.push(" AND state = ").push_bind(…)`.
    #[must_use]
    pub fn push_bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        let done = write!(self.sql, "${}", self.values.len());
        debug_assert!(done.is_ok(), "a string takes all that is written to it");
        self
    }

    /// Adds a list of parameters in brackets: `.push(" AND state IN ").push_list(…)`. Nothing is in
    /// an empty one.
    #[must_use]
    pub fn push_list<V: Into<Value>>(self, values: impl IntoIterator<Item = V>) -> Self {
        let mut values = values.into_iter();
        let Some(first) = values.next() else { return self.push("(NULL)") };
        let list = values.fold(self.push("(").push_bind(first), |query, value| {
            query.push(", ").push_bind(value)
        });
        list.push(")")
    }

    /// All rows; the text says how many there may be, with `LIMIT` or by its key.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn fetch_all(self) -> Result<Vec<Row>, QueryError> {
        let rows = self.model.asked().await.fetch_all(self.sql, self.values).await;
        let model = self.model.name();
        rows.map_err(|source| QueryError::Engine { model, source: source.into() })
    }

    /// The one row that the text asks for by its key, if there is one.
    ///
    /// # Errors
    /// When the engine refuses.
    pub async fn fetch_optional(self) -> Result<Option<Row>, QueryError> {
        Ok(self.fetch_all().await?.into_iter().next())
    }

    /// One page of a list. The text must end inside its `WHERE` clause; the order is that of `keys`.
    ///
    /// # Errors
    /// When the page is none of this list, or the engine refuses.
    pub async fn fetch_page(self, keys: Keyset, page: &Page) -> Result<Paged<Row>, QueryError> {
        let found = self.first_of(keys, page)?.fetch_all().await?;
        page_of(found, keys, page)
    }

    /// One page of what any of these questions to one model finds, a row that several find once: each
    /// runs along an index of its own as far as the page goes, where one question with `OR` would
    /// have the engine gather all that there is and sort it. They are asked as one, of one state of
    /// the rows.
    ///
    /// # Errors
    /// When the page is none of this list, or the engine refuses.
    pub async fn fetch_page_of(
        ways: Vec<Self>,
        keys: Keyset,
        page: &Page,
    ) -> Result<Paged<Row>, QueryError> {
        let mut all: Option<Self> = None;
        for (nth, way) in ways.into_iter().enumerate() {
            let way = way.first_of(keys, page)?;
            all = Some(match all {
                None => Self { sql: format!("SELECT * FROM ({}) AS way_0", way.sql), ..way },
                Some(all) => all.or(&way, nth),
            });
        }
        let Some(mut all) = all else { return Ok(Paged { items: Vec::new(), next: None }) };
        let (order, limit) = (keys.order_of_answer(), page.limit + 1);
        all.sql.push_str(&format!(" ORDER BY {order} LIMIT {limit}"));
        page_of(all.fetch_all().await?, keys, page)
    }

    /// The rows of a page, and one more where there is a next page.
    fn first_of(mut self, keys: Keyset, page: &Page) -> Result<Self, QueryError> {
        if let Some(cursor) = &page.after {
            let values = keys.values_of(cursor).map_err(QueryError::Page)?;
            self.sql.push_str(&format!(" AND ({}) {} ", keys.columns(), keys.beyond()));
            self = self.push_list(values.iter().cloned());
        }
        let limit = page.limit + 1;
        self.sql.push_str(&format!(" ORDER BY {} LIMIT {limit}", keys.order()));
        Ok(self)
    }

    /// Adds what another question finds; its parameters follow those that are there.
    fn or(mut self, other: &Self, nth: usize) -> Self {
        let n_before = self.values.len();
        self.sql.push_str(" UNION SELECT * FROM (");
        let mut rest = other.sql.as_str();
        while let Some((text, parameter)) = rest.split_once('$') {
            let n_digits = parameter.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = parameter.split_at(n_digits);
            let number = number.parse().map_or(n_before, |number: usize| n_before + number);
            self.sql.push_str(&format!("{text}${number}"));
            rest = after;
        }
        self.sql.push_str(&format!("{rest}) AS way_{nth}"));
        self.values.extend(other.values.iter().cloned());
        self
    }
}

fn page_of(mut items: Vec<Row>, keys: Keyset, page: &Page) -> Result<Paged<Row>, QueryError> {
    let is_last = items.len() <= page.limit as usize;
    items.truncate(page.limit as usize);
    let next = match items.last() {
        Some(row) if !is_last => Some(keys.cursor_at(row)?),
        _ => None,
    };
    Ok(Paged { items, next })
}
