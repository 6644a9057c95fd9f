//! What the stories are told with: a whole office in a folder of its own, a clock that stands still
//! until it is moved, and clients that talk to it as people do, over HTTP.

mod applications;
mod archiver;
mod browser;
mod client;
mod desk;
mod gateway;
mod office;
mod process;
mod processes;
mod provider;
mod shared;

pub use applications::{application, application_with};
pub use archiver::{Archive, run};
pub use browser::{Browser, Page};
pub use client::{Answer, Client};
pub use desk::{Desk, PUBLIC_URL, oidc_args};
pub use gateway::Gateway;
pub use office::{CITY, HOUSING, HUMAN_RESOURCES, LAND, Office, URBAN};
pub use process::{Process, program};
pub use processes::Processes;
pub use provider::{CLIENT_ID, CLIENT_SECRET, Provider, Signing, issuer_at};
pub use shared::Shared;
