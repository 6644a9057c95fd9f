use super::*;

/// What would reach somebody who is no part of the drill.
const REAL: [&str; 2] = ["coordination.notice_opened.v1", "coordination.notice_met.v1"];

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_runs_the_same_plan_and_every_fact_of_it_is_marked() {
    let office = Office::open().await;
    let path = office.flood(true).await;
    let task = office.task_for(&path, "fire-rescue").await;
    office.world.set_clock("2026-10-02T02:10:00+08:00");
    office.post(&office.rescue, "take", &format!("{task}/acknowledge"), &json!({})).await;
    let reply = json!({ "outcome": "agreed", "opinion": "已转移" });
    office.post(&office.rescue, "reply", &format!("{task}/reply"), &reply).await;
    office.world.set_clock("2026-10-02T04:00:00+08:00");
    // Six tasks that nobody takes on: five rungs each, but for the last with its ninety minutes.
    office.world.wait_for("coordination.warning_issued.v1", 29).await;
    let report = json!({ "text": "演练顺利" });
    office.post(&office.rescue, "report", &format!("{path}/report"), &report).await;
    let ended = office.end(&path).await;
    assert_eq!(ended.body["state"], "closed", "a drill skipped nothing: {}", ended.body);
    office.world.wait_for("coordination.task_closed.v1", 6).await;
    office.world.settle().await;

    let events = office.world.events().await;
    for event in &events {
        assert_eq!(event.meta.origin, Origin::Drill, "{}", event.kind);
        assert!(!REAL.contains(&event.kind.as_str()), "{}", event.kind);
    }
    let supervisor = &office.supervisor;
    let notices = office.get(supervisor, "/api/coordination/notices").await;
    assert_eq!(notices["items"], json!([]));
    let scores = "/api/coordination/scores?from=2026-09-01T00:00:00Z&until=2026-12-01T00:00:00Z";
    assert_eq!(office.get(supervisor, scores).await["items"], json!([]));
    let warnings = office.get(supervisor, "/api/coordination/warnings").await;
    assert_eq!(warnings["items"], json!([]), "only where they are asked for");
    let case_id = path.rsplit('/').next().unwrap();
    let own =
        office.get(supervisor, &format!("/api/coordination/warnings?case_id={case_id}")).await;
    assert!(own["items"].as_array().unwrap().iter().all(|row| row["occasion"] == "drill"));
    assert!(own["items"].as_array().unwrap().len() == 29, "{own}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_leaves_figures() {
    let office = Office::open().await;
    let path = office.flood(true).await;
    let task = office.task_for(&path, "fire-rescue").await;
    office.world.set_clock("2026-10-02T02:06:00+08:00");
    office.post(&office.rescue, "take", &format!("{task}/acknowledge"), &json!({})).await;
    office.world.set_clock("2026-10-02T02:25:00+08:00");
    let reply = json!({ "outcome": "agreed", "opinion": "已转移" });
    office.post(&office.rescue, "reply", &format!("{task}/reply"), &reply).await;
    let slopes = office.task_for(&path, "natural-resources").await;
    office.world.set_clock("2026-10-02T03:05:00+08:00");
    office.post(&office.land, "reply", &format!("{slopes}/reply"), &reply).await;
    office.world.set_clock("2026-10-02T03:30:00+08:00");
    office.end(&path).await;

    let figures = office.get(&office.desk, &format!("{path}/figures")).await;
    let expected = json!({
        "respond_within_minutes": 120, "responded_after_minutes": 6, "responded_in_time": true,
        "ended_after_minutes": 90, "n_tasks": 7, "n_answered": 2, "n_in_time": 1,
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&figures[name], value, "{name}: {figures}");
    }
    let share = figures["share_in_time"].as_f64().unwrap();
    assert!((share - 1.0 / 7.0).abs() < 1e-9);
    let rescue = &figures["tasks"][0];
    assert_eq!(
        (&rescue["task"], &rescue["limit_minutes"], &rescue["taken_on_after_minutes"]),
        (&json!("rescue-people"), &json!(30), &json!(6))
    );
    assert_eq!((&rescue["answered_after_minutes"], &rescue["in_time"]), (&json!(25), &json!(true)));
    let slopes = &figures["tasks"][3];
    assert_eq!(
        (&slopes["answered_after_minutes"], &slopes["in_time"]),
        (&json!(65), &json!(false))
    );
    assert_eq!(figures["tasks"][6]["in_time"], json!(false), "it is over and was never answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn real_work_is_neither_put_off_for_a_drill_nor_answered_by_one() {
    let office = Office::open().await;
    let real = office.flood(false).await;
    let drill = office.flood(true).await;
    let list = office.get(&office.rescue, &format!("{TASKS}?state=open")).await;
    let occasions: Vec<_> =
        list["items"].as_array().unwrap().iter().map(|row| row["occasion"].clone()).collect();
    assert_eq!(occasions, ["emergency", "drill"]);

    let (of_real, of_drill) =
        (office.task_for(&real, "fire-rescue").await, office.task_for(&drill, "fire-rescue").await);
    let other = json!({ "with_task_id": of_drill.rsplit('/').next().unwrap() });
    let refused = office.post(&office.desk, "share", &format!("{of_real}/share"), &other).await;
    assert_eq!(kind(&refused), (409, json!("/problems/coordination/drill-shared")));

    // What is asked by hand for a drill is part of it, and late by the minute like the rest.
    let ask = json!({
        "case_id": drill.rsplit('/').next().unwrap(), "from_department": "government-services",
        "to_department": "transport", "ask": { "zh": "调车", "en": "Send buses" },
        "legal_basis": "突发事件应对法", "limit": { "minutes": 20 },
    });
    let asked = office.post(&office.desk, "ask", TASKS, &ask).await;
    assert_eq!(asked.status, 201, "{}", asked.body);
    let transport = office.world.token("bus", Some("transport"), Role::Handler);
    let task = format!("{TASKS}/{}", asked.body["task_id"].as_str().unwrap());
    let task = office.get(&transport, &task).await;
    assert_eq!(task["occasion"], "drill");
    assert_eq!(task["acknowledge_by_at"], "2026-10-01T18:15:00Z");
    let last = office.world.events().await.last().unwrap().clone();
    assert_eq!(
        (last.kind.as_str(), last.meta.origin),
        ("coordination.task_requested.v1", Origin::Drill)
    );
}
