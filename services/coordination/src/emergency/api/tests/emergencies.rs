use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_asks_everybody_at_once_and_its_state_is_live() {
    let office = Office::open().await;
    let path = office.flood(false).await;
    let view = office.get(&office.desk, &path).await;
    assert_eq!((&view["occasion"], &view["state"]), (&json!("emergency"), &json!("declared")));
    assert_eq!(view["response"]["minutes_left"], 120);
    let tasks = view["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), 7);
    assert!(tasks.iter().all(|task| task["state"] == "requested" && task["caused_by"].is_string()));
    assert_eq!(tasks[0]["minutes_left"], 30);
    assert_eq!(tasks[6]["minutes_left"], 90);

    office.world.set_clock("2026-10-02T02:07:00+08:00");
    let task = office.task_for(&path, "fire-rescue").await;
    office.post(&office.rescue, "take", &format!("{task}/acknowledge"), &json!({})).await;
    let report = json!({ "text": "转移群众 12 人" });
    office.post(&office.rescue, "report", &format!("{path}/report"), &report).await;
    let view = office.get(&office.rescue, &path).await;
    assert_eq!((&view["state"], &view["note"]), (&json!("responded"), &json!("转移群众 12 人")));
    let response = &view["response"];
    assert_eq!(
        (&response["department"], &response["is_late"]),
        (&json!("fire-rescue"), &json!(false))
    );
    assert_eq!(response["minutes_left"], Value::Null);
    assert_eq!(view["reports"][0]["department"], "fire-rescue");
    let taken = view["tasks"].as_array().unwrap().iter().find(|t| t["state"] == "acknowledged");
    assert_eq!(taken.unwrap()["minutes_left"], 23);
}

#[tokio::test(flavor = "multi_thread")]
async fn that_nobody_responds_within_two_hours_is_noted_once_day_and_night() {
    let office = Office::open().await;
    let path = office.flood(false).await;
    office.world.set_clock("2026-10-02T03:59:00+08:00");
    office.world.settle().await;
    let view = office.get(&office.desk, &path).await;
    assert_eq!(view["response"]["minutes_left"], 1);
    office.world.set_clock("2026-10-02T04:00:00+08:00");
    office.world.wait_for("coordination.emergency_unanswered.v1", 1).await;
    let view = office.get(&office.desk, &path).await;
    assert_eq!((&view["state"], &view["response"]["is_late"]), (&json!("declared"), &json!(true)));
    office.world.set_clock("2026-10-02T05:00:00+08:00");
    // In three hours all but the last task went up all six rungs.
    office.world.wait_for("coordination.warning_issued.v1", 41).await;
    let noted = office.world.events().await;
    let noted = noted.iter().filter(|e| e.kind.as_str() == "coordination.emergency_unanswered.v1");
    assert_eq!(noted.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_of_an_emergency_go_before_everything_and_are_warned_of_by_the_minute() {
    let office = Office::open().await;
    let path = office.flood(false).await;
    let case_id = path.rsplit('/').next().unwrap();
    let opened = json!({ "case_id": other_case(), "number": number(), "department": "health" });
    let id = other_case().uuid();
    let approval = tongban_kernel::Category::new("approval");
    office.world.happens(approval, id, "approval.case_opened.v1", &opened).await;
    office.world.settle().await;
    let ask = json!({
        "case_id": other_case(), "from_department": "health", "to_department": "fire-rescue",
        "ask": { "zh": "核查", "en": "Check" }, "legal_basis": "消防法", "limit": { "minutes": 5 },
    });
    let asked = office.post(&office.desk, "ask", TASKS, &ask).await;
    assert_eq!(asked.status, 201, "{}", asked.body);
    for query in ["", "?state=open", "?limit=1", "?department=fire-rescue"] {
        let list = office.get(&office.rescue, &format!("{TASKS}{query}")).await;
        assert_eq!(list["items"][0]["case_id"], case_id, "{query}: {list}");
    }
    let list = office.get(&office.rescue, &format!("{TASKS}?limit=1")).await;
    let next = format!("{TASKS}?limit=1&cursor={}", list["next"].as_str().unwrap());
    let second = office.get(&office.rescue, &next).await;
    assert_eq!(second["items"][0]["case_id"], json!(other_case()), "due sooner, and after it");

    office.world.set_clock("2026-10-02T02:15:00+08:00");
    // Seven that nobody has taken on; the case's task was due after five minutes: three rungs.
    office.world.wait_for("coordination.warning_issued.v1", 10).await;
    let warnings = office.get(&office.rescue, "/api/coordination/warnings").await;
    let of_emergency = warnings["items"].as_array().unwrap().iter();
    let of_emergency: Vec<_> = of_emergency.filter(|w| w["occasion"] == "emergency").collect();
    assert_eq!(of_emergency.len(), 1, "{warnings}");
    assert_eq!(of_emergency[0]["rung"], "unacknowledged");
    let overdue = office.get(&office.rescue, &format!("{TASKS}?overdue=true")).await;
    assert_eq!(overdue["items"].as_array().unwrap().len(), 1, "{overdue}");
    office.world.wait_for("coordination.notice_opened.v1", 10).await;
    let notices = office.get(&office.rescue, "/api/coordination/notices").await;
    let occasions: Vec<_> =
        notices["items"].as_array().unwrap().iter().map(|n| n["occasion"].clone()).collect();
    assert!(occasions.contains(&json!("emergency")), "{notices}");
}

fn other_case() -> tongban_kernel::CaseId {
    crate::samples::case_id()
}

fn number() -> tongban_kernel::CaseNumber {
    crate::samples::number()
}

#[tokio::test(flavor = "multi_thread")]
async fn its_end_closes_what_is_open_and_every_skipped_paper_is_brought() {
    let office = Office::open().await;
    let path = office.flood(false).await;
    let early = json!({ "reference": "海自然资〔2026〕3号" });
    let hand_in = |paper: &str| format!("{path}/papers/{paper}/hand-in");
    let refused = office.post(&office.land, "early", &hand_in("land-use"), &early).await;
    assert_eq!(kind(&refused), (409, json!("/problems/coordination/emergency-not-ended")));

    office.world.set_clock("2026-10-02T06:00:00+08:00");
    let ended = office.end(&path).await;
    assert_eq!(ended.body["state"], "ended", "{}", ended.body);
    office.world.wait_for("coordination.task_closed.v1", 7).await;
    let view = office.get(&office.desk, &path).await;
    let papers = view["papers"].as_array().unwrap();
    let due: Vec<_> = papers
        .iter()
        .map(|p| (p["paper"].as_str().unwrap(), p["due_at"].as_str().unwrap()))
        .collect();
    // A day by the clock; five, ten and twenty working days from 8 October on.
    assert_eq!(
        due,
        [
            ("road-opening", "2026-10-02T22:00:00Z"),
            ("building-report", "2026-10-13T16:00:00Z"),
            ("purchase", "2026-10-20T16:00:00Z"),
            ("land-use", "2026-11-03T16:00:00Z"),
        ]
    );
    let handed_in = office.post(&office.land, "bring", &hand_in("land-use"), &early).await;
    assert_eq!((handed_in.status.as_u16(), &handed_in.body["state"]), (200, &json!("ended")));
    let refused = office.post(&office.land, "other", &hand_in("purchase"), &early).await;
    assert_eq!(kind(&refused), (403, json!("/problems/coordination/not-of-paper")));

    let office = Office::on(office.world, "2026-10-14T00:00:00+08:00");
    office.world.wait_for("coordination.skipped_paper_late.v1", 2).await;
    let reason = json!({ "reason": "现场无危房，未开挖道路" });
    let mut state = Value::Null;
    for paper in ["road-opening", "building-report", "purchase"] {
        let waive = format!("{path}/papers/{paper}/waive");
        let refused = office.post(&office.desk, &format!("no-{paper}"), &waive, &reason).await;
        assert_eq!(kind(&refused), (403, json!("/problems/common/forbidden")));
        let waived = office.post(&office.supervisor, paper, &waive, &reason).await;
        assert_eq!(waived.status, 200, "{}", waived.body);
        state = waived.body["state"].clone();
    }
    assert_eq!(state, "closed", "with the last paper");
    let history = office.get(&office.desk, &format!("{path}/history")).await;
    let steps = history["steps"].as_array().unwrap();
    assert_eq!(steps[0]["happened"], "emergency_declared");
    assert_eq!(steps.last().unwrap()["happened"], "emergency_closed");
    assert!(steps.iter().all(|step| step["caused_by"].is_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_and_what_cannot_be_is_refused() {
    let office = Office::open().await;
    let body = json!({ "plan": "flood", "what": "暴雨", "place": "城东" });
    let denied = office.post(&office.rescue, "a", EMERGENCIES, &body).await;
    assert_eq!(kind(&denied), (403, json!("/problems/common/forbidden")));
    let mut unknown = body.clone();
    unknown["plan"] = json!("meteor");
    let refused = office.post(&office.desk, "b", EMERGENCIES, &unknown).await;
    assert_eq!(
        (refused.status.as_u16(), &refused.body["errors"][0]["field"]),
        (422, &json!("/plan"))
    );
    let path = office.flood(false).await;
    let report = json!({ "text": "无关" });
    let denied = office.post(&office.stranger, "c", &format!("{path}/report"), &report).await;
    assert_eq!(kind(&denied), (403, json!("/problems/coordination/not-of-emergency")));
    assert_eq!(office.world.get(&office.stranger, &path).await.status, 404);
    for (who, n) in [(&office.desk, 1), (&office.rescue, 1), (&office.stranger, 0)] {
        let list = office.get(who, EMERGENCIES).await;
        assert_eq!(list["items"].as_array().unwrap().len(), n);
    }
    for query in ["?state=late", "?occasion=project"] {
        let bad = office.world.get(&office.desk, &format!("{EMERGENCIES}{query}")).await;
        assert_eq!(bad.status, 422, "{query}");
    }
    let change = json!({ "severity": "serious", "reason": "降雨加强" });
    office.post(&office.supervisor, "d", &format!("{path}/severity"), &change).await;
    assert_eq!(office.get(&office.desk, &path).await["severity"], "serious");
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_in_force_are_listed() {
    let office = Office::open().await;
    let plans = office.get(&office.rescue, "/api/coordination/plans").await;
    let plans = plans["items"].as_array().unwrap();
    assert_eq!(plans.len(), 3);
    let flood = plans.iter().find(|plan| plan["plan"] == "flood").unwrap();
    assert_eq!((&flood["version"], &flood["kind"]), (&json!(1), &json!("natural_disaster")));
    assert_eq!(flood["departments"].as_array().unwrap().len(), 7);
}
