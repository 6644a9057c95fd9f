//! How facts change a matter that is put to others.

use std::collections::BTreeMap;

use super::{Deliberation, Matter, Word};
use crate::deliberation::events::Event;

impl Deliberation {
    pub(super) fn folded(self, event: &Event) -> Self {
        match event {
            Event::DeliberationOpened {
                deliberation_id,
                departments,
                is_public,
                closes_at,
                ..
            } => Self::Open(Box::new(Matter {
                deliberation_id: *deliberation_id,
                departments: departments.iter().cloned().collect(),
                is_public: *is_public,
                closes_at: *closes_at,
                spoken: BTreeMap::new(),
            })),
            Event::DepartmentOpinionGiven { department, nth, stance, .. } => match self {
                Self::Open(mut matter) => {
                    let word = Word { nth: *nth, stance: *stance };
                    matter.spoken.insert(department.clone(), word);
                    Self::Open(matter)
                }
                other @ (Self::Unknown
                | Self::Closed(_)
                | Self::Summarised(..)
                | Self::Decided(..)) => other,
            },
            Event::DeliberationClosed { .. } => self.moved(Self::Closed),
            Event::DeliberationSummarised { points, .. } => {
                self.moved(|matter| Self::Summarised(matter, points.len()))
            }
            Event::DeliberationDecided { .. } => self.moved(|matter| Self::Decided(matter, 0)),
            Event::DeliberationFollowedUp { nth, .. } => {
                self.moved(|matter| Self::Decided(matter, *nth))
            }
        }
    }

    fn moved(self, to: impl FnOnce(Box<Matter>) -> Self) -> Self {
        match self {
            Self::Unknown => Self::Unknown,
            Self::Open(matter)
            | Self::Closed(matter)
            | Self::Summarised(matter, _)
            | Self::Decided(matter, _) => to(matter),
        }
    }
}
