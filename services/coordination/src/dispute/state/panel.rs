//! Who rules: members without a part in the matter.

use std::collections::HashSet;

use tongban_kernel::{Context, Role, Wording};

use super::{Dispute, MEMBERS_MAX, Panel, Pending, Rejection};
use crate::dispute::commands::Rules;
use crate::dispute::events::{Event, Member, Ruling};

impl Dispute {
    pub(super) fn convene(
        &self,
        members: Vec<Member>,
        chair: String,
        rules: &Rules,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let pending = self.presided(cx)?;
        let min = rules.arbitration.members_min as usize;
        if members.len() < min || members.len() > MEMBERS_MAX {
            return Err(Rejection::PanelSize { min });
        }
        let accounts: HashSet<_> = members.iter().map(|member| &member.account).collect();
        if accounts.len() < members.len() {
            return Err(Rejection::SameMember);
        }
        if !accounts.contains(&chair) {
            return Err(Rejection::ChairNoMember);
        }
        if let Some(partial) = members.iter().find(|one| pending.concerns(&one.department, cx)) {
            return Err(conflict(&partial.account, &partial.department));
        }
        Ok(vec![Event::PanelConvened { dispute_id: pending.dispute_id, members, chair }])
    }

    pub(super) fn recuse(
        &self,
        account: String,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let pending = self.pending()?;
        pending.seat_of(&account)?;
        let may = cx.actor.id == account
            || cx.actor.is(Role::Coordinator)
            || cx.actor.is(Role::Supervisor);
        if !may {
            return Err(Rejection::NotCoordinator);
        }
        let (dispute_id, reason) = (pending.dispute_id, reason.into_string());
        Ok(vec![Event::MemberRecused { dispute_id, account, reason }])
    }

    pub(super) fn vote(
        &self,
        ruling: Ruling,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let pending = self.pending()?;
        pending.seat_of(&cx.actor.id)?;
        // What counts is where the member works, not what was said when the panel was named.
        if let Some(own) = cx.actor.department.as_deref().filter(|own| pending.concerns(own, cx)) {
            return Err(conflict(&cx.actor.id, own));
        }
        pending.is_possible(&ruling, cx)?;
        Ok(vec![Event::VoteCast {
            dispute_id: pending.dispute_id,
            account: cx.actor.id.clone(),
            ruling,
            reason: reason.into_string(),
        }])
    }
}

impl Pending {
    pub(super) fn convened(&self) -> Result<&Panel, Rejection> {
        self.panel.as_ref().ok_or(Rejection::NoPanel)
    }

    fn seat_of(&self, account: &str) -> Result<(), Rejection> {
        let mut seats = self.convened()?.seats.iter();
        let sits = seats.any(|seat| seat.member.account == account);
        if sits { Ok(()) } else { Err(Rejection::NotMember) }
    }

    /// Only who was heard can be held responsible; who asked would answer itself.
    pub(super) fn is_possible(&self, ruling: &Ruling, cx: Context<'_>) -> Result<(), Rejection> {
        let Ruling::Responsible { department, assisting } = ruling else { return Ok(()) };
        let now = |code: &str| cx.successions.answers_for(code, None).to_owned();
        let is_asking = now(department) == now(&self.from_department)
            && now(department) != now(&self.by_department);
        if is_asking || !self.concerns(department, cx) {
            return Err(Rejection::NotHeard { department: department.clone() });
        }
        if assisting.contains(department) {
            return Err(Rejection::AssistsItself { department: department.clone() });
        }
        Ok(())
    }
}

fn conflict(account: &str, department: &str) -> Rejection {
    Rejection::Partial { account: account.to_owned(), department: department.to_owned() }
}
