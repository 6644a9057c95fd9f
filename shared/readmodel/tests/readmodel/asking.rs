use tongban_kernel::TaskId;
use tongban_readmodel::{Direction, InvalidPage, Keyset, Page, Query, QueryError, ReadModel, Row};

use crate::engine::{Engine, on_both_engines};
use crate::fixture::{History, catch_up, mounted, start, task};

const SQL: &str = "SELECT department, task_id FROM task WHERE state <> ";

async fn model_of(n_tasks: u128, engine: &Engine) -> ReadModel {
    let mut history = History::new();
    for n in 1..=n_tasks {
        history.requested(n, ["民政局", "税务局", "公安局"][n as usize % 3]).await;
    }
    let reader = mounted(&engine.models().await, &history).await;
    catch_up(&reader, &history).await;
    reader.model()
}

async fn walk(model: &ReadModel, keys: Keyset, limit: u32) -> Vec<Row> {
    let all = || vec![model.query(SQL).push_bind("closed")];
    walk_of(all, keys, limit).await
}

/// What is found in these ways, page by page; one way is a list of its own.
async fn walk_of(ways: impl Fn() -> Vec<Query>, keys: Keyset, limit: u32) -> Vec<Row> {
    let (mut rows, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let page = Page::new(Some(limit), cursor.as_deref()).unwrap();
        let paged = match <[Query; 1]>::try_from(ways()) {
            Ok([query]) => query.fetch_page(keys, &page).await.unwrap(),
            Err(ways) => Query::fetch_page_of(ways, keys, &page).await.unwrap(),
        };
        assert!(paged.items.len() <= limit as usize);
        rows.extend(paged.items);
        match paged.next {
            Some(next) => cursor = Some(next.to_string()),
            None => return rows,
        }
    }
}

on_both_engines! {
    pages_show_every_row_once_in_order
    text_runs_by_its_bytes_from_page_to_page
    what_is_found_in_several_ways_is_one_list
    a_cursor_of_another_list_is_refused
    filters_that_are_not_always_there_are_parameters_too
    a_row_comes_back_as_it_was_written
}

async fn pages_show_every_row_once_in_order(engine: Engine) {
    let model = model_of(60, &engine).await;
    let by = |direction| Keyset::new(&["department", "task_id"], direction);
    let all = "SELECT department, task_id FROM task ORDER BY department, task_id";
    let mut expected = model.query(all).fetch_all().await.unwrap();
    for limit in [1, 7, 20, 59, 60, 200] {
        assert_eq!(walk(&model, by(Direction::Ascending), limit).await, expected, "{limit}");
    }
    expected.reverse();
    assert_eq!(walk(&model, by(Direction::Descending), 7).await, expected);
}

async fn text_runs_by_its_bytes_from_page_to_page(engine: Engine) {
    // Readers of Chinese, and of dictionaries, expect another order each.
    let mut names = ["民政局", "安监局", "公安局", "b", "C", "a-2", "a10", "é", "z"];
    let mut history = History::new();
    for (n, name) in (1..).zip(names) {
        history.requested(n, name).await;
    }
    let reader = mounted(&engine.models().await, &history).await;
    catch_up(&reader, &history).await;
    let keys = Keyset::new(&["department", "task_id"], Direction::Ascending);
    let rows = walk(&reader.model(), keys, 2).await;
    let shown: Vec<_> = rows.iter().map(|row| row.text("department").unwrap()).collect();
    names.sort_unstable();
    assert_eq!(shown, names);
}

async fn what_is_found_in_several_ways_is_one_list(engine: Engine) {
    const ALL: &str = "SELECT requested_at, task_id, department FROM task WHERE 1 = 1";
    let model = model_of(40, &engine).await;
    // Every task is found by one of them, some by both.
    let ways = || {
        let of = |departments: [&'static str; 2]| {
            model.query(ALL).push(" AND department IN ").push_list(departments)
        };
        vec![of(["税务局", "民政局"]), of(["公安局", "民政局"])]
    };
    for direction in [Direction::Ascending, Direction::Descending] {
        let keys = Keyset::new(&["requested_at", "task_id"], direction);
        let whole = Page::new(Some(200), None).unwrap();
        let expected = model.query(ALL).fetch_page(keys, &whole).await.unwrap().items;
        for limit in [1, 7, 39, 40, 200] {
            assert_eq!(walk_of(ways, keys, limit).await, expected, "{limit}");
        }
    }
}

async fn a_cursor_of_another_list_is_refused(engine: Engine) {
    let model = model_of(3, &engine).await;
    let by_two = Keyset::new(&["department", "task_id"], Direction::Ascending);
    let page = Page::new(Some(1), None).unwrap();
    let query = || model.query(SQL).push_bind("closed");
    let next = query().fetch_page(by_two, &page).await.unwrap().next.unwrap();
    let page = Page::new(None, Some(&next.to_string())).unwrap();
    let by_one = Keyset::new(&["task_id"], Direction::Ascending);
    let refused = query().fetch_page(by_one, &page).await.unwrap_err();
    assert!(matches!(refused, QueryError::Page(InvalidPage::Cursor)));
}

async fn filters_that_are_not_always_there_are_parameters_too(engine: Engine) {
    let model = model_of(9, &engine).await;
    let count = "SELECT COUNT(*) AS n FROM task WHERE state = $1";
    let query = || model.query(count).bind("requested").push(" AND department IN ");
    for (departments, n) in
        [(vec!["民政局", "税务局"], 6), (vec!["' OR 1=1 --"], 0), (Vec::new(), 0)]
    {
        let row = query().push_list(departments).fetch_optional().await.unwrap().unwrap();
        assert_eq!(row.int("n").unwrap(), n);
    }
}

async fn a_row_comes_back_as_it_was_written(engine: Engine) {
    let model = model_of(2, &engine).await;
    let query = model.query("SELECT * FROM task WHERE task_id = $1");
    let row = query.bind(TaskId::from_uuid(task(2).id)).fetch_optional().await.unwrap().unwrap();
    assert_eq!(row.uuid("task_id").unwrap(), task(2).id);
    assert_eq!(row.text("department").unwrap(), "公安局");
    assert_eq!(row.timestamp("requested_at").unwrap(), start());
    let missing = model.query("SELECT * FROM no_such_table").fetch_all().await.unwrap_err();
    assert_eq!(missing.to_string(), "cannot query the read model tasks");
}
