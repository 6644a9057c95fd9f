use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::PersonId;

/// A value about a person, sealed under the person's key before it reaches the log.
///
/// The domain carries it and never looks inside: only the edge opens it, with a permission, and a
/// person whose key was destroyed has values that stay closed for good.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Personal<T> {
    person: PersonId,
    /// Nonce and ciphertext in base64.
    sealed: String,
    #[serde(skip)]
    of: PhantomData<fn() -> T>,
}

impl<T> Personal<T> {
    /// Takes what a keeper of keys has sealed.
    pub fn from_sealed(person: PersonId, sealed: impl Into<String>) -> Self {
        Self { person, sealed: sealed.into(), of: PhantomData }
    }

    /// Whose value it is.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Nonce and ciphertext in base64.
    pub fn sealed(&self) -> &str {
        &self.sealed
    }
}

impl<T> Clone for Personal<T> {
    fn clone(&self) -> Self {
        Self::from_sealed(self.person, self.sealed.clone())
    }
}

impl<T> PartialEq for Personal<T> {
    fn eq(&self, other: &Self) -> bool {
        self.person == other.person && self.sealed == other.sealed
    }
}

impl<T> Eq for Personal<T> {}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Personal(of {})", self.person)
    }
}

impl<T> JsonSchema for Personal<T> {
    fn schema_name() -> Cow<'static, str> {
        "Personal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            // Whatever hands data to others leaves these out.
            "x-personal": true,
            "description": "A value about a person, encrypted under the person's key.",
            "properties": {
                "person": { "type": "string", "format": "uuid" },
                "sealed": { "type": "string", "contentEncoding": "base64" }
            },
            "required": ["person", "sealed"],
            "additionalProperties": false
        })
    }
}
