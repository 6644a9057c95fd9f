//! What the user sees: progress on the terminal, results as text or JSON.

use std::io::{self, Write as _};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Output;
use super::told::Told;

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

/// Prints a result as JSON.
pub(crate) fn print_json(result: &impl Serialize) -> Result<()> {
    print_text(&serde_json::to_string(result)?)
}

/// Prints a result: JSON as it is, or what it says.
pub(crate) fn answer<T: Told + DeserializeOwned>(result: Value, output: &Output) -> Result<()> {
    if output.json {
        return print_json(&result);
    }
    print_text(&serde_json::from_value::<T>(result)?.told(output.lang()))
}

/// Prints a line; a reader that went away (`| head`) is no failure.
pub(crate) fn print_text(text: &str) -> Result<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}
