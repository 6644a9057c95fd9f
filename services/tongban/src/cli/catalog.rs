use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;
use jiff::Timestamp;

use super::shown::{print, print_text};
use super::work::perform;
use super::{Data, Exit, Output};
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
        #[arg(long, value_name = "INSTANT")]
        valid_from: Timestamp,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
}

impl Catalog {
    pub(crate) async fn run(self) -> Result<Exit> {
        match self {
            Self::Check { dir, output } => check(&dir, &output),
            Self::Publish { dir, valid_from, data, output } => {
                let dir = std::path::absolute(dir)?;
                let operation = Operation::PublishCatalog { dir, valid_from };
                print(&perform(&data, operation).await?, output.json)?;
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
                print(&sound, true)?;
            } else {
                print_text(&format!("sound: {n_items} items, {n_departments} departments"))?;
            }
            Ok(Exit::Done)
        }
        Err(faults) => {
            if output.json {
                print(&serde_json::json!({ "sound": false, "faults": faults }), true)?;
            } else {
                for fault in &faults {
                    let words = fault.problem.words();
                    print_text(&format!(
                        "{fault}\n    {}\n    {}",
                        words.reason.zh, words.remedy.zh
                    ))?;
                    print_text(&format!("    {}", words.remedy.en))?;
                }
            }
            Ok(Exit::Unsound)
        }
    }
}
