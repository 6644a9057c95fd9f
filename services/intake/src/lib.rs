//! Intake (受理): a case comes in, is completed, and is handed over.

pub mod commands;
pub mod events;
pub mod policy;
#[cfg(test)]
mod samples;
pub mod state;

#[cfg(test)]
mod tests {
    #[test]
    fn the_domain_is_pure() {
        tongban_kernel::testkit::assert_pure(env!("CARGO_MANIFEST_DIR"));
    }
}
