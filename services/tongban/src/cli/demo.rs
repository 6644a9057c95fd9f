use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tongban_auth::Cost;

use super::Exit;
use super::serve::{Listen, Told, other_addresses, until_told};
use super::shown::print_text;
use crate::admin;
use crate::app::{DataDir, Home, Roles};
use crate::demo::{self, Beginning};
use crate::refusal::OrRefuse as _;

/// A day takes as many real seconds.
const SPEED_MIN: f64 = 1.0;
/// Faster, and offices open and close between two looks of those who work there.
const SPEED_MAX: f64 = 20_000.0;

/// A simulated city.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    listen: Listen,
    /// An empty folder for the data; without it one that is removed at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Simulated seconds in a real second; 7200 makes a day of 12 seconds.
    #[arg(long, value_name = "FACTOR", default_value = "7200", value_parser = speed)]
    speed: f64,
    /// Which of many possible lives the city lives.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text.parse().ok().filter(|speed| (SPEED_MIN..=SPEED_MAX).contains(speed));
    speed.ok_or_else(|| format!("a number from {SPEED_MIN} to {SPEED_MAX}"))
}

impl Demo {
    pub(crate) async fn run(self) -> Result<Exit> {
        let _guard = self.listen.telemetry(None, None)?;
        let told = Told::begin()?;
        let (_removed_at_end, data) = match &self.data {
            Some(folder) => (None, DataDir::at(folder)?),
            None => {
                let folder = tempfile::Builder::new().prefix("tongban-demo-").tempdir();
                let folder = folder.context("cannot make a folder for the demo")?;
                let data = DataDir::at(folder.path())?;
                (Some(folder), data)
            }
        };
        let beginning = Beginning {
            data,
            home: Home::Folder,
            roles: Roles::all(),
            through: None,
            clock: Arc::new(demo::clock(self.speed)?),
            password_cost: Cost::STANDARD,
            seed: self.seed,
        };
        let mut demo = demo::Demo::begin(beginning).await?;
        let operators = admin::listen(&demo.running.app).await?;
        demo.running.spawn(operators);
        let listening = demo.running.listen(self.listen.listen, self.listen.ops_listen).await;
        let (address, ops_address) = listening.or_refuse(other_addresses)?;
        print_text(&demo.welcome(address, ops_address))?;
        until_told(demo.live(), told).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_a_number_within_its_limits() {
        assert_eq!(speed("7200"), Ok(7_200.0));
        for bad in ["", "fast", "0", "-1", "NaN", "inf", "100000"] {
            assert!(speed(bad).is_err(), "{bad}");
        }
    }
}
