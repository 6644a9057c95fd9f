//! Backups of a real office, and what becomes of those that were damaged.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use serde_json::json;
use tempfile::TempDir;
use tongban_auth::{AccountStore, Accounts as _, Login};
use tongban_catalog::sample_city;
use tongban_eventstore::Expected;
use tongban_eventstore::contract::append_of;
use tongban_kernel::{Category, Clock as _, EventId, StreamId, SystemClock};
use tongban_vault::Declared;

use super::*;
use crate::app::DataDir;

const LOG: &str = r#"<log><trace><string key="concept:name" value="1"/>
  <event><string key="concept:name" value="Receipt"/>
    <date key="time:timestamp" value="2010-10-11T09:00:00+02:00"/></event></trace></log>"#;

/// An office with a catalogue and a file that was handed in, and room beside it.
struct Office {
    app: App,
    room: TempDir,
}

impl Office {
    async fn open() -> Self {
        let room = tempfile::tempdir().unwrap();
        let catalog = sample_city().unwrap().content().clone();
        let app = App::for_tests(&room.path().join("data"), Some(catalog)).await;
        let content = Bytes::from_static(b"%PDF-1.7\n1 0 obj\n%%EOF\n");
        let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>(content)]);
        let declared = Declared { content_type: "application/pdf", size: None };
        app.platform.materials.put(declared, chunks).await.unwrap();
        Self { app, room }
    }

    async fn backup(&self, name: &str) -> Result<PathBuf> {
        let to = self.room.path().join(name);
        let (listener, _heard) = Listener::new();
        run(&self.app, Operation::Backup { to: to.clone() }, &listener).await?;
        Ok(to)
    }

    /// More happens.
    async fn go_on(&self) {
        let file = self.room.path().join("log.xes");
        fs::write(&file, LOG).unwrap();
        let import = Operation::Import { file: file.clone(), mapping: None, dry_run: false };
        let (listener, _heard) = Listener::new();
        run(&self.app, import, &listener).await.unwrap();
        fs::remove_file(file).unwrap();
    }

    /// A case comes in with these materials; answers it, and the event that says so.
    async fn hands_in(
        &self,
        case: u128,
        materials: &[tongban_vault::MaterialId],
    ) -> (Uuid, EventId) {
        let case = Uuid::from_u128(case);
        let materials = materials.iter().map(|material| {
            json!({
                "code": "photo", "sha256": material, "size_bytes": 7,
                "content_type": "application/pdf",
            })
        });
        let data = json!({
            "case_id": case, "materials": materials.collect::<Vec<_>>(), "form": {},
            "personal_form": {},
            "supplemented_at": SystemClock.now(), "accept_by_at": SystemClock.now(),
        });
        let kind = "intake.case_supplemented.v1";
        let supplemented: tongban_intake::events::Event =
            serde_json::from_value(json!({ "type": kind, "data": data })).unwrap();
        let encoded = tongban_kernel::encode_event(&supplemented).unwrap();
        let stream = StreamId::new(Category::new("intake"), case);
        let mut append = append_of(stream, Expected::NoStream, case.as_u128(), 1);
        let event = &mut append.writes[0].events[0];
        (event.kind, event.data) = (encoded.0, encoded.1);
        let (case, id) = (append.meta.correlation, event.id);
        self.app.log().append(append).await.unwrap();
        (case, id)
    }

    fn restore(&self, from: &Path, name: &str) -> Result<PathBuf> {
        let to = self.room.path().join(name);
        let (listener, _heard) = Listener::new();
        restore(from, &to, &listener).map(|_| to)
    }
}

/// Everything in a folder, from the top.
fn all(path: &Path) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    if path.is_dir() {
        let mut below: Vec<_> = fs::read_dir(path).unwrap().map(|e| e.unwrap().path()).collect();
        below.sort();
        found.extend(below.iter().flat_map(|path| all(path)));
    }
    found
}

