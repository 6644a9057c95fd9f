//! Coordination (协同): tasks between departments, and the warnings that come before they are late;
//! disputes; task forces, their meetings, the fortnightly list of what is stuck; emergencies;
//! deliberation.
//!
//! A step that names cooperating departments opens a task for each; the asked department takes it
//! on, answers it, or returns it to the coordinator. Its clock runs on while departments talk: as its deadline
//! nears and passes, each rung of the ladder is warned of once per epoch of the deadline, whatever
//! is restarted, delivered twice, computed anew or set back. An emergency asks everybody at once by
//! a stored plan; a drill does the same and reaches nobody for real.

pub mod absence;
mod api;
pub mod deliberation;
pub mod dispute;
pub mod emergency;
pub mod matching;
pub mod meeting;
pub mod notice;
pub mod project;
pub mod projection;
pub mod rhythm;
mod samples;
pub mod saved;
pub mod task;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;
use tongban_httpkit::{HasKit, HasProjection, HasThrottle, Kit, Throttle};
use tongban_kernel::Successions;
use tongban_platform::{Platform, Service};
use tongban_readmodel::{Due, Projection, ReadModel, StoreError};
use tongban_vault::KeyRing;

use crate::absence::Absences;
use crate::deliberation::{Deliberations, EndedDeliberations};
use crate::dispute::policy::{DisputesOfTasks, TasksOfRulings};
use crate::dispute::{Disputes, LateDisputes};
use crate::emergency::policy::{ResponsesToEmergencies, TasksOfEmergencies};
use crate::emergency::{Emergencies, MissedInEmergencies};
use crate::matching::Matters;
use crate::meeting::policy::TasksOfMinutes;
use crate::meeting::{Meetings, OfMinutes};
use crate::notice::policy::NoticesOfWarnings;
use crate::notice::{Notices, UnansweredNotices};
use crate::project::{MissedMilestones, Projects};
use crate::projection::Coordination;
use crate::rhythm::{MissedLists, Rhythms};
use crate::saved::SavedViews;
use crate::task::policy::TasksOfSteps;
use crate::task::{DueRungs, Tasks, TasksOfNobody};

/// The running service.
pub(crate) struct Coordinating {
    tasks: Tasks,
    notices: Notices,
    disputes: Disputes,
    projects: Projects,
    rhythms: Rhythms,
    meetings: Meetings,
    emergencies: Emergencies,
    deliberations: Deliberations,
    keys: Arc<KeyRing>,
    throttle: Throttle,
    matters: Matters,
    absences: Absences,
    saved: SavedViews,
    reads: ReadModel,
    kit: Kit,
}

/// Builds the service on a platform.
///
/// # Errors
/// When its read model cannot be opened.
pub async fn service(platform: &Platform) -> Result<Service, StoreError> {
    Ok(assemble(platform).await?.0)
}

/// The service as the process runs it, and its inside.
async fn assemble(platform: &Platform) -> Result<(Service, Arc<Coordinating>), StoreError> {
    let projection = platform.read_models.mount(Coordination, &*platform.runtime.log).await?;
    let coordinating = Arc::new(Coordinating::over(platform, projection.model()));
    let routes = api::router(Arc::clone(&coordinating));
    let service = Service::new(Coordination::NAME, routes);
    let service = service.projection(platform, Coordination, projection);
    let service = coordinating.with_policies(platform, service);
    Ok((coordinating.with_sweepers(platform, service), coordinating))
}

impl Coordinating {
    fn over(platform: &Platform, reads: ReadModel) -> Self {
        let (runtime, catalogs) = (|| platform.runtime.clone(), || platform.catalogs.clone());
        Self {
            tasks: Tasks::new(runtime(), catalogs()),
            notices: Notices::new(runtime()),
            disputes: Disputes::new(runtime(), catalogs()),
            projects: Projects::new(runtime()),
            rhythms: Rhythms::new(runtime()),
            meetings: Meetings::new(runtime()),
            emergencies: Emergencies::new(runtime(), catalogs()),
            deliberations: Deliberations::new(runtime()),
            keys: platform.keys.clone(),
            throttle: Throttle::default(),
            matters: Matters::new(runtime(), catalogs(), reads.clone()),
            absences: Absences::new(runtime()),
            saved: SavedViews::new(runtime()),
            reads,
            kit: platform.kit.clone(),
        }
    }

    fn with_policies(&self, platform: &Platform, service: Service) -> Service {
        let (tasks, projects) = (self.tasks.clone(), self.projects.clone());
        let of_minutes = OfMinutes { tasks: tasks.clone(), projects };
        service
            .policy(platform, TasksOfSteps, tasks.clone())
            .policy(platform, NoticesOfWarnings, self.notices.clone())
            .policy(platform, DisputesOfTasks, self.disputes.clone())
            .policy(platform, TasksOfRulings, tasks.clone())
            .policy(platform, TasksOfMinutes, of_minutes)
            .policy(platform, TasksOfEmergencies, tasks)
            .policy(platform, ResponsesToEmergencies, self.emergencies.clone())
    }

    fn with_sweepers(&self, platform: &Platform, service: Service) -> Service {
        let reads = || self.reads.clone();
        service
            .sweeper(platform, Due::<DueRungs>::new(reads()), self.tasks.clone())
            .sweeper(platform, TasksOfNobody::new(reads()), self.tasks.clone())
            .sweeper(platform, Due::<UnansweredNotices>::new(reads()), self.notices.clone())
            .sweeper(platform, Due::<LateDisputes>::new(reads()), self.disputes.clone())
            .sweeper(platform, Due::<MissedMilestones>::new(reads()), self.projects.clone())
            .sweeper(platform, Due::<MissedLists>::new(reads()), self.rhythms.clone())
            .sweeper(platform, Due::<MissedInEmergencies>::new(reads()), self.emergencies.clone())
            .sweeper(platform, Due::<EndedDeliberations>::new(reads()), self.deliberations.clone())
    }

    fn successions(&self) -> Arc<Successions> {
        self.tasks.aggregates().runtime().versions.successions.load_full()
    }

    fn now(&self) -> Timestamp {
        self.kit.clock.now()
    }
}

impl HasKit for Coordinating {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl HasThrottle for Coordinating {
    fn throttle(&self) -> &Throttle {
        &self.throttle
    }
}

impl HasProjection for Coordinating {
    const PROJECTION: &'static str = Coordination::NAME;
}
