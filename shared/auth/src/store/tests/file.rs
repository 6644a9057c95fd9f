use super::*;

#[tokio::test]
async fn the_file_is_readable_by_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let _accounts = AccountStore::open(&dir.path().join("accounts.db")).await.unwrap();
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}
