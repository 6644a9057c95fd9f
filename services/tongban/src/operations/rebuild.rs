use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tongban_platform::Rebuild;

use super::Listener;
use crate::app::App;
use crate::refusal::Refusal;

/// A read model that was computed again.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recomputed {
    /// Its name.
    pub projection: String,
    /// Events that were projected.
    pub n_events: u64,
}

pub(super) async fn run(
    app: &App,
    projections: &[String],
    listener: &Listener,
) -> Result<Vec<Recomputed>> {
    let known: Vec<_> = app.rebuilds.iter().map(|rebuild| rebuild.name()).collect();
    for name in projections {
        if !known.contains(&name.as_str()) {
            return Err(Refusal::of(
                format!("没有读模型 {name}；可选 {}，不指明则为全部", known.join("、")),
                format!(
                    "there is no read model {name}; name some of {}, or none for all",
                    known.join(", ")
                ),
            ));
        }
    }
    let wanted = |rebuild: &&Arc<dyn Rebuild>| {
        projections.is_empty() || projections.iter().any(|name| name == rebuild.name())
    };
    let mut recomputed = Vec::new();
    for rebuild in app.rebuilds.iter().filter(wanted) {
        let (name, heard) = (rebuild.name(), listener.clone());
        let on_progress = Box::new(move |progress: tongban_readmodel::RebuildProgress| {
            heard.say(name, progress.seq.0, Some(progress.head.0));
        });
        let n_events = rebuild.rebuild(on_progress).await?;
        recomputed.push(Recomputed { projection: name.to_owned(), n_events });
    }
    Ok(recomputed)
}
