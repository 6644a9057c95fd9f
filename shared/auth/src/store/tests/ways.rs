//! By which ways an account is signed in to, and whom it belongs to at a provider.

use super::*;
use crate::Link;

in_both_homes! {
    an_account_that_awaits_somebody_is_tied_to_the_first_who_comes
    nobody_is_tied_to_an_account_that_awaits_nobody
    a_person_at_the_provider_has_one_account
    ways_that_contradict_themselves_are_a_damaged_row
    other_ways_end_the_sessions_begun_before
}

fn somebody(id: &str) -> Subject {
    Subject::new("https://id.example", id).unwrap()
}

fn awaits() -> Ways {
    Ways::Both { link: Link::Awaited }
}

async fn an_account_that_awaits_somebody_is_tied_to_the_first_who_comes(home: Home) {
    let accounts = home.accounts().await;
    let name = login("h-12");
    create(&accounts, "h-12").await;
    accounts.set_ways(&name, &awaits()).await.unwrap();
    let (first, second) = (somebody("1"), somebody("2"));
    let tied = accounts.link(&name, &first).await.unwrap().unwrap().account;
    assert_eq!(tied.ways, Ways::Both { link: Link::To(first.clone()) });
    assert_eq!(accounts.link(&name, &second).await.unwrap(), None);
    let found = accounts.find_by_subject(&first).await.unwrap().unwrap();
    assert_eq!(found.account, tied);
    assert!(accounts.sessions().is_good(&name, tied.session_version), "nothing was taken away");
    let elsewhere = Subject::new("https://other.example", "1").unwrap();
    assert_eq!(accounts.find_by_subject(&elsewhere).await.unwrap(), None);
}

async fn nobody_is_tied_to_an_account_that_awaits_nobody(home: Home) {
    let accounts = home.accounts().await;
    let name = login("h-12");
    create(&accounts, "h-12").await;
    assert_eq!(accounts.link(&name, &somebody("1")).await.unwrap(), None);
    assert_eq!(accounts.link(&login("nobody"), &somebody("1")).await.unwrap(), None);
    accounts.set_ways(&name, &awaits()).await.unwrap();
    accounts.set_state(&name, AccountState::Disabled).await.unwrap();
    assert_eq!(accounts.link(&name, &somebody("1")).await.unwrap(), None, "disabled");
}

async fn a_person_at_the_provider_has_one_account(home: Home) {
    let accounts = home.accounts().await;
    for name in ["h-12", "h-13"] {
        create(&accounts, name).await;
        accounts.set_ways(&login(name), &awaits()).await.unwrap();
    }
    accounts.link(&login("h-12"), &somebody("1")).await.unwrap().unwrap();
    let taken = accounts.link(&login("h-13"), &somebody("1")).await;
    assert!(matches!(taken, Err(AccountsError::LinkTaken { .. })), "{taken:?}");
    let link = Link::To(somebody("1"));
    let taken = accounts.set_ways(&login("h-13"), &Ways::Provider { link }).await;
    let named =
        matches!(&taken, Err(AccountsError::LinkTaken { login }) if login.as_str() == "h-13");
    assert!(named, "{taken:?}");
}

async fn ways_that_contradict_themselves_are_a_damaged_row(home: Home) {
    let accounts = home.accounts().await;
    for damage in ["oidc_issuer = 'https://id.example'", "oidc_issuer = 'x', oidc_subject = '1'"] {
        let name = format!("h-{}", damage.len());
        create(&accounts, &name).await;
        run(&accounts, format!("UPDATE accounts SET {damage} WHERE login = '{name}'")).await;
        let found = accounts.find(&login(&name)).await;
        assert!(matches!(found, Err(AccountsError::Damaged { .. })), "{damage}: {found:?}");
    }
}

async fn other_ways_end_the_sessions_begun_before(home: Home) {
    let accounts = home.accounts().await;
    let name = login("h-12");
    let version = create(&accounts, "h-12").await.session_version;
    let ways = Ways::Provider { link: Link::To(somebody("1")) };
    accounts.set_ways(&name, &ways).await.unwrap();
    assert!(!accounts.sessions().is_good(&name, version));
    let stored = accounts.find(&name).await.unwrap().unwrap();
    assert_eq!(stored.account.ways, ways);
    // Moved with the account.
    let copy = Home::file();
    let copied = copy.accounts().await;
    accounts.copy_into(&copied).await.unwrap();
    assert_eq!(copied.find(&name).await.unwrap().unwrap(), stored);
}
