//! What the stories are told with: a whole office in a folder of its own, a clock that stands still
//! until it is moved, and clients that talk to it as people do, over HTTP.

mod applications;
mod client;
mod gateway;
mod office;
mod process;
mod processes;
mod shared;

pub use applications::{application, application_with};
pub use client::{Answer, Client};
pub use gateway::Gateway;
pub use office::{HOUSING, HUMAN_RESOURCES, LAND, Office, URBAN};
pub use process::{Process, program};
pub use processes::Processes;
pub use shared::Shared;
