use jiff::civil::date;
use tongban_calendar::Office;
use tongban_kernel::testkit::{at, given, merged, now};
use tongban_kernel::{Actor, Role};

use super::*;
use crate::project::commands::NewProject;
use crate::project::events::Outcome;
use crate::project::samples::*;
use crate::samples::{ASKED, ASKING, OTHER, asked, coordinator, wording};

fn stranger() -> Actor {
    Actor::officer("sun", OTHER, Role::Handler)
}

fn joined(department: &str) -> Event {
    Event::MemberJoined { project_id: project_id(), department: department.to_owned() }
}

fn handed_over(to: Leader) -> Event {
    let (project_id, from, reason) = (project_id(), leading(), "岗位调整".to_owned());
    Event::LeaderHandedOver { project_id, from, to, reason }
}

fn other_leader() -> Leader {
    Leader { account: "wang".to_owned(), department: ASKED.to_owned() }
}

fn hand_over(to: Leader) -> Command {
    Command::HandOver { to, reason: wording("岗位调整") }
}

fn reach() -> Command {
    Command::Reach { nth: 1, note: wording("选址意见书已出") }
}

fn reached() -> Event {
    let note = "选址意见书已出".to_owned();
    Event::MilestoneReached { project_id: project_id(), nth: 1, note, reached_at: now() }
}

fn postpone() -> Command {
    let (due_on, office) = (date(2026, 10, 20), Office::default());
    Command::Move { nth: 1, due_on, office, reason: wording("等待批复") }
}

fn postponed() -> Event {
    Event::MilestoneMoved {
        project_id: project_id(),
        nth: 1,
        from_on: due_on(),
        due_on: date(2026, 10, 20),
        due_at: at("2026-10-21T00:00:00+08:00"),
        reason: "等待批复".to_owned(),
        moved_at: now(),
    }
}

fn missed() -> Event {
    let (project_id, department) = (project_id(), ASKED.to_owned());
    Event::MilestoneMissed { project_id, nth: 1, department, due_on: due_on() }
}

fn raise() -> Command {
    let what = wording("管线迁改无资金来源");
    Command::Raise { what, needs_department: "CZ".to_owned() }
}

fn clear() -> Command {
    Command::Clear { nth: 1, how: wording("资金已落实") }
}

fn close(outcome: Outcome) -> Command {
    Command::Close { outcome, result: wording("十个小区已交付") }
}

fn closed(outcome: Outcome) -> Event {
    let result = "十个小区已交付".to_owned();
    Event::ProjectClosed { project_id: project_id(), outcome, result, closed_at: now() }
}

#[test]
fn a_task_force_is_set_up_once_by_those_who_convene() {
    let command = || Command::SetUp(Box::new(new_project()));
    given::<Project>([]).by(coordinator()).when(command()).then([set_up()]);
    given::<Project>([set_up()]).by(coordinator()).when(command()).then([]);
    given::<Project>([]).by(leader()).when(command()).then_rejected(Rejection::NotConvener);
}

#[test]
fn a_plan_gives_work_to_departments_of_the_project_and_not_in_the_past() {
    let with = |milestone| {
        let project = NewProject { milestones: vec![milestone], ..new_project() };
        given::<Project>([]).by(coordinator()).when(Command::SetUp(Box::new(project)))
    };
    with(new_milestone(OTHER, due_on()))
        .then_rejected(Rejection::NotMember { department: OTHER.to_owned() });
    let yesterday = date(2026, 9, 27);
    with(new_milestone(ASKED, yesterday)).then_rejected(Rejection::Past { due_on: yesterday });
    let today = with(new_milestone(ASKING, date(2026, 9, 28))).events();
    assert_eq!(today.len(), 1, "a day is in time until it ends");
}

