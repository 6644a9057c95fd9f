//! How the engine finds what the lists show: along indexes, whatever is asked for and by whom.

use tempfile::TempDir;
use tongban_eventstore::MemoryLog;
use tongban_kernel::testkit::now;
use tongban_kernel::{Partition, Seq, Successions};
use tongban_readmodel::{Keyset, Page, Query as Sql, ReadModel, ReadModels};

use super::tasks::{BY_DUE, TASKS, TaskFilter};
use super::warnings::{NEWEST_FIRST, WARNINGS, WarningFilter};
use super::{Sight, stream, tasks, warnings};
use crate::events::Rung;
use crate::projection::Coordination;

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

fn own() -> Sight {
    Sight::Own(vec!["ZJ".to_owned()])
}

fn task_filters() -> [(TaskFilter, &'static str); 7] {
    let of_state =
        |state: &str| TaskFilter { state: Some(state.to_owned()), ..TaskFilter::default() };
    let department = Some("HB".to_owned());
    let late = TaskFilter { overdue: Some(true), ..TaskFilter::default() };
    let case = TaskFilter { case_id: Some(uuid::Uuid::nil()), ..TaskFilter::default() };
    [
        (TaskFilter::default(), "INDEX tasks_due"),
        (of_state("open"), "INDEX tasks_open (is_open=?)"),
        (of_state("returned"), "INDEX tasks_open (is_open=?)"),
        (of_state("replied"), "INDEX tasks_open (is_open=?)"),
        (late, "INDEX tasks_open (is_open=? AND due_at<?)"),
        (
            TaskFilter { department, ..of_state("open") },
            "INDEX tasks_department (to_department=? AND is_open=?)",
        ),
        (case, "INDEX tasks_case (case_id=?)"),
    ]
}

#[tokio::test]
async fn lists_of_tasks_run_along_an_index() {
    let (_dir, model) = read_model().await;
    for (filter, index) in task_filters() {
        let all = tasks::seen(explained(&model, TASKS), &Sight::All, |query| {
            filter.narrow(query, now(), &Successions::default())
        });
        let plan = plan_of_page(all, BY_DUE).await;
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan} without {index}");
    }
}

#[tokio::test]
async fn a_department_is_led_to_its_own_tasks_and_looks_through_nobody_elses() {
    let (_dir, model) = read_model().await;
    for (filter, _) in task_filters().into_iter().filter(|(filter, _)| filter.case_id.is_none()) {
        let seen = tasks::seen(explained(&model, TASKS), &own(), |query| {
            filter.narrow(query, now(), &Successions::default())
        });
        let plan = plan_of_page(seen, BY_DUE).await;
        for index in
            ["INDEX tasks_asking (from_department=?", "INDEX tasks_department (to_department=?"]
        {
            assert!(plan.contains(index), "{filter:?}: {plan} without {index}");
        }
        assert!(!plan.contains("SCAN"), "{filter:?}: {plan}");
    }
}

fn warning_filters() -> [(WarningFilter, Option<Rung>, &'static str); 4] {
    let department =
        WarningFilter { department: Some("HB".to_owned()), ..WarningFilter::default() };
    let case = WarningFilter { case_id: Some(uuid::Uuid::nil()), ..WarningFilter::default() };
    [
        (WarningFilter::default(), None, "INDEX warnings_issued"),
        (WarningFilter::default(), Some(Rung::Lead), "INDEX warnings_rung (rung=?)"),
        (department, None, "INDEX warnings_department (department=?)"),
        (case, None, "INDEX warnings_case (case_id=?)"),
    ]
}

#[tokio::test]
async fn lists_of_warnings_run_along_an_index() {
    let (_dir, model) = read_model().await;
    for (filter, rung, index) in warning_filters() {
        let narrow = |query| filter.narrow(query, rung, &Successions::default());
        let all = warnings::seen(explained(&model, WARNINGS), &Sight::All, narrow);
        let plan = plan_of_page(all, NEWEST_FIRST).await;
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan} without {index}");
        let own = warnings::seen(explained(&model, WARNINGS), &own(), narrow);
        let plan = plan_of_page(own, NEWEST_FIRST).await;
        assert!(!plan.contains("SCAN"), "{filter:?}: {plan}");
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
async fn who_took_over_is_led_along_an_index_too() {
    let (_dir, model) = read_model().await;
    let both = Sight::Own(vec!["ZJ".to_owned(), "GONE".to_owned()]);
    for (filter, _) in task_filters() {
        let narrow = |query| filter.narrow(query, now(), &Successions::default());
        let seen = tasks::seen(explained(&model, TASKS), &both, narrow);
        let plan = plan_of_page(seen, BY_DUE).await;
        assert!(plan.contains("SEARCH tasks USING INDEX"), "{filter:?}: {plan}");
        assert!(!plan.contains("SCAN"), "{filter:?}: {plan}");
    }
}
