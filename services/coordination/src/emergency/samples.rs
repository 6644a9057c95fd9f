//! One emergency, as the tests of this crate know it: a flood, declared on Friday, 2 October 2026, at
//! 02:00 in the middle of National Day, with two tasks; both skip a paper.

use tongban_calendar::{Budget, Ladder, Office};
use tongban_catalog::model::{IncidentKind, Severity};
use tongban_kernel::testkit::at;
use tongban_kernel::{Actor, CaseId, CaseNumber, Role, TaskId, Text};
use uuid::Uuid;

use super::commands::NewEmergency;
use super::events::{Event, Outstanding, PlannedPaper, PlannedTask};
use crate::samples::{ASKED, OTHER, wording};
use crate::task::events::Occasion;

pub(crate) const LEAD: &str = "YJ";
pub(crate) const NIGHT: &str = "2026-10-02T02:00:00+08:00";
pub(crate) const RESPOND_BY_AT: &str = "2026-10-02T04:00:00+08:00";
/// When it ends: Friday, 9 October, at noon.
pub(crate) const ENDED_AT: &str = "2026-10-09T12:00:00+08:00";
pub(crate) const PERMIT_DUE_AT: &str = "2026-10-10T12:00:00+08:00";
/// Saturday, 10 October is a working day: the fifth one is Thursday.
pub(crate) const REPORT_DUE_AT: &str = "2026-10-16T00:00:00+08:00";

pub(crate) fn emergency_id() -> CaseId {
    CaseId::derive("emergency/zhao", Uuid::from_u128(11))
}

pub(crate) fn emergency_number() -> CaseNumber {
    CaseNumber::of(emergency_id(), jiff::civil::date(2026, 10, 2))
}

pub(crate) fn ladder() -> Ladder {
    Ladder {
        acknowledge_within: Budget::Minutes(15),
        lead_after: Some(Budget::Minutes(30)),
        supervisor_after: Some(Budget::Hours(1)),
        accountability_after: Some(Budget::Hours(2)),
        answer_within: Budget::Workdays(2),
    }
}

fn planned(task: &str, department: &str, minutes: u32, skipped: PlannedPaper) -> PlannedTask {
    PlannedTask {
        task: task.to_owned(),
        department: department.to_owned(),
        ask: Text::new("抽排积水", "Pump the water out"),
        legal_basis: "城市道路管理条例第三十四条".to_owned(),
        limit: Budget::Minutes(minutes),
        office: Office::default(),
        skips: vec![skipped],
    }
}

fn paper(code: &str, within: Budget) -> PlannedPaper {
    PlannedPaper {
        paper: code.to_owned(),
        name: Text::new("补办手续", "A paper"),
        within,
        legal_basis: "城市道路管理条例第三十四条".to_owned(),
    }
}

pub(crate) fn tasks() -> Vec<PlannedTask> {
    let permit = paper("permit", Budget::Hours(24));
    let report = paper("report", Budget::Workdays(5));
    vec![planned("drain", ASKED, 60, permit), planned("buildings", OTHER, 90, report)]
}

pub(crate) fn drain_id() -> TaskId {
    tasks()[0].task_id(emergency_id())
}

pub(crate) fn new_emergency(occasion: Occasion) -> NewEmergency {
    NewEmergency {
        case_id: emergency_id(),
        number: emergency_number(),
        occasion,
        plan: "flood".to_owned(),
        plan_version: 1,
        plan_name: Text::new("内涝应急预案", "Flood"),
        kind: IncidentKind::NaturalDisaster,
        severity: Severity::RelativelySerious,
        lead: LEAD.to_owned(),
        what: wording("暴雨，多处积水"),
        place: wording("城东片区"),
        respond_within: Budget::Hours(2),
        ladder: ladder(),
        tasks: tasks(),
    }
}

pub(crate) fn declared_as(occasion: Occasion) -> Event {
    let new = new_emergency(occasion);
    Event::EmergencyDeclared {
        case_id: new.case_id,
        number: new.number,
        occasion,
        plan: new.plan,
        plan_version: new.plan_version,
        plan_name: new.plan_name,
        kind: new.kind,
        severity: new.severity,
        lead: new.lead,
        what: new.what.into_string(),
        place: new.place.into_string(),
        ladder: new.ladder,
        tasks: new.tasks,
        declared_at: at(NIGHT),
        respond_by_at: at(RESPOND_BY_AT),
    }
}

pub(crate) fn declared() -> Event {
    declared_as(Occasion::Emergency)
}

pub(crate) fn responded(responded_at: &str) -> Event {
    Event::EmergencyResponded {
        case_id: emergency_id(),
        task_id: drain_id(),
        department: ASKED.to_owned(),
        responded_at: at(responded_at),
    }
}

pub(crate) fn unanswered() -> Event {
    Event::EmergencyUnanswered { case_id: emergency_id(), respond_by_at: at(RESPOND_BY_AT) }
}

pub(crate) fn reported(nth: u32, department: &str, reported_at: &str) -> Event {
    Event::SituationReported {
        case_id: emergency_id(),
        nth,
        department: Some(department.to_owned()),
        text: "积水已退".to_owned(),
        reported_at: at(reported_at),
    }
}

fn outstanding(paper: &str, department: &str, due_at: &str) -> Outstanding {
    Outstanding {
        paper: paper.to_owned(),
        name: Text::new("补办手续", "A paper"),
        department: department.to_owned(),
        legal_basis: "城市道路管理条例第三十四条".to_owned(),
        due_at: at(due_at),
    }
}

pub(crate) fn ended() -> Event {
    let permit = outstanding("permit", ASKED, PERMIT_DUE_AT);
    let report = outstanding("report", OTHER, REPORT_DUE_AT);
    ended_with(vec![permit, report], ENDED_AT)
}

pub(crate) fn ended_with(papers: Vec<Outstanding>, ended_at: &str) -> Event {
    let (case_id, summary) = (emergency_id(), "积水排空，人员安全".to_owned());
    Event::EmergencyEnded { case_id, summary, ended_at: at(ended_at), papers }
}

pub(crate) fn handed_in(paper: &str, department: &str) -> Event {
    Event::PaperHandedIn {
        case_id: emergency_id(),
        paper: paper.to_owned(),
        department: department.to_owned(),
        reference: "海城管〔2026〕17号".to_owned(),
    }
}

pub(crate) fn waived(paper: &str) -> Event {
    let reason = "无危房".to_owned();
    Event::PaperWaived { case_id: emergency_id(), paper: paper.to_owned(), reason }
}

pub(crate) fn late(paper: &str, department: &str, due_at: &str) -> Event {
    Event::PaperLate {
        case_id: emergency_id(),
        paper: paper.to_owned(),
        department: department.to_owned(),
        due_at: at(due_at),
    }
}

pub(crate) fn closed() -> Event {
    Event::EmergencyClosed { case_id: emergency_id() }
}

pub(crate) fn supervisor() -> Actor {
    Actor::officer("sun", "XT", Role::Supervisor)
}