/// The one file of a folder in a backup that is so called, or whose name begins so.
fn file_of(backup: &Path, part: &str) -> PathBuf {
    let is_meant = |path: &&PathBuf| path.is_file() && path.to_string_lossy().contains(part);
    let files = all(backup);
    files.iter().find(is_meant).unwrap_or_else(|| panic!("no {part} in {files:?}")).clone()
}

fn cut(path: &Path, n_bytes: u64) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_len(file.metadata().unwrap().len() - n_bytes).unwrap();
}

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn a_backup_and_what_comes_back_are_their_owners_alone() {
    let office = Office::open().await;
    let backup = office.backup("backup").await.unwrap();
    for path in all(&backup) {
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let restored = office.restore(&backup, "restored").unwrap();
    let fresh = office.backup("another").await.unwrap();
    for path in all(&restored).iter().chain(&all(&fresh)) {
        let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let wanted = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, wanted, "{}: {mode:o}", path.display());
    }
}

#[tokio::test]
async fn a_backup_that_was_damaged_is_not_restored() {
    let office = Office::open().await;
    let shorter = office.backup("shorter").await.unwrap();
    office.go_on().await;
    type Damage = fn(&Path);
    let damages: [(&str, Damage); 6] = [
        // An unfinished end: what opening the log would cut off in silence.
        ("log/p00", |backup| cut(&file_of(backup, "log/p00"), 1)),
        ("0 materials of 1", |backup| fs::remove_file(file_of(backup, "materials/")).unwrap()),
        ("material", |backup| flip(&file_of(backup, "materials/"))),
        ("accounts.db", |backup| flip(&backup.join("accounts.db"))),
        ("token.key", |backup| fs::remove_file(backup.join("token.key")).unwrap()),
        ("keys/", |backup| flip(&file_of(backup, "keys/"))),
    ];
    for (n, (told, damage)) in damages.into_iter().enumerate() {
        let backup = office.backup(&format!("backup-{n}")).await.unwrap();
        damage(&backup);
        refused(&office, &backup, told);
    }
    // All records check, but the last ones are missing.
    let backup = office.backup("backup").await.unwrap();
    fs::copy(file_of(&shorter, "log/p00"), file_of(&backup, "log/p00")).unwrap();
    refused(&office, &backup, "the log has");
}

#[track_caller]
fn refused(office: &Office, backup: &Path, told: &str) {
    let error = office.restore(backup, "restored").unwrap_err();
    let error = format!("{error:#}");
    assert!(error.contains(told) && error.contains("nothing was restored"), "{error}");
    let left = all(office.room.path());
    assert!(!left.iter().any(|path| path.to_string_lossy().contains("restor")), "{left:?}");
}

