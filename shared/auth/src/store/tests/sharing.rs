//! What processes that share a database see of each other.

use futures_util::future::join_all;
use tongban_vault::Secret;

use super::*;
use crate::{TokenError, Tokens};

async fn process(database: &TestDatabase) -> (AccountStore, Tokens) {
    let options = database.options().await;
    let (accounts, secret) = AccountStore::in_database(options, &Wrapping::clear()).await.unwrap();
    let tokens = Tokens::new(&secret, Tokens::LIFETIME, accounts.sessions());
    (accounts, tokens)
}

/// Waits until a token is no longer good; the test hangs where that does not come.
async fn until_ended(tokens: &Tokens, token: &str) {
    loop {
        match tokens.verify(token, now()) {
            Ok(_) => tokio::task::yield_now().await,
            Err(TokenError::Ended) => return,
            Err(other) => panic!("{other}"),
        }
    }
}

/// Waits until a process hears what another does: what it looks at when it begins to, it has seen.
async fn until_heard(tokens: &Tokens, other: &(AccountStore, Tokens)) {
    let account = create(&other.0, "h-99").await;
    until_good(tokens, &other.1.issue(&account, now()).unwrap().0).await;
}

async fn until_good(tokens: &Tokens, token: &str) {
    while tokens.verify(token, now()).is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_token_of_one_process_is_good_at_the_other_until_the_account_is_disabled() {
    let database = TestDatabase::new().await;
    let ((here, our_tokens), (there, their_tokens)) =
        (process(&database).await, process(&database).await);
    let account = create(&here, "h-12").await;
    let (token, _) = our_tokens.issue(&account, now()).unwrap();
    until_good(&their_tokens, &token).await;
    there.set_state(&account.login, AccountState::Disabled).await.unwrap();
    until_ended(&our_tokens, &token).await;
}

#[tokio::test]
async fn what_changed_while_nobody_could_hear_it_is_known_afterwards() {
    let database = TestDatabase::new().await;
    let (here, tokens) = process(&database).await;
    until_heard(&tokens, &process(&database).await).await;
    let account = create(&here, "h-12").await;
    let (token, _) = tokens.issue(&account, now()).unwrap();
    database.run("ALTER TABLE accounts.accounts DISABLE TRIGGER tell").await;
    let disable = "UPDATE accounts.accounts SET state = 'disabled', session_version = 9";
    database.run(disable).await;
    assert!(tokens.verify(&token, now()).is_ok(), "nothing was told");
    database.cut_off_everyone().await;
    until_ended(&tokens, &token).await;
}

#[tokio::test]
async fn a_change_by_hand_is_told_too() {
    let database = TestDatabase::new().await;
    let (here, tokens) = process(&database).await;
    until_heard(&tokens, &process(&database).await).await;
    let account = create(&here, "h-12").await;
    let (token, _) = tokens.issue(&account, now()).unwrap();
    database.run("UPDATE accounts.accounts SET session_version = session_version + 1").await;
    until_ended(&tokens, &token).await;
}

#[tokio::test]
async fn processes_that_start_at_once_sign_with_one_secret() {
    let database = TestDatabase::new().await;
    let options = database.options().await;
    let wrapping = Wrapping::clear();
    let starting = (0..6).map(|_| AccountStore::in_database(options.clone(), &wrapping));
    let secrets = join_all(starting).await.into_iter().map(|started| started.unwrap().1);
    let mut secrets: Vec<Secret> = secrets.collect();
    secrets.dedup();
    assert_eq!(secrets.len(), 1);
}

#[tokio::test]
async fn the_secret_is_read_under_the_key_that_it_was_wrapped_with_alone() {
    let database = TestDatabase::new().await;
    let options = database.options().await;
    let wrapping = Wrapping::under(&Secret::random());
    let (_, secret) = AccountStore::in_database(options.clone(), &wrapping).await.unwrap();
    let (_, again) = AccountStore::in_database(options.clone(), &wrapping).await.unwrap();
    assert_eq!(again, secret);
    for other in [Wrapping::clear(), Wrapping::under(&Secret::random())] {
        let refused = AccountStore::in_database(options.clone(), &other).await;
        assert!(matches!(refused, Err(AccountsError::Wrapped)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_secret_that_is_brought_along_is_kept_unless_there_is_one() {
    let (database, wrapping) = (TestDatabase::new().await, Wrapping::clear());
    let options = database.options().await;
    let (brought, another) = (Secret::random(), Secret::random());
    for secret in [&brought, &another] {
        let opened = AccountStore::in_database_for(options.clone(), &wrapping, secret).await;
        assert_eq!(opened.unwrap().1, brought);
    }
}
