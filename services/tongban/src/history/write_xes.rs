//! Writes histories as XES (IEEE 1849-2016), case by case.

use std::io::{self, Write};

use super::{Attribute, HistoryCase, HistoryRow, Value};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="nested-attributes" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
"#;

/// An attribute of the source whose key the standard gives another meaning in an export. It is
/// written under a key of its own, because two of one key are not allowed.
const DISPLACED: &str = "original:";

/// Writes cases one at a time: memory holds none of them. It writes in small pieces, so give it a
/// buffered output; nothing is flushed before [`XesWriter::finish`].
#[derive(Debug)]
pub struct XesWriter<W> {
    out: W,
}

impl<W: Write> XesWriter<W> {
    /// Begins a log.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn begin(mut out: W) -> io::Result<Self> {
        out.write_all(HEAD.as_bytes())?;
        Ok(Self { out })
    }

    /// Writes one case, its rows in their order.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn case(&mut self, case: &HistoryCase) -> io::Result<()> {
        self.out.write_all(b"  <trace>\n")?;
        let name = Field { key: "concept:name", kind: "string", text: Some(&case.name) };
        self.attributes(&[name], &case.attributes, 2)?;
        for row in &case.rows {
            self.row(row)?;
        }
        self.out.write_all(b"  </trace>\n")
    }

    /// Ends the log and hands the output back, flushed.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"</log>\n")?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn row(&mut self, row: &HistoryRow) -> io::Result<()> {
        let at = row.at.to_string();
        let text = |key, text| Field { key, kind: "string", text };
        let fields = [
            text("concept:name", Some(&*row.activity)),
            Field { key: "time:timestamp", kind: "date", text: Some(&at) },
            text("lifecycle:transition", row.lifecycle.as_deref()),
            text("org:resource", row.resource.as_deref()),
        ];
        self.out.write_all(b"    <event>\n")?;
        self.attributes(&fields, &row.attributes, 3)?;
        self.out.write_all(b"    </event>\n")
    }

    /// Writes the fields under their standard keys, then the attributes.
    fn attributes(
        &mut self,
        fields: &[Field<'_>],
        attributes: &[Attribute],
        depth: usize,
    ) -> io::Result<()> {
        for field in fields {
            let Some(text) = field.text else { continue };
            if !attributes.iter().any(|attribute| field.is_said_by(attribute)) {
                self.open(field.kind, field.key, Some(text), depth)?;
                self.out.write_all(b"/>\n")?;
            }
        }
        for attribute in attributes {
            let key = &*attribute.key;
            let displaced = fields.iter().any(|field| {
                field.text.is_some() && field.key == key && !field.is_said_by(attribute)
            });
            if displaced {
                self.attribute(&format!("{DISPLACED}{key}"), attribute, depth)?;
            } else {
                self.attribute(key, attribute, depth)?;
            }
        }
        Ok(())
    }

    fn attribute(&mut self, key: &str, attribute: &Attribute, depth: usize) -> io::Result<()> {
        let kind = attribute.value.kind();
        let (items, text) = match &attribute.value {
            Value::List(items) | Value::Container(items) => (items.as_slice(), None),
            value => (&[][..], Some(value.to_string())),
        };
        self.open(kind, key, text.as_deref(), depth)?;
        if items.is_empty() && attribute.children.is_empty() {
            return self.out.write_all(b"/>\n");
        }
        self.out.write_all(b">\n")?;
        // The standard wraps the elements of a list, and only of a list.
        let values = matches!(attribute.value, Value::List(_));
        if values {
            self.line(depth + 1, "<values>")?;
        }
        for item in items {
            self.attribute(&item.key, item, depth + 1)?;
        }
        if values {
            self.line(depth + 1, "</values>")?;
        }
        for child in &attribute.children {
            self.attribute(&child.key, child, depth + 1)?;
        }
        self.line(depth, &format!("</{kind}>"))
    }

    /// An opening tag up to its end, which says whether something lies inside.
    fn open(&mut self, kind: &str, key: &str, text: Option<&str>, depth: usize) -> io::Result<()> {
        write!(self.out, "{:1$}<{kind} key=\"", "", depth * 2)?;
        escape(&mut self.out, key)?;
        self.out.write_all(b"\"")?;
        if let Some(text) = text {
            self.out.write_all(b" value=\"")?;
            escape(&mut self.out, text)?;
            self.out.write_all(b"\"")?;
        }
        Ok(())
    }

    fn line(&mut self, depth: usize, text: &str) -> io::Result<()> {
        writeln!(self.out, "{:1$}{text}", "", depth * 2)
    }
}

/// A field of a case or a row under its standard key.
struct Field<'a> {
    key: &'static str,
    kind: &'static str,
    text: Option<&'a str>,
}

impl Field<'_> {
    /// Whether an attribute of the source says the same, in a type of its own or with attributes
    /// about it; then the attribute is written and not the field.
    fn is_said_by(&self, attribute: &Attribute) -> bool {
        self.key == &*attribute.key && self.text == Some(&attribute.value.to_string())
    }
}

/// Writes a text as the value of an XML attribute. Line ends and tabs become references, which a
/// parser would otherwise turn into spaces; what XML 1.0 cannot hold at all becomes U+FFFD.
fn escape(out: &mut impl Write, text: &str) -> io::Result<()> {
    let mut plain_from = 0;
    for (at, c) in text.char_indices() {
        let reference = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\t' => "&#9;",
            '\n' => "&#10;",
            '\r' => "&#13;",
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => "\u{fffd}",
            _ => continue,
        };
        out.write_all(&text.as_bytes()[plain_from..at])?;
        out.write_all(reference.as_bytes())?;
        plain_from = at + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[plain_from..])
}

#[cfg(test)]
mod tests;
