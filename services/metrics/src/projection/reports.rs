use tongban_kernel::Recorded;
use tongban_readmodel::{RowOp, Table, Value, change, put};

use crate::events::{Event, Report};

/// One row per report that was issued.
pub(super) static REPORTS: Table = Table {
    name: "reports",
    key: &["report_id"],
    ddl: &[
        // `department` is empty for the whole city; `content` is what the event says in figures.
        "CREATE TABLE reports (
            report_id UUID NOT NULL PRIMARY KEY,
            department TEXT NOT NULL,
            from_month TEXT NOT NULL,
            through_month TEXT NOT NULL,
            n_months BIGINT NOT NULL,
            nth BIGINT NOT NULL,
            issued_at BIGINT NOT NULL,
            issued_by TEXT NOT NULL,
            position TEXT NOT NULL,
            word TEXT NOT NULL,
            replaces UUID,
            reason TEXT,
            replaced_by UUID,
            content TEXT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX reports_issued ON reports (issued_at, report_id)",
        "CREATE INDEX reports_of ON reports (department, n_months, through_month)",
    ],
};

pub(super) fn rows(event: Event, cause: &Recorded) -> Vec<RowOp> {
    match event {
        Event::ReportIssued(report) => {
            let corrected = report.replaces.as_ref().map(|replaces| {
                let set = [("replaced_by", report.report_id.into())];
                change(&REPORTS, [("report_id", replaces.report_id.into())], set)
            });
            std::iter::once(issued(*report, cause)).chain(corrected).collect()
        }
    }
}

fn issued(report: Report, cause: &Recorded) -> RowOp {
    let (replaces, reason) = match report.replaces {
        Some(correction) => (correction.report_id.into(), correction.reason.into()),
        None => (Value::Null, Value::Null),
    };
    // What was just read from JSON can be written as such.
    let content = serde_json::to_string(&report.content).unwrap_or_default();
    let set = [
        ("department", report.department.unwrap_or_default().into()),
        ("from_month", report.months.from.to_string().into()),
        ("through_month", report.months.through.to_string().into()),
        ("n_months", i64::from(report.months.n()).into()),
        ("nth", i64::from(report.nth).into()),
        ("issued_at", report.issued_at.into()),
        ("issued_by", cause.meta.actor.id.as_str().into()),
        ("position", report.position.into()),
        ("word", report.word.into()),
        ("replaces", replaces),
        ("reason", reason),
        ("replaced_by", Value::Null),
        ("content", content.into()),
        ("caused_by", cause.id.into()),
    ];
    put(&REPORTS, [("report_id", report.report_id.into())], set)
}
