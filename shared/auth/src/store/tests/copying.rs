//! Accounts on their way from one home to another.

use super::*;

/// Two accounts, of which one was changed.
async fn filled(home: &Home) -> AccountStore {
    let accounts = home.accounts().await;
    create(&accounts, "h-12").await;
    create(&accounts, "w3-clerk").await;
    accounts.set_state(&login("h-12"), AccountState::Disabled).await.unwrap();
    accounts
}

#[tokio::test]
async fn a_copy_in_a_new_file_holds_every_account() {
    let dir = tempfile::tempdir().unwrap();
    for home in [Home::file(), Home::database().await] {
        let accounts = filled(&home).await;
        let backup = dir.path().join(format!("{}.db", matches!(home, Home::File(_))));
        accounts.copy_to(&backup).await.unwrap();
        assert!(!backup.with_extension("db-wal").exists(), "all of it is in the file");
        assert!(accounts.copy_to(&backup).await.is_err(), "never written over");
        let copy = AccountStore::open(&backup).await.unwrap();
        let copied = copy.find(&login("h-12")).await.unwrap().unwrap();
        assert_eq!(copied, accounts.find(&login("h-12")).await.unwrap().unwrap());
    }
}

#[tokio::test]
async fn accounts_are_moved_in_both_directions_and_nothing_twice() {
    for (from, to) in
        [(Home::file(), Home::database().await), (Home::database().await, Home::file())]
    {
        let (source, target) = (filled(&from).await, to.accounts().await);
        assert_eq!(source.copy_into(&target).await.unwrap(), 2);
        let late = create(&source, "late").await;
        assert_eq!(source.copy_into(&target).await.unwrap(), 1);
        assert_eq!(source.copy_into(&target).await.unwrap(), 0);
        assert!(target.sessions().is_good(&late.login, late.session_version));
        for account in source.list("").await.unwrap() {
            let (here, there) = (source.find(&account.login), target.find(&account.login));
            assert_eq!(here.await.unwrap(), there.await.unwrap());
        }
    }
}

#[tokio::test]
async fn an_account_that_is_another_there_stops_the_copy() {
    let (from, to) = (Home::file(), Home::file());
    let (source, target) = (filled(&from).await, to.accounts().await);
    create(&target, "h-12").await;
    let refused = source.copy_into(&target).await;
    assert!(matches!(refused, Err(AccountsError::Differs { login }) if login.as_str() == "h-12"));
}
