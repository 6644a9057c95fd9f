use tongban_kernel::Actor;
use tongban_kernel::testkit::given;

use super::*;
use crate::matching::samples::{confirmed, matter_id, proposal, proposed};
use crate::samples::{ASKED, ASKING, OTHER, asker, coordinator, wording};

fn propose() -> Command {
    Command::Propose(Box::new(NewMatter {
        matter_id: matter_id(),
        title: wording("餐馆油烟扰民"),
        text: None,
        from_department: Some(ASKING.to_owned()),
        catalog_version: 3,
        proposal: proposal(),
    }))
}

fn confirm(lead: &str, assisting: &[&str], reason: Option<&str>) -> Command {
    Command::Confirm {
        lead: lead.to_owned(),
        assisting: assisting.iter().map(ToString::to_string).collect(),
        reason: reason.map(wording),
    }
}

#[test]
fn what_was_proposed_is_recorded_with_the_matter() {
    given::<Matter>([]).by(asker()).when(propose()).then([proposed()]);
}

#[test]
fn asking_again_meets_the_first_proposal() {
    given::<Matter>([proposed()]).by(asker()).when(propose()).then([]);
    let confirmed = confirmed(ASKED, &[OTHER], true, None);
    given::<Matter>([proposed(), confirmed]).by(asker()).when(propose()).then([]);
}

#[test]
fn a_coordinator_confirms_what_was_proposed_without_a_word() {
    let expected = confirmed(ASKED, &[OTHER], true, None);
    given::<Matter>([proposed()])
        .by(coordinator())
        .when(confirm(ASKED, &[OTHER], None))
        .then([expected]);
}

#[test]
fn what_differs_from_the_proposal_needs_a_reason() {
    for (lead, assisting) in [(OTHER, vec![ASKED]), (ASKED, vec![]), (ASKED, vec![OTHER, ASKING])] {
        let given_proposal = || given::<Matter>([proposed()]).by(coordinator());
        given_proposal()
            .when(confirm(lead, &assisting, None))
            .then_rejected(Rejection::ReasonMissing);
        let mut sorted = assisting.clone();
        sorted.sort_unstable();
        let expected = confirmed(lead, &sorted, false, Some("三定方案"));
        given_proposal().when(confirm(lead, &assisting, Some("三定方案"))).then([expected]);
    }
}

#[test]
fn the_same_confirmed_twice_is_the_same_wish() {
    let history = [proposed(), confirmed(ASKED, &[OTHER], true, None)];
    given::<Matter>(history).by(coordinator()).when(confirm(ASKED, &[OTHER, OTHER], None)).then([]);
}

#[test]
fn what_was_confirmed_is_changed_for_a_reason_even_back_to_the_proposal() {
    let history = || [proposed(), confirmed(OTHER, &[], false, Some("误"))];
    given::<Matter>(history())
        .by(coordinator())
        .when(confirm(ASKED, &[OTHER], None))
        .then_rejected(Rejection::ReasonMissing);
    given::<Matter>(history())
        .by(coordinator())
        .when(confirm(ASKED, &[OTHER], Some("更正")))
        .then([confirmed(ASKED, &[OTHER], true, Some("更正"))]);
}

#[test]
fn who_leads_does_not_assist() {
    given::<Matter>([proposed()])
        .by(coordinator())
        .when(confirm(ASKED, &[OTHER, ASKED], Some("三定方案")))
        .then_rejected(Rejection::LeadAssists { department: ASKED.to_owned() });
}

#[test]
fn only_a_coordinator_confirms() {
    for actor in [asker(), Actor::system("coordination-tasks")] {
        given::<Matter>([proposed()])
            .by(actor)
            .when(confirm(ASKED, &[OTHER], None))
            .then_rejected(Rejection::NotCoordinator);
    }
}

#[test]
fn nobody_confirms_what_nobody_asked() {
    given::<Matter>([])
        .by(coordinator())
        .when(confirm(ASKED, &[], None))
        .then_rejected(Rejection::UnknownMatter);
}
