use std::sync::Arc;

use jiff::Timestamp;
use tongban_calendar::Notice;

use crate::model::Content;

/// What may be published.
#[derive(Clone, Debug)]
pub enum Command {
    /// A catalogue, to be in force from an instant on.
    PublishCatalog {
        /// All of it.
        content: Arc<Content>,
        /// When it comes into force; for all but the first in the future.
        valid_from: Timestamp,
        /// The digest of what somebody saw before ([`super::Published::digest_of`]), where it was seen.
        seen: Option<String>,
    },
    /// A calendar notice, to be in force from an instant on.
    PublishCalendar {
        /// The notice of one year.
        notice: Notice,
        /// When it comes into force.
        valid_from: Timestamp,
    },
}
