use std::sync::Arc;

use tempfile::TempDir;
use tongban_pg_testkit::TestDatabase;

use super::*;
use crate::BlindKind;

mod copying;
mod folder;
mod sharing;

/// Where the keys of one test are.
enum Place {
    Folder(TempDir),
    Database(TestDatabase),
}

impl Place {
    fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    async fn database() -> Self {
        Self::Database(TestDatabase::new().await)
    }

    /// The ring as a process has it; each call is another process.
    async fn ring(&self) -> KeyRing {
        match self {
            Self::Folder(dir) => KeyRing::open(dir.path()).unwrap(),
            Self::Database(database) => shared(database).await,
        }
    }

    /// A ring of this place that another is to be copied into.
    async fn ring_for(&self, source: &KeyRing) -> KeyRing {
        match self {
            Self::Folder(dir) => KeyRing::open_for(dir.path(), source).unwrap(),
            Self::Database(database) => {
                let options = database.options().await;
                KeyRing::in_database_for(options, Wrapping::clear(), source).await.unwrap()
            }
        }
    }
}

async fn shared(database: &TestDatabase) -> KeyRing {
    KeyRing::in_database(database.options().await, Wrapping::clear()).await.unwrap()
}

/// Makes a test of each rule and place.
macro_rules! in_both_places {
    ($($rule:ident)+) => {
        mod in_a_folder {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() {
                super::$rule(super::Place::folder()).await;
            }
        )+}

        mod in_a_database {$(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $rule() {
                super::$rule(super::Place::database().await).await;
            }
        )+}
    };
}

in_both_places! {
    what_was_sealed_is_opened_even_after_a_restart
    a_key_that_exists_costs_no_flush
    concurrent_callers_agree_on_the_key_of_a_person
    keys_prepared_at_once_share_a_flush
    an_erased_person_stays_erased_and_comes_back_as_someone_new
    an_altered_value_or_one_of_someone_else_does_not_open
}

fn someone(ring: &KeyRing, number: &str) -> PersonId {
    ring.person_of(&ring.index().blind(BlindKind::CitizenId, number))
}

fn name() -> String {
    "王小明".into()
}

async fn what_was_sealed_is_opened_even_after_a_restart(place: Place) {
    let ring = place.ring().await;
    let person = someone(&ring, "11010519491231002X");
    let sealed = ring.seal(person, &name()).await.unwrap();
    assert!(!sealed.sealed().contains("王") && sealed.person() == person);
    drop(ring);
    let ring = place.ring().await;
    assert_eq!(someone(&ring, "11010519491231002X"), person);
    assert_eq!(ring.unseal(&sealed).await.unwrap(), Opened::Value(name()));
}

async fn a_key_that_exists_costs_no_flush(place: Place) {
    let ring = place.ring().await;
    let person = someone(&ring, "1");
    let first = ring.seal(person, &name()).await.unwrap();
    let second = ring.seal(person, &name()).await.unwrap();
    assert_ne!(first.sealed(), second.sealed(), "equal values must not look equal");
    assert_eq!(ring.n_flushes(), 1);
}

async fn concurrent_callers_agree_on_the_key_of_a_person(place: Place) {
    let ring = place.ring().await;
    let ring = Arc::new(ring);
    let tasks = (0..200).map(|n| {
        let ring = ring.clone();
        let person = someone(&ring, &(n % 20).to_string());
        tokio::spawn(async move { ring.seal(person, &n).await.unwrap() })
    });
    let tasks: Vec<_> = tasks.collect();
    for (n, task) in tasks.into_iter().enumerate() {
        assert_eq!(ring.unseal(&task.await.unwrap()).await.unwrap(), Opened::Value(n));
    }
    assert_eq!(ring.n_keys(), 20);
}

async fn keys_prepared_at_once_share_a_flush(place: Place) {
    let ring = place.ring().await;
    let persons: Vec<_> = (0..1_500).map(|n| someone(&ring, &n.to_string())).collect();
    ring.prepare(&persons).await.unwrap();
    ring.seal(persons[1_499], &name()).await.unwrap();
    assert_eq!((ring.n_keys(), ring.n_flushes()), (1_500, 2));
}

async fn an_erased_person_stays_erased_and_comes_back_as_someone_new(place: Place) {
    let ring = place.ring().await;
    let (person, other) = (someone(&ring, "1"), someone(&ring, "2"));
    let gone = ring.seal(person, &name()).await.unwrap();
    let kept = ring.seal(other, &name()).await.unwrap();
    ring.erase(person).await.unwrap();
    ring.erase(person).await.unwrap();
    assert_eq!(ring.unseal(&gone).await.unwrap(), Opened::Erased);
    assert!(matches!(
        ring.seal(person, &name()).await,
        Err(SealError::Key(KeyError::Erased { .. }))
    ));
    let again = someone(&ring, "1");
    assert_ne!(again, person);
    let anew = ring.seal(again, &name()).await.unwrap();
    drop(ring);

    let ring = place.ring().await;
    assert_eq!(ring.unseal(&gone).await.unwrap(), Opened::Erased);
    assert_eq!(ring.unseal(&kept).await.unwrap(), Opened::Value(name()));
    assert_eq!(ring.unseal(&anew).await.unwrap(), Opened::Value(name()));
    assert_eq!((someone(&ring, "1"), ring.n_keys(), ring.n_erased()), (again, 2, 1));
}

async fn an_altered_value_or_one_of_someone_else_does_not_open(place: Place) {
    let ring = place.ring().await;
    let sealed = ring.seal(someone(&ring, "1"), &name()).await.unwrap();
    let other = ring.seal(someone(&ring, "2"), &name()).await.unwrap();
    let swapped: Personal<String> = Personal::from_sealed(other.person(), sealed.sealed());
    let cut: Personal<String> = Personal::from_sealed(sealed.person(), &sealed.sealed()[..10]);
    for damaged in [swapped, cut] {
        assert!(matches!(ring.unseal(&damaged).await, Err(UnsealError::Damaged { .. })));
    }
    let number: Personal<u32> = Personal::from_sealed(sealed.person(), sealed.sealed());
    assert!(matches!(ring.unseal(&number).await, Err(UnsealError::Shape { .. })));
}
