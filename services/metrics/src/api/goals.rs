use serde::Serialize;
use utoipa::ToSchema;

use crate::events::Goal;

/// What shares are to reach.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Goals {
    /// Of the cases decided in some time, at least so many are to be in time.
    pub(crate) on_time_rate_min: f64,
    /// Of the complainants asked, at least so many are to be satisfied; below it the service is to
    /// be put right (服务体验监测).
    pub(crate) satisfied_rate_min: f64,
    /// At most so much of the working time of cases is to lie between departments.
    pub(crate) coordination_share_max: f64,
}

impl Goals {
    /// Those of the requirements.
    pub(crate) const SET: Self =
        Self { on_time_rate_min: 0.9, satisfied_rate_min: 0.85, coordination_share_max: 0.25 };

    /// What a figure of a report is to reach. Whoever is asked, the share of the satisfied has one
    /// goal.
    pub(crate) fn of(&self, name: &str) -> Option<Goal> {
        match name {
            "flow.on_time_rate_by_law" => Some(Goal::AtLeast { value: self.on_time_rate_min }),
            "coordination.share" => Some(Goal::AtMost { value: self.coordination_share_max }),
            of if of.ends_with(".satisfied_rate") => {
                Some(Goal::AtLeast { value: self.satisfied_rate_min })
            }
            _ => None,
        }
    }
}
