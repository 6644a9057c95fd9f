use tempfile::TempDir;

use super::*;
use tongban_s3_testkit::Server;

enum Place {
    Folder(TempDir),
    Bucket(Server),
}

impl Place {
    /// The store as a process has it; each call is another process.
    async fn store(&self) -> Objects {
        match self {
            Self::Folder(dir) => Objects::in_folder(dir.path()).unwrap(),
            Self::Bucket(server) => {
                let url = "s3://materials/archive/of a city";
                Objects::in_bucket(url, server.options()).await.unwrap()
            }
        }
    }
}

macro_rules! in_both_places {
    ($($rule:ident)+) => {$(
        mod $rule {
            use super::*;

            #[tokio::test]
            async fn in_a_folder() {
                super::super::$rule(Place::Folder(tempfile::tempdir().unwrap())).await;
            }

            #[tokio::test]
            async fn in_a_bucket() {
                super::super::$rule(Place::Bucket(Server::start().await)).await;
            }
        }
    )+};
}

mod rules {
    use super::*;

    in_both_places! {
        a_name_is_taken_once_and_what_is_there_stays
        names_are_listed_in_order_and_removed
    }
}

async fn a_name_is_taken_once_and_what_is_there_stays(place: Place) {
    let (here, there) = (place.store().await, place.store().await);
    assert!(here.put_new("seals/1.json", Bytes::from_static(b"one")).await.unwrap());
    assert!(!there.put_new("seals/1.json", Bytes::from_static(b"other")).await.unwrap());
    assert_eq!(there.get("seals/1.json").await.unwrap().unwrap(), "one");
    assert_eq!(there.get("seals/2.json").await.unwrap(), None);
    for _ in 0..2 {
        here.check_taken_once().await.unwrap();
    }
    // Of many at once one has it. The store of these tests looks first and writes then, unlike others.
    if matches!(place, Place::Bucket(_)) {
        return;
    }
    let puts = (0..16).map(|n: u8| there.put_new("seals/3.json", Bytes::from(vec![n])));
    let taken = futures_util::future::join_all(puts).await;
    assert_eq!(taken.into_iter().filter(|taken| *taken.as_ref().unwrap()).count(), 1);
}

async fn names_are_listed_in_order_and_removed(place: Place) {
    let store = place.store().await;
    assert_eq!(store.names("log").await.unwrap(), Vec::<String>::new());
    for name in ["log/p01/2.seg", "log/p00/1.seg", "logs/3", "beside/1/keys/a"] {
        store.put_new(name, Bytes::from_static(b"x")).await.unwrap();
    }
    assert_eq!(store.names("log").await.unwrap(), ["log/p00/1.seg", "log/p01/2.seg"]);
    store.remove("log/p00/1.seg").await.unwrap();
    store.remove("log/p00/1.seg").await.unwrap();
    assert_eq!(store.names("log").await.unwrap(), ["log/p01/2.seg"]);
    assert_eq!(store.names("beside").await.unwrap(), ["beside/1/keys/a"]);
}
