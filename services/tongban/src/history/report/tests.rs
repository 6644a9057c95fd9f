use super::*;
use crate::history::{HistoryCase, HistoryRow, Moment};

fn moment(text: &str) -> Moment {
    Moment::try_from(text.to_owned()).unwrap()
}

fn row(at: &str) -> HistoryRow {
    HistoryRow {
        activity: "a".into(),
        lifecycle: None,
        resource: Some("Li".into()),
        department: None,
        at: moment(at),
        attributes: Vec::new(),
    }
}

fn mapped(name: &str, milestones: &[(Milestone, &str)], gaps: Vec<Gap>) -> Mapped {
    let milestones = milestones.iter().map(|(milestone, at)| (*milestone, moment(at))).collect();
    let rows = vec![row("2026-03-03T00:00:00Z"), row("2026-03-02T00:00:00Z")];
    let case = HistoryCase { name: name.into(), attributes: Vec::new(), milestones, rows };
    Mapped { case, gaps, dropped: vec!["fee".into()] }
}

fn report() -> Report {
    let mapping = Mapping::from_yaml(
        "milestones:\n  concluded: { case_attribute: end }\n  deadline: { case_attribute: due }\n",
    );
    let mut report = Report::new(&mapping.unwrap());
    let no_lifecycle = || vec![Gap::missing(Field::Lifecycle), Gap::missing(Field::Lifecycle)];
    let late = [
        (Milestone::Concluded, "2026-03-05T00:00:00Z"),
        (Milestone::Deadline, "2026-03-04T00:00:00Z"),
    ];
    report.add(&mapped("1", &late, no_lifecycle()));
    let mut gaps = no_lifecycle();
    gaps.push(Gap::missing(Field::Concluded));
    gaps.push(Gap::unreadable(Field::Deadline, "soon".into()));
    report.add(&mapped("1", &[], gaps));
    report
}

#[test]
fn everything_is_counted() {
    let report = report();
    assert_eq!((report.n_cases, report.n_rows, report.n_milestones), (2, 4, 2));
    assert_eq!((report.n_concluded_with_deadline, report.n_late), (1, 1));
    assert_eq!(report.first_at, Some(moment("2026-03-02T00:00:00Z").at()));
    assert_eq!(report.last_at, Some(moment("2026-03-03T00:00:00Z").at()));
    assert_eq!(report.dropped, BTreeMap::from([("fee".to_owned(), 2)]));
    assert_eq!((report.n_repeated_names, &*report.repeated_names), (1, &["1".to_owned()][..]));
    let counts = |field| {
        let count: &Count = &report.fields[&field];
        (count.n_found, count.n_missing, count.n_unreadable)
    };
    assert_eq!(counts(Field::CaseName), (2, 0, 0));
    assert_eq!(counts(Field::Resource), (4, 0, 0));
    assert_eq!(counts(Field::Lifecycle), (0, 4, 0));
    assert_eq!(counts(Field::Concluded), (1, 1, 0));
    assert_eq!(counts(Field::Deadline), (1, 0, 1));
    assert!(!report.fields.contains_key(&Field::Department), "it is not mapped");
}

#[test]
fn examples_are_the_first_few_cases_each_once() {
    let mut report = Report::new(&Mapping::default());
    for name in ["1", "2", "3", "4"] {
        let gaps = vec![Gap::missing(Field::Lifecycle), Gap::missing(Field::Lifecycle)];
        report.add(&mapped(name, &[], gaps));
    }
    let count = &report.fields[&Field::Lifecycle];
    assert_eq!(count.n_missing, 8);
    let cases: Vec<_> = count.examples.iter().map(|example| &*example.case).collect();
    assert_eq!(cases, ["1", "2", "3"]);
}

#[test]
fn what_the_file_never_has_is_pointed_out() {
    assert_eq!(report().never_found().collect::<Vec<_>>(), [Field::Lifecycle]);
}

#[test]
fn people_read_it_in_two_languages() {
    let text = report().text();
    for line in [
        "2 cases, 4 rows, 2 milestones (received, accepted, concluded, deadline)",
        "from 2026-03-02T00:00:00Z to 2026-03-03T00:00:00Z",
        "1 concluded cases have a deadline, 1 of them were late",
        "deadline milestone: 1 found, 0 missing, 1 not readable; for example case 1 (\"soon\")",
        "note: the file never has a lifecycle; check its name in the mapping",
        "1 repeated case names; for example 1",
        "attribute fee is not kept by the mapping: 2",
    ] {
        assert!(text.en.lines().any(|l| l == line), "{line:?} in {}", text.en);
    }
    for line in [
        "办件 2 件，记录 4 条，时间节点（收件、受理、办结、时限）2 个",
        "有时限的办结件 1 件，其中超期 1 件",
    ] {
        assert!(text.zh.lines().any(|l| l == line), "{line:?} in {}", text.zh);
    }
    assert_eq!(text.zh.lines().count(), text.en.lines().count());
}

#[test]
fn scripts_read_it_as_json() {
    let json = serde_json::to_value(report()).unwrap();
    assert_eq!(json["n_late"], 1);
    assert_eq!(json["fields"]["deadline"]["examples"][0]["text"], "soon");
    assert!(json.get("names_seen").is_none());
}
