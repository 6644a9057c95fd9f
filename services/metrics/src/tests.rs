//! The service as a whole: log, read model, questions and a clock that is told.

mod behind;
mod cost;
mod figures;
mod http;
mod open_work;
mod process;
mod reports;
mod schemas;
mod world;

#[test]
fn the_domain_is_pure() {
    tongban_kernel::testkit::assert_pure(env!("CARGO_MANIFEST_DIR"));
}
