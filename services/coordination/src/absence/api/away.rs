use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use serde::Serialize;
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::Coordinating;

/// That somebody is away now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Away {
    /// The first instant at which they are back.
    #[schema(value_type = String)]
    until: Timestamp,
    /// The account of who stands in; without one the work is the department's.
    deputy: Option<String>,
    /// The event that says so.
    caused_by: Uuid,
}

/// As many as name one account as their deputy at once, and then some.
const STANDS_IN_FOR_MAX: i64 = 200;
/// How often what is worked is passed on where deputies are away themselves; after that nobody
/// stands in, and it is the department's. So no circle of deputies is followed for ever.
pub(crate) const PASSED_ON_MAX: u32 = 5;

impl Coordinating {
    /// Which of these accounts are away, and who stands in: a deputy who is there. Where a deputy
    /// is away too it is theirs.
    pub(crate) async fn away(
        &self,
        accounts: BTreeSet<String>,
        now: Timestamp,
    ) -> Result<HashMap<String, Away>, QueryError> {
        let mut away = self.said_to_be_away(accounts, now).await?;
        let mut deputies: HashMap<String, Option<String>> = HashMap::new();
        let mut asked: BTreeSet<_> = away.values().filter_map(|one| one.deputy.clone()).collect();
        for _ in 0..PASSED_ON_MAX {
            let found = self.said_to_be_away(asked, now).await?;
            asked = found.values().filter_map(|one| one.deputy.clone()).collect();
            deputies.extend(found.into_iter().map(|(account, one)| (account, one.deputy)));
            asked.retain(|account| !deputies.contains_key(account));
        }
        for one in away.values_mut() {
            one.deputy = one.deputy.take().and_then(|deputy| who_is_there(deputy, &deputies));
        }
        Ok(away)
    }

    /// Which of these accounts are away, and whom they named.
    async fn said_to_be_away(
        &self,
        accounts: BTreeSet<String>,
        now: Timestamp,
    ) -> Result<HashMap<String, Away>, QueryError> {
        if accounts.is_empty() {
            return Ok(HashMap::new());
        }
        let query = self.reads.query("SELECT * FROM absences WHERE account IN ");
        let query = query.push_list(accounts).push(" AND from_at <= ").push_bind(now);
        let rows = query.push(" AND until_at > ").push_bind(now).fetch_all().await?;
        let away = |row: &Row| {
            let (until, deputy) = (row.timestamp("until_at")?, row.opt_text("deputy")?);
            let caused_by = row.uuid("caused_by")?;
            Ok((row.text("account")?, Away { until, deputy, caused_by }))
        };
        rows.iter().map(away).collect()
    }

    /// The accounts for which this one stands in now, and those for which these would.
    pub(crate) async fn stands_in_for(
        &self,
        account: &str,
        now: Timestamp,
    ) -> Result<Vec<String>, QueryError> {
        let mut found = BTreeSet::new();
        let mut deputies = BTreeSet::from([account.to_owned()]);
        for _ in 0..PASSED_ON_MAX {
            if deputies.is_empty() {
                break;
            }
            let query = self.reads.query("SELECT account FROM absences WHERE deputy IN ");
            let query = query.push_list(deputies).push(" AND until_at > ").push_bind(now);
            let query = query.push(" AND from_at <= ").push_bind(now);
            let query = query.push(" ORDER BY account LIMIT ");
            let rows = query.push_bind(STANDS_IN_FOR_MAX).fetch_all().await?;
            let named = rows.iter().map(|row| row.text("account"));
            let named = named.collect::<Result<BTreeSet<_>, _>>()?;
            let is_new = |one: &String| *one != account && !found.contains(one);
            deputies = named.into_iter().filter(is_new).collect();
            found.extend(deputies.iter().cloned());
        }
        Ok(found.into_iter().collect())
    }
}

/// The first along the deputies who is not away; none where they end with somebody who is, or go
/// round.
fn who_is_there(mut deputy: String, away: &HashMap<String, Option<String>>) -> Option<String> {
    for _ in 0..PASSED_ON_MAX {
        match away.get(&deputy) {
            None => return Some(deputy),
            Some(next) => deputy = next.clone()?,
        }
    }
    None
}
