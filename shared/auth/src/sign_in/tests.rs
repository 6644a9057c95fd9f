use jiff::SignedDuration;
use tempfile::TempDir;
use tongban_kernel::Role;
use tongban_vault::Secret;

use super::*;
use crate::{AccountStore, Cost, Rights, seed};

const RIGHT: &str = "a long enough password";

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn clerk() -> NewAccount {
    NewAccount {
        login: Login::parse("w3-clerk").unwrap(),
        rights: Rights::officer("D01", [Role::WindowClerk]).unwrap(),
        password: Password::parse(RIGHT).unwrap(),
    }
}

/// An office with one clerk.
async fn office() -> (TempDir, Arc<AccountStore>, SignIn) {
    let dir = tempfile::tempdir().unwrap();
    let accounts = AccountStore::open(&dir.path().join("accounts.db")).await.unwrap();
    let accounts = Arc::new(accounts);
    let tokens = Tokens::new(&Secret::random(), Tokens::LIFETIME, accounts.sessions());
    let passwords = Passwords::new(Cost::FOR_TESTS).unwrap();
    let sign_in = SignIn::new(accounts.clone(), passwords, tokens);
    sign_in.create(clerk(), now()).await.unwrap();
    (dir, accounts, sign_in)
}

#[tokio::test]
async fn who_knows_the_password_gets_a_token_that_says_who_it_is() {
    let (_dir, _accounts, office) = office().await;
    let signed_in = office.sign_in(" W3-Clerk", RIGHT, now()).await.unwrap();
    let session = office.tokens().verify(&signed_in.token, now()).unwrap();
    assert_eq!(session.actor, tongban_kernel::Actor::officer("w3-clerk", "D01", Role::WindowClerk));
}

#[tokio::test]
async fn every_wrong_attempt_gets_the_same_answer() {
    let (_dir, accounts, office) = office().await;
    let disabled = Login::parse("gone").unwrap();
    office.create(NewAccount { login: disabled.clone(), ..clerk() }, now()).await.unwrap();
    accounts.set_state(&disabled, AccountState::Disabled).await.unwrap();
    let attempts =
        [("w3-clerk", "wrong"), ("nobody", RIGHT), ("gone", RIGHT), ("", RIGHT), ("'; --", "")];
    for (login, password) in attempts {
        let answer = office.sign_in(login, password, now()).await;
        assert!(matches!(answer, Err(SignInError::Wrong)), "{login}: {answer:?}");
    }
}

#[tokio::test]
async fn names_are_locked_whether_they_exist_or_not() {
    let (_dir, _accounts, office) = office().await;
    let until = now() + SignedDuration::from_secs(30);
    for login in ["w3-clerk", "nobody"] {
        for _ in 0..5 {
            let answer = office.sign_in(login, "wrong", now()).await;
            assert!(matches!(answer, Err(SignInError::Wrong)));
        }
        let locked = office.sign_in(login, RIGHT, now()).await;
        assert!(matches!(locked, Err(SignInError::Locked { until: at }) if at == until));
    }
    office.sign_in("w3-clerk", RIGHT, until).await.unwrap();
    let fresh = office.sign_in("w3-clerk", "wrong", until).await;
    assert!(matches!(fresh, Err(SignInError::Wrong)), "the count begins anew");
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    let (_dir, accounts, office) = office().await;
    let signed_in = office.sign_in("w3-clerk", RIGHT, now()).await.unwrap();
    accounts.set_state(&clerk().login, AccountState::Disabled).await.unwrap();
    let refused = office.tokens().verify(&signed_in.token, now());
    assert!(matches!(refused, Err(TokenError::Ended)));
}

#[tokio::test]
async fn a_changed_password_ends_every_other_session() {
    let (_dir, _accounts, office) = office().await;
    let login = clerk().login;
    let before = office.sign_in("w3-clerk", RIGHT, now()).await.unwrap();
    let new = Password::random();
    let wrong = office.change_password(&login, "wrong", new.clone(), now()).await;
    assert!(matches!(wrong, Err(SignInError::Wrong)));
    let after = office.change_password(&login, RIGHT, new.clone(), now()).await.unwrap();
    assert!(office.tokens().verify(&before.token, now()).is_err());
    assert!(office.tokens().verify(&after.token, now()).is_ok());
    assert!(office.sign_in("w3-clerk", RIGHT, now()).await.is_err());
    assert!(office.sign_in("w3-clerk", new.reveal(), now()).await.is_ok());
}

#[tokio::test]
async fn a_wrong_old_password_counts_like_a_failed_sign_in() {
    let (_dir, _accounts, office) = office().await;
    let login = clerk().login;
    for _ in 0..5 {
        let wrong = office.change_password(&login, "wrong", Password::random(), now()).await;
        assert!(matches!(wrong, Err(SignInError::Wrong)));
    }
    let locked = office.change_password(&login, RIGHT, Password::random(), now()).await;
    assert!(matches!(locked, Err(SignInError::Locked { .. })));
    let locked = office.sign_in("w3-clerk", RIGHT, now()).await;
    assert!(matches!(locked, Err(SignInError::Locked { .. })));
}

#[tokio::test]
async fn a_reset_password_unlocks_the_account() {
    let (_dir, _accounts, office) = office().await;
    for _ in 0..5 {
        let _ = office.sign_in("w3-clerk", "wrong", now()).await;
    }
    let new = Password::random();
    office.reset_password(&clerk().login, new.clone()).await.unwrap();
    assert!(office.sign_in("w3-clerk", new.reveal(), now()).await.is_ok());
}

#[tokio::test]
async fn seeding_twice_leaves_the_accounts_that_exist() {
    let (_dir, _accounts, office) = office().await;
    let handler = NewAccount {
        login: Login::parse("h-1").unwrap(),
        rights: Rights::officer("D02", [Role::Handler]).unwrap(),
        password: Password::random(),
    };
    let wanted = vec![NewAccount { password: Password::random(), ..clerk() }, handler];
    let created = seed(&office, wanted.clone(), now()).await.unwrap();
    assert_eq!(created.len(), 1);
    let credentials = &created[0];
    assert_eq!(credentials.login.as_str(), "h-1");
    office.sign_in("h-1", credentials.password.reveal(), now()).await.unwrap();
    office.sign_in("w3-clerk", RIGHT, now()).await.unwrap();
    assert!(seed(&office, wanted, now()).await.unwrap().is_empty());
}
