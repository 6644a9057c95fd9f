use std::os::unix::fs::PermissionsExt;

use jiff::SignedDuration;
use tempfile::TempDir;
use tongban_kernel::Role;

use super::*;

async fn accounts() -> (TempDir, SqliteAccounts) {
    let dir = tempfile::tempdir().unwrap();
    let accounts = SqliteAccounts::open(&dir.path().join("accounts.db")).await.unwrap();
    (dir, accounts)
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

async fn create(accounts: &SqliteAccounts, name: &str) -> Account {
    accounts.create(&login(name), &rights(), &hash(), now()).await.unwrap()
}

#[tokio::test]
async fn an_account_is_found_again_after_a_restart() {
    let (dir, accounts) = accounts().await;
    let created = create(&accounts, "h-12").await;
    accounts.pool.close().await;
    let accounts = SqliteAccounts::open(&dir.path().join("accounts.db")).await.unwrap();
    let found = accounts.find(&login("h-12")).await.unwrap().unwrap();
    assert_eq!((&found.account, found.password), (&created, hash()));
    assert!(accounts.sessions().is_good(&login("h-12"), created.session_version));
    assert!(accounts.find(&login("h-13")).await.unwrap().is_none());
}

#[tokio::test]
async fn a_name_is_given_once() {
    let (_dir, accounts) = accounts().await;
    create(&accounts, "h-12").await;
    let again = accounts.create(&login("H-12"), &rights(), &hash(), now()).await;
    assert!(matches!(again, Err(AccountsError::Exists { login }) if login.as_str() == "h-12"));
}

#[tokio::test]
async fn accounts_are_listed_page_by_page() {
    let (_dir, accounts) = accounts().await;
    for n in 0..205 {
        create(&accounts, &format!("h-{n:03}")).await;
    }
    let first = accounts.list("").await.unwrap();
    let second = accounts.list(first.last().unwrap().login.as_str()).await.unwrap();
    assert_eq!((first.len(), second.len()), (200, 5));
    assert_eq!(second[0].login, login("h-200"));
    assert!(accounts.list("h-204").await.unwrap().is_empty());
}

#[tokio::test]
async fn every_change_ends_the_sessions_begun_before() {
    let (_dir, accounts) = accounts().await;
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

#[tokio::test]
async fn a_disabled_account_has_no_sessions_until_it_is_enabled() {
    let (dir, accounts) = accounts().await;
    let name = login("h-12");
    create(&accounts, "h-12").await;
    accounts.set_state(&name, AccountState::Disabled).await.unwrap();
    assert!((1..9).all(|version| !accounts.sessions().is_good(&name, version)));
    let reopened = SqliteAccounts::open(&dir.path().join("accounts.db")).await.unwrap();
    assert!((1..9).all(|version| !reopened.sessions().is_good(&name, version)));
    accounts.set_state(&name, AccountState::Active).await.unwrap();
    assert!(accounts.sessions().is_good(&name, 3));
}

#[tokio::test]
async fn a_change_whose_caller_goes_away_is_seen_through() {
    let (_dir, accounts) = accounts().await;
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

#[tokio::test]
async fn an_unknown_account_cannot_be_changed() {
    let (_dir, accounts) = accounts().await;
    let changed = accounts.set_state(&login("h-12"), AccountState::Disabled).await;
    assert!(matches!(changed, Err(AccountsError::Unknown { .. })));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attempts_at_the_same_time_are_all_counted() {
    let (_dir, accounts) = accounts().await;
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

#[tokio::test]
async fn a_flood_of_names_does_not_free_the_one_under_attack() {
    let (_dir, accounts) = accounts().await;
    for _ in 0..5 {
        accounts.begin_attempt(&login("target"), now()).await.unwrap();
    }
    let flood = "
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10500)
        INSERT INTO attempts SELECT 'made-up-' || i, 1, $1, $1 FROM n";
    let later = now() + SignedDuration::from_secs(1);
    sqlx::query(flood).bind(later.as_microsecond()).execute(&accounts.pool).await.unwrap();
    accounts.begin_attempt(&login("one-more"), later).await.unwrap();
    let count = sqlx::query_scalar("SELECT count(*) FROM attempts").fetch_one(&accounts.pool);
    let n_names: i64 = count.await.unwrap();
    assert_eq!(n_names, 10_000);
    let target = accounts.begin_attempt(&login("target"), later).await.unwrap();
    assert!(matches!(target, Attempt::Locked { .. }));
}

#[tokio::test]
async fn a_newer_file_and_a_damaged_row_are_refused() {
    let (dir, accounts) = accounts().await;
    create(&accounts, "h-12").await;
    sqlx::query("UPDATE accounts SET roles = '[\"king\"]'").execute(&accounts.pool).await.unwrap();
    let damaged = accounts.find(&login("h-12")).await;
    assert!(matches!(damaged, Err(AccountsError::Damaged { login }) if login == "h-12"));
    sqlx::query("PRAGMA user_version = 2").execute(&accounts.pool).await.unwrap();
    let newer = SqliteAccounts::open(&dir.path().join("accounts.db")).await;
    assert!(matches!(newer, Err(AccountsError::Newer { found: 2, known: 1 })));
}

#[tokio::test]
async fn a_copy_holds_every_account() {
    let (dir, accounts) = accounts().await;
    create(&accounts, "h-12").await;
    let backup = dir.path().join("backup.db");
    accounts.copy_to(&backup).await.unwrap();
    assert!(accounts.copy_to(&backup).await.is_err());
    let copy = SqliteAccounts::open(&backup).await.unwrap();
    assert!(copy.find(&login("h-12")).await.unwrap().is_some());
}

#[tokio::test]
async fn the_file_is_readable_by_its_owner_alone() {
    let (dir, _accounts) = accounts().await;
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}
