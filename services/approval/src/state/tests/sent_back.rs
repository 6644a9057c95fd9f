use super::*;

fn wait_again() -> Command {
    let task_id = task_of(case_id(), "survey", 1, FIRE);
    Command::ReopenCooperation { step: "survey".into(), round: 1, task_id }
}

#[test]
fn a_reply_that_was_sent_back_is_waited_for_again() {
    let history = after([approve("review"), fire_answers(Answer::Objected), wait_again()]);
    assert!(
        matches!(history.last(), Some(Event::CooperationReopened { asked, .. }) if asked == FIRE)
    );
    given::<Approval>(history)
        .by(owner())
        .when(approve("survey"))
        .then_rejected(Rejection::AnswersMissing { departments: vec![FIRE.into()] });
}

#[test]
fn a_step_that_waits_already_is_told_nothing_new() {
    given::<Approval>(after([approve("review")])).when(wait_again()).then([]);
}

#[test]
fn a_reply_that_is_sent_back_after_its_step_went_on_is_not_awaited() {
    let history = after([approve("review"), fire_answers(Answer::Agreed)]);
    let task_id = task_of(case_id(), "survey", 1, FIRE);
    given::<Approval>(history)
        .when(wait_again())
        .then([Event::CooperationNotAwaited { case_id: case_id(), task_id }]);
}

#[test]
fn a_task_that_no_step_asked_for_is_not_waited_for() {
    let task_id = task_of(case_id(), "survey", 1, OWNER);
    let command = Command::ReopenCooperation { step: "survey".into(), round: 1, task_id };
    given::<Approval>(after([approve("review")]))
        .when(command)
        .then_rejected(Rejection::NotAsked { step: "survey".into(), department: OWNER.into() });
}
