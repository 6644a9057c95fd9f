//! The city on the real process, with a clock that the test moves.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;
use tongban_auth::Cost;
use tongban_kernel::ManualClock;

use super::*;
use crate::app::{DataDir, Home, Roles};
use crate::demo::staff::By;
use crate::demo::{Beginning, Demo};

/// Monday, 9 March 2026, 09:00 in Haiyun.
const MONDAY: &str = "2026-03-09T01:00:00Z";
/// What the officers see as one look after another.
const STEP: SignedDuration = SignedDuration::from_mins(30);
const STEPS_OF_A_DAY: usize = 48;

struct World {
    _folder: tempfile::TempDir,
    clock: Arc<ManualClock>,
    demo: Demo,
}

impl World {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let monday: Timestamp = MONDAY.parse().unwrap();
        let clock = Arc::new(ManualClock::at(monday));
        let beginning = Beginning {
            data: DataDir::at(folder.path()).unwrap(),
            home: Home::Folder,
            roles: Roles::all(),
            through: None,
            clock: clock.clone(),
            password_cost: Cost::FOR_TESTS,
            seed: 1,
        };
        let demo = Demo::begin(beginning).await.unwrap();
        Self { _folder: folder, clock, demo }
    }

    async fn live_days(&mut self, n_days: usize) {
        for _ in 0..n_days * STEPS_OF_A_DAY {
            self.clock.advance(STEP);
            self.demo.city.tick().await;
        }
    }

    async fn rows(&mut self, path: &str) -> Vec<Value> {
        self.demo.city.client.rows(By::Coordinator, path).await.unwrap()
    }

    /// Asks until the rows are as they should be: sweepers and projections work on their own.
    async fn wait_for(&mut self, path: &str, is_there: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let look = async {
            loop {
                let rows = self.rows(path).await;
                if is_there(&rows) {
                    return rows;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let seen = tokio::time::timeout(Duration::from_secs(60), look).await;
        seen.unwrap_or_else(|_| panic!("{path} never showed what was waited for"))
    }
}

fn texts<'a>(rows: &'a [Value], field: &str) -> BTreeSet<&'a str> {
    rows.iter().filter_map(|row| row[field].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn overdue_warnings_arrive_by_themselves_within_two_days() {
    let mut world = World::begin().await;
    let receipt = world.demo.receipt.clone().unwrap();
    world.live_days(2).await;
    let overdue = "/api/coordination/warnings?rung=overdue";
    let warnings = world.wait_for(overdue, |rows| rows.len() >= 4).await;
    assert!(texts(&warnings, "case_id").contains(receipt.case_id.to_string().as_str()));
    assert_eq!(texts(&warnings, "to_role"), BTreeSet::from(["coordinator"]));
    world.demo.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fortnight_shows_every_rung_and_cases_that_end() {
    let mut world = World::begin().await;
    world.live_days(14).await;
    let all = ["unacknowledged", "due_soon", "overdue", "lead", "supervisor", "accountability"];
    let path = "/api/coordination/warnings?limit=200";
    world.wait_for(path, |rows| texts(rows, "rung") == BTreeSet::from(all)).await;
    let cases = world.rows("/api/approval/cases?limit=200").await;
    let states = texts(&cases, "state");
    assert!(states.contains("open") && states.contains("concluded"), "{states:?}");
    let tasks = world.rows("/api/coordination/tasks?limit=200").await;
    assert!(texts(&tasks, "state").contains("replied"), "{:?}", texts(&tasks, "state"));
    let applications = world.rows("/api/intake/cases?limit=200").await;
    assert!(applications.len() > 20, "{}", applications.len());
    assert!(world.demo.city.left_until.is_empty(), "{:?}", world.demo.city.left_until);
    world.demo.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_works_at_night_and_nobody_is_let_in_beyond_the_limit() {
    let mut world = World::begin().await;
    let night: Timestamp = "2026-03-09T15:00:00Z".parse().unwrap();
    world.clock.set(night);
    let before = world.rows("/api/intake/cases").await.len();
    for _ in 0..8 {
        world.clock.advance(STEP);
        world.demo.city.tick().await;
    }
    assert_eq!(world.rows("/api/intake/cases").await.len(), before);
    let crowd = (0..OPEN_CASES_MAX).map(|n| {
        let case_id = Uuid::from_u128(n as u128);
        let receipt = Receipt { case_id, number: String::new(), check_code: String::new() };
        (case_id, OpenCase { department: String::new(), receipt })
    });
    world.demo.city.open.extend(crowd);
    world.live_days(1).await;
    assert_eq!(world.rows("/api/intake/cases").await.len(), before);
    world.demo.running.stop().await;
}
