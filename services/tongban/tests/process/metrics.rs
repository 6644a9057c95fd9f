//! What rules and dashboard ask for is what a process shows.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{PROGRAM, run};

const RULES: &str = include_str!("../../../../deploy/monitoring/rules.yaml");
const DASHBOARD: &str = include_str!("../../../../deploy/monitoring/dashboard.json");
/// What NATS' own exporter shows; nothing here can run it.
const OF_NATS: [&str; 2] =
    ["nats_varz_jetstream_config_max_storage", "nats_varz_jetstream_stats_storage"];
/// The first warnings of the simulated city come within a minute; on a busy machine later.
const PATIENCE: Duration = Duration::from_secs(180);
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// The simulated city: a server with something to count.
struct City {
    process: Child,
    ops: String,
}

impl City {
    fn start() -> Self {
        let mut process = Command::new(PROGRAM)
            .args(["demo", "--listen", "127.0.0.1:0", "--ops-listen", "127.0.0.1:0"])
            .args(["--log", "error", "--speed", "20000"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let line = stdout.lines().map_while(Result::ok).find(|line| line.contains("operators"));
        let ops = line.as_deref().and_then(|line| line.split("http://").nth(1)).map(str::to_owned);
        // Made first, so that it is killed when there is no address.
        let mut city = Self { process, ops: String::new() };
        city.ops = ops.expect("the demo names no address for operators");
        city
    }

    /// The names of all that it shows, not only declares.
    fn shown(&self) -> BTreeSet<String> {
        let mut connection = TcpStream::connect(&self.ops).unwrap();
        connection.write_all(b"GET /metrics HTTP/1.0\r\nHost: operators\r\n\r\n").unwrap();
        let mut text = String::new();
        connection.read_to_string(&mut text).unwrap();
        let (_, body) = text.split_once("\r\n\r\n").unwrap();
        let samples = body.lines().filter(|line| !line.starts_with('#'));
        samples.filter_map(|line| line.split(['{', ' ']).next()).map(str::to_owned).collect()
    }
}

impl Drop for City {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The words of rules and dashboard that begin so.
fn asked_for(prefixes: &[&str]) -> BTreeSet<String> {
    let is_inside = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
    let words = [RULES, DASHBOARD].into_iter().flat_map(|text| text.split(|sign| !is_inside(sign)));
    let named = words.filter(|word| prefixes.iter().any(|prefix| word.starts_with(prefix)));
    named.map(str::to_owned).collect()
}

#[test]
fn every_metric_of_a_rule_or_the_dashboard_is_one_that_a_process_shows() {
    let mut asked_for = asked_for(&["tongban_", "process_"]);
    // Those of an archiver are held against the rules where they are made.
    asked_for.retain(|name| !name.starts_with("tongban_archive_"));
    assert!(asked_for.len() > 10, "{asked_for:?}");
    let city = City::start();
    assert_eq!(run(&["ready", "--ops", &city.ops]).status.code(), Some(0));
    let begun = Instant::now();
    loop {
        let shown = city.shown();
        let missing: Vec<_> = asked_for.difference(&shown).collect();
        if missing.is_empty() {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "not shown: {missing:?}");
        std::thread::sleep(LOOK_EVERY);
    }
}

#[test]
fn of_nats_only_the_two_known_metrics_are_asked_for() {
    let known = OF_NATS.map(str::to_owned);
    assert_eq!(asked_for(&["nats_"]), BTreeSet::from(known));
}
