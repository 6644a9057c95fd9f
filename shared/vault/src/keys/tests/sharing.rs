//! What processes that share a database see of each other's keys.

use futures_util::future::join_all;

use super::*;
use crate::{PartyKind, Sight, StatedParty};

async fn number_in(database: &TestDatabase, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut database.connect().await).await.unwrap()
}

async fn until_erased(ring: &KeyRing, sealed: &Personal<String>) {
    while ring.unseal(sealed).await.unwrap() != Opened::Erased {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn what_one_process_sealed_the_other_opens_at_once() {
    let database = TestDatabase::new().await;
    let (here, there) = (shared(&database).await, shared(&database).await);
    for n in 0..20 {
        let person = someone(&here, &n.to_string());
        let sealed = here.seal(person, &name()).await.unwrap();
        assert_eq!(there.unseal(&sealed).await.unwrap(), Opened::Value(name()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_make_keys_at_once_make_the_same() {
    let database = TestDatabase::new().await;
    let starting = join_all((0..4).map(|_| shared(&database))).await;
    let rings: Vec<Arc<KeyRing>> = starting.into_iter().map(Arc::new).collect();
    let sealing = (0..400).map(|n| {
        let ring = rings[n % 4].clone();
        let person = someone(&ring, &(n % 30).to_string());
        tokio::spawn(async move { ring.seal(person, &n).await.unwrap() })
    });
    for (n, sealed) in join_all(sealing.collect::<Vec<_>>()).await.into_iter().enumerate() {
        let sealed = sealed.unwrap();
        for ring in &rings {
            assert_eq!(ring.unseal(&sealed).await.unwrap(), Opened::Value(n));
        }
    }
    let commits: u64 = rings.iter().map(|ring| ring.n_flushes()).sum();
    assert!(commits <= 120, "callers share commits: {commits}");
}

#[tokio::test]
async fn an_erased_person_is_forgotten_everywhere_and_comes_back_as_someone_new() {
    let database = TestDatabase::new().await;
    let (here, there) = (shared(&database).await, shared(&database).await);
    let sealed = here.seal(someone(&here, "1"), &name()).await.unwrap();
    assert_eq!(there.unseal(&sealed).await.unwrap(), Opened::Value(name()));
    there.erase(sealed.person()).await.unwrap();
    until_erased(&here, &sealed).await;
    let again = someone(&here, "1");
    assert_ne!(again, sealed.person());
    let anew = here.seal(again, &name()).await.unwrap();
    assert_eq!(there.unseal(&anew).await.unwrap(), Opened::Value(name()));
    assert_eq!(shared(&database).await.unseal(&sealed).await.unwrap(), Opened::Erased);
}

#[tokio::test]
async fn an_erasure_that_nobody_heard_of_is_seen_by_looking() {
    let database = TestDatabase::new().await;
    let here = shared(&database).await;
    let sealed = here.seal(someone(&here, "1"), &name()).await.unwrap();
    database
        .run(
            "INSERT INTO person_keys.erased (person) SELECT person FROM person_keys.live;
            DELETE FROM person_keys.live",
        )
        .await;
    database.cut_off_everyone().await;
    until_erased(&here, &sealed).await;
}

#[tokio::test]
async fn a_key_is_not_made_for_whom_another_process_erased_a_moment_ago() {
    let database = TestDatabase::new().await;
    let (here, there) = (shared(&database).await, shared(&database).await);
    for n in 0..20 {
        let person = someone(&here, &n.to_string());
        // It had no key: nothing of it is remembered here.
        there.erase(person).await.unwrap();
        let refused = here.seal(person, &name()).await;
        assert!(matches!(refused, Err(SealError::Key(KeyError::Erased { .. }))), "{refused:?}");
    }
    let live = number_in(&database, "SELECT count(*) FROM person_keys.live").await;
    assert_eq!(live, 0);
}

#[tokio::test]
async fn a_party_whom_another_process_erased_a_moment_ago_is_sealed_as_someone_new() {
    let database = TestDatabase::new().await;
    let (here, there) = (shared(&database).await, shared(&database).await);
    let number = "11010519491231002X";
    let stated = StatedParty::read(PartyKind::Citizen, "王小明", number, None).unwrap();
    let identity = stated.identity_index(here.index());
    for _ in 0..20 {
        let person = here.person_of(&identity);
        there.erase(person).await.unwrap();
        let (party, sealer) = here.seal_party(&stated).await.unwrap();
        assert_ne!(party.name.person(), person);
        assert_eq!(party.name.person(), sealer.person());
        there.erase(sealer.person()).await.unwrap();
        until_erased(&here, &party.name).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_key_outlives_an_erasure_however_they_meet() {
    let database = TestDatabase::new().await;
    let (here, there) = (Arc::new(shared(&database).await), Arc::new(shared(&database).await));
    let persons: Vec<_> = (0..50).map(|n| someone(&here, &n.to_string())).collect();
    let meeting = persons.into_iter().flat_map(|person| {
        let (here, there) = (here.clone(), there.clone());
        [
            // Sealed before, or refused.
            tokio::spawn(async move { drop(here.seal(person, &1).await) }),
            tokio::spawn(async move { there.erase(person).await.unwrap() }),
        ]
    });
    for met in join_all(meeting.collect::<Vec<_>>()).await {
        met.unwrap();
    }
    let both = "SELECT count(*) FROM person_keys.live JOIN person_keys.erased USING (person)";
    assert_eq!(number_in(&database, both).await, 0);
}

#[tokio::test]
async fn keys_lie_wrapped_and_open_under_their_wrapping_alone() {
    let database = TestDatabase::new().await;
    let options = database.options().await;
    let key = Secret::random();
    let ring = KeyRing::in_database(options.clone(), Wrapping::under(&key)).await.unwrap();
    let sealed = ring.seal(someone(&ring, "1"), &name()).await.unwrap();
    let again = KeyRing::in_database(options.clone(), Wrapping::under(&key)).await.unwrap();
    assert_eq!(again.unseal(&sealed).await.unwrap(), Opened::Value(name()));
    let len = "SELECT length(wrapped)::bigint FROM person_keys.live";
    assert_eq!(number_in(&database, len).await, 60);
    for other in [Wrapping::clear(), Wrapping::under(&Secret::random())] {
        let refused = KeyRing::in_database(options.clone(), other).await;
        assert!(matches!(refused, Err(OpenRingError::Wrapped)), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_values_that_are_opened_at_once_wait_their_turn() {
    let database = TestDatabase::new().await;
    let (here, there) = (shared(&database).await, shared(&database).await);
    let persons: Vec<_> = (0..2_500).map(|n| someone(&here, &n.to_string())).collect();
    here.prepare(&persons).await.unwrap();
    let sealed = join_all(persons.iter().map(|person| here.seal(*person, person))).await;
    let sealed: Vec<_> = sealed.into_iter().map(Result::unwrap).collect();
    let opened = join_all(sealed.iter().map(|sealed| there.unseal(sealed))).await;
    for (opened, person) in opened.into_iter().zip(persons) {
        assert_eq!(opened.unwrap(), Opened::Value(person));
    }
}

#[tokio::test]
async fn a_party_is_shown_where_another_process_sealed_it() {
    let database = TestDatabase::new().await;
    let (here, there) = (shared(&database).await, shared(&database).await);
    let number = "11010519491231002X";
    let stated = StatedParty::read(PartyKind::Citizen, "王小明", number, Some("13812341234"));
    let (party, _) = here.seal_party(&stated.unwrap()).await.unwrap();
    let shown = there.show_party(&party, Sight::Masked).await.unwrap();
    assert_eq!(shown.name.as_deref(), Some("王**"));
    assert_eq!(shown.phone.as_deref(), Some("138****1234"));
}