#[test]
fn departments_join_and_leave_but_not_with_work_undone() {
    let join = || Command::Join { department: OTHER.to_owned() };
    given::<Project>([set_up()]).by(leader()).when(join()).then([joined(OTHER)]);
    given::<Project>([set_up(), joined(OTHER)]).by(leader()).when(join()).then([]);
    given::<Project>([set_up()])
        .by(asked())
        .when(join())
        .then_rejected(Rejection::NotLeader { account: "li".to_owned() });
    let leave = |department: &str| Command::Leave {
        department: department.to_owned(),
        reason: wording("职责已完成"),
    };
    let department = || ASKED.to_owned();
    given::<Project>([set_up()])
        .by(leader())
        .when(leave(ASKED))
        .then_rejected(Rejection::HasMilestones { department: department() });
    given::<Project>([set_up()])
        .by(leader())
        .when(leave(ASKING))
        .then_rejected(Rejection::Leads { department: ASKING.to_owned() });
    let reason = "职责已完成".to_owned();
    let left = Event::MemberLeft { project_id: project_id(), department: department(), reason };
    given::<Project>([set_up(), reached()]).by(leader()).when(leave(ASKED)).then([left.clone()]);
    given::<Project>([set_up(), reached(), left]).by(leader()).when(leave(ASKED)).then([]);
}

#[test]
fn there_is_one_leader_always() {
    let over = || handed_over(other_leader());
    given::<Project>([set_up()]).by(leader()).when(hand_over(other_leader())).then([over()]);
    given::<Project>([set_up(), over()]).by(coordinator()).when(hand_over(other_leader())).then([]);
    // Who led leads no more; the department that led takes part.
    given::<Project>([set_up(), over()])
        .by(leader())
        .when(hand_over(leading()))
        .then_rejected(Rejection::NotLeader { account: "wang".to_owned() });
    given::<Project>([set_up(), over()]).by(leader()).when(raise()).then([raised(1, ASKING)]);
    let of = [set_up(), over()].iter().fold(Project::Unknown, |project, e| project.evolve(e));
    let departments: Vec<_> = of.force().unwrap().departments().cloned().collect();
    assert_eq!(departments, [ASKED, ASKING]);
}

#[test]
fn a_milestone_is_moved_with_a_reason_until_it_is_reached() {
    given::<Project>([set_up()]).by(leader()).when(postpone()).then([postponed()]);
    given::<Project>([set_up(), postponed()]).by(leader()).when(postpone()).then([]);
    given::<Project>([set_up(), reached()])
        .by(leader())
        .when(postpone())
        .then_rejected(Rejection::Reached { nth: 1 });
    let nth = 2;
    let unknown = Command::Reach { nth, note: wording("完成") };
    given::<Project>([set_up()])
        .by(leader())
        .when(unknown)
        .then_rejected(Rejection::UnknownMilestone { nth });
}

#[test]
fn who_is_responsible_or_leads_says_that_a_milestone_is_reached() {
    for actor in [asked(), leader(), coordinator()] {
        given::<Project>([set_up()]).by(actor).when(reach()).then([reached()]);
    }
    let not_leader = || Rejection::NotLeader { account: "li".to_owned() };
    given::<Project>([set_up()]).by(stranger()).when(reach()).then_rejected(not_leader());
    given::<Project>([set_up()])
        .by(stranger())
        .after(merged(ASKED, OTHER))
        .when(reach())
        .then([reached()]);
    given::<Project>([set_up(), missed()]).by(asked()).when(reach()).then([reached()]);
    given::<Project>([set_up(), reached()]).by(asked()).when(reach()).then([]);
}

#[test]
fn a_missed_milestone_is_noted_once_per_day_and_not_a_microsecond_before() {
    let note = || Command::NoteMissed { nth: 1 };
    given::<Project>([set_up()]).at(MISSED_AT).when(note()).then([missed()]);
    given::<Project>([set_up()]).at("2026-10-12T23:59:59.999999+08:00").when(note()).then([]);
    for since in [missed(), reached(), closed(Outcome::GivenUp)] {
        given::<Project>([set_up(), since]).at(MISSED_AT).when(note()).then([]);
    }
    given::<Project>([set_up(), missed(), postponed()]).at(MISSED_AT).when(note()).then([]);
    let again = given::<Project>([set_up(), missed(), postponed()]);
    let again = again.at("2026-10-21T00:00:00+08:00").when(note()).events();
    assert!(matches!(again[..], [Event::MilestoneMissed { .. }]), "{again:?}");
}

