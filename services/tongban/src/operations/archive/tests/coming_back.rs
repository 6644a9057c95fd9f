//! What is archived comes back as it was.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_office_comes_back_from_its_archive_with_all_that_it_had() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    write(&archiver.source, 0..60).await;
    let material = store(&archiver.source, "one").await;
    submit(&archiver.source, 100, &material).await;
    let name = archiver.source.beside.keys.seal(person(1), &"李雷".to_owned()).await.unwrap();
    archiver.source.beside.state.refused(vec![refusal(1)]).await.unwrap();
    let made = archiver.seal().await.unwrap();
    assert_eq!((made.number, made.n_new, made.n_events, made.is_whole), (1, 121, 121, true));
    write(&archiver.source, 200..203).await;
    deals_with(&archiver.source, 122).await;
    let made = archiver.seal().await.unwrap();
    assert_eq!((made.number, made.n_new, made.n_lost_materials), (2, 6, 0));
    assert!(room.files("log").len() > 2, "segments end when they are full");
    let verified = room.verified().await;
    assert!(verified.sound && !verified.is_in_clear, "{verified:?}");
    assert_eq!((verified.n_events, verified.n_seals, verified.n_materials), (127, 2, 1));

    let restored = room.restored("back", Until::Last).await.unwrap();
    assert_eq!((restored.seal, restored.n_events, restored.n_materials), (2, 127, 1));
    let back = DataDir::existing(room.new_folder("back")).unwrap();
    let (listener, _heard) = Listener::new();
    let verified = verify_folder(&back, &listener).unwrap();
    assert!(verified.sound && verified.n_events == 127, "{verified:?}");
    assert_eq!(places_in(back.path()).await, [(POLICY.to_owned(), 122)]);
    let app = App::for_tests(back.path(), None).await;
    assert_eq!(app.log().generation(), 2, "what clients remember is of another log");
    let (old, new) = (&archiver.source.log, app.log());
    let events = old.scan(Partition(0), Seq(0), usize::MAX).await.unwrap();
    assert_eq!(new.scan(Partition(0), Seq(0), usize::MAX).await.unwrap(), events);
    assert_eq!(app.platform.keys.unseal(&name).await.unwrap(), Opened::Value("李雷".to_owned()));
    assert!(app.platform.materials.read(material.id).await.is_ok());
    let state = &app.platform.state;
    let items = state.work_items(WorkItems::All, &Page::default()).await.unwrap().items;
    assert_eq!(items.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_was_erased_is_in_the_archive_no_longer_than_two_seals() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    let name = archiver.source.beside.keys.seal(person(1), &"李雷".to_owned()).await.unwrap();
    write(&archiver.source, 0..1).await;
    archiver.seal().await.unwrap();
    let with_key = room.files("beside");
    archiver.source.beside.keys.erase(person(1)).await.unwrap();
    for _ in 0..2 {
        assert_eq!(archiver.seal().await.unwrap().n_new, 0, "seals are made without events too");
    }
    assert!(with_key.iter().all(|file| !file.exists()), "{with_key:?}");
    room.restored("back", Until::Last).await.unwrap();
    let app = App::for_tests(&room.new_folder("back"), None).await;
    assert_eq!(app.platform.keys.unseal(&name).await.unwrap(), Opened::Erased);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_lie_in_the_archive_under_a_key_that_is_not_in_it() {
    let mut room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    write(&archiver.source, 0..1).await;
    archiver.source.beside.keys.seal(person(1), &"李雷".to_owned()).await.unwrap();
    archiver.seal().await.unwrap();
    let books = files_in(&room.office().join("keys"));
    let keys: Vec<_> = books.iter().map(|book| fs::read(book).unwrap()).collect();
    let mut windows = keys.iter().flat_map(|book| book.windows(32));
    let archived: Vec<_> =
        room.files("beside").iter().map(|file| fs::read(file).unwrap()).collect();
    let is_there = |bytes: &[u8]| archived.iter().any(|file| file.windows(32).any(|b| b == bytes));
    let is_clear = |bytes: &&[u8]| bytes.iter().any(|byte| *byte != 0);
    assert!(!windows.by_ref().filter(is_clear).any(is_there));
    for (wrapping, word) in [
        (Wrapping::clear(), "--key-file"),
        (Wrapping::under(&Secret::random()), "look at --key-file"),
    ] {
        room.wrapping = wrapping;
        let refused = room.refused("back", Until::Last).await;
        assert!(refused.en.contains(word) && refused.zh.contains("--key-file"), "{}", refused.en);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_history_is_taken_up_where_it_stopped_and_readers_are_where_all_that_came_of_it_is_archived()
 {
    let room = Room::new().await;
    let source = room.source().await;
    write(&source, 0..1_500).await;
    deals_with(&source, 2_900).await;
    let limits = Limits { seal_events: 1_000, ..ALL };
    let mut archiver = room.opened(source, limits).await.unwrap();
    let made = archiver.seal().await.unwrap();
    assert!(!made.is_whole && made.n_events < 3_000, "{made:?}");
    // As after kill -9: another process goes on.
    drop(archiver);
    let mut archiver = room.archiver(limits).await;
    while !archiver.seal().await.unwrap().is_whole {}
    let n_seals = room.verified().await.n_seals;
    assert!(n_seals > 2);
    room.restored("part", Until::Seal(1)).await.unwrap();
    let rewound = places_in(&room.new_folder("part")).await;
    assert_eq!(rewound, [], "what came of the events of a part may not be there");
    deals_with(&archiver.source, 2_950).await;
    write(&archiver.source, 2_000..2_010).await;
    archiver.seal().await.unwrap();
    room.restored("whole", Until::Seal(n_seals)).await.unwrap();
    assert_eq!(places_in(&room.new_folder("whole")).await, [(POLICY.to_owned(), 2_900)]);
    let restored = room.restored("last", Until::Last).await.unwrap();
    assert_eq!(restored.n_events, 3_020);
    assert_eq!(places_in(&room.new_folder("last")).await, [(POLICY.to_owned(), 2_950)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_time_means_the_last_seal_before_it_and_a_number_that_seal() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    let mut made = Vec::new();
    for n in 0..3 {
        write(&archiver.source, n..n + 1).await;
        made.push(archiver.seal().await.unwrap());
    }
    let until = Until::Time(made[1].sealed_at);
    assert_eq!(room.restored("time", until).await.unwrap().seal, 2);
    let before = made[0].sealed_at - jiff::SignedDuration::from_secs(1);
    let refused = room.refused("before", Until::Time(before)).await;
    assert!(refused.en.contains("nothing was sealed"), "{}", refused.en);
    let refused = room.refused("beyond", Until::Seal(4)).await;
    assert!(refused.en.contains("has 3"), "{}", refused.en);
    assert_eq!(
        "2026-11-26T09:00:00+08:00".parse(),
        Ok(Until::Time("2026-11-26T01:00:00Z".parse().unwrap()))
    );
    assert!("yesterday".parse::<Until>().is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_recorded_is_sealed_without_anybodys_asking() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    write(&archiver.source, 0..3).await;
    assert_eq!(archiver.backlog().await.unwrap().n_events, 6);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (mut stop, mut n_seals) = (Some(stop), 0);
    let stopped = async { drop(stopped.await) };
    let pace = Pace { after: Duration::from_secs(3_000), n_events: 1 };
    let told = |news: News<'_>| {
        if let News::Sealed(made) = news {
            n_seals += 1;
            assert_eq!(made.n_new, 6);
            if let Some(stop) = stop.take() {
                stop.send(()).unwrap();
            }
        }
    };
    follow(&mut archiver, pace, stopped, told).await.unwrap();
    assert_eq!(n_seals, 1);
    assert_eq!(archiver.backlog().await.unwrap(), Backlog::default());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_session_outlives_a_restore() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    write(&archiver.source, 0..1).await;
    archiver.seal().await.unwrap();
    let key = |office: &Path| fs::read(office.join("token.key")).unwrap();
    assert!(room.files("beside").iter().all(|file| !file.ends_with("token.key")));
    let mut keys = vec![key(&room.office())];
    for to in ["one", "two"] {
        room.restored(to, Until::Last).await.unwrap();
        keys.push(key(&room.new_folder(to)));
    }
    let unlike: std::collections::BTreeSet<_> = keys.iter().collect();
    assert_eq!(unlike.len(), 3, "whoever was shut out since does not come back with a session");
}
