//! The service as a whole: real log, read model, policy and sweeper, and a clock that is told.

mod desk;
mod disputes;
mod handlers;
mod http;
mod notices;
mod warnings;
mod world;

#[test]
fn domain_files_are_pure() {
    tongban_kernel::testkit::assert_pure(env!("CARGO_MANIFEST_DIR"));
}
