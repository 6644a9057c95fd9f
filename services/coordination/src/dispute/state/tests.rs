use tongban_kernel::testkit::{at, given};

use super::*;
use crate::dispute::commands::NewDispute;
use crate::dispute::samples::*;
use crate::samples::*;

fn answer() -> Command {
    Command::Answer {
        position: wording("不属于本部门职责"), legal_basis: wording("三定方案")
    }
}

fn convene(members: Vec<Member>, chair: &str) -> Command {
    Command::Convene { members, chair: chair.to_owned(), rules: rules() }
}

fn hear(department: &str) -> Command {
    Command::Hear { department: department.to_owned(), rules: rules() }
}

fn recuse(account: &str) -> Command {
    Command::Recuse { account: account.to_owned(), reason: wording("与当事部门有关联") }
}

fn follow() -> Command {
    Command::Follow { precedent: Box::new(precedent()), reason: wording("事项相同") }
}

/// Both sides answered, three members sit.
fn heard() -> Vec<Event> {
    vec![opened(), answered(ASKING), answered(OTHER), convened()]
}

fn with(events: Vec<Event>, more: impl IntoIterator<Item = Event>) -> Vec<Event> {
    events.into_iter().chain(more).collect()
}

fn other() -> tongban_kernel::Actor {
    sits("hu", OTHER)
}

#[test]
fn who_asked_and_who_is_held_responsible_are_heard_and_the_ruling_has_its_limit() {
    let open = Command::Open(Box::new(new_dispute()));
    given::<Dispute>([]).by(coordinator()).when(open.clone()).then([opened()]);
    given::<Dispute>([opened()]).by(coordinator()).when(open).then([]);
}

