//! After opinions were taken: summed up, decided, followed up.

use tongban_kernel::{Context, Wording};

use super::{Deliberation, FOLLOW_UPS_MAX, POINTS_MAX, Rejection};
use crate::deliberation::events::{Counts, Event};

impl Deliberation {
    pub(super) fn summarise(
        &self,
        summary: Wording,
        points: Vec<Wording>,
        public: Counts,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let matter = self.convened(cx)?;
        match self {
            Self::Closed(_) | Self::Summarised(..) => {}
            Self::Unknown => return Err(Rejection::UnknownDeliberation),
            Self::Open(_) => return Err(Rejection::NotClosed),
            Self::Decided(..) => return Err(Rejection::Decided),
        }
        if points.is_empty() || points.len() > POINTS_MAX {
            return Err(Rejection::Points);
        }
        Ok(vec![Event::DeliberationSummarised {
            deliberation_id: matter.deliberation_id,
            summary: summary.into_string(),
            points: points.into_iter().map(Wording::into_string).collect(),
            departments: matter.spoken.values().map(|word| word.stance).collect(),
            public,
            summarised_at: cx.now,
        }])
    }

    /// A decision that leaves a main point unanswered is none.
    pub(super) fn settle(
        &self,
        decision: Wording,
        reasons: Wording,
        answers: Vec<Wording>,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let deliberation_id = self.convened(cx)?.deliberation_id;
        let n_points = match self {
            Self::Summarised(_, n_points) => *n_points,
            Self::Unknown => return Err(Rejection::UnknownDeliberation),
            Self::Open(_) | Self::Closed(_) => return Err(Rejection::NotSummarised),
            Self::Decided(..) => return Err(Rejection::Decided),
        };
        if answers.len() != n_points {
            return Err(Rejection::PointsUnanswered { n_points });
        }
        Ok(vec![Event::DeliberationDecided {
            deliberation_id,
            decision: decision.into_string(),
            reasons: reasons.into_string(),
            answers: answers.into_iter().map(Wording::into_string).collect(),
            decided_at: cx.now,
        }])
    }

    pub(super) fn follow_up(
        &self,
        what: Wording,
        cx: Context<'_>,
    ) -> Result<Vec<Event>, Rejection> {
        let deliberation_id = self.convened(cx)?.deliberation_id;
        let Self::Decided(_, n_before) = self else { return Err(Rejection::NotDecided) };
        if *n_before >= FOLLOW_UPS_MAX {
            return Err(Rejection::TooManyFollowUps);
        }
        let (nth, what) = (n_before + 1, what.into_string());
        let followed_up_at = cx.now;
        Ok(vec![Event::DeliberationFollowedUp { deliberation_id, nth, what, followed_up_at }])
    }
}
