//! What came in, and what could not be mapped: the answer of a dry run and of an import.

mod text;

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Mapped, Mapping, Milestone};

/// What a mapping looks for.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The name of a case.
    CaseName,
    /// Where an activity stands, per row.
    Lifecycle,
    /// Who did it, per row.
    Resource,
    /// The department that did it, per row.
    Department,
    /// When a case came in.
    Received,
    /// When a case was accepted.
    Accepted,
    /// When a case was concluded.
    Concluded,
    /// By when a case had to be concluded.
    Deadline,
}

impl From<Milestone> for Field {
    fn from(milestone: Milestone) -> Self {
        match milestone {
            Milestone::Received => Self::Received,
            Milestone::Accepted => Self::Accepted,
            Milestone::Concluded => Self::Concluded,
            Milestone::Deadline => Self::Deadline,
        }
    }
}

/// Something that a mapping looked for in a case in vain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// What.
    pub field: Field,
    /// What stands there instead; nothing when nothing does.
    pub unreadable: Option<String>,
}

impl Gap {
    /// Nothing stands there.
    pub fn missing(field: Field) -> Self {
        Self { field, unreadable: None }
    }

    /// What stands there has no meaning as this field.
    pub fn unreadable(field: Field, text: String) -> Self {
        Self { field, unreadable: Some(text) }
    }
}

/// How often a field was looked for, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// Found and understood.
    pub n_found: u64,
    /// Not there.
    pub n_missing: u64,
    /// There, but not readable.
    pub n_unreadable: u64,
    /// The first gaps.
    pub examples: Vec<Example>,
}

/// One gap, so that someone can go and look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Example {
    /// The name of the case.
    pub case: String,
    /// What stands there; nothing when nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Examples kept per kind of gap: enough to see a pattern.
const EXAMPLES_MAX: usize = 3;
/// Keys of dropped attributes that are told apart; a log has tens.
const DROPPED_KEYS_MAX: usize = 1_000;

/// What came in, and what could not be mapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Report {
    /// Cases.
    pub n_cases: u64,
    /// Rows of all cases.
    pub n_rows: u64,
    /// Milestones of all cases.
    pub n_milestones: u64,
    /// Cases concluded, with a deadline known.
    pub n_concluded_with_deadline: u64,
    /// Of those, concluded after their deadline.
    pub n_late: u64,
    /// The earliest row.
    pub first_at: Option<Timestamp>,
    /// The latest row.
    pub last_at: Option<Timestamp>,
    /// What the mapping looks for.
    pub fields: BTreeMap<Field, Count>,
    /// Cases whose name an earlier case of the file has too.
    pub n_repeated_names: u64,
    /// The first repeated names.
    pub repeated_names: Vec<String>,
    /// Attributes that the mapping does not keep, by key.
    pub dropped: BTreeMap<String, u64>,
    /// Events outside of any trace; they belong to no case and stay out.
    pub n_stray_events: u64,
    /// Dates that named no offset from UTC and were read in that of the mapping.
    pub n_local_dates: u64,
    /// Names met, as hashes: eight bytes per case, however long its name.
    #[serde(skip)]
    names_seen: HashSet<u64>,
}

impl Report {
    /// A report of nothing yet.
    pub fn new(mapping: &Mapping) -> Self {
        let mut fields = vec![Field::CaseName, Field::Lifecycle, Field::Resource];
        fields.extend(mapping.department.as_ref().map(|_| Field::Department));
        fields.extend(mapping.milestones.keys().map(|milestone| Field::from(*milestone)));
        Self {
            n_cases: 0,
            n_rows: 0,
            n_milestones: 0,
            n_concluded_with_deadline: 0,
            n_late: 0,
            first_at: None,
            last_at: None,
            fields: fields.into_iter().map(|field| (field, Count::default())).collect(),
            n_repeated_names: 0,
            repeated_names: Vec::new(),
            dropped: BTreeMap::new(),
            n_stray_events: 0,
            n_local_dates: 0,
            names_seen: HashSet::new(),
        }
    }

    /// Adds one case.
    pub fn add(&mut self, mapped: &Mapped) {
        let case = &mapped.case;
        let n_rows = case.rows.len() as u64;
        self.n_cases += 1;
        self.n_rows += n_rows;
        self.n_milestones += case.milestones.len() as u64;
        if let Some(late) = case.late() {
            self.n_concluded_with_deadline += 1;
            self.n_late += u64::from(late);
        }
        for at in case.rows.iter().map(|row| row.at.at()) {
            self.first_at = Some(self.first_at.map_or(at, |first| first.min(at)));
            self.last_at = Some(self.last_at.map_or(at, |last| last.max(at)));
        }
        self.add_fields(mapped, n_rows);
        self.add_name(&case.name);
        for key in &mapped.dropped {
            if let Some(n_dropped) = self.dropped.get_mut(&**key) {
                *n_dropped += 1;
            } else if self.dropped.len() < DROPPED_KEYS_MAX {
                self.dropped.insert(key.to_string(), 1);
            }
        }
    }

    /// What the mapping looks for and the whole log never has: most likely a slip in its name.
    pub fn never_found(&self) -> impl Iterator<Item = Field> {
        let looked_for = |count: &Count| count.n_missing + count.n_unreadable > 0;
        let never = move |(_, count): &(&Field, &Count)| count.n_found == 0 && looked_for(count);
        self.fields.iter().filter(never).map(|(field, _)| *field)
    }

    fn add_fields(&mut self, mapped: &Mapped, n_rows: u64) {
        for (field, count) in &mut self.fields {
            count.n_found += match field {
                Field::Lifecycle | Field::Resource | Field::Department => n_rows,
                Field::CaseName
                | Field::Received
                | Field::Accepted
                | Field::Concluded
                | Field::Deadline => 1,
            };
        }
        for gap in &mapped.gaps {
            let count = self.fields.entry(gap.field).or_default();
            // It was counted as found above, like everything that is looked for.
            count.n_found = count.n_found.saturating_sub(1);
            match gap.unreadable {
                Some(_) => count.n_unreadable += 1,
                None => count.n_missing += 1,
            }
            let example = Example { case: mapped.case.name.clone(), text: gap.unreadable.clone() };
            // The rows of one case mostly lack the same: once is enough to go and look.
            if count.examples.len() < EXAMPLES_MAX && count.examples.last() != Some(&example) {
                count.examples.push(example);
            }
        }
    }

    fn add_name(&mut self, name: &str) {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        if !self.names_seen.insert(hasher.finish()) {
            self.n_repeated_names += 1;
            if self.repeated_names.len() < EXAMPLES_MAX {
                self.repeated_names.push(name.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests;
