//! Who applies or complains, as requests state it and answers show it.

use serde::{Deserialize, Serialize};
use tongban_vault::{PartyFault, PartyKind, ShownParty, StatedParty};
use utoipa::ToSchema;

use crate::FieldError;

/// Who applies or complains, as stated.
// Never printed: it holds personal data.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyBody {
    /// `citizen` or `organisation`.
    #[schema(value_type = String)]
    kind: PartyKind,
    /// The whole name.
    name: String,
    /// Citizen identity number (GB 11643) or unified social credit code (GB 32100).
    identity: String,
    /// Telephone number.
    phone: Option<String>,
}

impl PartyBody {
    /// Checks the statement; an empty telephone number is none.
    ///
    /// # Errors
    /// Every part that breaks a rule, told at `pointer`.
    pub fn read(&self, pointer: &str) -> Result<StatedParty, Vec<FieldError>> {
        let phone = self.phone.as_deref().filter(|phone| !phone.trim().is_empty());
        let error = |PartyFault { part, rule, remedy }| {
            FieldError::new(format!("{pointer}/{}", part.as_str()), rule, remedy)
        };
        StatedParty::read(self.kind, &self.name, &self.identity, phone)
            .map_err(|faults| faults.into_iter().map(error).collect())
    }
}

/// Who applies or complains; masked where it is not shown in the clear, absent where it was erased.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartyView {
    #[schema(value_type = String)]
    kind: PartyKind,
    name: Option<String>,
    identity: Option<String>,
    phone: Option<String>,
}

impl From<ShownParty> for PartyView {
    fn from(ShownParty { kind, name, identity, phone }: ShownParty) -> Self {
        Self { kind, name, identity, phone }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(phone: Value) -> Result<StatedParty, Vec<FieldError>> {
        let body = json!({
            "kind": "citizen", "name": "王小明", "identity": "11010519491231002X", "phone": phone,
        });
        serde_json::from_value::<PartyBody>(body).unwrap().read("/complainant")
    }

    #[test]
    fn an_empty_telephone_number_is_none() {
        for phone in [Value::Null, json!(""), json!("  ")] {
            assert!(read(phone) == read(Value::Null));
        }
        assert!(read(Value::Null).is_ok());
    }

    #[test]
    fn every_fault_is_told_where_it_stands() {
        let body = json!({ "kind": "citizen", "name": "王*", "identity": "1", "phone": "call me" });
        let body: PartyBody = serde_json::from_value(body).unwrap();
        let faults = body.read("/applicant").unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.rule)).collect();
        assert_eq!(
            told,
            [
                ("/applicant/name", "masked"),
                ("/applicant/identity", "gb11643"),
                ("/applicant/phone", "phone"),
            ]
        );
    }
}
