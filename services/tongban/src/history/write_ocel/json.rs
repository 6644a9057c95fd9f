use std::io::{self, Write};

use serde::Serialize;

use super::flat::Declared;

/// The elements of a JSON array, written one by one.
#[derive(Debug)]
pub(super) struct List<W> {
    out: W,
    is_empty: bool,
}

impl<W: Write> List<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, is_empty: true }
    }

    pub(super) fn item(&mut self, item: &impl Serialize) -> io::Result<()> {
        let before: &[u8] = if self.is_empty { b"\n" } else { b",\n" };
        self.is_empty = false;
        self.out.write_all(before)?;
        Ok(serde_json::to_writer(&mut self.out, item)?)
    }

    pub(super) fn into_inner(self) -> W {
        self.out
    }
}

#[derive(Serialize)]
pub(super) struct Type<'a> {
    name: &'a str,
    attributes: Vec<TypeAttribute<'a>>,
}

#[derive(Serialize)]
struct TypeAttribute<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl<'a> Type<'a> {
    pub(super) fn new(name: &'a str, declared: &'a Declared) -> Self {
        let attributes = declared.iter().map(|(name, kind)| TypeAttribute { name, kind });
        Self { name, attributes: attributes.collect() }
    }
}

#[derive(Serialize)]
pub(super) struct Object<'a> {
    pub(super) id: &'a str,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) attributes: Vec<ObjectAttribute>,
}

#[derive(Serialize)]
pub(super) struct ObjectAttribute {
    pub(super) name: String,
    pub(super) time: &'static str,
    pub(super) value: String,
}

#[derive(Serialize)]
pub(super) struct Event<'a> {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) time: String,
    pub(super) attributes: Vec<EventAttribute>,
    pub(super) relationships: Vec<Relationship>,
}

#[derive(Serialize)]
pub(super) struct EventAttribute {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Relationship {
    pub(super) object_id: String,
    pub(super) qualifier: &'static str,
}
