//! A city that lives by itself, to be looked at: an accelerated clock, applications, decisions,
//! replies, some of them late or disputed, complaints.
//!
//! The simulation has no way of its own into the system: its officers sign in and use the routes
//! that everybody uses. Nothing in the system knows of it.

mod city;
mod client;
mod fate;
mod forms;
mod paper;
mod people;
mod staff;
mod start;
mod welcome;

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use axum::Router;
use tongban_auth::Cost;
use tongban_catalog::{Catalog, sample_city};
use tongban_kernel::calendar::Calendar;
use tongban_kernel::{AcceleratedClock, Clock, SystemClock};

use crate::app::{App, DataDir, Home, Options, Roles, Running};
use crate::refusal::{OrRefuse as _, Refusal, unreadable};
use city::{City, Receipt, Setting};
use client::Client;
use staff::SignInLine;

/// A city that is ready to live.
pub struct Demo {
    /// The process, with everything in it running.
    pub running: Running,
    city: City,
    accounts: Vec<SignInLine>,
    receipt: Option<Receipt>,
}

/// How a demo is begun.
pub struct Beginning {
    /// The data folder; it must be empty, so that nobody's work is mixed with what is made up.
    pub data: DataDir,
    /// Where the office is kept.
    pub home: Home,
    /// What this process is for.
    pub roles: Roles,
    /// The way to the whole office, where this process is not all of it.
    pub through: Option<Router>,
    /// Where `now` comes from.
    pub clock: Arc<dyn Clock>,
    /// What hashing a password costs.
    pub password_cost: Cost,
    /// Which of many possible lives the city lives.
    pub seed: u64,
}

/// A clock that shows 09:00 on a Monday that two ordinary weeks begin with, and passes `speed`
/// seconds in every real second.
///
/// # Errors
/// When the sample city's catalogue has a fault, or no such Monday is published.
pub fn clock(speed: f64) -> Result<AcceleratedClock> {
    let catalog = catalog()?;
    let office = &catalog.city().office;
    let today = office.date_of(SystemClock.now());
    let begins_at = start::beginning(&Calendar::builtin(), office, today);
    let begins_at = begins_at.context("no published calendar has two ordinary weeks")?;
    Ok(AcceleratedClock::from(begins_at, speed))
}

fn catalog() -> Result<Catalog> {
    sample_city().map_err(|faults| {
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        anyhow!("the sample city has faults:\n{}", faults.join("\n"))
    })
}

impl Demo {
    /// Opens an empty data folder, publishes the sample city, creates accounts, and lives through
    /// the first minutes of the first morning.
    ///
    /// # Errors
    /// When the folder holds something, or a part of that fails.
    pub async fn begin(beginning: Beginning) -> Result<Self> {
        let Beginning { data, home, roles, through, clock, password_cost, seed } = beginning;
        let folder = data.path();
        let mut entries = std::fs::read_dir(folder).or_refuse(|| unreadable(folder))?;
        if entries.next().is_some() {
            let folder = folder.display();
            return Err(Refusal::of(
                format!("文件夹 {folder} 非空：演示从空文件夹开始"),
                format!("the folder {folder} holds something: a demo begins with an empty one"),
            ));
        }
        let catalog = catalog()?;
        let (begins_at, first_catalog) = (clock.now(), Some(catalog.content().clone()));
        let options = Options {
            data,
            home,
            roles,
            clock: Arc::clone(&clock),
            first_catalog,
            password_cost,
            oidc: None,
        };
        let app = App::open(options).await?;
        let today = catalog.city().office.date_of(begins_at);
        let departments = catalog.departments_at(today);
        let accounts = staff::employ(&app.sign_in, departments, begins_at).await?;
        let password = |line: &SignInLine| {
            (line.credentials.login.to_string(), line.credentials.password.clone())
        };
        let passwords = accounts.iter().map(password).collect();
        let router = through.unwrap_or_else(|| app.router.clone());
        let client = Client::new(router, begins_at, passwords, seed);
        let runtime = app.platform.runtime.clone();
        let running = app.start();
        let mut city = City::new(Setting { client, runtime, catalog, seed });
        let receipt = city.begin().await.context("the first morning")?;
        Ok(Self { running, city, accounts, receipt })
    }

    /// What whoever started the demo is told: address, sign-ins, things to try.
    pub fn welcome(&self, address: SocketAddr, ops_address: SocketAddr) -> String {
        let clock = &*self.running.app.platform.runtime.clock;
        welcome::text(address, ops_address, clock, &self.accounts, self.receipt.as_ref())
    }

    /// Lets the city live until the process ends.
    pub fn live(self) -> Running {
        let Self { mut running, city, .. } = self;
        let shutdown = running.app.platform.kit.shutdown.clone();
        running.spawn(city.live(shutdown));
        running
    }
}