#[test]
fn who_disputes_what_its_own_meeting_asked_of_it_is_not_heard_as_the_other_side() {
    let own = NewDispute { from_department: ASKED.to_owned(), ..new_dispute() };
    let events = given::<Dispute>([]).by(coordinator()).when(Command::Open(Box::new(own))).events();
    let [Event::DisputeOpened { hearings, .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(*hearings, [hearing(OTHER)]);
}

#[test]
fn each_department_that_is_heard_answers_once() {
    given::<Dispute>([opened()]).by(other()).when(answer()).then([answered(OTHER)]);
    given::<Dispute>([opened(), answered(OTHER)])
        .by(other())
        .when(answer())
        .then_rejected(Rejection::AnsweredBefore);
    given::<Dispute>([opened()]).by(asked()).when(answer()).then_rejected(Rejection::NotParty);
}

#[test]
fn late_answers_and_a_late_ruling_are_noted_once_each() {
    let overdue = Event::RulingOverdue { dispute_id: dispute_id(), rule_by_at: at(RULE_BY_AT) };
    let note = |events: Vec<Event>, now: &str| {
        given::<Dispute>(events).at(now).when(Command::NoteLate).events()
    };
    assert_eq!(note(vec![opened()], "2026-10-08T23:59:59+08:00"), []);
    let first = note(vec![opened(), answered(ASKING)], ANSWER_BY_AT);
    assert_eq!(first, [unanswered(OTHER)]);
    let so_far = vec![opened(), answered(ASKING), unanswered(OTHER)];
    assert_eq!(note(so_far.clone(), RULE_BY_AT), std::slice::from_ref(&overdue));
    assert_eq!(note(with(so_far, [overdue]), RULE_BY_AT), []);
    assert_eq!(note(vec![opened(), ruled()], RULE_BY_AT), []);
}

#[test]
fn nobody_of_a_department_that_is_concerned_sits_on_the_panel() {
    for department in [ASKED, ASKING, OTHER] {
        let members = [members(), vec![member("qian", department)]].concat();
        let (account, department) = ("qian".to_owned(), department.to_owned());
        given::<Dispute>([opened()])
            .by(coordinator())
            .when(convene(members, "zhou"))
            .then_rejected(Rejection::Partial { account, department });
    }
}

#[test]
fn who_turns_out_to_work_for_a_department_that_is_concerned_does_not_vote() {
    let (account, department) = ("wu".to_owned(), OTHER.to_owned());
    given::<Dispute>(heard())
        .by(sits("wu", OTHER))
        .when(vote(responsible(ASKED, &[])))
        .then_rejected(Rejection::Partial { account, department });
}

#[test]
fn a_panel_has_three_members_and_one_of_them_presides() {
    let convene = |members, chair| {
        given::<Dispute>([opened()]).by(coordinator()).when(convene(members, chair))
    };
    convene(members(), "zhou").then([convened()]);
    convene(members()[..2].to_vec(), "zhou").then_rejected(Rejection::PanelSize { min: 3 });
    convene(members(), "qian").then_rejected(Rejection::ChairNoMember);
    let twice = [members(), members()[..1].to_vec()].concat();
    convene(twice, "zhou").then_rejected(Rejection::SameMember);
    given::<Dispute>([opened()])
        .by(asked())
        .when(super::tests::convene(members(), "zhou"))
        .then_rejected(Rejection::NotCoordinator);
}

#[test]
fn nobody_is_ruled_on_unheard() {
    let votes = [voted("zhou", responsible(OTHER, &[])), voted("wu", responsible(OTHER, &[]))];
    let events = with(vec![opened(), answered(ASKING), convened()], votes);
    let unheard = Rejection::Unheard { department: OTHER.to_owned(), until: at(ANSWER_BY_AT) };
    given::<Dispute>(events.clone()).by(chair()).when(rule()).then_rejected(unheard);
    // Who lets the time pass has had it.
    let ruled = given::<Dispute>(events).at(ANSWER_BY_AT).by(chair()).when(rule()).events();
    assert!(matches!(ruled[..], [Event::DisputeRuled { .. }]), "{ruled:?}");
}

#[test]
fn the_majority_of_a_quorum_rules() {
    let for_other = || responsible(OTHER, &[]);
    let alone = with(heard(), [voted("zhou", for_other())]);
    given::<Dispute>(alone)
        .by(chair())
        .when(rule())
        .then_rejected(Rejection::NoQuorum { n_votes: 1, needed: 2 });
    let two = with(heard(), [voted("zhou", for_other()), voted("wu", for_other())]);
    given::<Dispute>(two).by(chair()).when(rule()).then([ruled()]);
    let split = with(
        heard(),
        [
            voted("zhou", for_other()),
            voted("wu", responsible(ASKED, &[])),
            voted("zheng", Ruling::NotNeeded),
        ],
    );
    given::<Dispute>(split).by(chair()).when(rule()).then_rejected(Rejection::NoMajority);
}

#[test]
fn where_votes_are_equal_the_chair_decides() {
    let votes = [voted("wu", responsible(ASKED, &[])), voted("zhou", responsible(OTHER, &[]))];
    let events = given::<Dispute>(with(heard(), votes)).by(chair()).when(rule()).events();
    let [Event::DisputeRuled { ruling, n_for: 1, n_votes: 2, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(*ruling, responsible(OTHER, &[]));
}

#[test]
fn a_vote_that_is_cast_anew_counts_once() {
    let votes = [
        voted("wu", responsible(ASKED, &[])),
        voted("wu", responsible(OTHER, &[])),
        voted("zhou", responsible(OTHER, &[])),
    ];
    given::<Dispute>(with(heard(), votes)).by(chair()).when(rule()).then([ruled()]);
}

#[test]
fn who_assists_is_what_most_of_those_votes_name() {
    let votes = [
        voted("zhou", responsible(OTHER, &["CG", "YJ"])),
        voted("wu", responsible(OTHER, &["CG"])),
        voted("zheng", responsible(ASKED, &["YJ"])),
    ];
    let events = given::<Dispute>(with(heard(), votes)).by(chair()).when(rule()).events();
    let [Event::DisputeRuled { ruling, .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!(*ruling, responsible(OTHER, &["CG"]));
}

#[test]
fn only_who_was_heard_can_be_held_responsible() {
    let vote_for = |department: &str| {
        given::<Dispute>(heard()).by(chair()).when(vote(responsible(department, &[])))
    };
    for department in [ASKING, "CG"] {
        let department = department.to_owned();
        vote_for(&department).then_rejected(Rejection::NotHeard { department });
    }
    vote_for(OTHER).then([voted("zhou", responsible(OTHER, &[]))]);
    vote_for(ASKED).then([voted("zhou", responsible(ASKED, &[]))]);
    given::<Dispute>(with(
        heard(),
        [Event::PartyAdded { dispute_id: dispute_id(), hearing: hearing("CG") }],
    ))
    .by(chair())
    .when(vote(responsible("CG", &[])))
    .then([voted("zhou", responsible("CG", &[]))]);
}

#[test]
fn who_is_heard_as_well_takes_its_own_off_the_panel() {
    let events = given::<Dispute>(heard()).by(coordinator()).when(hear("CZ")).events();
    let [Event::MemberRecused { account, .. }, Event::PartyAdded { .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(account, "wu");
    given::<Dispute>(heard()).by(coordinator()).when(hear(OTHER)).then([]);
}

#[test]
fn a_panel_without_its_chair_or_with_too_few_members_does_not_rule() {
    let both = |account: &str| {
        let left = given::<Dispute>(heard()).by(coordinator()).when(recuse(account)).events();
        given::<Dispute>(with(heard(), left)).by(chair()).when(rule())
    };
    both("zhou").then_rejected(Rejection::NoChair);
    both("wu").then_rejected(Rejection::PanelSize { min: 3 });
    given::<Dispute>(heard())
        .by(asked())
        .when(recuse("wu"))
        .then_rejected(Rejection::NotCoordinator);
    given::<Dispute>(heard())
        .by(coordinator())
        .when(recuse("qian"))
        .then_rejected(Rejection::NotMember);
}

#[test]
fn who_stays_on_a_panel_keeps_the_vote() {
    let votes = [voted("wu", responsible(OTHER, &[])), voted("zheng", responsible(OTHER, &[]))];
    let anew = Event::PanelConvened {
        dispute_id: dispute_id(),
        members: vec![member("wu", "CZ"), member("zheng", "BB"), member("feng", "RS")],
        chair: "feng".to_owned(),
    };
    let events = given::<Dispute>(with(with(heard(), votes), [anew]))
        .by(sits("feng", "RS"))
        .when(rule())
        .events();
    assert!(matches!(events[..], [Event::DisputeRuled { n_for: 2, n_votes: 2, .. }]), "{events:?}");
}

#[test]
fn only_the_chair_puts_a_ruling_on_record() {
    given::<Dispute>(heard())
        .by(sits("wu", "CZ"))
        .when(rule())
        .then_rejected(Rejection::NotChair { chair: "zhou".to_owned() });
    given::<Dispute>([opened()]).by(chair()).when(rule()).then_rejected(Rejection::NoPanel);
}

#[test]
fn the_same_ask_is_ruled_as_it_was_before_without_a_panel() {
    let answered = || [opened(), answered(ASKING), answered(OTHER)];
    let events = given::<Dispute>(answered()).by(coordinator()).when(follow()).events();
    let [Event::DisputeRuled { ruling, n_members: 0, precedent: Some(followed), .. }] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((ruling, *followed), (&responsible(OTHER, &[]), precedent().dispute_id));
    let other_ask = Command::Follow {
        precedent: Box::new(crate::dispute::commands::Precedent {
            ask: "核实排水接管".to_owned(),
            ..precedent()
        }),
        reason: wording("事项相近"),
    };
    given::<Dispute>(answered())
        .by(coordinator())
        .when(other_ask)
        .then_rejected(Rejection::OtherAsk);
    given::<Dispute>([opened()])
        .by(asked())
        .when(follow())
        .then_rejected(Rejection::NotCoordinator);
}

#[test]
fn a_ruling_of_before_is_followed_only_when_all_were_heard_in_this_dispute() {
    let followed = |events: Vec<Event>, now: &str| {
        given::<Dispute>(events).at(now).by(coordinator()).when(follow())
    };
    let early = "2026-10-08T23:59:59+08:00";
    for (events, department) in [
        (vec![opened()], ASKING),
        (vec![opened(), answered(ASKING)], OTHER),
        (vec![opened(), answered(OTHER)], ASKING),
    ] {
        let (department, until) = (department.to_owned(), at(ANSWER_BY_AT));
        followed(events, early).then_rejected(Rejection::Unheard { department, until });
    }
    // Who lets the time pass has had it.
    let ruled = followed(vec![opened()], ANSWER_BY_AT).events();
    assert!(matches!(ruled[..], [Event::DisputeRuled { precedent: Some(_), .. }]), "{ruled:?}");
}

#[test]
fn who_disputes_may_withdraw_and_nobody_else() {
    let withdraw = || Command::Withdraw { reason: wording("已协商一致") };
    let events = given::<Dispute>([opened()]).by(asked()).when(withdraw()).events();
    assert!(matches!(events[..], [Event::DisputeWithdrawn { .. }]), "{events:?}");
    given::<Dispute>([opened()])
        .by(asker())
        .when(withdraw())
        .then_rejected(Rejection::NotDisputing { department: ASKED.to_owned() });
}

#[test]
fn what_is_over_stays_over_and_lapses_no_more() {
    given::<Dispute>([opened(), ruled()]).by(other()).when(answer()).then_rejected(Rejection::Over);
    given::<Dispute>([opened(), ruled()]).when(Command::Lapse).then([]);
    let lapsed = Event::DisputeLapsed { dispute_id: dispute_id() };
    given::<Dispute>([opened()]).when(Command::Lapse).then([lapsed]);
}
