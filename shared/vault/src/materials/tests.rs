use std::io;

use futures_util::stream;

use super::*;
use crate::FileError;

mod bucket;
mod copying;
mod folder;
mod homes;

use homes::{Place, in_both_places};

const PDF: &[u8] = b"%PDF-1.7\nbody\n%%EOF";

in_both_places! {
    a_file_is_read_back_and_stored_once
    what_is_not_wanted_is_refused_and_leaves_nothing
    a_file_over_the_limit_is_refused_before_and_while_it_comes
    a_file_that_breaks_off_is_refused
    the_end_of_a_long_archive_tells_its_type
    an_altered_file_is_never_served_and_storing_it_again_repairs_it
    an_unknown_file_is_unknown
    a_stored_file_is_described_as_what_it_is_and_nothing_else
}

fn declared(content_type: &str) -> Declared<'_> {
    Declared { content_type, size: None }
}

/// A body that comes in pieces of three bytes.
fn body(content: &[u8]) -> impl Stream<Item = Result<Bytes, io::Error>> + Unpin + use<> {
    let pieces: Vec<_> = content.chunks(3).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    stream::iter(pieces)
}

async fn put(
    materials: &Materials,
    content_type: &str,
    content: &[u8],
) -> Result<MaterialRef, PutError> {
    materials.put(declared(content_type), body(content)).await
}

/// On a thread that may wait.
async fn waiting<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

async fn ids(materials: &Materials) -> Vec<MaterialId> {
    let materials = materials.clone();
    waiting(move || materials.ids().unwrap()).await
}

async fn a_file_is_read_back_and_stored_once(place: Place) {
    let materials = place.store().await;
    let first = put(&materials, "application/pdf", PDF).await.unwrap();
    let second = put(&materials, "application/pdf; q=1", PDF).await.unwrap();
    assert_eq!(first, second);
    assert_eq!((first.size, first.content_type), (PDF.len() as u64, ContentType::Pdf));
    assert_eq!(materials.read(first.id).await.unwrap(), PDF);
    assert_eq!((ids(&materials).await, place.n_files()), (vec![first.id], 1));
}

async fn what_is_not_wanted_is_refused_and_leaves_nothing(place: Place) {
    let materials = place.store().await;
    let empty = put(&materials, "text/plain", b"").await;
    assert!(matches!(empty, Err(PutError::Empty)));
    let html = put(&materials, "text/html", b"<p>").await;
    assert!(matches!(html, Err(PutError::TypeNotTaken { declared }) if declared == "text/html"));
    let disguised = put(&materials, "image/png", PDF).await;
    assert!(matches!(disguised, Err(PutError::OtherType { declared: ContentType::Png })));
    let program = put(&materials, "text/plain", b"MZ\x90\0").await;
    assert!(matches!(program, Err(PutError::OtherType { declared: ContentType::Text })));
    assert_eq!(place.n_files(), 0);
}

async fn a_file_over_the_limit_is_refused_before_and_while_it_comes(place: Place) {
    let materials = place.store().await;
    let size = Some(Materials::SIZE_MAX + 1);
    let told = Declared { content_type: "text/plain", size };
    assert!(matches!(materials.put(told, body(b"")).await, Err(PutError::TooLarge)));
    let piece = Bytes::from(vec![b'a'; 1 << 20]);
    let endless = stream::iter(std::iter::repeat_with(|| Ok::<_, io::Error>(piece.clone())));
    let refused = materials.put(declared("text/plain"), endless).await;
    assert!(matches!(refused, Err(PutError::TooLarge)));
    assert_eq!(place.n_files(), 0);
}

async fn a_file_that_breaks_off_is_refused(place: Place) {
    let materials = place.store().await;
    let pieces = [Ok(Bytes::from_static(PDF)), Err(io::Error::from(io::ErrorKind::BrokenPipe))];
    let broken = materials.put(declared("application/pdf"), stream::iter(pieces)).await;
    assert!(matches!(broken, Err(PutError::BrokenOff(_))));
    let longer = Declared { content_type: "application/pdf", size: Some(99) };
    let cut = materials.put(longer, body(PDF)).await;
    assert!(matches!(cut, Err(PutError::OtherSize { declared: 99, received: 19 })));
    assert_eq!(place.n_files(), 0);
}

async fn the_end_of_a_long_archive_tells_its_type(place: Place) {
    let materials = place.store().await;
    let mut docx = b"PK\x03\x04".to_vec();
    docx.resize(200 << 10, 7);
    docx.extend_from_slice(b"word/document.xml");
    let media_type = ContentType::Docx.as_str();
    assert!(put(&materials, media_type, &docx).await.is_ok());
    docx.resize(400 << 10, 7);
    assert!(matches!(put(&materials, media_type, &docx).await, Err(PutError::OtherType { .. })));
}

async fn an_altered_file_is_never_served_and_storing_it_again_repairs_it(place: Place) {
    let materials = place.store().await;
    let stored = put(&materials, "application/pdf", PDF).await.unwrap();
    std::fs::write(place.file(stored.id), b"%PDF-1.7 forged").unwrap();
    let damaged = materials.read(stored.id).await;
    assert!(matches!(damaged, Err(ReadError::Damaged { id }) if id == stored.id));
    put(&materials, "application/pdf", PDF).await.unwrap();
    assert_eq!(materials.read(stored.id).await.unwrap(), PDF);
}

async fn an_unknown_file_is_unknown(place: Place) {
    let materials = place.store().await;
    let id = "0".repeat(64).parse().unwrap();
    assert!(matches!(materials.read(id).await, Err(ReadError::Unknown { .. })));
}

async fn a_stored_file_is_described_as_what_it_is_and_nothing_else(place: Place) {
    let materials = place.store().await;
    let content = b"%PDF-1.7\x00 a scan";
    let stored = put(&materials, "application/pdf", content).await.unwrap();
    let pdf = materials.describe(stored.id, ContentType::Pdf).await.unwrap();
    assert_eq!(pdf, Some(stored.clone()));
    for other in [ContentType::Png, ContentType::Docx, ContentType::Text] {
        assert_eq!(materials.describe(stored.id, other).await.unwrap(), None, "{other}");
    }
    let unknown = "0".repeat(64).parse().unwrap();
    let answer = materials.describe(unknown, ContentType::Pdf).await;
    assert!(matches!(answer, Err(ReadError::Unknown { id }) if id == unknown));
}

#[test]
fn a_full_disk_is_told_from_a_broken_one() {
    let error =
        |kind: io::ErrorKind| PutError::from(FileError::of("write", Path::new("a"))(kind.into()));
    assert!(matches!(error(io::ErrorKind::StorageFull), PutError::Full(_)));
    assert!(matches!(error(io::ErrorKind::QuotaExceeded), PutError::Full(_)));
    assert!(matches!(error(io::ErrorKind::Other), PutError::File(_)));
}
