//! Approval (审批): the steps of an item, decisions, clocks.
//!
//! A case opens by itself when intake accepts it, with the version of its item as a plan of its
//! own. Steps run one after the other or side by side; one that names other departments asks them
//! through coordination and goes on with their replies.

mod api;
pub mod commands;
pub mod events;
pub mod policy;
pub mod projection;
pub mod state;

use std::sync::Arc;

use tongban_catalog::model::{ItemCode, VersionRef};
use tongban_eventstore::readers::{Dispatch, DispatchError};
use tongban_eventstore::{Aggregates, BoxFuture, CommandEnvelope};
use tongban_httpkit::{HasKit, HasProjection, Kit};
use tongban_kernel::{CaseId, Position, Successions};
use tongban_platform::{CatalogHandle, Platform, Service};
use tongban_readmodel::{Projection, ReadModel, StoreError};

use crate::commands::Command;
use crate::policy::{Accepted, ApprovalPolicy, Order};
use crate::projection::ApprovalProjection;
use crate::state::Approval;

/// The running service.
pub struct Approvals {
    cases: Aggregates<Approval>,
    catalogs: CatalogHandle,
    reads: ReadModel,
    kit: Kit,
}

/// Builds the service on a platform.
///
/// # Errors
/// When its read model cannot be opened.
pub async fn service(platform: &Platform) -> Result<Service, StoreError> {
    let log = &*platform.runtime.log;
    let projection = platform.read_models.mount(ApprovalProjection, log).await?;
    let approvals = Arc::new(Approvals {
        cases: platform.aggregates(),
        catalogs: platform.catalogs.clone(),
        reads: projection.model(),
        kit: platform.kit.clone(),
    });
    let routes = api::router(Arc::clone(&approvals));
    Ok(Service::new("approval", routes)
        .projection(platform, ApprovalProjection, projection)
        .policy(platform, ApprovalPolicy, Dispatcher(approvals)))
}

impl HasKit for Approvals {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

impl HasProjection for Approvals {
    const PROJECTION: &'static str = ApprovalProjection::NAME;
}

/// Gives the policy's commands.
struct Dispatcher(Arc<Approvals>);

/// The version of an item that this process has not read from the log yet.
#[derive(Debug, thiserror::Error)]
#[error("item {code} version {version} is not known here yet")]
struct ItemNotKnown {
    code: String,
    version: u32,
}

impl Approvals {
    fn successions(&self) -> Arc<Successions> {
        self.cases.runtime().versions.successions.load_full()
    }

    fn plan(&self, accepted: Accepted) -> Result<Command, DispatchError> {
        let catalogs = self.catalogs.load();
        let (code, version) = (accepted.item_code.clone(), accepted.item_version);
        let not_known =
            || DispatchError::Failed(ItemNotKnown { code: code.clone(), version }.into());
        let item_code = ItemCode::parse(&code).map_err(|_| not_known())?;
        let item = catalogs.item(&VersionRef { code: item_code, version });
        let edition = catalogs.in_force_at(accepted.accepted_at).or_else(|| catalogs.latest());
        let (item, edition) = item.zip(edition).ok_or_else(not_known)?;
        Ok(Command::Open(Box::new(policy::plan(accepted, item, &edition.catalog))))
    }

    async fn carry_out(
        &self,
        case: CaseId,
        command: Command,
        envelope: &CommandEnvelope,
    ) -> Result<Position, DispatchError> {
        Ok(self.cases.execute(case.uuid(), command, envelope).await?.position)
    }
}

impl Dispatch<Order> for Dispatcher {
    fn dispatch(
        &self,
        order: Order,
        mut envelope: CommandEnvelope,
    ) -> BoxFuture<'_, Result<Position, DispatchError>> {
        Box::pin(async move {
            let (case, command) = match order {
                Order::Open(accepted) => (accepted.case_id, self.0.plan(accepted)?),
                Order::Give { case_id, command } => (case_id, command),
            };
            // A task that cases share is answered for each of them.
            envelope.correlation = case.uuid();
            self.0.carry_out(case, command, &envelope).await
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_domain_is_pure() {
        tongban_kernel::testkit::assert_pure(env!("CARGO_MANIFEST_DIR"));
    }
}
