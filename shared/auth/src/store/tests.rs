use std::os::unix::fs::PermissionsExt;

use jiff::SignedDuration;
use sqlx::AssertSqlSafe;
use tempfile::TempDir;
use tongban_kernel::Role;
use tongban_pg_testkit::TestDatabase;

use super::*;

mod copying;
mod file;
mod sharing;

/// Where the accounts of one test are.
enum Home {
    File(TempDir),
    Database(TestDatabase),
}

impl Home {
    fn file() -> Self {
        Self::File(tempfile::tempdir().unwrap())
    }

    async fn database() -> Self {
        Self::Database(TestDatabase::new().await)
    }

    /// The accounts as a process has them; each call is another process.
    async fn accounts(&self) -> AccountStore {
        self.try_accounts().await.unwrap()
    }

    async fn try_accounts(&self) -> Result<AccountStore, AccountsError> {
        match self {
            Self::File(dir) => AccountStore::open(&dir.path().join("accounts.db")).await,
            Self::Database(database) => {
                let options = database.options().await;
                Ok(AccountStore::in_database(options, &Wrapping::clear()).await?.0)
            }
        }
    }
}

/// Makes a test of each rule and home.
macro_rules! in_both_homes {
    ($($rule:ident)+) => {
        mod in_a_file {$(
            #[tokio::test]
            async fn $rule() {
                super::$rule(super::Home::file()).await;
            }
        )+}

        mod in_a_database {$(
            #[tokio::test]
            async fn $rule() {
                super::$rule(super::Home::database().await).await;
            }
        )+}
    };
}

// Below the macro that it uses.
mod ways;

in_both_homes! {
    an_account_is_found_again_after_a_restart
    a_name_is_given_once
    accounts_are_listed_page_by_page
    every_change_ends_the_sessions_begun_before
    a_password_is_replaced_where_it_is_the_one_that_was_looked_at
    a_disabled_account_has_no_sessions_until_it_is_enabled
    a_change_whose_caller_goes_away_is_seen_through
    an_unknown_account_cannot_be_changed
    attempts_at_the_same_time_are_all_counted
    a_flood_of_names_does_not_free_the_one_under_attack
    a_newer_format_and_a_damaged_row_are_refused
}

/// Does something to the database from outside.
async fn run(accounts: &AccountStore, sql: String) {
    let sql = sqlx::raw_sql(AssertSqlSafe(sql));
    on_engine!(&accounts.engine, |pool| sql.execute(pool).await.map(drop)).unwrap();
}

fn login(name: &str) -> Login {
    Login::parse(name).unwrap()
}

fn rights() -> Rights {
    Rights::officer("D01", [Role::Handler]).unwrap()
}

fn hash() -> PasswordHash {
    PasswordHash::from_stored("$argon2id$…")
}

fn now() -> Timestamp {
    Timestamp::from_microsecond(1_790_000_000_000_001).unwrap()
}

async fn create(accounts: &AccountStore, name: &str) -> Account {
    accounts.create(&login(name), &rights(), &hash(), now()).await.unwrap()
}

async fn an_account_is_found_again_after_a_restart(home: Home) {
    let accounts = home.accounts().await;
    let created = create(&accounts, "h-12").await;
    accounts.close().await;
    let accounts = home.accounts().await;
    let found = accounts.find(&login("h-12")).await.unwrap().unwrap();
    assert_eq!((&found.account, found.password), (&created, hash()));
    assert!(accounts.sessions().is_good(&login("h-12"), created.session_version));
    assert!(accounts.find(&login("h-13")).await.unwrap().is_none());
}

async fn a_name_is_given_once(home: Home) {
    let accounts = home.accounts().await;
    create(&accounts, "h-12").await;
    let again = accounts.create(&login("H-12"), &rights(), &hash(), now()).await;
    assert!(matches!(again, Err(AccountsError::Exists { login }) if login.as_str() == "h-12"));
}

async fn accounts_are_listed_page_by_page(home: Home) {
    let accounts = home.accounts().await;
    for n in 0..205 {
        create(&accounts, &format!("h-{n:03}")).await;
    }
    let first = accounts.list("").await.unwrap();
    let second = accounts.list(first.last().unwrap().login.as_str()).await.unwrap();
    assert_eq!((first.len(), second.len()), (200, 5));
    assert_eq!(second[0].login, login("h-200"));
    assert!(accounts.list("h-204").await.unwrap().is_empty());
}

async fn every_change_ends_the_sessions_begun_before(home: Home) {
    let accounts = home.accounts().await;
    let name = login("h-12");
    let sessions = accounts.sessions();
    let mut version = create(&accounts, "h-12").await.session_version;
    let coordinator = Rights::person([Role::Coordinator]).unwrap();
    for change in [
        accounts.set_password(&name, &hash()),
        accounts.set_rights(&name, &coordinator),
        accounts.end_sessions(&name),
    ] {
        assert!(sessions.is_good(&name, version));
        change.await.unwrap();
        assert!(!sessions.is_good(&name, version));
        version += 1;
    }
    let found = accounts.find(&name).await.unwrap().unwrap().account;
    assert_eq!((found.rights, found.session_version), (coordinator, version));
}

