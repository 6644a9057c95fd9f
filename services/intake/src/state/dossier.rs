//! What was handed in, as far as it says what else is to be handed in.

use std::collections::BTreeSet;

use tongban_catalog::model::{Item, Need};

use crate::commands::{Addition, missing};
use crate::events::{Answers, Changes, HandedIn, Missing, PersonalAnswers, Wanted};

/// The answers and the names of the files of a case (案卷).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    form: Answers,
    personal_fields: BTreeSet<String>,
    materials: BTreeSet<String>,
}

impl Dossier {
    /// The same with this besides; newer answers take the place of older ones.
    #[must_use]
    pub(super) fn with(
        mut self,
        form: &Answers,
        personal_form: &PersonalAnswers,
        materials: &[HandedIn],
    ) -> Self {
        self.form.extend(form.iter().map(|(field, answer)| (field.clone(), answer.clone())));
        self.personal_fields.extend(personal_form.keys().cloned());
        self.materials.extend(materials.iter().map(|file| file.code.clone()));
        self
    }

    pub(super) fn supplemented(self, addition: &Addition) -> Self {
        self.with(&addition.form, &addition.personal_form, &addition.materials)
    }

    pub(super) fn amended(self, changes: &Changes) -> Self {
        self.with(&changes.form, &changes.personal_form, &[])
    }

    /// Everything still to be handed in, at once: first what was asked for and has not come, then
    /// what the answers, as they are now, make needed. `before` is what was known so far.
    pub(super) fn wants(&self, item: &Item, before: &Self, asked: Vec<Missing>) -> Vec<Missing> {
        let personal_fields = self.personal_fields.iter().map(String::as_str);
        let materials = self.materials.iter().map(String::as_str);
        let needed = missing(item, &self.form, personal_fields, materials);
        let mut wants = asked;
        wants.retain(|asked| self.still_applies(item, before, &asked.wanted));
        for need in needed {
            if !wants.iter().any(|asked| asked.wanted == need.wanted) {
                wants.push(need);
            }
        }
        wants
    }

    /// Whether something that was asked for has not become needless by another answer. What the
    /// office asked for although no answer made it needed stays asked for.
    fn still_applies(&self, item: &Item, before: &Self, wanted: &Wanted) -> bool {
        let material = match wanted {
            Wanted::Material(code) => item.material(code),
            Wanted::Field(_) => None,
        };
        match material.map(|material| &material.need) {
            Some(Need::When(condition)) => {
                condition.holds(&self.form) || !condition.holds(&before.form)
            }
            Some(Need::Required | Need::Optional) | None => true,
        }
    }
}
