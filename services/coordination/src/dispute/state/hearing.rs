//! Who is heard, and until when.

use jiff::Timestamp;
use tongban_calendar::{Budget, Clock, DueError};
use tongban_kernel::{Context, Wording};

use super::{Dispute, PARTIES_MAX, Party, Pending, Rejection, Said};
use crate::dispute::commands::{NewDispute, Rules};
use crate::dispute::events::{Event, Hearing};

impl Dispute {
    pub(super) fn open(
        &self,
        dispute: NewDispute,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if *self != Self::Unknown {
            // The id says which dispute this is: it is open already.
            return Ok(Vec::new());
        }
        let (since, rules) = (dispute.disputed_at, &dispute.rules);
        let answer_by_at = end_of(since, rules.arbitration.answer_within, rules, cx)?;
        let rule_by_at = end_of(since, rules.arbitration.rule_within, rules, cx)?;
        let named = dispute.responsible.iter().filter(|one| **one != dispute.from_department);
        let hearing =
            |department: &String| Hearing { department: department.clone(), answer_by_at };
        // What a meeting asked of its own department has no other side but who is named.
        let others = std::iter::once(&dispute.from_department).chain(named);
        let hearings = others.filter(|one| **one != dispute.by_department).map(hearing);
        Ok(vec![Event::DisputeOpened {
            dispute_id: dispute.dispute_id,
            task_id: dispute.task_id,
            case_id: dispute.case_id,
            number: dispute.number,
            ask: dispute.ask,
            hearings: hearings.collect(),
            by_department: dispute.by_department,
            from_department: dispute.from_department,
            responsible: dispute.responsible,
            reason: dispute.reason,
            legal_basis: dispute.legal_basis,
            disputed_at: dispute.disputed_at,
            rule_by_at,
        }])
    }

    pub(super) fn hear(
        &self,
        department: String,
        rules: &Rules,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let pending = self.presided(cx)?;
        if pending.concerns(&department, cx) {
            // It is heard already.
            return Ok(Vec::new());
        }
        if pending.parties.len() >= PARTIES_MAX {
            return Err(Rejection::TooManyParties);
        }
        let dispute_id = pending.dispute_id;
        let answer_by_at = end_of(cx.now, rules.arbitration.answer_within, rules, cx)?;
        // Nobody rules on what has become a matter of the own department.
        let mut events = Vec::from_iter(pending.panel.iter().flat_map(|panel| {
            let theirs = panel.seats.iter().filter(|seat| {
                let answers = |code| cx.successions.answers_for(code, None);
                answers(&seat.member.department) == answers(&department)
            });
            theirs.map(|seat| Event::MemberRecused {
                dispute_id,
                account: seat.member.account.clone(),
                reason: "所在部门成为当事部门".to_owned(),
            })
        }));
        events
            .push(Event::PartyAdded { dispute_id, hearing: Hearing { department, answer_by_at } });
        Ok(events)
    }

    pub(super) fn answer(
        &self,
        position: Wording,
        legal_basis: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let pending = self.pending()?;
        let mut own =
            pending.parties.iter().filter(|party| cx.answers_for(&party.hearing.department, None));
        let Some(first) = own.next() else { return Err(Rejection::NotParty) };
        // A department that took another one over may answer for both.
        let open = std::iter::once(first).chain(own).find(|party| party.said != Said::Answer);
        let party = open.ok_or(Rejection::AnsweredBefore)?;
        Ok(vec![Event::DisputeAnswered {
            dispute_id: pending.dispute_id,
            department: party.hearing.department.clone(),
            position: position.into_string(),
            legal_basis: legal_basis.into_string(),
        }])
    }

    pub(super) fn withdraw(
        &self,
        reason: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        if *self == Self::Withdrawn {
            // Withdrawing twice is the same wish.
            return Ok(Vec::new());
        }
        let pending = self.pending()?;
        if !cx.answers_for(&pending.by_department, None) {
            let now = cx.successions.answers_for(&pending.by_department, None);
            return Err(Rejection::NotDisputing { department: now.to_owned() });
        }
        Ok(vec![Event::DisputeWithdrawn {
            dispute_id: pending.dispute_id,
            task_id: pending.task_id,
            case_id: pending.case_id,
            department: pending.by_department.clone(),
            reason: reason.into_string(),
        }])
    }

    /// What was ruled or withdrawn ended the task's dispute itself.
    pub(super) fn lapse(&self) -> Vec<Event> {
        let lapsed = |pending: &Pending| Event::DisputeLapsed { dispute_id: pending.dispute_id };
        self.pending().map(lapsed).into_iter().collect()
    }

    /// Each once; the list that the wish comes from may lag behind.
    pub(super) fn note_late(&self, cx: Context<'_>) -> Vec<Event> {
        let Self::Open(pending) = self else { return Vec::new() };
        let late =
            |party: &&Party| party.said == Said::Nothing && party.hearing.answer_by_at <= cx.now;
        let unanswered =
            pending.parties.iter().filter(late).map(|party| Event::DisputeUnanswered {
                dispute_id: pending.dispute_id,
                department: party.hearing.department.clone(),
                answer_by_at: party.hearing.answer_by_at,
            });
        let mut events: Vec<_> = unanswered.collect();
        if !pending.was_noted && pending.rule_by_at <= cx.now {
            let (dispute_id, rule_by_at) = (pending.dispute_id, pending.rule_by_at);
            events.push(Event::RulingOverdue { dispute_id, rule_by_at });
        }
        events
    }
}

fn end_of(
    since: Timestamp,
    within: Budget,
    rules: &Rules,
    cx: Context<'_>,
) -> Result<Timestamp, DueError> {
    let deadline = Clock::new(since, within).deadline(cx.calendar, &rules.office)?;
    Ok(deadline.due().ok_or(DueError::OutOfRange)?.due_at)
}