#[test]
fn whoever_takes_part_says_what_stands_in_the_way() {
    given::<Project>([set_up()]).by(asked()).when(raise()).then([raised(1, ASKED)]);
    let history = [set_up(), raised(1, ASKED), cleared(1)];
    given::<Project>(history).by(leader()).when(raise()).then([raised(2, ASKING)]);
    for other in [stranger(), coordinator()] {
        given::<Project>([set_up()]).by(other).when(raise()).then_rejected(Rejection::TakesNoPart);
    }
}

#[test]
fn who_raised_a_blocker_or_leads_clears_it_once() {
    let history = || [set_up(), joined(OTHER), raised(1, ASKED)];
    for actor in [asked(), leader(), coordinator(), Actor::system("coordination-minutes")] {
        given::<Project>(history()).by(actor).when(clear()).then([cleared(1)]);
    }
    given::<Project>(history())
        .by(stranger())
        .when(clear())
        .then_rejected(Rejection::NotLeader { account: "li".to_owned() });
    let over = [set_up(), raised(1, ASKED), cleared(1)];
    given::<Project>(over).by(asked()).when(clear()).then([]);
    given::<Project>([set_up()])
        .by(asked())
        .when(clear())
        .then_rejected(Rejection::UnknownBlocker { nth: 1 });
}

#[test]
fn a_goal_is_achieved_when_the_plan_is_and_nothing_stands_in_the_way() {
    let achieved = Outcome::Achieved;
    given::<Project>([set_up(), reached()])
        .by(leader())
        .when(close(achieved))
        .then([closed(achieved)]);
    for undone in [vec![set_up()], vec![set_up(), reached(), raised(1, ASKED)]] {
        given::<Project>(undone.clone())
            .by(leader())
            .when(close(achieved))
            .then_rejected(Rejection::NotAchieved);
        let partly = Outcome::PartlyAchieved;
        given::<Project>(undone).by(leader()).when(close(partly)).then([closed(partly)]);
    }
    let over = [set_up(), closed(Outcome::GivenUp)];
    given::<Project>(over.clone()).by(leader()).when(close(achieved)).then([]);
    given::<Project>(over).by(leader()).when(raise()).then_rejected(Rejection::Over);
}

#[test]
fn there_are_so_many_departments_milestones_and_blockers_and_no_more() {
    let members = (0..MEMBERS_MAX - 1).map(|n| format!("D{n}")).chain([ASKED.to_owned()]).collect();
    let project = NewProject { members, ..new_project() };
    given::<Project>([])
        .by(coordinator())
        .when(Command::SetUp(Box::new(project)))
        .then_rejected(Rejection::TooManyMembers);
    let n_max = u32::try_from(BLOCKERS_MAX).unwrap();
    let blocked = std::iter::once(set_up()).chain((1..=n_max).map(|nth| raised(nth, ASKED)));
    given::<Project>(blocked).by(asked()).when(raise()).then_rejected(Rejection::TooManyBlockers);
    let plan = |nth| Milestone { nth, ..milestone() };
    let planned = |nth| Event::MilestonePlanned { project_id: project_id(), milestone: plan(nth) };
    let full = u32::try_from(MILESTONES_MAX).unwrap();
    let history = std::iter::once(set_up()).chain((2..=full).map(planned));
    given::<Project>(history)
        .by(leader())
        .when(Command::Plan(new_milestone(ASKED, due_on())))
        .then_rejected(Rejection::TooManyMilestones);
    given::<Project>([set_up()])
        .by(leader())
        .when(Command::Plan(new_milestone(ASKED, due_on())))
        .then([planned(2)]);
}
