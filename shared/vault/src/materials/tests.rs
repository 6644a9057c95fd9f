use futures_util::stream;
use tempfile::TempDir;

use super::*;

const PDF: &[u8] = b"%PDF-1.7\nbody\n%%EOF";

fn store() -> (TempDir, Materials) {
    let dir = tempfile::tempdir().unwrap();
    let materials = Materials::open(dir.path()).unwrap();
    (dir, materials)
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

/// How many files lie anywhere under the root.
fn n_files(root: &Path) -> usize {
    let entries = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { n_files(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn a_file_is_read_back_and_stored_once() {
    let (dir, materials) = store();
    let first = put(&materials, "application/pdf", PDF).await.unwrap();
    let second = put(&materials, "application/pdf; q=1", PDF).await.unwrap();
    assert_eq!(first, second);
    assert_eq!((first.size, first.content_type), (PDF.len() as u64, ContentType::Pdf));
    assert_eq!(materials.read(first.id).await.unwrap(), PDF);
    assert_eq!((materials.ids().unwrap(), n_files(dir.path())), (vec![first.id], 1));
}

#[tokio::test]
async fn what_is_not_wanted_is_refused_and_leaves_nothing() {
    let (dir, materials) = store();
    let empty = put(&materials, "text/plain", b"").await;
    assert!(matches!(empty, Err(PutError::Empty)));
    let html = put(&materials, "text/html", b"<p>").await;
    assert!(matches!(html, Err(PutError::TypeNotTaken { declared }) if declared == "text/html"));
    let disguised = put(&materials, "image/png", PDF).await;
    assert!(matches!(disguised, Err(PutError::OtherType { declared: ContentType::Png })));
    let program = put(&materials, "text/plain", b"MZ\x90\0").await;
    assert!(matches!(program, Err(PutError::OtherType { declared: ContentType::Text })));
    assert_eq!(n_files(dir.path()), 0);
}

#[tokio::test]
async fn a_file_over_the_limit_is_refused_before_and_while_it_comes() {
    let (dir, materials) = store();
    let size = Some(Materials::SIZE_MAX + 1);
    let told = Declared { content_type: "text/plain", size };
    assert!(matches!(materials.put(told, body(b"")).await, Err(PutError::TooLarge)));
    let piece = Bytes::from(vec![b'a'; 1 << 20]);
    let endless = stream::iter(std::iter::repeat_with(|| Ok::<_, io::Error>(piece.clone())));
    let refused = materials.put(declared("text/plain"), endless).await;
    assert!(matches!(refused, Err(PutError::TooLarge)));
    assert_eq!(n_files(dir.path()), 0);
}

#[tokio::test]
async fn a_file_that_breaks_off_is_refused() {
    let (dir, materials) = store();
    let pieces = [Ok(Bytes::from_static(PDF)), Err(io::Error::from(io::ErrorKind::BrokenPipe))];
    let broken = materials.put(declared("application/pdf"), stream::iter(pieces)).await;
    assert!(matches!(broken, Err(PutError::BrokenOff(_))));
    let longer = Declared { content_type: "application/pdf", size: Some(99) };
    let cut = materials.put(longer, body(PDF)).await;
    assert!(matches!(cut, Err(PutError::OtherSize { declared: 99, received: 19 })));
    assert_eq!(n_files(dir.path()), 0);
}

#[tokio::test]
async fn the_end_of_a_long_archive_tells_its_type() {
    let (_dir, materials) = store();
    let mut docx = b"PK\x03\x04".to_vec();
    docx.resize(200 << 10, 7);
    docx.extend_from_slice(b"word/document.xml");
    let media_type = ContentType::Docx.as_str();
    assert!(put(&materials, media_type, &docx).await.is_ok());
    docx.resize(400 << 10, 7);
    assert!(matches!(put(&materials, media_type, &docx).await, Err(PutError::OtherType { .. })));
}

#[tokio::test]
async fn an_altered_file_is_never_served_and_storing_it_again_repairs_it() {
    let (_dir, materials) = store();
    let stored = put(&materials, "application/pdf", PDF).await.unwrap();
    std::fs::write(materials.path(stored.id), b"%PDF-1.7 forged").unwrap();
    let damaged = materials.read(stored.id).await;
    assert!(matches!(damaged, Err(ReadError::Damaged { id }) if id == stored.id));
    put(&materials, "application/pdf", PDF).await.unwrap();
    assert_eq!(materials.read(stored.id).await.unwrap(), PDF);
}

#[tokio::test]
async fn an_unknown_file_is_unknown() {
    let (_dir, materials) = store();
    let id = "0".repeat(64).parse().unwrap();
    assert!(matches!(materials.read(id).await, Err(ReadError::Unknown { .. })));
}

#[tokio::test]
async fn what_a_crash_left_half_received_is_dropped() {
    let (dir, materials) = store();
    let kept = put(&materials, "application/pdf", PDF).await.unwrap();
    std::fs::write(dir.path().join("incoming/half"), b"%PDF").unwrap();
    let materials = Materials::open(dir.path()).unwrap();
    assert_eq!((materials.ids().unwrap(), n_files(dir.path())), (vec![kept.id], 1));
}

#[tokio::test]
async fn a_copy_takes_only_what_is_missing() {
    let (dir, materials) = store();
    put(&materials, "application/pdf", PDF).await.unwrap();
    let backup = dir.path().join("backup");
    assert_eq!(materials.copy_to(&backup, |_| ControlFlow::Continue(())).unwrap(), 1);
    let later = put(&materials, "text/plain", "第二份".as_bytes()).await.unwrap();
    assert_eq!(materials.copy_to(&backup, |_| ControlFlow::Continue(())).unwrap(), 1);
    assert_eq!(materials.copy_to(&backup, |_| ControlFlow::Continue(())).unwrap(), 0);
    let copy = Materials::open(&backup).unwrap();
    assert_eq!(copy.read(later.id).await.unwrap(), "第二份".as_bytes());
}

#[test]
fn a_full_disk_is_told_from_a_broken_one() {
    let error =
        |kind: io::ErrorKind| PutError::from(FileError::of("write", Path::new("a"))(kind.into()));
    assert!(matches!(error(io::ErrorKind::StorageFull), PutError::Full(_)));
    assert!(matches!(error(io::ErrorKind::QuotaExceeded), PutError::Full(_)));
    assert!(matches!(error(io::ErrorKind::Other), PutError::File(_)));
}
