#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

use std::sync::Arc;

use jiff::Timestamp;
use tongban_calendar::{Calendar, Editions, NotLater, Notice};
use tongban_kernel::{Category, Context, Decider, Hash, StreamId, derive_id};
use uuid::Uuid;

use super::{Catalogs, Command, Edition, Event};
use crate::Catalog;
use crate::check::findings;
use crate::fault::Finding;
use crate::model::{Content, JurisdictionCode, Plan, VersionRef};

/// No catalogue is longer as compact JSON, in bytes: it is one event, and of an event a broker takes
/// 960 KiB. An office on a desk keeps to the same, for it may move.
const CONTENT_BYTES_MAX: usize = 950 << 10;

/// Everything published for one jurisdiction.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    catalogs: Catalogs,
    calendars: Editions,
}

/// Why something cannot be published.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum Rejection {
    /// Open cases would change under people's hands without notice.
    #[error("what is published comes into force in the future, not at {valid_from}")]
    InThePast {
        /// The instant asked for.
        valid_from: Timestamp,
    },
    /// Catalogues come into force in the order in which they are published.
    #[error("another catalogue comes into force at {latest}; choose a later instant")]
    NotLater {
        /// When the newest one comes into force.
        latest: Timestamp,
    },
    /// So do calendar notices.
    #[error(transparent)]
    NoticeNotLater(#[from] NotLater),
    /// The newest publication says the same already.
    #[error("the same content is published already, as version {version}")]
    SameContent {
        /// That version.
        version: u32,
    },
    /// The calendar says the same already.
    #[error("the same notice for {year} is published already")]
    SameNotice {
        /// Its year.
        year: i16,
    },
    /// Cases rely on a version: what it says can never change.
    #[error("published item versions were changed; give them a new number: {}", list(items))]
    ItemChanged {
        /// The versions that say something else than before.
        items: Vec<VersionRef>,
    },
    /// Emergencies rely on a version of a plan: what it says can never change.
    #[error("published plan versions were changed; give them a new number: {}", plans.join(", "))]
    PlanChanged {
        /// The versions that say something else than before.
        plans: Vec<String>,
    },
    /// Whoever decided on it saw something else.
    #[error(
        "what was previewed is not what would be published: the files or the time are others, or \
         another catalogue was published since; preview it again"
    )]
    NotAsSeen,
    /// The content belongs to another jurisdiction.
    #[error("this is the catalogue of {given}, not of {expected}")]
    OtherJurisdiction {
        /// Whose stream it is.
        expected: JurisdictionCode,
        /// Whose content it is.
        given: JurisdictionCode,
    },
    /// The content contradicts itself.
    #[error("the catalogue has {} faults, the first at {}", findings.len(), first(findings))]
    Faulty {
        /// Every fault.
        findings: Vec<Finding>,
    },
    /// The content is longer than an event may be.
    #[error(
        "the catalogue has {} KiB as it is recorded, and at most {} KiB are taken; drop versions of \
         items that no open case has, or shorten the texts of duties",
        n_bytes.div_ceil(1 << 10),
        n_bytes_max >> 10
    )]
    TooLong {
        /// Its bytes as compact JSON.
        n_bytes: usize,
        /// How many are taken.
        n_bytes_max: usize,
    },
    /// The content cannot be written down.
    #[error("the catalogue cannot be written as JSON: {reason}")]
    NotJson {
        /// Why.
        reason: String,
    },
}

fn list(items: &[VersionRef]) -> String {
    let items: Vec<_> = items.iter().map(|i| format!("{} {}", i.code, i.version)).collect();
    items.join(", ")
}

fn first(findings: &[Finding]) -> String {
    findings.first().map(ToString::to_string).unwrap_or_default()
}

/// The stream in which a jurisdiction publishes.
pub fn stream_of(jurisdiction: &JurisdictionCode) -> StreamId {
    let id = derive_id("reference", jurisdiction.as_str(), Uuid::nil());
    StreamId::new(Published::CATEGORY, id)
}

impl Published {
    /// All catalogues.
    pub fn catalogs(&self) -> &Catalogs {
        &self.catalogs
    }

    /// All calendars; the first is the one that the program brings along.
    pub fn calendars(&self) -> &Editions {
        &self.calendars
    }

    /// Names what a preview of this content shows, in hexadecimal: the content, from when it is in
    /// force, and the catalogue that it is compared with. Of any another, and it is another.
    ///
    /// # Errors
    /// When the content cannot be written down.
    pub fn digest_of(&self, content: &Content, valid_from: Timestamp) -> Result<String, Rejection> {
        let (content_hash, _) = written(content)?;
        Ok(self.digest(&content_hash, valid_from))
    }

    fn digest(&self, content_hash: &str, valid_from: Timestamp) -> String {
        let before = self.catalogs.latest().map_or("", |latest| latest.content_hash.as_str());
        Hash::of(&[format!("{content_hash}/{valid_from}/{before}").as_bytes()]).to_string()
    }

