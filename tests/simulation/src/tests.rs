use std::time::Duration;

use super::*;
use crate::ledger::Violation;
use crate::life::Life;

const PLAN: Plan = Plan { seed: 7, n_cases: 160, n_days: 100 };

#[tokio::test(start_paused = true)]
async fn a_small_city_lives_through_a_season_without_a_fault() {
    let figures = run(PLAN).await.unwrap();
    assert_eq!(figures.n_cases, PLAN.n_cases);
    assert!(figures.n_tasks > 0 && figures.n_concluded > 0, "{figures}");
    assert!(figures.n_shared > 0 && figures.n_disputed > 0, "{figures}");
    assert_eq!(figures.n_warnings.len(), 6, "every rung is reached: {figures}");
}

#[tokio::test(start_paused = true)]
async fn a_city_that_warns_nobody_is_found_out() {
    let patience = Duration::from_millis(500);
    let city = Life::begin_with(PLAN, patience, |services| {
        services.iter_mut().for_each(|service| service.tasks.clear());
    });
    let found = city.await.unwrap().live().await.unwrap_err();
    let violation = found.downcast_ref::<Violation>();
    assert!(matches!(violation, Some(Violation::NotWarned { .. })), "{found:?}");
}
