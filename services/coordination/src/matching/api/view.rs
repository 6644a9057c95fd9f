//! A matter as it is shown.

use jiff::Timestamp;
use serde::Serialize;
use tongban_kernel::MatterId;
use tongban_readmodel::{QueryError, Row};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::json;
use crate::matching::events::Proposal;
use crate::matching::state::Matter;

/// What has become of a matter.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatterStatus {
    /// The matter.
    matter_id: Uuid,
    /// `proposed` or `confirmed`.
    state: &'static str,
    /// The catalogue whose duties and items were compared.
    catalog_version: u32,
    /// What was proposed.
    proposal: Proposal,
}

impl MatterStatus {
    /// None for a matter that nobody asked about.
    pub(super) fn of(matter_id: MatterId, matter: &Matter) -> Option<Self> {
        let (proposal, catalog_version) = matter.proposal()?;
        Some(Self {
            matter_id: matter_id.uuid(),
            state: matter.name(),
            catalog_version,
            proposal: proposal.clone(),
        })
    }
}

/// A matter.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatterView {
    /// The matter.
    pub(super) matter_id: Uuid,
    /// `proposed` or `confirmed`.
    state: String,
    /// What it is, in a line.
    title: String,
    /// What else is said about it.
    text: Option<String>,
    /// The department of whoever asked.
    pub(super) from_department: Option<String>,
    /// When it was asked.
    #[schema(value_type = String)]
    proposed_at: Timestamp,
    /// The catalogue whose duties and items were compared.
    catalog_version: i64,
    /// What was proposed.
    proposal: Proposal,
    /// What a coordinator said; none while nobody has.
    confirmed: Option<Confirmed>,
    /// The event that caused the row to be as it is.
    caused_by: Uuid,
}

/// What a coordinator said.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Confirmed {
    /// Who leads.
    pub(super) lead: String,
    /// Who assists.
    assisting: Vec<String>,
    /// Whether that is what was proposed.
    as_proposed: bool,
    /// Why, where it is not, or was confirmed otherwise before.
    reason: Option<String>,
    /// When.
    #[schema(value_type = String)]
    confirmed_at: Timestamp,
}

impl MatterView {
    /// Reads a row of `matters`.
    pub(super) fn read(row: &Row) -> Result<Self, QueryError> {
        let confirmed = match row.opt_timestamp("confirmed_at")? {
            None => None,
            Some(confirmed_at) => Some(Confirmed {
                lead: row.text("lead")?,
                assisting: json(row, "assisting")?,
                as_proposed: row.bool("as_proposed")?,
                reason: row.opt_text("reason")?,
                confirmed_at,
            }),
        };
        Ok(Self {
            matter_id: row.uuid("matter_id")?,
            state: row.text("state")?,
            title: row.text("title")?,
            text: row.opt_text("text")?,
            from_department: row.opt_text("from_department")?,
            proposed_at: row.timestamp("proposed_at")?,
            catalog_version: row.int("catalog_version")?,
            proposal: json(row, "proposal")?,
            confirmed,
            caused_by: row.uuid("caused_by")?,
        })
    }

    /// Who leads, once it is confirmed.
    pub(super) fn lead(&self) -> Option<&str> {
        self.confirmed.as_ref().map(|confirmed| confirmed.lead.as_str())
    }
}
