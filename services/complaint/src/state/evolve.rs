//! How the facts of a complaint add up.

use super::{Complaint, Duty, File, Rectification};
use crate::events::{Event, Reopening};

impl Complaint {
    pub(super) fn folded(self, event: &Event) -> Self {
        match (self, event) {
            (_, Event::ComplaintLodged(lodging)) => Self::Lodged(File::from(&**lodging)),
            (_, Event::ComplaintLodgedV1(lodging)) => Self::Lodged(File::from(&**lodging)),
            (
                Self::Lodged(file) | Self::Assigned(file, _),
                Event::ComplaintAssigned { department, due_at, .. },
            ) => {
                let duty =
                    Duty { department: department.clone(), rectification: Rectification::None };
                Self::Assigned(File { due_at: *due_at, ..file }, duty)
            }
            (Self::Assigned(file, duty), Event::RectificationOrdered { .. }) => {
                Self::Assigned(file, Duty { rectification: Rectification::Ordered, ..duty })
            }
            (Self::Assigned(file, duty), Event::RectificationReported { .. }) => {
                Self::Assigned(file, Duty { rectification: Rectification::Reported, ..duty })
            }
            (Self::Assigned(file, duty), Event::ComplaintAnswered { answered_at, .. }) => {
                Self::Answered(File { was_answered: true, ..file }, duty, *answered_at)
            }
            (Self::Answered(file, duty, at), Event::ComplaintConfirmed { .. }) => {
                Self::Confirmed(file, duty, at)
            }
            (
                Self::Answered(file, duty, _) | Self::Confirmed(file, duty, _),
                Event::ComplaintReopened(Reopening { due_at, .. })
                | Event::ComplaintReopenedV1(Reopening { due_at, .. }),
            ) => Self::Assigned(File { due_at: *due_at, ..file }, duty),
            (Self::Lodged(file), Event::ComplaintMerged { into, .. }) => {
                Self::Merged(file, None, *into)
            }
            (Self::Assigned(file, duty), Event::ComplaintMerged { into, .. }) => {
                Self::Merged(file, Some(duty), *into)
            }
            (Self::Merged(file, None, _), Event::ComplaintSeparated { .. }) => Self::Lodged(file),
            (Self::Merged(file, Some(duty), _), Event::ComplaintSeparated { .. }) => {
                Self::Assigned(file, duty)
            }
            (
                state,
                Event::ComplaintAssigned { .. }
                | Event::RectificationOrdered { .. }
                | Event::RectificationReported { .. }
                | Event::ComplaintAnswered { .. }
                | Event::ComplaintConfirmed { .. }
                | Event::ComplaintReopened(_)
                | Event::ComplaintReopenedV1(_)
                | Event::ComplaintMerged { .. }
                | Event::ComplaintSeparated { .. }
                | Event::PersonalDataShown { .. },
            ) => state,
        }
    }
}
