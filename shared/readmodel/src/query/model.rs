use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::SqlitePool;
use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::Query;
use crate::StoreError;
use crate::store::reader_pool;

/// One projection's rows, to be asked. Cheap to clone.
#[derive(Clone, Debug)]
pub struct ReadModel(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: &'static str,
    path: PathBuf,
    // Who asks holds it shared, so that the file is not exchanged under a question.
    pool: RwLock<SqlitePool>,
}

impl ReadModel {
    pub(crate) fn open(name: &'static str, path: &Path) -> Self {
        let pool = RwLock::new(reader_pool(path));
        Self(Arc::new(Inner { name, path: path.to_owned(), pool }))
    }

    /// The projection's name.
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// A question in the SQL that both engines share; its parameters are `$1`, `$2`, …
    pub fn query(&self, sql: &'static str) -> Query {
        Query::new(self.clone(), sql)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0.path
    }

    pub(crate) async fn pool(&self) -> RwLockReadGuard<'_, SqlitePool> {
        self.0.pool.read().await
    }

    /// Waits for the questions under way and keeps new ones waiting.
    pub(crate) async fn hold(&self) -> Held<'_> {
        let pool = self.0.pool.write().await;
        pool.close().await;
        Held { pool, path: &self.0.path }
    }

    pub(crate) async fn close(&self) {
        self.0.pool.read().await.close().await;
    }

    pub(crate) fn closed(&self) -> StoreError {
        StoreError::closed(&self.0.path)
    }
}

/// A read model that nobody can ask at the moment; its file may be exchanged.
pub(crate) struct Held<'a> {
    pool: RwLockWriteGuard<'a, SqlitePool>,
    path: &'a Path,
}

impl Held<'_> {
    /// Lets questions go on, on the file that is there now.
    pub(crate) fn release(mut self) {
        *self.pool = reader_pool(self.path);
    }
}
