use std::marker::PhantomData;

use jiff::Timestamp;
use tongban_eventstore::BoxFuture;
use tongban_eventstore::readers::{DueWork, Failure, Sweeper};
use uuid::Uuid;

use crate::{Query, QueryError, ReadModel, Row};

/// A list of work in a read model that becomes due with time, told as a query: what a [`Due`] sweeps.
pub trait DueList: Send + Sync + 'static {
    /// A command with the aggregate that it is for.
    type Order: Clone + Send + Sync + 'static;

    /// [`Sweeper::NAME`]: never changed.
    const NAME: &'static str;
    /// The projection whose rows are asked.
    const PROJECTION: &'static str;
    /// All that is due at `$1`. Its columns `at`, an instant, and `id`, a UUID, tell the rows apart;
    /// where they do not, `part`, a text, does.
    const SQL: &'static str;
    /// Whether there is a column `part`.
    const HAS_PARTS: bool = false;

    /// The work of a row; `due_at` is its `at`.
    ///
    /// # Errors
    /// When a column is not what the program expects.
    fn work(row: &Row) -> Result<DueWork<Self::Order>, QueryError>;

    /// The `id` of the row that an order came from.
    fn id(order: &Self::Order) -> Uuid;

    /// The `part` of the row that an order came from, where there is one.
    fn part(_: &Self::Order) -> String {
        String::new()
    }
}

/// Sweeps a [`DueList`], most urgent first, in batches.
#[derive(Debug)]
pub struct Due<L> {
    model: ReadModel,
    list: PhantomData<fn() -> L>,
}

impl<L: DueList> Due<L> {
    /// The list in this read model.
    pub fn new(model: ReadModel) -> Self {
        Self { model, list: PhantomData }
    }

    /// The question for what is due at `now` behind `after`: with `begin` in front, for example, how
    /// the engine answers it.
    pub fn query(
        &self,
        begin: &'static str,
        now: Timestamp,
        after: Option<&DueWork<L::Order>>,
        n_max: usize,
    ) -> Query {
        let behind = after.and_then(|work| Some((work.due_at?, &work.order)));
        let (at, order) = behind.unzip();
        let (front, part) = (Timestamp::MIN, order.map(L::part).unwrap_or_default());
        let (place, end) = match L::HAS_PARTS {
            true => ("(at, id, part) > (", " ORDER BY at, id, part LIMIT "),
            false => ("(at, id) > (", " ORDER BY at, id LIMIT "),
        };
        let query = self.model.query(begin).bind(now);
        let query = query.push("SELECT * FROM (").push(L::SQL).push(") AS due WHERE ").push(place);
        let query = query.push_bind(at.unwrap_or(front)).push(", ");
        let query = query.push_bind(order.map_or_else(Uuid::nil, L::id));
        let query = match L::HAS_PARTS {
            true => query.push(", ").push_bind(part),
            false => query,
        };
        query.push(")").push(end).push_bind(i64::try_from(n_max).unwrap_or(i64::MAX))
    }
}

impl<L: DueList> Sweeper for Due<L> {
    type Order = L::Order;

    const NAME: &'static str = L::NAME;
    const PROJECTION: &'static str = L::PROJECTION;

    fn due<'a>(
        &'a self,
        now: Timestamp,
        after: Option<&'a DueWork<L::Order>>,
        n_max: usize,
    ) -> BoxFuture<'a, Result<Vec<DueWork<L::Order>>, Failure>> {
        Box::pin(async move {
            let rows = self.query("", now, after, n_max).fetch_all().await?;
            Ok(rows.iter().map(L::work).collect::<Result<_, _>>()?)
        })
    }
}
