//! How the engine finds what the lists show: along indexes, whatever is asked for and by whom.

use tempfile::TempDir;
use tongban_eventstore::MemoryLog;
use tongban_kernel::testkit::now;
use tongban_kernel::{Partition, Seq, Successions};
use tongban_readmodel::{Keyset, Page, Query as Sql, ReadModel, ReadModels};

use super::board::{Stage, column};
use super::tasks::{BY_DUE, Led, TASKS, TaskFilter};
use super::warnings::{NEWEST_FIRST, WARNINGS, WarningFilter};
use super::whose::{Whose, waiting};
use super::{stream, tasks, warnings};
use crate::api::Sight;
use crate::projection::Coordination;
use crate::task::events::Rung;

async fn read_model() -> (TempDir, ReadModel) {
    let dir = TempDir::new().unwrap();
    let models = ReadModels::open(dir.path()).unwrap();
    let reader = models.mount(Coordination, &MemoryLog::new(1)).await.unwrap();
    (dir, reader.model())
}

fn explained(model: &ReadModel, sql: &'static str) -> Sql {
    model.query("EXPLAIN QUERY PLAN ").push(sql)
}

async fn plan_of_page(query: Sql, order: Keyset) -> String {
    let plan = query.fetch_page(order, &Page::default()).await.unwrap().items;
    let lines = plan.iter().map(|row| row.text("detail").unwrap());
    lines.collect::<Vec<_>>().join("; ")
}

/// That each way begins with its step, which leads to the rows of a page in their order.
async fn run_along(ways: Vec<Sql>, order: Keyset, steps: &[&str]) {
    assert_eq!(ways.len(), steps.len());
    for (way, step) in ways.into_iter().zip(steps) {
        let plan = plan_of_page(way, order).await;
        assert!(plan.starts_with(step) && !plan.contains("TEMP B-TREE"), "{plan} without {step}");
    }
}

fn own() -> Sight {
    Sight::Own(vec!["ZJ".to_owned()])
}

fn task_filters() -> [TaskFilter; 6] {
    let of_state =
        |state: &str| TaskFilter { state: Some(state.to_owned()), ..TaskFilter::default() };
    let department = Some("HB".to_owned());
    let late = TaskFilter { overdue: Some(true), ..TaskFilter::default() };
    [
        TaskFilter::default(),
        of_state("open"),
        of_state("returned"),
        of_state("replied"),
        late,
        TaskFilter { department, ..of_state("open") },
    ]
}

fn task_ways(model: &ReadModel, filter: &TaskFilter, sight: &Sight, led: Led) -> Vec<Sql> {
    let half = |is_open| move |led| tasks::half(explained(model, TASKS), is_open, led);
    let narrow = |query| filter.narrow(query, now(), &Successions::default());
    let halves = filter.halves().iter();
    halves.flat_map(|is_open| tasks::ways(half(*is_open), led, sight, narrow)).collect()
}

#[tokio::test]
async fn lists_of_tasks_run_along_an_index() {
    let (_dir, model) = read_model().await;
    for filter in task_filters() {
        let ways = task_ways(&model, &filter, &Sight::All, Led::InOrder);
        let index = match filter.department {
            None => "SEARCH tasks USING INDEX tasks_open (is_open=?",
            Some(_) => "SEARCH tasks USING INDEX tasks_department (to_department=? AND is_open=?",
        };
        run_along(ways, BY_DUE, &[index].repeat(filter.halves().len())).await;
    }
}

#[tokio::test]
async fn a_department_is_led_to_its_own_tasks_and_looks_through_nobody_elses() {
    let (_dir, model) = read_model().await;
    let both = Sight::Own(vec!["ZJ".to_owned(), "GONE".to_owned()]);
    let asking = "SEARCH tasks USING INDEX tasks_asking (from_department=? AND is_open=?";
    let asked = "SEARCH tasks USING INDEX tasks_department (to_department=? AND is_open=?";
    for filter in task_filters().into_iter().filter(|filter| filter.department.is_none()) {
        let ways = task_ways(&model, &filter, &own(), Led::InOrder);
        run_along(ways, BY_DUE, &[asking, asked].repeat(filter.halves().len())).await;
        // And who took over another one.
        let ways = task_ways(&model, &filter, &both, Led::InOrder);
        let indexes = [asking, asking, asked, asked].repeat(filter.halves().len());
        run_along(ways, BY_DUE, &indexes).await;
    }
}

#[tokio::test]
async fn what_a_case_asks_or_shares_is_found_by_it() {
    let (_dir, model) = read_model().await;
    let filter = TaskFilter { case_id: Some(uuid::Uuid::nil()), ..TaskFilter::default() };
    for sight in [Sight::All, own()] {
        for way in task_ways(&model, &filter, &sight, Led::ToFew) {
            // It is little enough to be sorted.
            let plan = plan_of_page(way, BY_DUE).await;
            assert!(plan.contains("INDEX tasks_case (case_id=?)"), "{plan}");
            assert!(plan.contains("SEARCH tasks USING INDEX sqlite_autoindex_tasks"), "{plan}");
        }
    }
}

