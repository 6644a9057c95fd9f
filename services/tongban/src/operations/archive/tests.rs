//! Archives of offices in folders; one of an office at servers is a story of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use bytes::Bytes;
use futures_util::stream;
use tempfile::TempDir;
use tongban_eventstore::contract::{append_of, case, refusal};
use tongban_eventstore::readers::{PolicyStore as _, Seen};
use tongban_eventstore::segments::{Options, SegmentLog};
use tongban_eventstore::{Expected, NewEvent};
use tongban_kernel::{Clock, Partition, PersonId, Seq, SystemClock, Text};
use tongban_readmodel::{Page, StateStore, WorkItems};
use tongban_vault::{Declared, MaterialRef, Opened, Secret, Wrapping};
use uuid::Uuid;

use super::*;
use crate::app::{App, Begin, Beside, DataDir};
use crate::operations::{Listener, verify_folder};
use crate::refusal::text_of;

const POLICY: &str = "coordination-on-approval";
const ALL: Limits = Limits { segment_bytes: 8_000, seal_events: u64::MAX };

/// An office, its archive and a place to bring it back to.
struct Room {
    room: TempDir,
    wrapping: Wrapping,
}

impl Room {
    async fn new() -> Self {
        let new = Self {
            room: tempfile::tempdir().unwrap(),
            wrapping: Wrapping::under(&Secret::random()),
        };
        // An office has all of its parts from its first start on.
        drop(App::for_tests(&new.office(), None).await);
        new
    }

    fn office(&self) -> PathBuf {
        self.room.path().join("office")
    }

    fn folder(&self) -> PathBuf {
        self.room.path().join("archive")
    }

    fn archive(&self) -> ArchiveAt {
        self.folder().display().to_string().parse().unwrap()
    }

    fn new_folder(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    /// The office as an archiver in this program sees it.
    async fn source(&self) -> Source {
        let data = DataDir::existing(self.office()).unwrap();
        let log = SegmentLog::open(&data.log(), Options::default()).unwrap().0;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let beside = Beside::in_folder(&data, clock, Begin::Anew).await.unwrap();
        Source { log: Box::new(log), beside }
    }

    async fn opened(&self, source: Source, limits: Limits) -> Result<Archiver> {
        let clock = Arc::new(SystemClock);
        Archiver::open(source, &self.archive(), self.wrapping.clone(), clock, limits).await
    }

    async fn archiver(&self, limits: Limits) -> Archiver {
        self.opened(self.source().await, limits).await.unwrap()
    }

    async fn restored(&self, to: &str, until: Until) -> Result<Restored> {
        let (listener, _heard) = Listener::new();
        let (archive, to) = (self.archive(), self.new_folder(to));
        restore_archive(&archive, &to, until, &self.wrapping, &listener).await
    }

    async fn refused(&self, to: &str, until: Until) -> Text {
        let refused = self.restored(to, until).await.unwrap_err();
        assert!(!self.new_folder(to).exists(), "nothing is left where it was to be");
        text_of(&refused)
    }

    async fn verified(&self) -> ArchiveVerified {
        let (listener, _heard) = Listener::new();
        verify_archive(&self.archive(), &listener).await.unwrap()
    }

    /// The files below a folder of the archive, in order.
    fn files(&self, below: &str) -> Vec<PathBuf> {
        let mut files = files_in(&self.folder().join(below));
        files.sort();
        files
    }
}

fn files_in(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

async fn write(source: &Source, cases: std::ops::Range<u128>) {
    for n in cases {
        source.log.append(append_of(case(n), Expected::NoStream, n, 2)).await.unwrap();
    }
}

/// Records an event that names a file.
async fn submit(source: &Source, n: u128, material: &MaterialRef) {
    let mut append = append_of(case(n), Expected::NoStream, n, 1);
    let named = serde_json::json!({ "materials": [{ "code": "photo", "sha256": material.id }] });
    let NewEvent { data, .. } = &mut append.writes[0].events[0];
    *data = Bytes::from(serde_json::to_vec(&named).unwrap());
    source.log.append(append).await.unwrap();
}

async fn store(source: &Source, content: &str) -> MaterialRef {
    let content = format!("%PDF-1.7\n{content}\n%%EOF");
    let body = stream::iter([Ok::<_, std::io::Error>(Bytes::from(content))]);
    let declared = Declared { content_type: "application/pdf", size: None };
    source.beside.materials.put(declared, body).await.unwrap()
}

/// A policy has dealt with this place.
async fn deals_with(source: &Source, place: u64) {
    let event = source.log.scan(Partition(0), Seq(place - 1), 1).await.unwrap().remove(0);
    let seen = Seen { seq: event.seq, hash: Some(event.hash) };
    source.beside.state.commit(POLICY, Partition(0), seen, Vec::new()).await.unwrap();
}

fn person(n: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(n))
}

async fn places_in(folder: &Path) -> Vec<(String, u64)> {
    let state = StateStore::open(folder, Arc::new(SystemClock)).await.unwrap();
    let places = state.reader_places().await.unwrap();
    places.into_iter().map(|place| (place.reader, place.seq.0)).collect()
}

fn damage(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file, bytes).unwrap();
}

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
    archiver.seal().await.unwrap();
    let secret = fs::read(room.office().join("token.key")).unwrap();
    for file in room.files("beside") {
        let content = fs::read(&file).unwrap();
        assert!(!content.windows(32).any(|bytes| bytes == secret), "{}", file.display());
    }
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
    let mut second = room.opened(Source { log: Box::new(log), beside }, ALL).await.unwrap();
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
async fn a_long_history_is_taken_up_where_it_stopped_and_readers_go_on_where_all_is_archived() {
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
    room.restored("part", Until::Seal(1)).await.unwrap();
    let rewound = places_in(&room.new_folder("part")).await;
    assert_eq!(rewound, [(POLICY.to_owned(), 0)], "what came of its events may not be there");
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
            drop(stop.take().map(|stop| stop.send(())));
        }
    };
    follow(&mut archiver, pace, stopped, told).await.unwrap();
    assert_eq!(n_seals, 1);
    assert_eq!(archiver.backlog().await.unwrap(), Backlog::default());
}
