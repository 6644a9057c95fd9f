//! How facts change a dispute.

use super::{Dispute, Panel, Party, Pending, Said, Seat};
use crate::dispute::events::{Event, Hearing};

impl Dispute {
    pub(super) fn folded(self, event: &Event) -> Self {
        match event {
            Event::DisputeOpened { .. } => opened(event).map_or(self, Self::Open),
            Event::PartyAdded { hearing, .. } => {
                self.changed(|pending| pending.parties.push(waits(hearing)))
            }
            Event::DisputeAnswered { department, .. } => {
                self.changed(|pending| pending.heard(department, Said::Answer))
            }
            Event::DisputeUnanswered { department, .. } => {
                self.changed(|pending| pending.heard(department, Said::NothingInTime))
            }
            Event::PanelConvened { members, chair, .. } => self.changed(|pending| {
                let before = pending.panel.take().map(|panel| panel.seats).unwrap_or_default();
                let seats = members.iter().map(|member| Seat {
                    member: member.clone(),
                    // Who stays keeps the vote.
                    vote: before
                        .iter()
                        .find(|seat| seat.member.account == member.account)
                        .and_then(|seat| seat.vote.clone()),
                });
                let (chair, seats) = (Some(chair.clone()), seats.collect());
                pending.panel = Some(Panel { chair, seats });
            }),
            Event::MemberRecused { account, .. } => self.changed(|pending| {
                if let Some(panel) = &mut pending.panel {
                    panel.seats.retain(|seat| seat.member.account != *account);
                    panel.chair.take_if(|chair| chair == account);
                }
            }),
            Event::VoteCast { account, ruling, .. } => self.changed(|pending| {
                let seats = pending.panel.iter_mut().flat_map(|panel| &mut panel.seats);
                for seat in seats.filter(|seat| seat.member.account == *account) {
                    seat.vote = Some(ruling.clone());
                }
            }),
            Event::RulingOverdue { .. } => self.changed(|pending| pending.was_noted = true),
            Event::DisputeRuled { .. } => Self::Ruled,
            Event::DisputeWithdrawn { .. } => Self::Withdrawn,
            Event::DisputeLapsed { .. } => Self::Lapsed,
        }
    }

    fn changed(mut self, change: impl FnOnce(&mut Pending)) -> Self {
        if let Self::Open(pending) = &mut self {
            change(pending);
        }
        self
    }
}

fn opened(event: &Event) -> Option<Box<Pending>> {
    let Event::DisputeOpened {
        dispute_id,
        task_id,
        case_id,
        ask,
        by_department,
        from_department,
        hearings,
        rule_by_at,
        ..
    } = event
    else {
        return None;
    };
    Some(Box::new(Pending {
        dispute_id: *dispute_id,
        task_id: *task_id,
        case_id: *case_id,
        ask: ask.zh.clone(),
        by_department: by_department.clone(),
        from_department: from_department.clone(),
        parties: hearings.iter().map(waits).collect(),
        rule_by_at: *rule_by_at,
        was_noted: false,
        panel: None,
    }))
}

fn waits(hearing: &Hearing) -> Party {
    Party { hearing: hearing.clone(), said: Said::Nothing }
}

impl Pending {
    fn heard(&mut self, department: &str, said: Said) {
        for party in self.parties.iter_mut().filter(|one| one.hearing.department == department) {
            party.said = said;
        }
    }
}