async fn a_password_is_replaced_where_it_is_the_one_that_was_looked_at(home: Home) {
    let accounts = home.accounts().await;
    let name = login("h-12");
    let version = create(&accounts, "h-12").await.session_version;
    let [reset, wished] = ["$argon2id$reset", "$argon2id$wished"].map(PasswordHash::from_stored);
    accounts.set_password(&name, &reset).await.unwrap();
    let late = accounts.replace_password(&name, &hash(), &wished).await;
    assert!(matches!(late, Err(AccountsError::Unknown { .. })));
    let found = accounts.find(&name).await.unwrap().unwrap();
    assert_eq!((found.password, found.account.session_version), (reset.clone(), version + 1));
    let replaced = accounts.replace_password(&name, &reset, &wished).await.unwrap();
    let found = accounts.find(&name).await.unwrap().unwrap();
    assert_eq!((&found.password, &found.account), (&wished, &replaced));
    assert_eq!(replaced.session_version, version + 2);
    assert!(!accounts.sessions().is_good(&name, version + 1));
    // Nobody signs in by it any more.
    accounts.set_state(&name, AccountState::Disabled).await.unwrap();
    let gone = accounts.replace_password(&name, &wished, &reset).await;
    assert!(matches!(gone, Err(AccountsError::Unknown { .. })));
}

async fn a_disabled_account_has_no_sessions_until_it_is_enabled(home: Home) {
    let accounts = home.accounts().await;
    let name = login("h-12");
    create(&accounts, "h-12").await;
    accounts.set_state(&name, AccountState::Disabled).await.unwrap();
    assert!((1..9).all(|version| !accounts.sessions().is_good(&name, version)));
    let reopened = home.accounts().await;
    assert!((1..9).all(|version| !reopened.sessions().is_good(&name, version)));
    accounts.set_state(&name, AccountState::Active).await.unwrap();
    assert!(accounts.sessions().is_good(&name, 3));
}

async fn a_change_whose_caller_goes_away_is_seen_through(home: Home) {
    let accounts = home.accounts().await;
    let name = login("h-12");
    let version = create(&accounts, "h-12").await.session_version;
    let mut disabling = accounts.set_state(&name, AccountState::Disabled);
    // Polled once, so that it has begun, and then dropped, as the server does with a request whose
    // client has hung up.
    assert!(futures_util::poll!(&mut disabling).is_pending());
    drop(disabling);
    while accounts.sessions().is_good(&name, version) {
        tokio::task::yield_now().await;
    }
    let found = accounts.find(&name).await.unwrap().unwrap();
    assert_eq!(found.account.state, AccountState::Disabled);
}

async fn an_unknown_account_cannot_be_changed(home: Home) {
    let accounts = home.accounts().await;
    let changed = accounts.set_state(&login("h-12"), AccountState::Disabled).await;
    assert!(matches!(changed, Err(AccountsError::Unknown { .. })));
}

async fn attempts_at_the_same_time_are_all_counted(home: Home) {
    let accounts = home.accounts().await;
    let tasks = (0..20).map(|_| {
        let accounts = accounts.clone();
        tokio::spawn(async move { accounts.begin_attempt(&login("nobody"), now()).await.unwrap() })
    });
    let mut n_taken = 0;
    for task in tasks.collect::<Vec<_>>() {
        n_taken += usize::from(task.await.unwrap() == Attempt::Taken);
    }
    assert_eq!(n_taken, 5);
    let later = now() + SignedDuration::from_secs(30);
    assert_eq!(accounts.begin_attempt(&login("nobody"), later).await.unwrap(), Attempt::Taken);
    accounts.clear_attempts(&login("nobody")).await.unwrap();
    assert_eq!(accounts.begin_attempt(&login("nobody"), now()).await.unwrap(), Attempt::Taken);
}

async fn a_flood_of_names_does_not_free_the_one_under_attack(home: Home) {
    let accounts = home.accounts().await;
    for _ in 0..5 {
        accounts.begin_attempt(&login("target"), now()).await.unwrap();
    }
    let later = now() + SignedDuration::from_secs(1);
    let at = later.as_microsecond();
    let flood = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10500)
        INSERT INTO attempts SELECT 'made-up-' || i, 1, {at}, {at} FROM n"
    );
    run(&accounts, flood).await;
    accounts.begin_attempt(&login("one-more"), later).await.unwrap();
    let n_names: i64 = on_engine!(&accounts.engine, |pool| {
        sqlx::query_scalar("SELECT count(*) FROM attempts").fetch_one(pool).await.unwrap()
    });
    assert_eq!(n_names, 10_000);
    let target = accounts.begin_attempt(&login("target"), later).await.unwrap();
    assert!(matches!(target, Attempt::Locked { .. }));
}

async fn a_newer_format_and_a_damaged_row_are_refused(home: Home) {
    let accounts = home.accounts().await;
    create(&accounts, "h-12").await;
    run(&accounts, "UPDATE accounts SET roles = '[\"king\"]'".into()).await;
    let damaged = accounts.find(&login("h-12")).await;
    assert!(matches!(damaged, Err(AccountsError::Damaged { login }) if login == "h-12"));
    let newer = match home {
        Home::File(_) => "PRAGMA user_version = 3",
        Home::Database(_) => "UPDATE format SET version = 3",
    };
    run(&accounts, newer.into()).await;
    let refused = home.try_accounts().await;
    assert!(matches!(refused, Err(AccountsError::Newer { found: 3, known: 2 })));
}
