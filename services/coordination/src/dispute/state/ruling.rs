//! How a ruling comes about: by the majority of a panel that has a quorum, or by a precedent.

use std::collections::BTreeSet;

use tongban_kernel::{Context, Wording};

use super::{Dispute, Panel, Pending, Rejection, Said};
use crate::dispute::commands::Precedent;
use crate::dispute::events::{Event, Ruling};

/// What the votes say.
struct Tally {
    ruling: Ruling,
    n_for: usize,
    n_votes: usize,
}

impl Dispute {
    pub(super) fn rule(
        &self,
        reason: Wording,
        legal_basis: Wording,
        members_min: usize,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let pending = self.pending()?;
        let panel = pending.convened()?;
        match &panel.chair {
            None => return Err(Rejection::NoChair),
            Some(chair) if *chair != cx.actor.id => {
                return Err(Rejection::NotChair { chair: chair.clone() });
            }
            Some(_) => {}
        }
        if panel.seats.len() < members_min {
            return Err(Rejection::PanelSize { min: members_min });
        }
        pending.was_heard(cx)?;
        let Tally { ruling, n_for, n_votes } = panel.tally()?;
        pending.is_possible(&ruling, cx)?;
        let legal_basis = legal_basis.into_string();
        let mut ruled = pending.ruled(ruling, reason, legal_basis, cx);
        if let Event::DisputeRuled { n_members, n_for: of, n_votes: all, .. } = &mut ruled {
            (*n_members, *of, *all) = (count(panel.seats.len()), count(n_for), count(n_votes));
        }
        Ok(vec![ruled])
    }

    pub(super) fn follow(
        &self,
        precedent: Precedent,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let pending = self.presided(cx)?;
        if precedent.ask.trim() != pending.ask.trim() {
            return Err(Rejection::OtherAsk);
        }
        // That others were heard in another dispute is no hearing in this one.
        pending.was_heard(cx)?;
        pending.is_possible(&precedent.ruling, cx)?;
        let mut ruled = pending.ruled(precedent.ruling, reason, precedent.legal_basis, cx);
        if let Event::DisputeRuled { precedent: followed, .. } = &mut ruled {
            *followed = Some(precedent.dispute_id);
        }
        Ok(vec![ruled])
    }
}

impl Pending {
    /// Nobody is ruled on unheard: each answered, or had its time for it.
    fn was_heard(&self, cx: Context<'_>) -> Result<(), Rejection> {
        let unheard = self
            .parties
            .iter()
            .find(|party| party.said == Said::Nothing && party.hearing.answer_by_at > cx.now);
        unheard.map_or(Ok(()), |party| {
            let (department, until) =
                (party.hearing.department.clone(), party.hearing.answer_by_at);
            Err(Rejection::Unheard { department, until })
        })
    }

    fn ruled(
        &self,
        ruling: Ruling,
        reason: Wording,
        legal_basis: String,
        cx: Context<'_>,
    ) -> Event {
        Event::DisputeRuled {
            dispute_id: self.dispute_id,
            task_id: self.task_id,
            case_id: self.case_id,
            ruling,
            reason: reason.into_string(),
            legal_basis,
            n_members: 0,
            n_for: 0,
            n_votes: 0,
            precedent: None,
            ruled_at: cx.now,
        }
    }
}

impl Panel {
    /// What more than half of the votes hold, of more than half of the members; where both halves
    /// are the same, what the chair holds. Who assists is counted among those votes.
    fn tally(&self) -> Result<Tally, Rejection> {
        let votes: Vec<_> = self.seats.iter().filter_map(|seat| seat.vote.as_ref()).collect();
        let needed = self.seats.len() / 2 + 1;
        if votes.len() < needed {
            return Err(Rejection::NoQuorum { n_votes: votes.len(), needed });
        }
        let chairs =
            self.seats.iter().find(|seat| Some(&seat.member.account) == self.chair.as_ref());
        let chairs = chairs.and_then(|seat| seat.vote.as_ref()).map(Ruling::department);
        let n_for =
            |held: Option<&str>| votes.iter().filter(|vote| vote.department() == held).count();
        let wins = |vote: &&&Ruling| {
            let held = vote.department();
            let twice = 2 * n_for(held);
            twice > votes.len() || (twice == votes.len() && chairs == Some(held))
        };
        let won = votes.iter().find(wins).ok_or(Rejection::NoMajority)?.department();
        let of_winners = votes.iter().filter(|vote| vote.department() == won);
        let assisting: BTreeSet<_> = of_winners.clone().flat_map(|vote| vote.assisting()).collect();
        let held_by_most = |code: &&String| {
            2 * of_winners.clone().filter(|vote| vote.assisting().contains(code)).count()
                > n_for(won)
        };
        let ruling = won.map_or(Ruling::NotNeeded, |department| Ruling::Responsible {
            department: department.to_owned(),
            assisting: assisting.into_iter().filter(held_by_most).cloned().collect(),
        });
        Ok(Tally { n_for: n_for(won), n_votes: votes.len(), ruling })
    }
}

/// A panel is small.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