    fn publish_catalog(
        &self,
        content: Arc<Content>,
        valid_from: Timestamp,
        seen: Option<&str>,
        cx: Context<'_>,
    ) -> Result<Event, Rejection> {
        let (content_hash, n_bytes) = written(&content)?;
        if n_bytes > CONTENT_BYTES_MAX {
            return Err(Rejection::TooLong { n_bytes, n_bytes_max: CONTENT_BYTES_MAX });
        }
        if seen.is_some_and(|seen| seen != self.digest(&content_hash, valid_from)) {
            return Err(Rejection::NotAsSeen);
        }
        let version = match self.catalogs.latest() {
            None => 1,
            Some(latest) => {
                self.follows(latest, &content, &content_hash)?;
                in_future(valid_from, cx.now)?;
                later_than(latest.valid_from, valid_from)?;
                latest.version + 1
            }
        };
        let findings = findings(&content);
        if !findings.is_empty() {
            return Err(Rejection::Faulty { findings });
        }
        Ok(Event::CatalogPublished { version, valid_from, content, content_hash })
    }

    /// What a catalogue owes to those before it.
    fn follows(&self, latest: &Edition, content: &Content, hash: &str) -> Result<(), Rejection> {
        let (expected, given) = (&latest.catalog.city().jurisdiction, &content.city.jurisdiction);
        if expected != given {
            let (expected, given) = (expected.clone(), given.clone());
            return Err(Rejection::OtherJurisdiction { expected, given });
        }
        if latest.content_hash == hash {
            return Err(Rejection::SameContent { version: latest.version });
        }
        let changed = content.items.iter().filter(|item| {
            self.catalogs.item(&item.reference()).is_some_and(|before| before != *item)
        });
        let items: Vec<_> = changed.map(crate::model::Item::reference).collect();
        if !items.is_empty() {
            return Err(Rejection::ItemChanged { items });
        }
        let changed = content.plans.iter().filter(|plan| {
            let before = self.catalogs.plan(plan.code.as_str(), plan.version);
            before.is_some_and(|before| before != *plan)
        });
        let plans: Vec<_> = changed.map(Plan::reference).collect();
        if plans.is_empty() { Ok(()) } else { Err(Rejection::PlanChanged { plans }) }
    }

    fn publish_calendar(
        &self,
        notice: Notice,
        valid_from: Timestamp,
        cx: Context<'_>,
    ) -> Result<Event, Rejection> {
        if self.calendars.latest().notice(notice.year()) == Some(&notice) {
            return Err(Rejection::SameNotice { year: notice.year() });
        }
        in_future(valid_from, cx.now)?;
        // Asked of a copy: the calendar crate owns the rule on the order of its editions.
        self.calendars.clone().publish(notice.clone(), valid_from)?;
        Ok(Event::CalendarPublished { notice, valid_from })
    }
}

fn in_future(valid_from: Timestamp, now: Timestamp) -> Result<(), Rejection> {
    if valid_from > now { Ok(()) } else { Err(Rejection::InThePast { valid_from }) }
}

fn later_than(latest: Timestamp, valid_from: Timestamp) -> Result<(), Rejection> {
    if valid_from > latest { Ok(()) } else { Err(Rejection::NotLater { latest }) }
}

/// The SHA-256 of a content as compact JSON, in hexadecimal, and how many bytes that has.
fn written(content: &Content) -> Result<(String, usize), Rejection> {
    let json = serde_json::to_vec(content)
        .map_err(|error| Rejection::NotJson { reason: error.to_string() })?;
    Ok((Hash::of(&[&json]).to_string(), json.len()))
}

impl Default for Published {
    fn default() -> Self {
        Self { catalogs: Catalogs::default(), calendars: Editions::new(Calendar::builtin()) }
    }
}

impl Decider for Published {
    const CATEGORY: Category = Category::new("reference");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let event = match command {
            Command::PublishCatalog { content, valid_from, seen } => {
                self.publish_catalog(content, valid_from, seen.as_deref(), cx)
            }
            Command::PublishCalendar { notice, valid_from } => {
                self.publish_calendar(notice, valid_from, cx)
            }
        };
        event.map(|event| vec![event])
    }

    fn evolve(mut self, event: &Event) -> Self {
        match event {
            Event::CatalogPublished { version, valid_from, content, content_hash } => {
                let edition = Edition {
                    version: *version,
                    valid_from: *valid_from,
                    content_hash: content_hash.clone(),
                    catalog: Catalog::new(Arc::clone(content)),
                };
                Self { catalogs: self.catalogs.with(edition), ..self }
            }
            Event::CalendarPublished { notice, valid_from } => {
                // Out of order it cannot have been published; if it was, the first one stands.
                let _in_order = self.calendars.publish(notice.clone(), *valid_from);
                self
            }
        }
    }
}

#[cfg(test)]
mod tests;
