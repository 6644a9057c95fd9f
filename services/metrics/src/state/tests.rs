use tongban_kernel::testkit::{given, now};
use tongban_kernel::{Actor, Wording};

use super::*;
use crate::events::{Content, Figure};

fn supervisor() -> Actor {
    Actor::officer("sun", "XT", Role::Supervisor)
}

fn august() -> Months {
    months("2026-08", "2026-08")
}

fn months(from: &str, through: &str) -> Months {
    Months { from: from.parse().unwrap(), through: through.parse().unwrap() }
}

fn wording(text: &str) -> Wording {
    Wording::parse(text).unwrap()
}

fn content(received: f64) -> Content {
    let name = "flow.received".to_owned();
    let figures = vec![Figure { name, value: Some(received), goal: None, before: None }];
    Content { figures, ..Content::default() }
}

fn report_id(nth: u32) -> ReportId {
    ReportId::derive(Reports::id_of(august(), None), nth)
}

fn draft() -> Draft {
    Draft {
        months: august(),
        department: None,
        replaces: None,
        word: wording("总体平稳"),
        position: "1-0:7".to_owned(),
        content: content(12.0),
    }
}

fn correcting(nth: u32) -> Draft {
    let reason = wording("补录三件");
    let replaces = Some(Replacing { report_id: report_id(nth), reason });
    Draft { replaces, content: content(15.0), ..draft() }
}

fn issue(draft: Draft) -> Command {
    Command::Issue(Box::new(draft))
}

fn report() -> Report {
    Report {
        report_id: report_id(1),
        nth: 1,
        months: august(),
        department: None,
        replaces: None,
        word: "总体平稳".to_owned(),
        issued_at: now(),
        position: "1-0:7".to_owned(),
        content: content(12.0),
    }
}

fn issued(report: Report) -> Event {
    Event::ReportIssued(Box::new(report))
}

fn corrected(nth: u32) -> Report {
    let reason = "补录三件".to_owned();
    Report {
        report_id: report_id(nth),
        nth,
        replaces: Some(Correction { report_id: report_id(nth - 1), reason }),
        content: content(15.0),
        ..report()
    }
}

#[test]
fn a_supervisor_issues_a_report_of_a_period_that_has_begun() {
    given::<Reports>([]).by(supervisor()).when(issue(draft())).then([issued(report())]);
    for role in [Role::Coordinator, Role::Handler, Role::Operator] {
        given::<Reports>([])
            .by(Actor::officer("li", "ZJ", role))
            .when(issue(draft()))
            .then_rejected(Rejection::NotSupervisor);
    }
    let begun = |at: &str, until: &str| {
        let months = months("2026-10", until);
        given::<Reports>([]).at(at).by(supervisor()).when(issue(Draft { months, ..draft() }))
    };
    begun("2026-09-30T23:59:59+08:00", "2026-10").then_rejected(Rejection::NotBegun);
    // What goes on is reported as of now.
    assert_eq!(begun("2026-10-01T00:00:00+08:00", "2026-12").events().len(), 1);
}

#[test]
fn one_report_of_a_period_holds_and_another_says_that_it_corrects_it() {
    let first = || given::<Reports>([issued(report())]).by(supervisor());
    let report_id = report_id(1);
    first().when(issue(draft())).then_rejected(Rejection::AlreadyIssued { report_id });
    first().when(issue(correcting(1))).then([issued(corrected(2))]);
    let both = || given::<Reports>([issued(report()), issued(corrected(2))]).by(supervisor());
    both().when(issue(correcting(2))).then([issued(corrected(3))]);
    let by = corrected(2).report_id;
    both().when(issue(correcting(1))).then_rejected(Rejection::AlreadyCorrected { by });
    both().when(issue(draft())).then_rejected(Rejection::AlreadyIssued { report_id: by });
}

#[test]
fn what_is_corrected_is_a_report_of_the_same() {
    let unknown = Rejection::UnknownReport;
    given::<Reports>([]).by(supervisor()).when(issue(correcting(1))).then_rejected(unknown);
    given::<Reports>([issued(report())])
        .by(supervisor())
        .when(issue(correcting(7)))
        .then_rejected(unknown);
}

#[test]
fn what_a_wish_issued_is_known_also_when_it_was_corrected_since() {
    let events = [issued(report()), issued(corrected(2)), issued(corrected(3))];
    let reports = events.iter().fold(Reports::default(), |reports, event| reports.evolve(event));
    assert_eq!(reports.after(None), Some(report_id(1)));
    assert_eq!(reports.after(Some(report_id(1))), Some(report_id(2)));
    assert_eq!(reports.after(Some(report_id(3))), None);
    assert_eq!(reports.in_force(), Some(report_id(3)));
}

#[test]
fn reports_of_another_period_or_department_are_others() {
    let all = [
        Reports::id_of(august(), None),
        Reports::id_of(months("2026-07", "2026-08"), None),
        Reports::id_of(august(), Some("ZJ")),
        Reports::id_of(august(), Some("XF")),
    ];
    let apart: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(apart.len(), all.len());
}

#[test]
fn a_report_is_read_as_it_was_written() {
    let figure = |value| Figure {
        name: "flow.on_time_rate_by_law".to_owned(),
        value,
        goal: Some(crate::events::Goal::AtLeast { value: 0.9 }),
        before: Some(0.8571),
    };
    let figures = vec![figure(Some(0.6667)), figure(None)];
    let event = issued(Report { content: Content { figures, ..Content::default() }, ..report() });
    let written = serde_json::to_string(&event).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
}