fn warning_filters() -> [(WarningFilter, Option<Rung>, &'static str); 4] {
    let department =
        WarningFilter { department: Some("HB".to_owned()), ..WarningFilter::default() };
    let case = WarningFilter { case_id: Some(uuid::Uuid::nil()), ..WarningFilter::default() };
    [
        (WarningFilter::default(), None, "SCAN warning USING INDEX warnings_issued"),
        (
            WarningFilter::default(),
            Some(Rung::Lead),
            "SEARCH warning USING INDEX warnings_rung (rung=?)",
        ),
        (department, None, "SEARCH warning USING INDEX warnings_department (department=?)"),
        (case, None, "SEARCH warning USING INDEX warnings_case (case_id=?)"),
    ]
}

#[tokio::test]
async fn lists_of_warnings_run_along_an_index() {
    let (_dir, model) = read_model().await;
    for (filter, rung, index) in warning_filters() {
        let narrow = |sight: &Sight| {
            let (filter, sight) = (&filter, sight.clone());
            move |query| filter.narrow(query, rung, &Successions::default(), &sight)
        };
        let all = || explained(&model, WARNINGS);
        let ways = warnings::ways(all, &Sight::All, narrow(&Sight::All));
        run_along(ways, NEWEST_FIRST, &[index]).await;
        if filter.department.is_none() && filter.case_id.is_none() {
            let ways = warnings::ways(all, &own(), narrow(&own()));
            let asked = "SEARCH warning USING INDEX warnings_department (department=?)";
            let asking = "SEARCH warning USING INDEX warnings_asking (asking=?)";
            run_along(ways, NEWEST_FIRST, &[asked, asking, asking]).await;
        }
    }
}

#[tokio::test]
async fn a_stream_is_led_to_what_it_has_not_told() {
    let (_dir, model) = read_model().await;
    for sight in [Sight::All, own()] {
        let query = explained(&model, WARNINGS);
        let plan = stream::after(query, &sight, Partition(0), Seq(9)).fetch_all().await.unwrap();
        let plan: Vec<_> = plan.iter().map(|row| row.text("detail").unwrap()).collect();
        assert!(plan[0].contains("INDEX warnings_log (log_partition=? AND log_seq>?)"), "{plan:?}");
    }
}

#[tokio::test]
async fn who_works_tasks_is_led_to_them() {
    let (_dir, model) = read_model().await;
    let handlers = Some(vec!["wang".to_owned(), "sun".to_owned()]);
    let whose = Whose { handlers, is_open: true, ..Whose::default() };
    let filter = TaskFilter { state: Some("open".to_owned()), ..TaskFilter::default() };
    let open = |led| tasks::half(explained(&model, TASKS), true, led);
    let mine = tasks::ways(open, Led::ToFew, &Sight::All, |query| {
        whose.narrow(filter.narrow(query, now(), &Successions::default()))
    });
    for way in mine {
        let plan = plan_of_page(way, BY_DUE).await;
        assert!(plan.contains("INDEX tasks_handler (handler=? AND is_open=?)"), "{plan}");
    }
}

#[tokio::test]
async fn who_waits_is_led_to_what_they_wait_for() {
    let (_dir, model) = read_model().await;
    let open = |led| tasks::half(explained(&model, TASKS), true, led);
    let mut plans = Vec::new();
    for way in waiting(open, Led::InOrder, &["ZJ".to_owned()], |query| query) {
        plans.push(plan_of_page(way, BY_DUE).await);
    }
    let [answer, other_case, asker] = &plans[..] else { panic!("{plans:?}") };
    let asking = "INDEX tasks_asking (from_department=? AND is_open=?)";
    let asked = "INDEX tasks_department (to_department=? AND is_open=?)";
    for (plan, index) in [(answer, asking), (asker, asked)] {
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan} without {index}");
    }
    assert!(other_case.contains("gave_way USING INDEX"), "{other_case}");
    assert!(other_case.starts_with("SEARCH tasks USING INDEX sqlite_autoindex"), "{other_case}");
}

#[tokio::test]
async fn a_board_looks_through_nothing_that_is_not_on_it() {
    let (_dir, model) = read_model().await;
    for stage in Stage::ALL {
        for department in [None, Some(&["HB".to_owned()][..])] {
            let query = column(explained(&model, TASKS), stage, &Sight::All, department);
            let plan = plan_of_page(query, BY_DUE).await;
            let is_led = match stage {
                Stage::Answered => plan.contains("INDEX tasks_replied (case_id=?"),
                Stage::ToTakeOn | Stage::InWork | Stage::Questioned | Stage::Contested => {
                    plan.contains("(is_open=?") || plan.contains("to_department=? AND is_open=?")
                }
            };
            assert!(is_led && !plan.contains("SCAN tasks"), "{stage:?}: {plan}");
        }
    }
}
