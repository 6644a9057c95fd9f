use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use super::*;

const N_ROUNDS: u64 = 50;
/// Set for the child, which runs the same test and writes until it is killed.
const CHILD_DIR: &str = "TONGBAN_TEST_KILL_DIR";
const CHILD_ROUND: &str = "TONGBAN_TEST_KILL_ROUND";

fn options() -> Options {
    Options { segment_bytes_max: 64 << 10, ..Options::default() }
}

async fn child(dir: &Path, round: u128) {
    let (log, _) = open(dir, &options());
    let tell = |ids: &[EventId]| {
        let line: String = ids.iter().map(|id| format!(" {id}")).collect();
        // One write, so that a kill cannot tear two lines apart.
        std::io::stdout().lock().write_all(format!("acknowledged{line}\n").as_bytes()).unwrap();
    };
    write_until_it_fails(Arc::new(log), round, tell).await;
}

/// Lets a child write, kills it after `n_lines` answers, and returns all ids it acknowledged.
fn killed_child(dir: &Path, round: u64, n_lines: u64) -> Vec<EventId> {
    let starting = index::STARTING_PROCESSES.write().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["segments::tests::kill::a_killed_process_loses_nothing_acknowledged", "--exact"])
        .args(["--nocapture", "--test-threads=1"])
        .env(CHILD_DIR, dir)
        .env(CHILD_ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(starting);
    let mut n_seen = 0;
    let mut ids = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        // What the pipe still held when the child died was acknowledged as well.
        let line = line.unwrap();
        let Some((_, acknowledged)) = line.split_once("acknowledged ") else { continue };
        ids.extend(acknowledged.split(' ').filter_map(|id| id.parse::<EventId>().ok()));
        n_seen += 1;
        if n_seen == n_lines {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(n_seen >= n_lines, "the child ended by itself in round {round}");
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_loses_nothing_acknowledged() {
    if let (Some(dir), Some(round)) = (std::env::var_os(CHILD_DIR), std::env::var_os(CHILD_ROUND)) {
        child(Path::new(&dir), round.to_str().unwrap().parse().unwrap()).await;
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut random = Random(2026);
    let mut acknowledged = Vec::new();
    for round in 1..=N_ROUNDS {
        acknowledged.extend(killed_child(dir.path(), round, 1 + random.below(60)));
        let (log, _) = open(dir.path(), &options());
        check(&log, &acknowledged).await.unwrap();
    }
}