#[tokio::test]
async fn a_backup_that_fails_leaves_nothing_that_could_be_taken_for_one() {
    let office = Office::open().await;
    let key = office.app.data.path().join("token.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    assert!(office.backup("backup").await.is_err());
    assert_eq!(fs::read_dir(office.room.path()).unwrap().count(), 1, "the data folder alone");
    fs::write(&key, kept).unwrap();
    let backup = office.backup("backup").await.unwrap();
    office.restore(&backup, "restored").unwrap();
}

/// Waits until it is so; the test fails where it never is.
async fn until(is_so: impl Fn() -> bool) {
    let waited = async {
        while !is_so() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), waited).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_is_given_up_ends_and_its_folder_is_gone() {
    let office = Office::open().await;
    let (to, room) = (office.room.path().join("backup"), office.room.path().to_owned());
    let half = room.join("backup.unfinished");
    // Reading this file of the log waits until the test writes to it.
    let slow = file_of(&office.app.data.log(), "log/p00");
    fs::rename(&slow, room.join("aside")).unwrap();
    let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, &slow, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    let backup = tokio::spawn(async move {
        let (listener, _heard) = Listener::new();
        run(&office.app, Operation::Backup { to }, &listener).await
    });
    let slow = tokio::task::spawn_blocking(move || File::options().write(true).open(slow));
    let mut slow = slow.await.unwrap().unwrap();
    std::io::Write::write_all(&mut slow, b"some of it").unwrap();
    let copied = || half.is_dir() && all(&half.join("log/p00")).len() > 1;
    until(|| copied() && fs::metadata(file_of(&half, "log/p00")).unwrap().len() > 0).await;
    backup.abort();
    assert!(backup.await.unwrap_err().is_cancelled());
    assert!(half.join("log/p00").is_dir(), "removed under who still writes into it");
    drop(slow);
    until(|| !half.exists()).await;
    assert!(!room.join("backup").exists());
}

#[test]
fn a_copy_that_nobody_wants_any_more_ends_between_two_pieces() {
    let room = tempfile::tempdir().unwrap();
    let (from, to) = (room.path().join("from"), room.path().join("to"));
    fs::create_dir(&from).unwrap();
    let n_bytes = 64 << 20;
    File::create(from.join("segment")).unwrap().set_len(n_bytes).unwrap();
    let (listener, heard) = Listener::new();
    let files = [("segment".to_owned(), n_bytes)];
    backup::copy_prefixes(&from, &to, &files, &listener).unwrap();
    assert_eq!(fs::metadata(to.join("segment")).unwrap().len(), n_bytes);
    fs::remove_dir_all(&to).unwrap();
    drop(heard);
    let given_up = backup::copy_prefixes(&from, &to, &files, &listener).unwrap_err();
    assert_eq!(given_up.downcast_ref(), Some(&GivenUp));
    assert_eq!(fs::metadata(to.join("segment")).unwrap().len(), 0);
}

#[tokio::test]
async fn what_an_attempt_left_that_was_cut_off_is_removed_and_told() {
    let office = Office::open().await;
    let [half, restoring] =
        ["backup.unfinished", "restored.restoring"].map(|name| office.room.path().join(name));
    for left in [&half, &restoring] {
        fs::create_dir_all(left.join("log")).unwrap();
        fs::write(left.join(unfinished::MARKER), b"").unwrap();
    }
    let (listener, _heard) = Listener::new();
    let to = office.room.path().join("backup");
    let backed_up = run(&office.app, Operation::Backup { to: to.clone() }, &listener).await;
    assert_eq!(backed_up.unwrap()["removed"], json!(half));
    let restored = office.room.path().join("restored");
    assert_eq!(restore(&to, &restored, &listener).unwrap().removed, Some(restoring));
    for whole in [&to, &restored] {
        assert!(!whole.join(unfinished::MARKER).exists());
    }
    let again = restore(&to, &office.room.path().join("again"), &listener).unwrap();
    assert_eq!(again.removed, None);
}

#[tokio::test]
async fn a_folder_that_another_makes_or_that_nobody_here_made_is_left_alone() {
    let office = Office::open().await;
    let half = office.room.path().join("backup.unfinished");
    let other = unfinished::Unfinished::begin(&office.room.path().join("backup"), "unfinished");
    let refused = format!("{:#}", office.backup("backup").await.unwrap_err());
    assert!(refused.contains("another backup or restore"), "{refused}");
    assert!(half.is_dir());
    drop(other.unwrap());

    fs::create_dir(&half).unwrap();
    fs::write(half.join("letter"), b"mine").unwrap();
    let refused = format!("{:#}", office.backup("backup").await.unwrap_err());
    assert!(refused.contains("nothing says that it was left"), "{refused}");
    fs::remove_file(half.join("letter")).unwrap();
    // Cut off before it was marked.
    office.backup("backup").await.unwrap();
}

#[tokio::test]
async fn materials_are_verified_where_no_server_runs_too() {
    let office = Office::open().await;
    let backup = office.backup("backup").await.unwrap();
    let restored = DataDir::at(office.restore(&backup, "restored").unwrap()).unwrap();
    let (listener, _heard) = Listener::new();
    assert!(verify_folder(&restored, &listener).unwrap().sound);
    flip(&file_of(restored.path(), "materials/"));
    let verified = verify_folder(&restored, &listener).unwrap();
    assert!(!verified.sound && verified.damaged_materials.len() == 1, "{verified:?}");
}

#[tokio::test]
async fn a_material_that_an_event_names_and_nobody_stores_is_missing() {
    let office = Office::open().await;
    let backup = office.backup("before").await.unwrap();
    let folder = DataDir::at(office.restore(&backup, "unreferred").unwrap()).unwrap();
    let (listener, _heard) = Listener::new();
    fs::remove_file(file_of(folder.path(), "materials/")).unwrap();
    assert!(verify_folder(&folder, &listener).unwrap().sound, "nothing refers to it");

    let stored = office.app.platform.materials.ids().unwrap()[0];
    let (case, event) = office.hands_in(1, &[stored]).await;
    let backup = office.backup("backup").await.unwrap();
    let folder = DataDir::at(office.restore(&backup, "restored").unwrap()).unwrap();
    assert!(verify_folder(&folder, &listener).unwrap().sound);
    // The whole folder, as when a volume is not mounted.
    fs::remove_dir_all(folder.materials()).unwrap();
    let verified = verify_folder(&folder, &listener).unwrap();
    let missing = MissingMaterial { material: stored, case, event };
    assert!(!verified.sound);
    assert_eq!((verified.n_missing_materials, verified.missing_materials), (1, vec![missing]));

    // And where the server is asked; one that was never there, named twice.
    let never: tongban_vault::MaterialId = "0f".repeat(32).parse().unwrap();
    let (case, event) = office.hands_in(2, &[never, stored, never]).await;
    let verified = run(&office.app, Operation::Verify, &listener).await.unwrap();
    let verified: Verified = serde_json::from_value(verified).unwrap();
    let missing = MissingMaterial { material: never, case, event };
    assert!(!verified.sound && verified.faults.is_empty(), "{verified:?}");
    assert_eq!((verified.n_missing_materials, verified.missing_materials), (1, vec![missing]));

    // A backup of what the office still had is no worse than the office.
    let backup = office.backup("later").await.unwrap();
    let folder = DataDir::at(office.restore(&backup, "as-it-was").unwrap()).unwrap();
    assert_eq!(verify_folder(&folder, &listener).unwrap().n_missing_materials, 1);
}

#[tokio::test]
async fn an_account_that_was_changed_beside_a_starting_server_loses_its_sessions_too() {
    let office = Office::open().await;
    let app = Arc::new(office.app);
    let (login, now) = (Login::parse("op-1").unwrap(), SystemClock.now());
    let add = AccountChange::Add {
        login: login.clone(),
        roles: vec![tongban_kernel::Role::Operator],
        department: None,
    };
    let added = change_account(&app.sign_in, &*app.accounts, add, now).await.unwrap();
    let password = added.password.unwrap();
    let token = async || app.sign_in.sign_in("op-1", &password, now).await.unwrap().token;
    let beside = AccountStore::open(&app.data.accounts()).await.unwrap();

    let before = token().await;
    beside.end_sessions(&login).await.unwrap();
    assert!(app.sign_in.tokens().verify(&before, now).is_ok(), "it cannot know yet");
    // The operator's program has found no socket and asks again when it is done.
    let reread = Operation::Account { change: AccountChange::Reread { login: login.clone() } };
    let (listener, _heard) = Listener::new();
    run(&app, reread, &listener).await.unwrap();
    assert!(app.sign_in.tokens().verify(&before, now).is_err());

    let before = token().await;
    beside.end_sessions(&login).await.unwrap();
    // Or the socket was made after it was done.
    let _listening = crate::admin::listen(&app).await.unwrap();
    assert!(app.sign_in.tokens().verify(&before, now).is_err());
}
