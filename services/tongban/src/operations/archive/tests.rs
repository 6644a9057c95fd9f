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

mod coming_back;
mod damage;
mod failing;
mod lost;

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
        Source { log: Box::new(log), beside, database: None }
    }

    fn sealing(&self, limits: Limits) -> Sealing {
        Sealing { wrapping: self.wrapping.clone(), clock: Arc::new(SystemClock), limits }
    }

    async fn opened(&self, source: Source, limits: Limits) -> Result<Archiver> {
        Archiver::open(source, &self.archive(), self.sealing(limits)).await
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
