use tongban_kernel::ReportId;
use tongban_kernel::testkit::at;

use super::{Fact, HOUSING, LAW_AT, PERMIT};
use crate::events::{Content, Correction, Earlier, Event, Figure, Goal, Item, Ranked, Report};
use crate::period::{Month, Months};
use crate::state::Reports;

impl Fact {
    /// The category of its stream, which is also that of its schema.
    pub(crate) fn category(&self) -> &'static str {
        match self.kind.split('.').next() {
            Some("metrics") => "report",
            service => service.unwrap_or_default(),
        }
    }
}

/// The second report about August.
pub(crate) fn report_issued() -> Fact {
    let august: Month = "2026-08".parse().unwrap();
    let months = Months { from: august, through: august };
    let stream = Reports::id_of(months, None);
    let first = ReportId::derive(stream, 1);
    let event = Event::ReportIssued(Box::new(Report {
        report_id: ReportId::derive(stream, 2),
        nth: 2,
        months,
        department: None,
        replaces: Some(Correction { report_id: first, reason: "补录三件".to_owned() }),
        word: "总体平稳".to_owned(),
        issued_at: at(LAW_AT),
        position: "1-0:7".to_owned(),
        content: content(first),
    }));
    let data = serde_json::to_value(event).unwrap()["data"].clone();
    Fact { kind: "metrics.report_issued.v1", stream, data }
}

fn content(before: ReportId) -> Content {
    let july: Month = "2026-07".parse().unwrap();
    let months = Months { from: july, through: july };
    let figure = Figure {
        name: "flow.on_time_rate_by_law".to_owned(),
        value: Some(0.6667),
        goal: Some(Goal::AtLeast { value: 0.9 }),
        before: Some(0.5),
    };
    let (department, figures) = (HOUSING.to_owned(), vec![figure]);
    let ranked = Ranked {
        department: department.clone(),
        place: Some(1),
        place_before: Some(2),
        figures: figures.clone(),
    };
    let item = Item { department, item_code: PERMIT.to_owned(), figures: figures.clone() };
    Content {
        before: Some(Earlier { report_id: before, months }),
        figures,
        departments: vec![ranked],
        items: vec![item],
    }
}
