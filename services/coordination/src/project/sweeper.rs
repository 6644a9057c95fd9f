use tongban_eventstore::readers::DueWork;
use tongban_kernel::CaseId;
use tongban_readmodel::{DueList, Projection, QueryError, Row};
use uuid::Uuid;

use crate::api::small;
use crate::projection::Coordination;

/// Milestones whose day has passed without their being reached.
#[derive(Clone, Copy, Debug)]
pub struct MissedMilestones;

/// A milestone that was not reached in time, as far as the read model knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissedMilestone {
    /// The project.
    pub project_id: CaseId,
    /// Which of it.
    pub nth: u32,
}

impl DueList for MissedMilestones {
    type Order = MissedMilestone;

    const NAME: &'static str = "coordination-milestones";
    const PROJECTION: &'static str = Coordination::NAME;
    const SQL: &'static str =
        "SELECT project_id AS id, nth, due_at AS at, CAST(nth AS TEXT) AS part
        FROM milestones AS milestone WHERE is_due = 1 AND due_at <= $1
        AND EXISTS (SELECT 1 FROM projects AS project
            WHERE project.project_id = milestone.project_id AND project.state = 'underway')";

    const HAS_PARTS: bool = true;

    fn work(row: &Row) -> Result<DueWork<MissedMilestone>, QueryError> {
        let (project_id, nth, due_at) = (row.uuid("id")?, small(row, "nth")?, row.timestamp("at")?);
        Ok(DueWork {
            order: MissedMilestone { project_id: CaseId::from_uuid(project_id), nth },
            due_at: Some(due_at),
            correlation: project_id,
            // One that was moved has another day.
            key: format!("{project_id}/{nth}/{due_at}"),
        })
    }

    fn id(MissedMilestone { project_id, .. }: &MissedMilestone) -> Uuid {
        project_id.uuid()
    }

    fn part(MissedMilestone { nth, .. }: &MissedMilestone) -> String {
        nth.to_string()
    }
}
