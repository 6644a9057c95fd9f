//! Files that are not where events say.

use super::*;

/// Takes a file of the office away; answers where it lay, and its content.
fn take_away(room: &Room, material: &MaterialRef) -> (PathBuf, Vec<u8>) {
    let id = material.id.to_string();
    let file = room.office().join("materials").join(&id[..2]).join(&id[2..]);
    let content = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    (file, content)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_brought_back_is_archived_with_the_next_seal() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    let (one, two) = (store(&archiver.source, "one").await, store(&archiver.source, "two").await);
    submit(&archiver.source, 1, &one).await;
    submit(&archiver.source, 2, &two).await;
    let (file, content) = take_away(&room, &one);
    assert_eq!(archiver.seal().await.unwrap().n_lost_materials, 1);
    // It is known as lost by whoever goes on, and for as long as it is.
    drop(archiver);
    let mut archiver = room.archiver(ALL).await;
    assert_eq!(archiver.last().unwrap().n_lost_materials, 1);
    assert_eq!(archiver.seal().await.unwrap().n_lost_materials, 1);
    assert_eq!(room.verified().await.missing_materials.len(), 1);
    fs::write(file, content).unwrap();
    assert_eq!(archiver.seal().await.unwrap().n_lost_materials, 0);
    assert!(room.verified().await.sound);
    assert_eq!(room.restored("back", Until::Last).await.unwrap().n_materials, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_is_not_begun_where_none_of_the_files_is_that_events_name() {
    let room = Room::new().await;
    let mut archiver = room.archiver(ALL).await;
    let one = store(&archiver.source, "one").await;
    submit(&archiver.source, 1, &one).await;
    let (file, content) = take_away(&room, &one);
    let refused = text_of(&archiver.seal().await.unwrap_err());
    for text in [&refused.zh, &refused.en] {
        assert!(text.contains("--materials"), "{text}");
    }
    assert_eq!(room.files("seals"), [] as [PathBuf; 0]);
    fs::write(&file, content).unwrap();
    archiver.seal().await.unwrap();
    // One that is lost later is one that is lost.
    let two = store(&archiver.source, "two").await;
    submit(&archiver.source, 2, &two).await;
    take_away(&room, &two);
    assert_eq!(archiver.seal().await.unwrap().n_lost_materials, 1);
}
