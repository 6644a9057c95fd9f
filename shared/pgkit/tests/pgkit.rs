//! Against a real server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::mpsc;
use tongban_pg_testkit::TestDatabase;
use tongban_pgkit::{Claim, Follow, SchemaError, SharedSchema, follow};

const FIRST: &str = "CREATE TABLE things (name text PRIMARY KEY)";
const SECOND: &str = "ALTER TABLE things ADD COLUMN size bigint NOT NULL DEFAULT 1";
/// Nothing is looked at of itself within a test.
const NEVER: Duration = Duration::from_secs(86_400);

async fn open(
    database: &TestDatabase,
    migrations: &[&'static str],
) -> Result<SharedSchema, SchemaError> {
    SharedSchema::open(database.options().await, "things", migrations).await
}

#[tokio::test]
async fn processes_that_start_at_once_make_one_schema() {
    let database = TestDatabase::new().await;
    let options = database.options().await;
    let starting = (0..8).map(|_| SharedSchema::open(options.clone(), "things", &[FIRST]));
    let opened = futures_util::future::join_all(starting).await;
    assert!(opened.iter().all(Result::is_ok), "{opened:?}");
    assert_eq!(database.schemas().await, ["things"]);
}

#[tokio::test]
async fn a_schema_is_brought_to_the_present_format_once_and_a_newer_one_refused() {
    let database = TestDatabase::new().await;
    let first = open(&database, &[FIRST]).await.unwrap();
    sqlx::query("INSERT INTO things VALUES ('a')").execute(first.pool()).await.unwrap();
    for _ in 0..2 {
        let schema = open(&database, &[FIRST, SECOND]).await.unwrap();
        let size = sqlx::query_scalar("SELECT size FROM things").fetch_one(schema.pool());
        assert_eq!(size.await.ok(), Some(1_i64));
    }
    let older = open(&database, &[FIRST]).await;
    assert!(matches!(older, Err(SchemaError::Newer { found: 2, known: 1, .. })));
}

#[tokio::test]
async fn what_is_committed_is_kept_whatever_the_database_is_set_to() {
    let database = TestDatabase::new().await;
    let set = "DO $$ BEGIN EXECUTE format( \
        'ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$";
    database.run(set).await;
    let schema = open(&database, &[FIRST]).await.unwrap();
    let setting = sqlx::query_scalar("SHOW synchronous_commit").fetch_one(schema.pool());
    let setting: String = setting.await.unwrap();
    assert_eq!(setting, "on");
}

/// Says what it hears.
struct Loud(mpsc::UnboundedSender<String>);

impl Follow for Loud {
    fn told<'a>(&'a mut self, what: &'a str) -> BoxFuture<'a, Result<(), sqlx::Error>> {
        self.0.send(what.to_owned()).unwrap();
        async { Ok(()) }.boxed()
    }

    fn look(&mut self) -> BoxFuture<'_, Result<(), sqlx::Error>> {
        self.told("look")
    }
}

#[tokio::test]
async fn what_is_told_is_heard_and_a_lost_connection_makes_everything_be_looked_at() {
    let database = TestDatabase::new().await;
    let schema = open(&database, &[FIRST]).await.unwrap();
    let (loud, mut heard) = mpsc::unbounded_channel();
    let _following = follow(&schema, "tongban_things", NEVER, Loud(loud));
    assert_eq!(heard.recv().await.unwrap(), "look");
    database.run("SELECT pg_notify('tongban_things', 'a change')").await;
    assert_eq!(heard.recv().await.unwrap(), "a change");
    database.cut_off_everyone().await;
    assert_eq!(heard.recv().await.unwrap(), "look");
    database.run("SELECT pg_notify('tongban_things', 'another')").await;
    assert_eq!(heard.recv().await.unwrap(), "another");
}

#[tokio::test]
async fn where_nothing_is_told_it_is_looked_at_all_the_same() {
    let database = TestDatabase::new().await;
    let schema = open(&database, &[FIRST]).await.unwrap();
    let (loud, mut heard) = mpsc::unbounded_channel();
    let _following = follow(&schema, "tongban_things", Duration::from_millis(1), Loud(loud));
    for _ in 0..5 {
        assert_eq!(heard.recv().await.unwrap(), "look");
    }
}

/// Who has lost its connection, and whoever waits for a name, ask again.
async fn claimed(database: &TestDatabase, name: &str) -> Claim {
    loop {
        if let Some(claim) = Claim::of(database.options().await, name).await.unwrap() {
            return claim;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_name_belongs_to_one_process_until_it_ends() {
    let database = TestDatabase::new().await;
    let claim = Claim::of(database.options().await, "intake-1").await.unwrap().unwrap();
    assert!(Claim::of(database.options().await, "intake-1").await.unwrap().is_none());
    assert!(Claim::of(database.options().await, "intake-2").await.unwrap().is_some());
    drop(claim);
    claimed(&database, "intake-1").await;
}

#[tokio::test]
async fn who_loses_the_connection_has_the_name_again_unless_another_was_faster() {
    let database = TestDatabase::new().await;
    let first = claimed(&database, "intake-1").await;
    let holder = "SELECT pid::text FROM pg_locks WHERE locktype = 'advisory' AND database = \
        (SELECT oid FROM pg_database WHERE datname = current_database())";
    let before = database.ask(holder).await;
    database.cut_off_everyone().await;
    while matches!(database.ask(holder).await, now if now.is_empty() || now == before) {}
    assert!(Claim::of(database.options().await, "intake-1").await.unwrap().is_none());
    assert!(first.taken().now_or_never().is_none());

    database.cut_off_everyone().await;
    let _second = claimed(&database, "intake-1").await;
    first.taken().await;
}
