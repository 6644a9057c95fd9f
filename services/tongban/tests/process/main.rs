//! The program as its users run it: a process, its command line, and its end at any moment.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

mod accounts;
mod folders;
mod metrics;
mod words;
mod work_items;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_tongban");

fn run(arguments: &[&str]) -> Output {
    let output = Command::new(PROGRAM).args(arguments).output();
    output.unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A server on a free port, killed when the test is done with it.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(data: &Path) -> Self {
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/catalog/sample");
        let mut process = Command::new(PROGRAM)
            .args(["serve", "--listen", "127.0.0.1:0", "--ops-listen", "127.0.0.1:0"])
            .args(["--catalog", sample, "--log", "warn", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{error}"));
        let mut line = String::new();
        let stdout = process.stdout.take().map(BufReader::new);
        let read = stdout.map(|mut stdout| stdout.read_line(&mut line));
        assert!(matches!(read, Some(Ok(1..))), "the server said nothing");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next());
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned();
        Self { process, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGKILL: no farewell.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_due_date_is_answered_and_explained() {
    let due = run(&["calendar", "due", "--start", "2026-09-28", "--workdays", "20"]);
    assert_eq!((due.status.code(), text(&due.stdout).trim()), (Some(0), "2026-10-30"));
    let mut explain = vec!["calendar", "due", "--start", "2026-09-28", "--workdays", "20"];
    explain.extend(["--explain", "--lang", "en"]);
    let explained = text(&run(&explain).stdout);
    for words in ["National Day", "make-up", "Fri 30 Oct 2026"] {
        assert!(explained.contains(words), "{words}: {explained}");
    }
}

#[test]
fn due_dates_of_a_file_equal_the_reference() {
    let reference =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/08-holidays-cn/due_dates.csv");
    let Ok(wanted) = std::fs::read_to_string(reference) else {
        eprintln!("skipped: no reference due dates");
        return;
    };
    let answered = text(&run(&["calendar", "due", "--batch", reference]).stdout);
    let due = |line: &str| line.split(',').take(3).collect::<Vec<_>>().join(",");
    let ours: Vec<_> = answered.lines().skip(1).map(due).collect();
    let theirs: Vec<_> = wanted.lines().skip(1).map(|line| due(line.trim())).collect();
    assert_eq!(ours.len(), theirs.len());
    assert_eq!(ours, theirs);
}

#[test]
fn a_faulty_catalogue_is_told_with_file_and_line_and_exit_code_3() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/catalog/sample");
    let dir = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    copy(Path::new(sample), dir.path());
    let city = dir.path().join("city.yaml");
    let sound = std::fs::read_to_string(&city).unwrap_or_else(|error| panic!("{error}"));
    let n_lines = sound.lines().count();
    std::fs::write(&city, format!("{sound}nonsense: 1\n"))
        .unwrap_or_else(|error| panic!("{error}"));
    let checked = run(&["catalog", "check", &dir.path().display().to_string()]);
    assert_eq!(checked.status.code(), Some(3));
    let told = text(&checked.stdout);
    assert!(told.contains(&format!("city.yaml:{}", n_lines + 1)), "{told}");
    assert!(told.contains("nonsense"), "{told}");
    assert_eq!(run(&["catalog", "check", sample]).status.code(), Some(0));
}

#[test]
fn a_killed_server_leaves_a_sound_folder_and_comes_up_again() {
    let dir = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let data = dir.path().join("data");
    let path = data.display().to_string();
    for _ in 0..3 {
        let server = Server::start(&data);
        assert!(server.address.starts_with("127.0.0.1:"));
        drop(server);
    }
    let verified = run(&["verify", "--json", "--data", &path]);
    assert_eq!(verified.status.code(), Some(0), "{}", text(&verified.stderr));
    let report: serde_json::Value =
        serde_json::from_slice(&verified.stdout).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report["sound"], true);
    assert_eq!(report["n_events"], 1, "the publication of the sample city, once");
}

#[test]
fn a_second_server_on_the_same_folder_is_refused_and_the_command_line_asks_the_first() {
    let dir = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let data = dir.path().join("data");
    let path = data.display().to_string();
    let _server = Server::start(&data);
    let second = run(&["serve", "--listen", "127.0.0.1:0", "--data", &path]);
    assert_eq!(second.status.code(), Some(1));
    assert!(text(&second.stderr).contains("in use"), "{}", text(&second.stderr));
    let verified = run(&["verify", "--json", "--data", &path]);
    assert!(text(&verified.stdout).contains("\"sound\":true"));
    let to = dir.path().join("backup").display().to_string();
    let backed_up = run(&["backup", "--to", &to, "--data", &path]);
    assert_eq!(backed_up.status.code(), Some(0), "{}", text(&backed_up.stderr));
    let restored = dir.path().join("restored").display().to_string();
    let restore = run(&["restore", "--from", &to, "--data", &restored]);
    assert_eq!(restore.status.code(), Some(0), "{}", text(&restore.stderr));
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).into_iter().flatten().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).unwrap_or_else(|error| panic!("{error}"));
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap_or_else(|error| panic!("{error}"));
        }
    }
}
