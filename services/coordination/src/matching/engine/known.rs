use jiff::civil::Date;
use tongban_catalog::Catalog;
use tongban_kernel::{DisputeId, MatterId, Successions, Text};

use crate::matching::events::Source;

/// A text that says what a department is concerned with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    pub(super) department: String,
    pub(super) source: Source,
    pub(super) said: Text,
    pub(super) legal_basis: Vec<String>,
    /// How much it counts beside others that have the same words.
    pub(super) counts: f64,
    /// That the department took part without leading.
    pub(super) assisted: bool,
}

impl Known {
    /// A coordinator decided whom such a matter concerns: that counts more than what a list says.
    const RULED: f64 = 1.5;
    /// An answer shows that the department took such an ask on, not that it had to.
    const ANSWERED: f64 = 0.75;

    /// What a list says.
    pub(super) fn listed(department: &str, source: Source, said: Text) -> Self {
        let department = department.to_owned();
        Self { department, source, said, legal_basis: Vec::new(), counts: 1.0, assisted: false }
    }

    /// A matter in which a coordinator named the department to lead.
    pub(crate) fn led(department: &str, matter_id: MatterId, title: &str, text: &str) -> Self {
        // The words of both, as one text in the language in which it was written.
        let said = Text::new(format!("{title}\n{text}"), "");
        let source = Source::Matter { matter_id };
        Self { counts: Self::RULED, ..Self::listed(department, source, said) }
    }

    /// A matter in which a coordinator named the department to assist.
    pub(crate) fn assisted(department: &str, matter_id: MatterId, title: &str, text: &str) -> Self {
        let counts = Self::RULED / 2.0;
        Self { counts, assisted: true, ..Self::led(department, matter_id, title, text) }
    }

    /// An ask that was ruled to be for the department.
    pub(crate) fn ruled(department: &str, dispute_id: DisputeId, ask: Text) -> Self {
        let source = Source::Ruling { dispute_id };
        Self { counts: Self::RULED, ..Self::listed(department, source, ask) }
    }

    /// An ask with which it was ruled to assist.
    pub(crate) fn ruled_to_assist(department: &str, dispute_id: DisputeId, ask: Text) -> Self {
        let counts = Self::RULED / 2.0;
        Self { counts, assisted: true, ..Self::ruled(department, dispute_id, ask) }
    }

    /// How it is shown. Of a matter of the past that is its title alone: not everyone who is told of
    /// it may read it.
    pub(super) fn shown(&self) -> Text {
        let title = |text: &str| text.lines().next().unwrap_or_default().to_owned();
        match self.source {
            Source::Matter { .. } => Text::new(title(&self.said.zh), title(&self.said.zh)),
            Source::Name
            | Source::Duty { .. }
            | Source::Item { .. }
            | Source::Ruling { .. }
            | Source::Task => self.said.clone(),
        }
    }

    /// Whom it speaks for.
    pub(crate) fn department(&self) -> &str {
        &self.department
    }

    /// The same, speaking for another department.
    pub(crate) fn of(self, department: String) -> Self {
        Self { department, ..self }
    }

    /// An ask that the department answered.
    pub(crate) fn answered(department: &str, ask: Text) -> Self {
        Self { counts: Self::ANSWERED, ..Self::listed(department, Source::Task, ask) }
    }
}

/// What a catalogue says of its departments on a day: their names, duties and items. What belongs
/// to a department that is no more counts for whoever answers now.
pub(crate) fn of_catalog(catalog: &Catalog, on: Date, successions: &Successions) -> Vec<Known> {
    let now = |code: &str| {
        let now = successions.answers_for(code, None);
        catalog.department_at(now, on).map(|department| department.code.to_string())
    };
    let names = catalog.departments_at(on).map(|department| {
        Known::listed(department.code.as_str(), Source::Name, department.names.clone())
    });
    let mut known: Vec<_> = names.collect();
    for list in catalog.duties() {
        let Some(department) = now(list.department.as_str()) else { continue };
        known.extend(list.duties.iter().map(|duty| Known {
            legal_basis: duty.legal_basis.clone(),
            ..Known::listed(
                &department,
                Source::Duty { code: duty.code.to_string() },
                duty.text.clone(),
            )
        }));
    }
    known.extend(catalog.items_in_force(on).filter_map(|item| {
        let department =
            successions.answers_for(item.department.as_str(), Some(item.code.as_str()));
        catalog.department_at(department, on)?;
        let source = Source::Item { code: item.code.to_string() };
        let legal_basis = item.legal_basis.clone();
        Some(Known { legal_basis, ..Known::listed(department, source, item.names.clone()) })
    }));
    known
}
