//! What is broken is named, and no more is lost than must be.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_archivers_one_is_refused_and_what_it_began_does_no_harm() {
    let room = Room::new().await;
    let source = room.source().await;
    write(&source, 0..3).await;
    let mut first = room.opened(source, ALL).await.unwrap();
    first.seal().await.unwrap();
    // The other sees the same log, which in a folder one has for itself: that of a copy.
    let other = room.new_folder("copy");
    let (listener, _heard) = Listener::new();
    let archive = room.archive();
    restore_archive(&archive, &other, Until::Last, &room.wrapping, &listener).await.unwrap();
    let data = DataDir::existing(&other).unwrap();
    // A log of the same generation, as a second process has it at servers.
    let log = SegmentLog::open(&data.log().join("../again"), Options::default()).unwrap().0;
    tongban_eventstore::moving::copy(&*first.source.log, &log, &|_| ()).await.unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let beside = Beside::in_folder(&data, clock, Begin::Anew).await.unwrap();
    let mut second =
        room.opened(Source { log: Box::new(log), beside, database: None }, ALL).await.unwrap();
    write(&first.source, 10..12).await;
    write(&second.source, 20..25).await;
    assert_eq!(first.seal().await.unwrap().number, 2);
    let refused = text_of(&second.seal().await.unwrap_err());
    assert!(refused.en.contains("only one may"), "{}", refused.en);
    assert!(refused.zh.contains("只能运行一个"), "{}", refused.zh);
    let followed = follow(
        &mut second,
        Pace { after: Duration::from_secs(1), n_events: 1 },
        std::future::pending(),
        |_| (),
    );
    assert!(followed.await.is_err(), "it does not go on trying");
    let verified = room.verified().await;
    assert!(verified.sound && verified.n_left > 0, "{verified:?}");
    assert_eq!(verified.n_events, 10);
    first.seal().await.unwrap();
    assert!(room.verified().await.sound, "what the other left beside the log is gone, ours is not");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_or_missing_segment_is_named_and_what_stands_before_it_comes_back() {
    let room = Room::new().await;
    let mut archiver = room.archiver(Limits { segment_bytes: usize::MAX, ..ALL }).await;
    for n in 0..3 {
        write(&archiver.source, n * 10..n * 10 + 5).await;
        archiver.seal().await.unwrap();
    }
    let segments = room.files("log");
    let (file, sound) = (&segments[1], fs::read(&segments[1]).unwrap());
    let changes: [fn(&Path); 3] = [
        damage,
        |file| fs::remove_file(file).unwrap(),
        |file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() - 20]).unwrap();
        },
    ];
    for change in changes {
        change(file);
        let refused = room.refused("back", Until::Last).await;
        let name = file.file_name().unwrap().to_str().unwrap();
        for text in [&refused.zh, &refused.en] {
            assert!(text.contains(name) && text.contains("--until 1"), "{text}");
        }
        assert!(refused.en.contains("events 11 to 20 of partition 0"), "{}", refused.en);
        let verified = room.verified().await;
        assert!(!verified.sound && verified.last_sound == 1, "{verified:?}");
        assert_eq!(verified.faults.len(), 1, "those behind it are what was sealed: {verified:?}");
        assert_eq!(verified.faults[0].events, Some((Seq(11), Seq(20))));
        fs::write(file, &sound).unwrap();
    }
    fs::remove_file(file).unwrap();
    let restored = room.restored("until-1", Until::Seal(1)).await.unwrap();
    assert_eq!((restored.seal, restored.n_seals, restored.n_events), (1, 3, 10));
    let back = DataDir::existing(room.new_folder("until-1")).unwrap();
    let (listener, _heard) = Listener::new();
    assert!(verify_folder(&back, &listener).unwrap().sound);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seal_that_was_altered_or_is_missing_is_named_and_not_gone_on_from() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    for n in 0..3 {
        write(&archiver.source, n * 10..n * 10 + 2).await;
        archiver.seal().await.unwrap();
    }
    drop(archiver);
    let seals = room.files("seals");
    let sound = fs::read(&seals[1]).unwrap();
    damage(&seals[1]);
    let refused = room.refused("back", Until::Last).await;
    assert!(refused.en.contains("00002.json: its content is not"), "{}", refused.en);
    assert!(refused.en.contains("--until 1"), "{}", refused.en);
    assert_eq!(room.verified().await.last_sound, 1);
    fs::remove_file(&seals[1]).unwrap();
    let refused = room.refused("back", Until::Last).await;
    assert!(refused.en.contains("00002.json: it is missing"), "{}", refused.en);
    let refused = room.opened(room.source().await, ALL).await.err().unwrap();
    assert!(text_of(&refused).en.contains("00002.json is missing"), "{refused:#}");
    fs::write(&seals[1], sound).unwrap();
    damage(&seals[2]);
    let refused = room.opened(room.source().await, ALL).await.err().unwrap();
    assert!(text_of(&refused).en.contains("00003.json is damaged"), "{refused:#}");
    // The keys of the seal before are still there.
    assert_eq!(room.restored("until-2", Until::Seal(2)).await.unwrap().n_events, 8);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_that_are_damaged_are_named_and_those_of_the_seal_before_serve() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    for n in 0..2 {
        write(&archiver.source, n * 10..n * 10 + 2).await;
        archiver.seal().await.unwrap();
    }
    let newest = room.files("beside");
    damage(newest.iter().rfind(|file| file.ends_with("accounts.db")).unwrap());
    let refused = room.refused("back", Until::Last).await;
    assert!(refused.en.contains("accounts.db: its content is not"), "{}", refused.en);
    assert!(refused.en.contains("--until 1") && refused.zh.contains("--until 1"), "{}", refused.zh);
    assert!(!room.verified().await.sound);
    assert_eq!(room.restored("until-1", Until::Seal(1)).await.unwrap().n_events, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_lost_is_told_and_keeps_nothing_else_from_coming_back() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    let (one, two) = (store(&archiver.source, "one").await, store(&archiver.source, "two").await);
    submit(&archiver.source, 1, &one).await;
    submit(&archiver.source, 2, &two).await;
    let id = one.id.to_string();
    fs::remove_file(room.office().join("materials").join(&id[..2]).join(&id[2..])).unwrap();
    assert_eq!(archiver.seal().await.unwrap().n_lost_materials, 1);
    let verified = room.verified().await;
    assert!(!verified.sound && verified.faults.is_empty(), "{verified:?}");
    assert_eq!(verified.missing_materials[0].material, one.id);
    let restored = room.restored("back", Until::Last).await.unwrap();
    assert_eq!((restored.n_materials, restored.lost_materials), (1, vec![one.id]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_of_another_log_is_not_gone_on_with() {
    let (room, other) = (Room::new().await, Room::new().await);
    let mut archiver = room.archiver(ALL).await;
    write(&archiver.source, 0..4).await;
    archiver.seal().await.unwrap();
    let stranger = other.source().await;
    write(&stranger, 50..60).await;
    let refused = text_of(&room.opened(stranger, ALL).await.err().unwrap());
    assert!(refused.en.contains("begin another archive for this log"), "{}", refused.en);
    assert!(refused.zh.contains("另建归档"), "{}", refused.zh);
}
