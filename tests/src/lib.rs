//! What the stories are told with: a whole office in a folder of its own, a clock that stands still
//! until it is moved, and clients that talk to it as people do, over HTTP.

mod applications;
mod client;
mod office;

pub use applications::{application, application_with};
pub use client::{Answer, Client};
pub use office::{HOUSING, HUMAN_RESOURCES, LAND, Office, URBAN};
