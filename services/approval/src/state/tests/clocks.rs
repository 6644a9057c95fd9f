use super::*;

fn suspend() -> Command {
    Command::Suspend { procedure: "hearing".into(), reason: "利害关系人申请听证".into() }
}

#[test]
fn a_hearing_moves_the_due_dates_by_the_days_it_took() {
    let history = after([suspend()]);
    let resumed = given::<Approval>(history.clone())
        .by(owner())
        .at("2026-09-30T02:00:00Z")
        .when(Command::Resume)
        .events();
    let Event::ClockResumed { dues, .. } = &resumed[0] else { panic!("{resumed:?}") };
    // Monday to Wednesday: 29 September does not count; 30 September, when it runs again, does.
    assert_eq!(dues.promised.due().unwrap().due_on.to_string(), "2026-10-19");
    assert_eq!(dues.steps.len(), 1, "the step's own clock moved, too");
    given::<Approval>(history)
        .by(owner())
        .when(suspend())
        .then_rejected(Rejection::AlreadySuspended);
}

#[test]
fn clocks_stop_only_for_a_procedure_of_the_item() {
    given::<Approval>(after([]))
        .by(owner())
        .when(Command::Suspend { procedure: "holiday".into(), reason: "x".into() })
        .then_rejected(Rejection::UnknownProcedure { procedure: "holiday".into() });
}

#[test]
fn all_extensions_together_stay_within_what_the_item_allows() {
    let extend =
        |amount| Command::Extend {
            amount, reason: "案情复杂".into(), approved_by: "局长".into()
        };
    let history = after([extend(6)]);
    let Event::DeadlineExtended { dues, .. } = &history[history.len() - 1] else { panic!() };
    assert_eq!(dues.promised.due().unwrap().due_on.to_string(), "2026-10-26");
    given::<Approval>(history)
        .by(owner())
        .when(extend(5))
        .then_rejected(Rejection::ExtensionTooLong { max: 10 });
}
