use tongban_calendar::{Budget, Ladder, Unit};

use super::limits::{amount, fits};
use super::{Parts, department_in_force, ladder, twice};
use crate::fault::{Bound, Findings, Naming, Thing, Timing};
use crate::model::{Plan, PlanTask};

pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings) {
    for (index, plan) in parts.plans.iter().enumerate() {
        if let Some(plan) = plan {
            one(parts, plan, &format!("/plans/{index}"), findings);
        }
    }
}

fn one(parts: &Parts<'_>, plan: &Plan, at: &str, findings: &mut Findings) {
    let lead = format!("{at}/lead");
    department_in_force(parts, plan.lead.as_str(), plan.valid_from, &lead, findings);
    let respond = format!("{at}/respond_within");
    urgent(plan.respond_within, &respond, findings);
    fits(plan.respond_within, Plan::RESPONSE_MAX, Bound::Response, &respond, findings);
    rungs(&plan.ladder, &format!("{at}/ladder"), findings);
    roles(parts, plan, at, findings);
    tasks(plan, at, findings);
    papers(plan, at, findings);
}

fn roles(parts: &Parts<'_>, plan: &Plan, at: &str, findings: &mut Findings) {
    let codes = plan.roles.iter().enumerate();
    let codes = codes.map(|(i, role)| (format!("{at}/roles/{i}/code"), role.code.as_str()));
    twice(Thing::Role, codes, findings);
    for (index, role) in plan.roles.iter().enumerate() {
        let at = format!("{at}/roles/{index}/department");
        department_in_force(parts, role.department.as_str(), plan.valid_from, &at, findings);
        // Tasks go from the lead to others: what it does itself it asks nobody for.
        if role.department == plan.lead {
            findings.add(at, Naming::AsksItself);
        }
    }
}

fn tasks(plan: &Plan, at: &str, findings: &mut Findings) {
    let codes = plan.tasks.iter().enumerate();
    let codes = codes.map(|(i, task)| (format!("{at}/tasks/{i}/code"), task.code.as_str()));
    twice(Thing::Task, codes, findings);
    for (index, task) in plan.tasks.iter().enumerate() {
        let at = format!("{at}/tasks/{index}");
        if plan.role(&task.role).is_none() {
            let unknown = Naming::Unknown { what: Thing::Role, code: task.role.to_string() };
            findings.add(format!("{at}/role"), unknown);
        }
        urgent(task.limit, &format!("{at}/limit"), findings);
    }
}

/// Papers are handed in by their codes, whichever task skipped them.
fn papers(plan: &Plan, at: &str, findings: &mut Findings) {
    let of_task = |(place, task): (usize, &'_ PlanTask)| {
        let papers = task.skips.iter().enumerate();
        let pointer = move |nth| format!("{at}/tasks/{place}/skips/{nth}");
        papers.map(|(nth, paper)| (pointer(nth), paper.clone())).collect::<Vec<_>>()
    };
    let all: Vec<_> = plan.tasks.iter().enumerate().flat_map(of_task).collect();
    let codes = all.iter().map(|(at, paper)| (format!("{at}/code"), paper.code.as_str()));
    twice(Thing::Paper, codes, findings);
    for (at, paper) in &all {
        amount(paper.within, &format!("{at}/within"), findings);
    }
}

/// Reports a limit that waits for the office to open.
fn urgent(limit: Budget, at: &str, findings: &mut Findings) {
    amount(limit, at, findings);
    if !matches!(limit.unit(), Unit::Hours | Unit::Minutes) {
        findings.add(at, Timing::NotAroundTheClock);
    }
}

fn rungs(of: &Ladder, at: &str, findings: &mut Findings) {
    ladder::one(of, at, findings);
    let rungs = [
        ("acknowledge_within", Some(of.acknowledge_within)),
        ("lead_after", of.lead_after),
        ("supervisor_after", of.supervisor_after),
        ("accountability_after", of.accountability_after),
    ];
    for (name, after) in rungs {
        if after.is_some_and(|after| !matches!(after.unit(), Unit::Hours | Unit::Minutes)) {
            findings.add(format!("{at}/{name}"), Timing::NotAroundTheClock);
        }
    }
}
