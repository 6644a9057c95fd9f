use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sqlx::{PgConnection, PgPool};
use tongban_kernel::PersonId;
use uuid::Uuid;

use crate::keys::KeyError;
use crate::keys::book::{Known, PersonKey};
use crate::{Secret, Wrapping};

/// The channel on which it is told that someone was erased.
pub(super) const CHANNEL: &str = "tongban_person_keys";

/// Keys are made side by side, and nobody is erased meanwhile: a key that is made while its person
/// is erased would stay. A statement of its own, so that the next sees what was committed before; sent
/// with the beginning, for whoever submits waits for every answer.
const MAKING: &str =
    "BEGIN; SELECT pg_advisory_xact_lock_shared(hashtextextended('tongban.person_keys', 0))";
const ERASING: &str = "SELECT pg_advisory_xact_lock(hashtextextended('tongban.person_keys', 0))";

const FIND: &str = "
    SELECT person, wrapped FROM live WHERE person = ANY($1)
    UNION ALL SELECT person, NULL FROM erased WHERE person = ANY($1)";
const MAKE: &str = "
    INSERT INTO live (person, wrapped)
    SELECT * FROM unnest($1::uuid[], $2::bytea[]) AS new (person, wrapped)
    WHERE NOT EXISTS (SELECT FROM erased WHERE erased.person = new.person)
    ORDER BY new.person
    ON CONFLICT DO NOTHING
    RETURNING person";

/// The tables of a ring.
#[derive(Clone, Debug)]
pub(in crate::keys) struct Table {
    pool: PgPool,
    wrapping: Wrapping,
}

impl Table {
    pub(super) fn new(pool: PgPool, wrapping: Wrapping) -> Self {
        Self { pool, wrapping }
    }

    /// What is known of these persons; those that are not in the answer have no key.
    pub(in crate::keys) async fn find(
        &self,
        persons: &BTreeSet<PersonId>,
    ) -> Result<BTreeMap<PersonId, Known>, KeyError> {
        let mut connection = self.pool.acquire().await.map_err(failed)?;
        self.find_on(&mut connection, &uuids(persons)).await
    }

    /// Keeps these keys where there are none; answers those that are kept then, which another
    /// process may have made, and who was erased.
    pub(in crate::keys) async fn keep(
        &self,
        keys: &BTreeMap<PersonId, PersonKey>,
    ) -> Result<BTreeMap<PersonId, Known>, KeyError> {
        let persons = uuids(keys.keys());
        let wrapped: Vec<Vec<u8>> = keys.iter().map(|(p, key)| self.wrap(*p, key)).collect();
        let mut tx = self.pool.begin_with(MAKING).await.map_err(failed)?;
        let make = sqlx::query_scalar::<_, Uuid>(MAKE).bind(&persons).bind(&wrapped);
        let made = make.fetch_all(&mut *tx).await.map_err(failed)?;
        let made = made.into_iter().map(PersonId::from_uuid);
        let made = made.filter_map(|person| Some((person, Known::Key(*keys.get(&person)?))));
        let mut kept: BTreeMap<_, _> = made.collect();
        let others = uuids(keys.keys().filter(|person| !kept.contains_key(person)));
        if !others.is_empty() {
            kept.extend(self.find_on(&mut tx, &others).await?);
        }
        tx.commit().await.map_err(failed)?;
        Ok(kept)
    }

    /// Destroys keys for good.
    pub(in crate::keys) async fn erase(
        &self,
        persons: &BTreeSet<PersonId>,
    ) -> Result<(), KeyError> {
        let persons = uuids(persons);
        let mut tx = self.pool.begin().await.map_err(failed)?;
        sqlx::query(ERASING).execute(&mut *tx).await.map_err(failed)?;
        for sql in [
            "INSERT INTO erased (person) SELECT unnest($1) ON CONFLICT DO NOTHING",
            "DELETE FROM live WHERE person = ANY($1)",
        ] {
            sqlx::query(sql).bind(&persons).execute(&mut *tx).await.map_err(failed)?;
        }
        let tell = sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL);
        tell.execute(&mut *tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    /// Who was erased after this position, in order, with the positions.
    pub(in crate::keys) async fn erased_after(
        &self,
        position: i64,
    ) -> sqlx::Result<Vec<(i64, PersonId)>> {
        const SQL: &str =
            "SELECT position, person FROM erased WHERE position > $1 ORDER BY position";
        let rows = sqlx::query_as::<_, (i64, Uuid)>(SQL).bind(position).fetch_all(&self.pool);
        Ok(rows.await?.into_iter().map(|(at, person)| (at, PersonId::from_uuid(person))).collect())
    }

    /// The keys after this person, at most so many.
    pub(in crate::keys) async fn page(
        &self,
        after: PersonId,
        n_max: usize,
    ) -> Result<Vec<(PersonId, PersonKey)>, KeyError> {
        const SQL: &str =
            "SELECT person, wrapped FROM live WHERE person > $1 ORDER BY person LIMIT $2";
        let n_max = i64::try_from(n_max).unwrap_or(i64::MAX);
        let page = sqlx::query_as::<_, (Uuid, Vec<u8>)>(SQL).bind(after.uuid()).bind(n_max);
        let rows = page.fetch_all(&self.pool).await.map_err(failed)?;
        rows.into_iter().map(|(person, wrapped)| self.unwrap(person, &wrapped)).collect()
    }

    async fn find_on(
        &self,
        connection: &mut PgConnection,
        persons: &[Uuid],
    ) -> Result<BTreeMap<PersonId, Known>, KeyError> {
        let find = sqlx::query_as::<_, (Uuid, Option<Vec<u8>>)>(FIND).bind(persons);
        let rows = find.fetch_all(connection).await.map_err(failed)?;
        let known = rows.into_iter().map(|(person, wrapped)| match wrapped {
            Some(wrapped) => self.unwrap(person, &wrapped).map(|(p, key)| (p, Known::Key(key))),
            None => Ok((PersonId::from_uuid(person), Known::Erased)),
        });
        known.collect()
    }

    fn wrap(&self, person: PersonId, key: &PersonKey) -> Vec<u8> {
        self.wrapping.wrap(person.uuid().as_bytes(), &Secret::from_bytes(*key))
    }

    fn unwrap(&self, person: Uuid, wrapped: &[u8]) -> Result<(PersonId, PersonKey), KeyError> {
        let key = self.wrapping.unwrap(person.as_bytes(), wrapped);
        let person = PersonId::from_uuid(person);
        let key = key.ok_or(KeyError::Damaged { person })?;
        Ok((person, *key.bytes()))
    }
}

fn uuids<'a>(persons: impl IntoIterator<Item = &'a PersonId>) -> Vec<Uuid> {
    persons.into_iter().map(|person| person.uuid()).collect()
}

fn failed(source: sqlx::Error) -> KeyError {
    KeyError::Database(Arc::new(source))
}
