//! What docs/operations.md says of metrics, and what a process shows.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use tongban_nats_testkit::Server;
use tongban_tests::Office;

const DOCUMENT: &str = include_str!("../../docs/operations.md");

/// Name and type of every metric in the document's table.
fn documented() -> Vec<(&'static str, &'static str)> {
    let section = DOCUMENT.split("\n## Metrics\n").nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
    cells.map(|cells| (cells[0].trim_end_matches('`'), cells[1])).collect()
}

/// The names that samples have.
fn shown(text: &str) -> BTreeSet<&str> {
    let samples = text.lines().filter(|line| !line.starts_with('#'));
    samples.filter_map(|line| line.split(['{', ' ']).next()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_shows_every_documented_metric_and_no_other() -> Result<()> {
    let server = Server::start().await;
    let office = Office::open_in_folder_at_nats(server.url()).await?;
    let clerk = office.sign_in("clerk").await?;
    clerk.get("/api/intake/cases").await?.ok()?;
    let client = async_nats::connect(server.url()).await?;
    tongban_nats_testkit::wait_for("requests are taken over NATS", || async {
        client.request("tb.cmd.intake.submit", "{}".into()).await.is_ok()
    })
    .await;
    let text = office.metrics().await?;
    let mut shown = shown(&text);
    ensure!(documented().len() > 10, "the table is not there");
    for (name, kind) in documented() {
        let samples = match kind {
            "histogram" => ["_bucket", "_sum", "_count"].map(|end| format!("{name}{end}")).to_vec(),
            _ => vec![name.to_owned()],
        };
        for sample in samples {
            ensure!(shown.remove(sample.as_str()), "{sample} is not shown:\n{text}");
        }
    }
    ensure!(shown.is_empty(), "not documented: {shown:?}");
    Ok(())
}
