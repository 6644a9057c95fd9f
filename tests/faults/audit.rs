use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use tongban_eventstore::{ChainCheck, Log};
use tongban_kernel::{Clock as _, CommandId, Partition, Recorded, Seq, StreamId};
use tongban_nats_testkit::wait_for;

use crate::load::Done;
use crate::town::Town;

/// Events taken from the log at once.
const BATCH_MAX: usize = 1_000;
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
        self.settles(&**running.app.log()).await?;
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

    /// Whatever was due by now was warned of, and something was, where anybody was asked for help.
    async fn all_are_warned_of(&self) -> Result<()> {
        let schema = self.schema_with("rungs").await?;
        let database = &self.processes.database;
        let sql = format!(
            "SELECT 'warned' FROM {schema}.warnings UNION ALL SELECT 'none' WHERE NOT EXISTS (SELECT FROM {schema}.tasks)"
        );
        wait_for("someone is warned", || async { !database.ask(&sql).await.is_empty() }).await;
        let now = self.processes.clock.now().as_microsecond();
        let due = format!("SELECT task_id::text FROM {schema}.rungs WHERE at <= {now}");
        wait_for("what was due was warned of", || async { database.ask(&due).await.is_empty() })
            .await;
        Ok(())
    }

    /// The schema of the read model with this table.
    pub(crate) async fn schema_with(&self, table: &str) -> Result<String> {
        let sql = format!(
            "SELECT schemaname::text FROM pg_tables \
             WHERE tablename = '{table}' AND schemaname ~ '_v[0-9]+$'"
        );
        self.processes.database.ask(&sql).await.pop().context("a schema")
    }

    /// All readers have dealt with everything that is in the log now.
    async fn have_caught_up(&self, log: &dyn Log) -> Result<()> {
        let mut behind = Vec::new();
        let schemas = self.schemas_with(PLACES).await;
        for partition in (0..log.n_partitions()).map(Partition) {
            let head = head(log, partition).await?;
            behind.extend(schemas.iter().map(|schema| {
                format!(
                    "SELECT reader::text FROM {schema}.{PLACES} \
                     WHERE part = {} AND seq < {}",
                    partition.0, head.0
                )
            }));
        }
        let sql = behind.join(" UNION ALL ");
        let database = &self.processes.database;
        wait_for("readers have caught up", || async { database.ask(&sql).await.is_empty() }).await;
        Ok(())
    }

    /// The same until nothing comes of it any more.
    async fn settles(&self, log: &dyn Log) -> Result<()> {
        loop {
            let before = heads(log).await?;
            self.have_caught_up(log).await?;
            if heads(log).await? == before {
                return Ok(());
            }
        }
    }

    async fn schemas_with(&self, table: &str) -> Vec<String> {
        let sql = format!("SELECT schemaname::text FROM pg_tables WHERE tablename = '{table}'");
        self.processes.database.ask(&sql).await
    }

    /// What all rows of each table of each read model come to.
    async fn rows(&self) -> Result<BTreeMap<String, String>> {
        let database = &self.processes.database;
        let mut rows = BTreeMap::new();
        for schema in self.schemas_with("model_layout").await {
            let tables = format!(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = '{schema}' \
                 AND tablename NOT IN ('model_layout', '{PLACES}')"
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
    for done in done {
        let of_command = by_command.get(&done.command);
        let recorded = of_command.with_context(|| format!("{done:?} was acknowledged and lost"))?;
        ensure!(is_one_append(recorded), "{done:?} happened twice");
    }
    each_warning_is_once(events)
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
        events.iter().filter(|event| &*event.kind.as_str() == "coordination.warning_issued.v1")
    {
        let data: serde_json::Value = serde_json::from_slice(&event.data)?;
        let warning = ["task_id", "rung", "epoch"].map(|field| data[field].to_string());
        ensure!(warnings.insert(warning.clone()), "{warning:?} was issued twice");
    }
    Ok(())
}
