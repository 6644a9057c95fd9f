//! One dispute, as the tests of this crate know it: HB disputes on Monday, 28 September 2026 what GT
//! asked, and holds SW responsible.

#![cfg(test)]

use tongban_calendar::Office;
use tongban_catalog::model::Arbitration;
use tongban_kernel::testkit::{at, now};
use tongban_kernel::{Actor, DisputeId, Role};

use super::commands::{Command, NewDispute, Precedent, Rules};
use super::events::{Event, Hearing, Member, Ruling};
use crate::samples::*;

/// Three working days; National Day lies between.
pub(crate) const ANSWER_BY_AT: &str = "2026-10-09T00:00:00+08:00";
/// Ten working days.
pub(crate) const RULE_BY_AT: &str = "2026-10-17T00:00:00+08:00";

pub(crate) fn dispute_id() -> DisputeId {
    DisputeId::derive(task_id(), 1)
}

pub(crate) fn rules() -> Rules {
    Rules { arbitration: Arbitration::default(), office: Office::default() }
}

pub(crate) fn new_dispute() -> NewDispute {
    NewDispute {
        dispute_id: dispute_id(),
        task_id: task_id(),
        case_id: case_id(),
        number: number(),
        ask: new_task().ask,
        by_department: ASKED.to_owned(),
        from_department: ASKING.to_owned(),
        responsible: Some(OTHER.to_owned()),
        reason: "属于水务部门职责".to_owned(),
        legal_basis: "水法第十二条".to_owned(),
        disputed_at: now(),
        rules: rules(),
    }
}

pub(crate) fn hearing(department: &str) -> Hearing {
    Hearing { department: department.to_owned(), answer_by_at: at(ANSWER_BY_AT) }
}

pub(crate) fn opened() -> Event {
    let dispute = new_dispute();
    Event::DisputeOpened {
        dispute_id: dispute.dispute_id,
        task_id: dispute.task_id,
        case_id: dispute.case_id,
        number: dispute.number,
        ask: dispute.ask,
        by_department: dispute.by_department,
        from_department: dispute.from_department,
        responsible: dispute.responsible,
        reason: dispute.reason,
        legal_basis: dispute.legal_basis,
        disputed_at: dispute.disputed_at,
        hearings: vec![hearing(ASKING), hearing(OTHER)],
        rule_by_at: at(RULE_BY_AT),
    }
}

pub(crate) fn answered(department: &str) -> Event {
    Event::DisputeAnswered {
        dispute_id: dispute_id(),
        department: department.to_owned(),
        position: "不属于本部门职责".to_owned(),
        legal_basis: "三定方案".to_owned(),
    }
}

pub(crate) fn unanswered(department: &str) -> Event {
    Event::DisputeUnanswered {
        dispute_id: dispute_id(),
        department: department.to_owned(),
        answer_by_at: at(ANSWER_BY_AT),
    }
}

pub(crate) fn member(account: &str, department: &str) -> Member {
    Member { account: account.to_owned(), department: department.to_owned() }
}

/// Three members, presided over by the first.
pub(crate) fn members() -> Vec<Member> {
    vec![member("zhou", "SF"), member("wu", "CZ"), member("zheng", "BB")]
}

pub(crate) fn convened() -> Event {
    let (dispute_id, members) = (dispute_id(), members());
    Event::PanelConvened { dispute_id, members, chair: "zhou".to_owned() }
}

pub(crate) fn sits(account: &str, department: &str) -> Actor {
    Actor::officer(account, department, Role::Handler)
}

pub(crate) fn chair() -> Actor {
    sits("zhou", "SF")
}

pub(crate) fn responsible(department: &str, assisting: &[&str]) -> Ruling {
    let assisting = assisting.iter().map(|&code| code.to_owned()).collect();
    Ruling::Responsible { department: department.to_owned(), assisting }
}

pub(crate) fn vote(ruling: Ruling) -> Command {
    Command::Vote { ruling, reason: wording("依职责") }
}

pub(crate) fn voted(account: &str, ruling: Ruling) -> Event {
    let (dispute_id, account) = (dispute_id(), account.to_owned());
    Event::VoteCast { dispute_id, account, ruling, reason: "依职责".to_owned() }
}

pub(crate) fn rule() -> Command {
    let (reason, legal_basis) = (wording("依职责"), wording("水法第十二条"));
    Command::Rule { reason, legal_basis, members_min: 3 }
}

pub(crate) fn precedent() -> Precedent {
    Precedent {
        dispute_id: DisputeId::derive(task_id(), 9),
        ask: new_task().ask.zh,
        ruling: responsible(OTHER, &[]),
        legal_basis: "水法第十二条".to_owned(),
    }
}

pub(crate) fn ruled() -> Event {
    Event::DisputeRuled {
        dispute_id: dispute_id(),
        task_id: task_id(),
        case_id: case_id(),
        ruling: responsible(OTHER, &[]),
        reason: "依职责".to_owned(),
        legal_basis: "水法第十二条".to_owned(),
        n_members: 3,
        n_for: 2,
        n_votes: 2,
        precedent: None,
        ruled_at: now(),
    }
}
