//! YAML as a JSON value that remembers where every part of it stood.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::options::DuplicateKeyPolicy;
use serde_saphyr::{Error, Location, Spanned};

use crate::check::escape;
use crate::fault::Shape;

/// Line and column in characters, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: Option<u64>,
}

impl Place {
    /// Where a fault stands that concerns a file as a whole.
    pub(super) const START: Self = Self { line: 1, column: None };

    fn of(location: Location) -> Self {
        Self { line: location.line().max(1), column: Some(location.column()).filter(|&c| c > 0) }
    }
}

/// Pointers of one document, in bytes: a hundred times those of the longest files.
const POINTERS_BYTES_MAX: usize = 16 << 20;

/// A document, and where its parts stood.
#[derive(Debug)]
pub(super) struct Located {
    pub(super) value: Value,
    /// By JSON pointer.
    values: HashMap<String, Place>,
    keys: HashMap<String, Place>,
    /// Bytes of the pointers to them.
    n_bytes: usize,
    /// Keys that stand twice in their mapping, at the second place.
    pub(super) keys_twice: Vec<(Place, Shape)>,
}

impl Located {
    /// Reads one YAML document.
    ///
    /// Words like `yes` stay words, and a code such as 0571 that lost its quotes is a number, which
    /// the schema then refuses: guessing is what makes YAML infamous.
    pub(super) fn parse(text: &str) -> Result<Self, (Place, Shape)> {
        let options = serde_saphyr::options! {
            duplicate_keys: DuplicateKeyPolicy::PassThrough,
            strict_booleans: true,
        };
        let root: Spanned<Node> =
            serde_saphyr::from_str_with_options(text, options).map_err(|error| {
                let place = error.location().map_or(Place::START, Place::of);
                (place, Shape::Syntax { message: message(&error) })
            })?;
        let mut located = Self {
            value: Value::Null,
            values: HashMap::new(),
            keys: HashMap::new(),
            n_bytes: 0,
            keys_twice: Vec::new(),
        };
        located.value = located.take(root, String::new());
        Ok(located)
    }

    /// Where a value stands, or the nearest one around it that was written.
    pub(super) fn value_at(&self, pointer: &str) -> Place {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.values.get(pointer) {
                return *place;
            }
            let Some(end) = pointer.rfind('/') else { return Place::START };
            pointer = &pointer[..end];
        }
    }

    /// Where the key of a value stands.
    pub(super) fn key_at(&self, pointer: &str) -> Place {
        self.keys.get(pointer).copied().unwrap_or_else(|| self.value_at(pointer))
    }

    fn take(&mut self, node: Spanned<Node>, pointer: String) -> Value {
        let place = Place::of(node.referenced);
        let value = match node.value {
            Node::Scalar(value) => value,
            Node::List(list) => list
                .into_iter()
                .enumerate()
                .map(|(index, entry)| self.take(entry, format!("{pointer}/{index}")))
                .collect(),
            Node::Map(entries) => {
                let mut map = Map::new();
                for (key, entry) in entries {
                    let place = Place::of(key.referenced);
                    if map.contains_key(&key.value) {
                        self.keys_twice.push((place, Shape::KeyTwice { key: key.value }));
                        continue;
                    }
                    let pointer = format!("{pointer}/{}", escape(&key.value));
                    if self.has_room_for(&pointer) {
                        self.keys.insert(pointer.clone(), place);
                    }
                    let entry = self.take(entry, pointer);
                    map.insert(key.value, entry);
                }
                Value::Object(map)
            }
        };
        if self.has_room_for(&pointer) {
            self.values.insert(pointer, place);
        }
        value
    }

    /// Whether another place is kept. A file of some hundred kilobytes can have places whose pointers
    /// take gigabytes; a fault beyond is told at the nearest place around it.
    fn has_room_for(&mut self, pointer: &str) -> bool {
        self.n_bytes += pointer.len();
        self.n_bytes <= POINTERS_BYTES_MAX
    }
}

/// The parser's words without the excerpt: the fault names the line already.
fn message(error: &Error) -> String {
    let text = error.without_snippet().to_string();
    text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

#[derive(Debug)]
enum Node {
    Scalar(Value),
    List(Vec<Spanned<Node>>),
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        // JSON has no infinity: such a number becomes nothing, which no field accepts.
        Ok(Node::Scalar(Number::from_f64(value).map_or(Value::Null, Value::Number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = access.next_element()? {
            list.push(entry);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "code: a\nsteps:\n  - id: one\n    limit: {workdays: 3}\n  - id: two\n";

    #[test]
    fn every_part_remembers_where_it_stood() {
        let located = Located::parse(TEXT).unwrap();
        assert_eq!(located.value["steps"][0]["limit"]["workdays"], 3);
        let two = Place { line: 5, column: Some(9) };
        assert_eq!(located.value_at("/steps/1/id"), two);
        assert_eq!(located.key_at("/steps/1/id"), Place { line: 5, column: Some(5) });
        assert_eq!(located.value_at("/steps/0/limit/workdays").line, 4);
        assert_eq!(located.value_at("/steps/1/limit").line, 5, "the nearest one around it");
    }

    #[test]
    fn a_key_that_stands_twice_is_named_where_it_stands_again() {
        let located = Located::parse("a: 1\nb: 2\na: 3\n").unwrap();
        let shape = Shape::KeyTwice { key: "a".into() };
        assert_eq!(located.keys_twice, [(Place { line: 3, column: Some(1) }, shape)]);
        assert_eq!(located.value["a"], 1);
    }

    #[test]
    fn what_is_no_yaml_is_named_with_its_line() {
        let (place, shape) = Located::parse("a: 1\nb: [1, 2\nc: 3\n").unwrap_err();
        assert!(place.line >= 2, "{place:?}");
        assert!(matches!(shape, Shape::Syntax { .. }), "{shape:?}");
    }

    #[test]
    fn words_stay_words() {
        let located = Located::parse("a: yes\nb: 2026-01-31\nc: 101\nd: \"101\"\n").unwrap();
        assert_eq!(located.value["a"], "yes");
        assert_eq!(located.value["b"], "2026-01-31");
        assert_eq!(located.value["c"], 101);
        assert_eq!(located.value["d"], "101");
    }
}
