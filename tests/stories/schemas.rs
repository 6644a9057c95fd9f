//! What goes over the wire is written down in `schemas/`, and changes only on purpose: run
//! `cargo xtask schemas` and look at the difference.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use tongban_tests::Office;

fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas")
}

/// Compares with what is written down, or writes it down.
#[expect(clippy::disallowed_methods, reason = "a test may be told to write instead of compare")]
fn compare(name: &str, value: &Value) -> Result<()> {
    let path = schemas().join(name);
    let text = serde_json::to_string_pretty(value)? + "\n";
    if std::env::var("UPDATE_SCHEMAS").is_ok() {
        fs::create_dir_all(path.parent().context("a folder")?)?;
        return Ok(fs::write(path, text)?);
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    ensure!(written == text, "schemas/{name} is not what the program says; cargo xtask schemas");
    Ok(())
}

#[test]
fn the_schemas_of_events_are_written_down() -> Result<()> {
    for (service, schema) in tongban::operations::event_schemas() {
        compare(&format!("events/{service}.schema.json"), schema.as_value())?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_schema_of_the_api_is_written_down() -> Result<()> {
    let office = Office::open().await?;
    let openapi = office.stranger().get("/openapi.json").await?.ok()?;
    ensure!(openapi["openapi"] == "3.1.0", "the version of OpenAPI");
    compare("openapi.json", &openapi)?;
    let asyncapi = office.stranger().get("/asyncapi.json").await?.ok()?;
    ensure!(asyncapi["asyncapi"] == "3.0.0", "the version of AsyncAPI");
    compare("asyncapi.json", &asyncapi)
}
