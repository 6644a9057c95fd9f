//! The service as a whole: log, read model, questions and a clock that is told.

mod figures;
mod http;
mod schemas;
mod world;

#[test]
fn the_projection_is_pure() {
    tongban_kernel::testkit::assert_pure(env!("CARGO_MANIFEST_DIR"));
}
