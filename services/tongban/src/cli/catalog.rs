use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;
use jiff::Timestamp;

use super::shown::{answer, print_json, print_text};
use super::work::perform;
use super::{Data, Exit, Output};
use crate::app::{Publication, tell_faults};
use crate::operations::Operation;

#[derive(Debug, Subcommand)]
pub(crate) enum Catalog {
    /// Name file, line and reason of every fault.
    Check {
        /// The folder with city.yaml, departments.yaml and items/.
        dir: PathBuf,
        #[command(flatten)]
        output: Output,
    },
    /// Publish a folder, to be in force from an instant on.
    Publish {
        /// The folder.
        dir: PathBuf,
        /// From when, like 2027-01-01T00:00:00+08:00.
        #[arg(long, value_name = "INSTANT", value_parser = instant)]
        valid_from: Timestamp,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
}

fn instant(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| {
        "no such instant; write one with its offset from UTC, like 2027-01-01T00:00:00+08:00"
            .to_owned()
    })
}

impl Catalog {
    pub(crate) async fn run(self) -> Result<Exit> {
        match self {
            Self::Check { dir, output } => check(&dir, &output),
            Self::Publish { dir, valid_from, data, output } => {
                let dir = std::path::absolute(dir)?;
                let operation = Operation::PublishCatalog { dir, valid_from };
                answer::<Publication>(perform(&data, operation).await?, &output)?;
                Ok(Exit::Done)
            }
        }
    }
}

fn check(dir: &std::path::Path, output: &Output) -> Result<Exit> {
    match tongban_catalog::check(dir) {
        Ok(catalog) => {
            let n_items = catalog.items().len();
            let n_departments = catalog.departments().len();
            if output.json {
                let sound = serde_json::json!({
                    "sound": true, "items": n_items, "departments": n_departments, "faults": []
                });
                print_json(&sound)?;
            } else {
                print_text(&output.lang().pick(
                    format!("完好：事项 {n_items} 个，部门 {n_departments} 个"),
                    format!("sound: {n_items} items, {n_departments} departments"),
                ))?;
            }
            Ok(Exit::Done)
        }
        Err(faults) => {
            if output.json {
                print_json(&serde_json::json!({ "sound": false, "faults": faults }))?;
            } else {
                print_text(&tell_faults(&faults, output.lang()))?;
            }
            Ok(Exit::Unsound)
        }
    }
}
