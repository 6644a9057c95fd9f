use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

use arc_swap::ArcSwap;
use tongban_kernel::calendar::Calendar;
use tongban_kernel::{Clock, Successions};

use crate::Log;

/// The rules in force: swapped when a publication becomes valid.
#[derive(Clone, Debug)]
pub struct VersionsInForce {
    /// The calendar that decisions count with.
    pub calendar: Arc<ArcSwap<Calendar>>,
    /// The version of the catalogue that new cases are accepted under.
    pub catalog_version: Arc<AtomicU32>,
    /// Who answers now for work of departments that are no more.
    pub successions: Arc<ArcSwap<Successions>>,
}

impl VersionsInForce {
    /// The calendar that ships with the program, and no catalogue yet.
    pub fn builtin() -> Self {
        Self {
            calendar: Arc::new(ArcSwap::from_pointee(Calendar::builtin())),
            catalog_version: Arc::new(AtomicU32::new(0)),
            successions: Arc::default(),
        }
    }
}

/// What every aggregate needs of the process: the log, the time, the rules in force.
#[derive(Clone)]
pub struct Runtime {
    /// Where facts are kept.
    pub log: Arc<dyn Log>,
    /// Where `now` comes from.
    pub clock: Arc<dyn Clock>,
    /// The rules in force.
    pub versions: VersionsInForce,
    /// The jurisdiction that envelopes name.
    pub jurisdiction: Jurisdiction,
}

/// The jurisdiction that a log belongs to: known to all who share it as soon as its first catalogue
/// is, also to a process that began before.
#[derive(Clone, Debug)]
pub struct Jurisdiction(Arc<ArcSwap<String>>);

impl Jurisdiction {
    /// From now on envelopes name this one.
    pub fn becomes(&self, code: &str) {
        if *self.0.load().as_str() != *code {
            self.0.store(Arc::new(code.to_owned()));
        }
    }
}

impl From<&str> for Jurisdiction {
    fn from(code: &str) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(code.to_owned())))
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.load())
    }
}
