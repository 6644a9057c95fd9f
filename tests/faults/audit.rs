use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use tongban::app::App;
use tongban_eventstore::readers::ReaderKind;
use tongban_eventstore::{ChainCheck, Log};
use tongban_kernel::{Clock as _, CommandId, Partition, Position, Recorded, Seq, StreamId};
use tongban_nats_testkit::wait_for;
use uuid::Uuid;

use crate::load::{Done, complaint};
use crate::town::Town;

/// Events taken from the log at once.
const BATCH_MAX: usize = 1_000;
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Far more than it takes: a lease may have to run out first.
const PATIENCE: Duration = Duration::from_secs(120);
/// What every read model has, and nothing else.
const LAYOUT: &str = "model_layout";
/// Everything that readers keep their places in.
const PLACES: &str = "reader_place";

/// What must hold, whatever has happened: see [`Town::audit`].
impl Town {
    /// Waits until everything has settled, ends all processes and compares what there is with what
    /// was acknowledged and with what the log says.
    pub(crate) async fn audit(mut self, done: &[Done]) -> Result<()> {
        for process in &self.processes.all {
            process.is_ready().await?;
        }
        let app = self.processes.open("audit", Arc::new(self.opening_time()?)).await?;
        self.all_are_warned_of().await?;
        self.have_caught_up(&**app.log()).await?;
        self.processes.end_all().await?;

        // Nothing falls due any more: what is left are readers that have an event to deal with.
        let running = app.start();
        settles(&running.app).await?;
        let rows = self.rows().await?;
        ensure!(rows.len() > 5, "there are read models: {rows:?}");
        for model in &running.app.rebuilds {
            model.rebuild(Box::new(|_| ())).await?;
        }
        let fold = self.rows().await?;
        for (table, rows) in &rows {
            ensure!(fold.get(table) == Some(rows), "{table} is not what the log says");
        }
        ensure!(fold.len() == rows.len(), "tables came or went: {rows:?}, {fold:?}");
        let events = events(&**running.app.log()).await?;
        check(&events, done)?;
        running.stop().await;
        Ok(())
    }

    /// Waits until somebody is warned, unless nobody was asked for help.
    pub(crate) async fn are_warned(&self) -> Result<()> {
        let schema = self.schema_with("rungs").await?;
        let database = &self.processes.database;
        let sql = format!(
            "SELECT 'warned' FROM {schema}.warnings UNION ALL SELECT 'none' WHERE NOT EXISTS (SELECT FROM {schema}.tasks)"
        );
        wait_for("someone is warned", || async { !database.ask(&sql).await.is_empty() }).await;
        Ok(())
    }

    /// Whatever was due by now was warned of, and something was, where anybody was asked for help.
    async fn all_are_warned_of(&self) -> Result<()> {
        self.are_warned().await?;
        let schema = self.schema_with("rungs").await?;
        let now = self.processes.clock.now().as_microsecond();
        let due = format!("SELECT task_id::text FROM {schema}.rungs WHERE at <= {now}");
        self.finds_nothing(&due).await.context("what was due was not warned of")
    }

    /// The schema of the read model with this table.
    pub(crate) async fn schema_with(&self, table: &str) -> Result<String> {
        let sql = format!(
            "SELECT schemaname::text FROM pg_tables \
             WHERE tablename = '{table}' AND schemaname ~ '_v[0-9]+$'"
        );
        self.processes.database.ask(&sql).await.pop().context("a schema")
    }

    /// All read models have seen everything that is in the log now.
    async fn have_caught_up(&self, log: &dyn Log) -> Result<()> {
        let mut behind = Vec::new();
        let schemas = self.schemas_with(LAYOUT).await;
        for partition in (0..log.n_partitions()).map(Partition) {
            let head = head(log, partition).await?;
            behind.extend(schemas.iter().map(|schema| {
                format!(
                    "SELECT concat_ws(' ', reader, part, 'at', seq, 'of {}, held by', holder, held_until) \
                     FROM {schema}.{PLACES} \
                     WHERE part = {} AND seq < {}",
                    head.0, partition.0, head.0
                )
            }));
        }
        let sql = behind.join(" UNION ALL ");
        self.finds_nothing(&sql).await.context("read models have not caught up")
    }

