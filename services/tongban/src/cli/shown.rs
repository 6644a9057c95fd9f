//! What the user sees: progress on the terminal, results as text or JSON.

use std::io::{self, Write as _};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use crate::operations::Progress;

/// A bar that follows long work; draws nothing where nobody looks.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::no_length();
        if let Ok(style) = ProgressStyle::with_template("{msg:12} {wide_bar} {percent:>3} % {eta}")
        {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn show(&self, progress: &Progress) {
        if let Some(of) = progress.of {
            self.0.set_length(of);
        }
        self.0.set_message(progress.what.clone());
        self.0.set_position(progress.done);
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

/// Prints a result: JSON as it is, or its fields line by line.
pub(crate) fn print(result: &Value, json: bool) -> Result<()> {
    let text = if json { serde_json::to_string(result)? } else { lines(result, "") };
    print_text(text.trim_end())
}

/// Prints a line; a reader that went away (`| head`) is no failure.
pub(crate) fn print_text(text: &str) -> Result<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

fn lines(value: &Value, indent: &str) -> String {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match value {
                Value::Object(inner) if !inner.is_empty() => {
                    format!("{indent}{name}\n{}", lines(value, &format!("{indent}  ")))
                }
                Value::Array(items) if items.iter().any(Value::is_object) => {
                    format!("{indent}{name}\n{}", lines(value, &format!("{indent}  ")))
                }
                _ => format!("{indent}{name:<20} {}\n", plain(value)),
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| lines(item, indent)).collect(),
        _ => format!("{indent}{}\n", plain(value)),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_read_line_by_line() {
        let result = serde_json::json!({"n": 3, "report": {"cases": 2}, "ids": ["a", "b"]});
        let text = lines(&result, "");
        assert!(text.contains("n                    3\n"), "{text}");
        assert!(text.contains("report\n  cases "), "{text}");
        assert!(text.contains("ids                  a, b\n"), "{text}");
    }
}
