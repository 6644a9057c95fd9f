use std::error::Error;
use std::fmt;

/// Sources that are shown: more would be a loop.
const SOURCES_MAX: usize = 16;

/// Shows an error with all its sources, for a log field: `cannot open a: no such file`.
///
/// ```
/// let error = std::io::Error::other("the disk is gone");
/// tracing::error!(error = %tongban_telemetry::chain(&error), "stopped");
/// ```
pub fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl fmt::Display + 'a {
    fmt::from_fn(move |f| {
        write!(f, "{error}")?;
        let mut next = error.source();
        for _ in 0..SOURCES_MAX {
            let Some(source) = next else { break };
            write!(f, ": {source}")?;
            next = source.source();
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("cannot {0}")]
    struct Cannot(&'static str, #[source] Option<Box<dyn Error>>);

    #[test]
    fn an_error_is_shown_with_all_its_sources() {
        let disk = Cannot("write", Some(Box::new(std::io::Error::other("the disk is gone"))));
        let error = Cannot("append", Some(Box::new(disk)));
        assert_eq!(chain(&error).to_string(), "cannot append: cannot write: the disk is gone");
        assert_eq!(chain(&Cannot("read", None)).to_string(), "cannot read");
    }
}
