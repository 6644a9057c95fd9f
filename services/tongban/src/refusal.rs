//! Refusals in the words of whoever sits at the terminal.
//!
//! Errors stay errors, and in English, until they are told: [`text_of`] gives the whole chain in
//! both languages.

mod causes;

use std::error::Error as StdError;
use std::fmt;
use std::path::Path;

use anyhow::{Error, Result};
use tongban_kernel::Text;

/// A refusal of this program: what is wrong and what to do, in both languages. In logs it is the
/// English text.
#[derive(Debug)]
pub(crate) struct Refusal {
    text: Text,
    source: Option<Error>,
}

impl Refusal {
    /// A refusal that nothing else led to.
    pub(crate) fn of(zh: impl Into<String>, en: impl Into<String>) -> Error {
        Self { text: Text::new(zh, en), source: None }.into()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.en)
    }
}

impl StdError for Refusal {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}

/// Says in both languages what could not be done; what led to it stays its source.
pub(crate) trait OrRefuse<T> {
    /// The value, or a refusal with this text.
    fn or_refuse(self, text: impl FnOnce() -> Text) -> Result<T>;
}

impl<T, E: Into<Error>> OrRefuse<T> for Result<T, E> {
    fn or_refuse(self, text: impl FnOnce() -> Text) -> Result<T> {
        self.map_err(|error| Refusal { text: text(), source: Some(error.into()) }.into())
    }
}

impl<T> OrRefuse<T> for Option<T> {
    fn or_refuse(self, text: impl FnOnce() -> Text) -> Result<T> {
        self.ok_or_else(|| Refusal { text: text(), source: None }.into())
    }
}

/// The text where a file that was named cannot be read.
pub(crate) fn unreadable(file: &Path) -> Text {
    let file = file.display();
    Text::new(format!("无法读取 {file}"), format!("cannot read {file}"))
}

/// A failure and what led to it, in both languages. Causes from deep below (the disk, the engine)
/// are told as they say it themselves.
pub(crate) fn text_of(error: &Error) -> Text {
    let texts: Vec<_> = error
        .chain()
        .map(|cause| match cause.downcast_ref::<Refusal>() {
            Some(refusal) => refusal.text.clone(),
            None => {
                let en = cause.to_string();
                Text::new(causes::zh(cause).unwrap_or_else(|| en.clone()), en)
            }
        })
        .collect();
    let joined = |part: fn(&Text) -> &str, by| texts.iter().map(part).collect::<Vec<_>>().join(by);
    Text::new(joined(|text| &text.zh, "："), joined(|text| &text.en, ": "))
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn the_whole_chain_is_told_in_both_languages() {
        let read: io::Result<()> = Err(io::ErrorKind::NotFound.into());
        let inner = read.or_refuse(|| Text::new("无法读取 a", "cannot read a"));
        let outer = inner.or_refuse(|| Text::new("未恢复", "nothing was restored")).unwrap_err();
        let text = text_of(&outer);
        assert_eq!(text.en, "nothing was restored: cannot read a: entity not found");
        assert_eq!(text.zh, "未恢复：无法读取 a：文件或文件夹不存在");
        assert_eq!(format!("{outer:#}"), text.en, "logs are in English");
    }

    #[test]
    fn what_is_not_worded_in_chinese_is_told_as_it_is() {
        let error = anyhow::anyhow!("a page is torn").context("the engine stopped");
        let text = text_of(&error);
        assert_eq!(
            (text.zh.as_str(), text.en.as_str()),
            ("the engine stopped：a page is torn", "the engine stopped: a page is torn",)
        );
    }
}
