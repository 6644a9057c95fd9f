use std::sync::Arc;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_calendar::Notice;
use tongban_kernel::DomainEvent;

use crate::model::Content;

/// What was published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A catalogue.
    #[serde(rename = "reference.catalog_published.v1")]
    CatalogPublished {
        /// Its number, from 1.
        version: u32,
        /// From when it is in force.
        valid_from: Timestamp,
        /// All of it.
        content: Arc<Content>,
        /// SHA-256 over the content as compact JSON, in hexadecimal.
        content_hash: String,
    },
    /// A calendar notice.
    #[serde(rename = "reference.calendar_published.v1")]
    CalendarPublished {
        /// The notice of one year; it replaces an earlier one for the same year.
        notice: Notice,
        /// From when it is in force.
        valid_from: Timestamp,
    },
}

impl DomainEvent for Event {}
