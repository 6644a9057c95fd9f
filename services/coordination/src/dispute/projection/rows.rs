use tongban_kernel::{DecodeError, DisputeId, Recorded};
use tongban_readmodel::{Cells, RowOp, Value, change, put};

use super::{DISPUTES, PARTIES, SEATS};
use crate::dispute::events::{Event, Hearing, Member};
use crate::projection::json;

pub(crate) fn rows(recorded: &Recorded) -> Result<Vec<RowOp>, DecodeError> {
    let event: Event = recorded.decode()?;
    let cause = recorded;
    Ok(match event {
        opened @ Event::DisputeOpened { .. } => opening(opened, cause),
        Event::PartyAdded { dispute_id, hearing } => {
            vec![heard(dispute_id, hearing, cause), touched(dispute_id, Vec::new(), cause)]
        }
        Event::DisputeAnswered { dispute_id, department, position, legal_basis } => {
            let set = vec![
                ("position", position.into()),
                ("legal_basis", legal_basis.into()),
                ("answered_at", cause.recorded_at.into()),
            ];
            vec![settled(dispute_id, department, set, cause), touched(dispute_id, vec![], cause)]
        }
        Event::DisputeUnanswered { dispute_id, department, .. } => {
            vec![settled(dispute_id, department, Vec::new(), cause)]
        }
        Event::PanelConvened { dispute_id, members, chair } => {
            let panel = vec![("chair", chair.into()), ("panel", nth(cause))];
            let seat = |member: Member| {
                let set = [
                    ("department", member.department.into()),
                    ("panel", nth(cause)),
                    ("recused", Value::Null),
                    ("caused_by", cause.id.into()),
                ];
                put(&SEATS, seat_of(dispute_id, member.account), set)
            };
            let mut rows: Vec<_> = members.into_iter().map(seat).collect();
            rows.push(touched(dispute_id, panel, cause));
            rows
        }
        Event::MemberRecused { dispute_id, account, reason } => {
            let set = [
                ("recused", reason.into()),
                // Who is named again votes again.
                ("vote", Value::Null),
                ("reason", Value::Null),
                ("voted_at", Value::Null),
                ("caused_by", cause.id.into()),
            ];
            vec![change(&SEATS, seat_of(dispute_id, account), set)]
        }
        Event::VoteCast { dispute_id, account, ruling, reason } => {
            let set = [
                ("vote", json(&ruling)),
                ("reason", reason.into()),
                ("voted_at", cause.recorded_at.into()),
                ("caused_by", cause.id.into()),
            ];
            vec![change(&SEATS, seat_of(dispute_id, account), set)]
        }
        ruled @ Event::DisputeRuled { .. } => ruling(ruled, cause).into_iter().collect(),
        Event::RulingOverdue { dispute_id, .. } => {
            vec![touched(dispute_id, vec![("is_due", false.into())], cause)]
        }
        Event::DisputeWithdrawn { dispute_id, .. } => {
            vec![touched(dispute_id, over("withdrawn", cause), cause)]
        }
        Event::DisputeLapsed { dispute_id } => {
            vec![touched(dispute_id, over("lapsed", cause), cause)]
        }
    })
}

fn opening(event: Event, cause: &Recorded) -> Vec<RowOp> {
    let Event::DisputeOpened {
        dispute_id,
        task_id,
        case_id,
        number,
        ask,
        by_department,
        from_department,
        responsible,
        reason,
        legal_basis,
        disputed_at,
        hearings,
        rule_by_at,
    } = event
    else {
        return Vec::new();
    };
    let disputing =
        [("disputes", true.into()), ("is_due", false.into()), ("caused_by", cause.id.into())];
    let disputing = put(&PARTIES, party_of(dispute_id, by_department.clone()), disputing);
    let set = [
        ("task_id", task_id.into()),
        ("case_id", case_id.into()),
        ("number", number.as_str().into()),
        ("ask_zh", ask.zh.into()),
        ("ask_en", ask.en.into()),
        ("by_department", by_department.into()),
        ("from_department", from_department.into()),
        ("responsible", responsible.into()),
        ("reason", reason.into()),
        ("legal_basis", legal_basis.into()),
        ("state", "open".into()),
        ("disputed_at", disputed_at.into()),
        ("rule_by_at", rule_by_at.into()),
        ("is_due", true.into()),
        ("changed_at", cause.recorded_at.into()),
        ("caused_by", cause.id.into()),
    ];
    let mut rows = vec![put(&DISPUTES, [("dispute_id", dispute_id.into())], set), disputing];
    rows.extend(hearings.into_iter().map(|hearing| heard(dispute_id, hearing, cause)));
    rows
}

fn ruling(event: Event, cause: &Recorded) -> Option<RowOp> {
    let Event::DisputeRuled {
        dispute_id,
        ruling,
        reason,
        legal_basis,
        n_members,
        n_for,
        n_votes,
        precedent,
        ..
    } = event
    else {
        return None;
    };
    let mut set = over("ruled", cause);
    set.extend([
        ("ruled_department", ruling.department().map(str::to_owned).into()),
        ("assisting", json(&ruling.assisting())),
        ("ruled_reason", reason.into()),
        ("ruled_basis", legal_basis.into()),
        ("n_members", n_members.into()),
        ("n_for", n_for.into()),
        ("n_votes", n_votes.into()),
        ("precedent", precedent.into()),
    ]);
    Some(touched(dispute_id, set, cause))
}

fn heard(dispute_id: DisputeId, hearing: Hearing, cause: &Recorded) -> RowOp {
    let set = [
        ("disputes", false.into()),
        ("answer_by_at", hearing.answer_by_at.into()),
        ("is_due", true.into()),
        ("caused_by", cause.id.into()),
    ];
    put(&PARTIES, party_of(dispute_id, hearing.department), set)
}

/// Nothing is waited for from this department any more.
fn settled(dispute_id: DisputeId, department: String, mut set: Cells, cause: &Recorded) -> RowOp {
    set.extend([("is_due", false.into()), ("caused_by", cause.id.into())]);
    change(&PARTIES, party_of(dispute_id, department), set)
}

fn touched(dispute_id: DisputeId, mut set: Cells, cause: &Recorded) -> RowOp {
    set.extend([("changed_at", cause.recorded_at.into()), ("caused_by", cause.id.into())]);
    change(&DISPUTES, [("dispute_id", dispute_id.into())], set)
}

fn over(state: &str, cause: &Recorded) -> Cells {
    vec![("state", state.into()), ("is_due", false.into()), ("ended_at", cause.recorded_at.into())]
}

/// Which panel of the dispute: its place in the history.
fn nth(cause: &Recorded) -> Value {
    i64::try_from(cause.revision).unwrap_or(i64::MAX).into()
}

fn party_of(dispute_id: DisputeId, department: String) -> [(&'static str, Value); 2] {
    [("dispute_id", dispute_id.into()), ("department", department.into())]
}

fn seat_of(dispute_id: DisputeId, account: String) -> [(&'static str, Value); 2] {
    [("dispute_id", dispute_id.into()), ("account", account.into())]
}
