use tongban_calendar::{Budget, DueError, Office};
use tongban_kernel::testkit::{at, given, merged};
use tongban_kernel::{Actor, Role, Wording};

use super::*;
use crate::deliberation::commands::{NewMatter, NewOpinion, OpinionCommand};
use crate::deliberation::events::Counts;
use crate::deliberation::samples::*;
use crate::samples::{ASKED, OTHER, asked, coordinator, wording};

fn stranger() -> Actor {
    Actor::officer("sun", OTHER, Role::Handler)
}

fn open(matter: NewMatter) -> Command {
    Command::Open(Box::new(matter))
}

fn speak(stance: Stance) -> Command {
    Command::Speak { stance, opinion: wording("同意调整") }
}

fn summarise(points: Vec<Wording>) -> Command {
    let public = Counts { n_for: 2, n_against: 1, n_other: 0 };
    Command::Summarise { summary: wording("多数赞成"), points, public }
}

fn points() -> Vec<Wording> {
    vec![wording("保留夜班车"), wording("增设站点")]
}

fn decide(answers: Vec<Wording>) -> Command {
    Command::Decide {
        decision: wording("调整两条线路"), reasons: wording("客流数据"), answers
    }
}

fn answers() -> Vec<Wording> {
    vec![wording("夜班车保留"), wording("增设两站")]
}

fn follow_up() -> Command {
    Command::FollowUp { what: wording("新线路已开通") }
}

fn for_it() -> Counts {
    Counts { n_for: 1, n_against: 0, n_other: 0 }
}

fn until_summary() -> Vec<Event> {
    vec![opened(true), spoke(1, Stance::For), closed(false, &[], CLOSES_AT), summarised(for_it())]
}

#[test]
fn a_matter_is_put_to_others_once_by_those_who_convene() {
    given::<Deliberation>([]).by(coordinator()).when(open(new_matter())).then([opened(true)]);
    given::<Deliberation>([opened(true)]).by(coordinator()).when(open(new_matter())).then([]);
    given::<Deliberation>([])
        .by(asked())
        .when(open(new_matter()))
        .then_rejected(Rejection::NotConvener);
}

#[test]
fn somebody_is_asked_and_for_a_time_that_can_be_counted() {
    let put = |matter| given::<Deliberation>([]).by(coordinator()).when(open(matter));
    let nobody = || NewMatter { departments: Vec::new(), is_public: false, ..new_matter() };
    put(nobody()).then_rejected(Rejection::NobodyAsked);
    let everybody = (0..=DEPARTMENTS_MAX).map(|n| format!("D{n}")).collect();
    put(NewMatter { departments: everybody, ..new_matter() }).then_rejected(Rejection::NobodyAsked);
    assert_eq!(put(NewMatter { departments: Vec::new(), ..new_matter() }).events().len(), 1);
    let zero = put(NewMatter { limit: Budget::Workdays(0), ..new_matter() });
    let no_time = DueError::Budget(tongban_calendar::BudgetError::Zero);
    zero.then_rejected(Rejection::Uncountable(no_time));
}

#[test]
fn a_department_that_is_asked_speaks_and_its_last_word_counts() {
    let (first, second) = (spoke(1, Stance::For), spoke(2, Stance::Against));
    given::<Deliberation>([opened(true)])
        .by(asked())
        .when(speak(Stance::For))
        .then([first.clone()]);
    given::<Deliberation>([opened(true), first.clone()])
        .by(asked())
        .when(speak(Stance::Against))
        .then([second.clone()]);
    given::<Deliberation>([opened(true)])
        .by(stranger())
        .when(speak(Stance::For))
        .then_rejected(Rejection::NotAsked);
    given::<Deliberation>([opened(true)])
        .by(stranger())
        .after(merged(ASKED, OTHER))
        .when(speak(Stance::For))
        .then([first.clone()]);
    let summary = [opened(true), first, second, closed(false, &[], CLOSES_AT)];
    given::<Deliberation>(summary)
        .by(coordinator())
        .when(summarise(points()))
        .then([summarised(Counts { n_for: 0, n_against: 1, n_other: 0 })]);
    let often = (1..=WORDS_MAX).map(|nth| spoke(nth, Stance::For));
    given::<Deliberation>(std::iter::once(opened(true)).chain(often))
        .by(asked())
        .when(speak(Stance::For))
        .then_rejected(Rejection::TooManyWords);
}

#[test]
fn nobody_speaks_after_the_limit() {
    let late = || Rejection::Late { closes_at: at(CLOSES_AT) };
    let last = given::<Deliberation>([opened(true)]).at("2026-10-08T23:59:59.999999+08:00");
    assert_eq!(last.by(asked()).when(speak(Stance::For)).events().len(), 1);
    given::<Deliberation>([opened(true)])
        .at(CLOSES_AT)
        .by(asked())
        .when(speak(Stance::For))
        .then_rejected(late());
    given::<Deliberation>([opened(true), closed(false, &[ASKED], CLOSES_AT)])
        .by(asked())
        .when(speak(Stance::For))
        .then_rejected(late());
}

