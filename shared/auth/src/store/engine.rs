use sqlx::{PgPool, SqlitePool};

/// The database that accounts are in. Both take the same statements.
#[derive(Clone, Debug)]
pub(super) enum Engine {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// The same work on whichever engine it is: sqlx has a type of its own for each.
macro_rules! on_engine {
    ($engine:expr, |$pool:ident| $work:expr) => {
        match $engine {
            $crate::store::engine::Engine::Sqlite($pool) => $work,
            $crate::store::engine::Engine::Postgres($pool) => $work,
        }
    };
}

pub(super) use on_engine;
