use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope};
use tongban_kernel::Position;

use super::commands::Command;
use super::state::Project;
use super::sweeper::MissedMilestone;

/// All projects.
pub type Projects = Aggregates<Project>;

impl Dispatch<MissedMilestone> for Projects {
    fn dispatch(
        &self,
        MissedMilestone { project_id, nth }: MissedMilestone,
        envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let command = Command::NoteMissed { nth };
            let executed = self.execute(project_id.uuid(), command, &envelope).await?;
            Ok(executed.position)
        })
    }
}