#[test]
fn the_limit_ends_it_once_and_not_a_microsecond_before() {
    let ended = || closed(false, &[ASKED], CLOSES_AT);
    given::<Deliberation>([opened(true)]).at(CLOSES_AT).when(Command::NoteEnded).then([ended()]);
    given::<Deliberation>([opened(true)])
        .at("2026-10-08T23:59:59.999999+08:00")
        .when(Command::NoteEnded)
        .then([]);
    given::<Deliberation>([opened(true), ended()]).at(CLOSES_AT).when(Command::NoteEnded).then([]);
    given::<Deliberation>([]).at(CLOSES_AT).when(Command::NoteEnded).then([]);
}

#[test]
fn it_ends_early_only_where_nobody_is_left_who_may_speak() {
    let early = closed(true, &[], tongban_kernel::testkit::NOW);
    let still_open = || Rejection::StillOpen { closes_at: at(CLOSES_AT) };
    given::<Deliberation>([opened(false), spoke(1, Stance::For)])
        .by(coordinator())
        .when(Command::Close)
        .then([early.clone()]);
    for history in [vec![opened(false)], vec![opened(true), spoke(1, Stance::For)]] {
        given::<Deliberation>(history)
            .by(coordinator())
            .when(Command::Close)
            .then_rejected(still_open());
    }
    given::<Deliberation>([opened(false), spoke(1, Stance::For), early])
        .by(coordinator())
        .when(Command::Close)
        .then([]);
    given::<Deliberation>([opened(false), spoke(1, Stance::For)])
        .by(asked())
        .when(Command::Close)
        .then_rejected(Rejection::NotConvener);
}

#[test]
fn what_was_said_is_summed_up_when_no_more_is_said() {
    let said = || vec![opened(true), spoke(1, Stance::For)];
    let ended = || [said(), vec![closed(false, &[], CLOSES_AT)]].concat();
    let sum = |history: Vec<Event>, points| {
        given::<Deliberation>(history).by(coordinator()).when(summarise(points))
    };
    sum(ended(), points()).then([summarised(for_it())]);
    sum(until_summary(), points()).then([summarised(for_it())]);
    sum(said(), points()).then_rejected(Rejection::NotClosed);
    sum(ended(), Vec::new()).then_rejected(Rejection::Points);
    sum(ended(), vec![wording("同意"); POINTS_MAX + 1]).then_rejected(Rejection::Points);
    sum([until_summary(), vec![decided()]].concat(), points()).then_rejected(Rejection::Decided);
    sum(Vec::new(), points()).then_rejected(Rejection::UnknownDeliberation);
}

#[test]
fn a_decision_answers_each_main_point() {
    let decide_on = |history: Vec<Event>, answers| {
        given::<Deliberation>(history).by(coordinator()).when(decide(answers))
    };
    decide_on(until_summary(), answers()).then([decided()]);
    decide_on(until_summary(), vec![wording("夜班车保留")])
        .then_rejected(Rejection::PointsUnanswered { n_points: 2 });
    decide_on(vec![opened(true)], answers()).then_rejected(Rejection::NotSummarised);
    decide_on([until_summary(), vec![decided()]].concat(), answers())
        .then_rejected(Rejection::Decided);
    given::<Deliberation>(until_summary())
        .by(asked())
        .when(decide(answers()))
        .then_rejected(Rejection::NotConvener);
}

#[test]
fn a_decision_is_followed_up_so_often() {
    let done = || [until_summary(), vec![decided()]].concat();
    let go_on = |history| given::<Deliberation>(history).by(coordinator()).when(follow_up());
    go_on(done()).then([followed_up(1)]);
    go_on([done(), vec![followed_up(1)]].concat()).then([followed_up(2)]);
    go_on(until_summary()).then_rejected(Rejection::NotDecided);
    let full = [done(), (1..=FOLLOW_UPS_MAX).map(followed_up).collect()].concat();
    go_on(full).then_rejected(Rejection::TooManyFollowUps);
}

#[test]
fn one_of_the_public_speaks_once_and_not_after_the_limit() {
    let give = || {
        OpinionCommand::Give(Box::new(NewOpinion {
            opinion_id: opinion_id(),
            deliberation_id: deliberation_id(),
            closes_at: at(CLOSES_AT),
            office: Office::default(),
            stance: Stance::Against,
            text: sealed(),
        }))
    };
    let public = || Actor::person("@public", Role::Applicant);
    given::<Opinion>([]).by(public()).when(give()).then([given_opinion()]);
    given::<Opinion>([given_opinion()]).by(public()).when(give()).then([]);
    given::<Opinion>([])
        .at(CLOSES_AT)
        .by(public())
        .when(give())
        .then_rejected(OpinionRejection::Late { closes_at: at(CLOSES_AT) });
}
