use std::path::Path;

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_catalog::{Fault, Words};
use tongban_kernel::Hash;
use tongban_kernel::calendar::{Lang, Notice};

use super::{App, reference};
use crate::refusal::{OrRefuse as _, Refusal, unreadable};

/// Something was published.
#[derive(Debug, Serialize, Deserialize)]
pub struct Publication {
    /// From when it is in force.
    pub valid_from: Timestamp,
    /// Its place in the log.
    pub position: String,
}

/// Place, reason and remedy of each fault.
pub(crate) fn tell_faults(faults: &[Fault], lang: Lang) -> String {
    let told = faults.iter().map(|fault| {
        let Words { reason, remedy } = fault.problem.words();
        let column = fault.column.map(|column| format!(":{column}")).unwrap_or_default();
        let reason = lang.pick(reason.zh, reason.en);
        let remedy = lang.pick(remedy.zh, remedy.en);
        format!("{}:{}{column}: {reason}\n    {remedy}", fault.file, fault.line)
    });
    told.collect::<Vec<_>>().join("\n")
}

impl App {
    /// Publishes the catalogue in a folder.
    ///
    /// # Errors
    /// When it has faults (all are named), or may not come into force then.
    pub async fn publish_catalog(&self, dir: &Path, valid_from: Timestamp) -> Result<Publication> {
        let catalog = match tongban_catalog::check(dir) {
            Ok(catalog) => catalog,
            Err(faults) => {
                return Err(Refusal::of(
                    format!("目录有误：\n{}", tell_faults(&faults, Lang::Zh)),
                    format!("the catalogue has faults:\n{}", tell_faults(&faults, Lang::En)),
                ));
            }
        };
        let content = catalog.content().clone();
        let key = key(&*content, valid_from)?;
        let runtime = &self.platform.runtime;
        let position = reference::publish_catalog(runtime, content, valid_from, &key).await?;
        reference::refresh(runtime, &self.platform.catalogs).await?;
        Ok(Publication { valid_from, position: position.to_string() })
    }

    /// Publishes a calendar notice in the holiday-cn form.
    ///
    /// # Errors
    /// When it is no notice, or may not come into force then.
    pub async fn publish_calendar(
        &self,
        file: &Path,
        valid_from: Timestamp,
    ) -> Result<Publication> {
        let text = std::fs::read_to_string(file).or_refuse(|| unreadable(file))?;
        let notice = Notice::parse(&text)?;
        let key = key(&notice, valid_from)?;
        let runtime = &self.platform.runtime;
        let position = reference::publish_calendar(runtime, notice, valid_from, &key).await?;
        reference::refresh(runtime, &self.platform.catalogs).await?;
        Ok(Publication { valid_from, position: position.to_string() })
    }
}

/// Tells one publication from another: the same words for the same instant are the same wish, a
/// corrected text is not.
fn key(what: &impl Serialize, valid_from: Timestamp) -> Result<String> {
    let json = serde_json::to_vec(what).context("what is published cannot be written as JSON")?;
    Ok(format!("{}/{valid_from}", Hash::of(&[&json])))
}
