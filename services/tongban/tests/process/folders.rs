//! Which folders the program makes, and for whom.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::{Server, run, text};

const LOG: &str = r#"<log><trace><string key="concept:name" value="1"/>
  <event><string key="concept:name" value="Receipt"/>
    <date key="time:timestamp" value="2010-10-11T09:00:00+02:00"/></event></trace></log>"#;
const NO_IMPORT: &str = "00000000-0000-8000-8000-000000000000";

#[test]
fn a_folder_that_holds_no_office_is_refused_and_nothing_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let wrong = dir.path().join("wrong");
    let (data, out) = (wrong.display().to_string(), dir.path().join("out").display().to_string());
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/catalog/sample");
    let commands: [&[&str]; 7] = [
        &["verify"],
        &["rebuild"],
        &["backup", "--to", &out],
        &["export", "xes", "--import", NO_IMPORT, "--out", &out],
        &["export", "ocel", "--import", NO_IMPORT, "--out", &out],
        &["import", "revert", NO_IMPORT],
        &["catalog", "publish", sample, "--valid-from", "2027-01-01T00:00:00+08:00"],
    ];
    for command in commands {
        let refused = run(&[command, &["--lang", "en", "--data", &data]].concat());
        assert_eq!(refused.status.code(), Some(1), "{command:?}");
        let told = text(&refused.stderr);
        assert!(told.contains("holds no office") && told.contains("--data"), "{command:?}: {told}");
        assert!(told.contains("tongban serve"), "{command:?}: {told}");
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn the_folder_of_a_process_of_a_cluster_is_left_alone_while_it_does_not_run() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("process.lock"), "").unwrap();
    let data = dir.path().display().to_string();
    let commands: [&[&str]; 5] = [
        &["verify"],
        &["rebuild"],
        &["work-items"],
        &["account", "list"],
        &["account", "add", "op-1", "--role", "operator"],
    ];
    for command in commands {
        let refused = run(&[command, &["--lang", "en", "--data", &data]].concat());
        assert_eq!(refused.status.code(), Some(1), "{command:?}");
        let told = text(&refused.stderr);
        assert!(told.contains("of a cluster") && told.contains("start it"), "{command:?}: {told}");
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing was made");
}

#[test]
fn a_dry_run_begins_no_office_and_an_import_does() {
    let dir = tempfile::tempdir().unwrap();
    let (file, data) = (dir.path().join("log.xes"), dir.path().join("data"));
    std::fs::write(&file, LOG).unwrap();
    let (file, path) = (file.display().to_string(), data.display().to_string());
    let dry = run(&["import", "xes", &file, "--dry-run", "--data", &path]);
    assert_eq!(dry.status.code(), Some(0), "{}", text(&dry.stderr));
    assert!(!data.exists());
    let imported = run(&["import", "xes", &file, "--data", &path]);
    assert_eq!(imported.status.code(), Some(0), "{}", text(&imported.stderr));
    let verified = run(&["verify", "--data", &path]);
    assert_eq!(verified.status.code(), Some(0), "{}", text(&verified.stderr));
}

#[test]
fn what_a_server_writes_is_its_owners_alone() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    // Made by hand, as folders are made.
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
    let _server = Server::start(&data);
    let mut n_files = 0;
    each(&data, &mut |path, mode| {
        n_files += 1;
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
    });
    assert!(n_files > 10, "{n_files}");
}

fn each(path: &Path, look: &mut impl FnMut(&Path, u32)) {
    // A server removes some of its files while it works.
    let Ok(about) = std::fs::symlink_metadata(path) else { return };
    look(path, about.permissions().mode());
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        each(&entry.path(), look);
    }
}