    /// Asks until nothing is found any more.
    async fn finds_nothing(&self, sql: &str) -> Result<()> {
        let mut found = Vec::new();
        let asking = async {
            loop {
                found = self.processes.database.ask(sql).await;
                if found.is_empty() {
                    return;
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        let found_nothing = tokio::time::timeout(PATIENCE, asking).await;
        found_nothing.with_context(|| format!("still found: {found:?}"))
    }

    async fn schemas_with(&self, table: &str) -> Vec<String> {
        let sql = format!("SELECT schemaname::text FROM pg_tables WHERE tablename = '{table}'");
        self.processes.database.ask(&sql).await
    }

    /// What all rows of each table of each read model come to.
    async fn rows(&self) -> Result<BTreeMap<String, String>> {
        let database = &self.processes.database;
        let mut rows = BTreeMap::new();
        for schema in self.schemas_with(LAYOUT).await {
            let tables = format!(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = '{schema}' \
                 AND tablename NOT IN ('{LAYOUT}', '{PLACES}')"
            );
            for table in database.ask(&tables).await {
                let sql = format!(
                    "SELECT count(*)::text || ' ' || \
                     coalesce(md5(string_agg(row::text, chr(10) ORDER BY row::text)), '') \
                     FROM {schema}.{table} AS row"
                );
                let all = database.ask(&sql).await.pop().context("a sum of rows")?;
                rows.insert(format!("{schema}.{table}"), all);
            }
        }
        Ok(rows)
    }
}

/// Waits until nothing comes of what is in the log any more.
async fn settles(app: &App) -> Result<()> {
    let (log, progress) = (&**app.log(), &app.platform.kit.progress);
    loop {
        let before = heads(log).await?;
        let mut position = Position::start(log.generation());
        for (n, head) in before.iter().enumerate() {
            position.advance(Partition(u16::try_from(n)?), *head);
        }
        progress.all_reached(ReaderKind::Policy, &position, PATIENCE).await?;
        progress.all_reached(ReaderKind::Projection, &position, PATIENCE).await?;
        if heads(log).await? == before {
            return Ok(());
        }
    }
}

/// The last event of a partition, whoever recorded it.
async fn head(log: &dyn Log, partition: Partition) -> Result<Seq> {
    let mut head = *log.head(partition).borrow();
    while let Some(last) = log.scan(partition, head, BATCH_MAX).await?.last() {
        head = last.seq;
    }
    Ok(head)
}

async fn heads(log: &dyn Log) -> Result<Vec<Seq>> {
    let mut heads = Vec::new();
    for partition in (0..log.n_partitions()).map(Partition) {
        heads.push(head(log, partition).await?);
    }
    Ok(heads)
}

/// All events, of which each stream's numbers have no gap and its chain holds: so there is one
/// winner for each number.
async fn events(log: &dyn Log) -> Result<Vec<Arc<Recorded>>> {
    let mut events = Vec::new();
    for partition in (0..log.n_partitions()).map(Partition) {
        let (mut chains, mut seen) = (ChainCheck::default(), Seq(0));
        loop {
            let batch = log.scan(partition, seen, BATCH_MAX).await?;
            let Some(last) = batch.last() else { break };
            seen = last.seq;
            for event in &batch {
                chains.follow(event)?;
            }
            events.extend(batch);
        }
    }
    Ok(events)
}

fn check(events: &[Arc<Recorded>], done: &[Done]) -> Result<()> {
    let mut by_command: HashMap<CommandId, Vec<&Recorded>> = HashMap::new();
    let mut ids = HashSet::new();
    for event in events {
        ensure!(ids.insert(event.id), "event {} is there twice", event.id);
        by_command.entry(event.meta.command).or_default().push(event);
    }
    let by_law = cases_accepted_by_law(events)?;
    for done in done {
        let Some(recorded) = by_command.get(&done.command) else {
            // Where the law was faster, whoever accepts is told that it is so.
            let is_so = done.what == "accept" && done.about.is_some_and(|it| by_law.contains(&it));
            ensure!(is_so, "{done:?} was acknowledged and lost");
            continue;
        };
        ensure!(is_one_append(recorded), "{done:?} happened twice");
    }
    each_warning_is_once(events)
}

/// Cases whose office was silent until they counted as accepted.
fn cases_accepted_by_law(events: &[Arc<Recorded>]) -> Result<HashSet<Uuid>> {
    let mut cases = HashSet::new();
    for event in events.iter().filter(|event| event.kind.as_str() == "intake.case_accepted.v1") {
        let data: serde_json::Value = serde_json::from_slice(&event.data)?;
        cases.extend((data["deemed"] == true).then_some(event.stream.id));
    }
    Ok(cases)
}

/// The events of one append stand behind each other in each of their streams.
fn is_one_append(events: &[&Recorded]) -> bool {
    let mut last: HashMap<StreamId, u64> = HashMap::new();
    let same_time = events.iter().all(|event| event.recorded_at == events[0].recorded_at);
    same_time
        && events.iter().all(|event| {
            let before = last.insert(event.stream, event.revision);
            before.is_none_or(|before| before + 1 == event.revision)
        })
}

fn each_warning_is_once(events: &[Arc<Recorded>]) -> Result<()> {
    let mut warnings = HashSet::new();
    for event in
        events.iter().filter(|event| event.kind.as_str() == "coordination.warning_issued.v1")
    {
        let data: serde_json::Value = serde_json::from_slice(&event.data)?;
        let warning = ["task_id", "rung", "epoch"].map(|field| data[field].to_string());
        ensure!(warnings.insert(warning.clone()), "{warning:?} was issued twice");
    }
    Ok(())
}

#[test]
fn the_audit_finds_what_was_acknowledged_and_lost() {
    let done = Done::by("clerk", Uuid::nil(), "submit");
    assert!(check(&[], &[]).is_ok());
    assert!(check(&[], &[done]).unwrap_err().to_string().contains("lost"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_finds_rows_that_are_not_what_the_log_says() -> Result<()> {
    let town = Town::open(&[]).await?;
    let (clerk, body) = (town.sign_in("clerk").await?, complaint(None));
    clerk.post("/api/complaint/complaints", &body).await?.ok()?;
    let schema = town.schema_with("complaints").await?;
    town.processes.database.run(&format!("DELETE FROM {schema}.complaints")).await;
    let found = town.audit(&[]).await.unwrap_err().to_string();
    ensure!(found.contains("complaints is not what the log says"), "{found}");
    Ok(())
}
