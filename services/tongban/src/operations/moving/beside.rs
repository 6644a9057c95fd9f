use std::ops::ControlFlow;
use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tongban_eventstore::Movable;
use tongban_kernel::{SystemClock, Text};

use super::End;
use super::readers::{self, ReadersMoved};
use crate::app::{Begin, Beside, Cluster, DataDir};
use crate::operations::{Listener, list_accounts};
use crate::refusal::{OrRefuse as _, Refusal};

/// What was moved beside a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BesideMoved {
    /// What its events need.
    #[serde(flatten)]
    pub before: NeededMoved,
    /// How far its readers are.
    #[serde(flatten)]
    pub readers: ReadersMoved,
}

/// What was moved before the events that need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeededMoved {
    /// Keys of persons.
    pub n_keys: usize,
    /// Accounts.
    pub n_accounts: usize,
    /// Accounts that the target had not.
    pub n_new_accounts: usize,
    /// Files that were handed in.
    pub n_materials: usize,
    /// Those that the target had not.
    pub n_new_materials: usize,
}

/// What both ends have beside their logs.
pub(super) struct Besides {
    from: Beside,
    to: Beside,
}

impl Besides {
    /// Opens both, unless the log alone is to be moved. Looks whether they are out of use, and of
    /// these logs.
    pub(super) async fn open(
        from: &End,
        to: &End,
        (source, target): (&dyn Movable, &dyn Movable),
    ) -> Result<Option<Self>> {
        let opened = match (from, to) {
            (End::Log(_), _) | (_, End::Log(_)) => return Ok(None),
            // The two would be one: the database has room for the readers of one log.
            (End::Servers(_), End::Servers(_)) => return Ok(None),
            (End::Folder { dir, .. }, _) if DataDir::existing(dir)?.is_log_alone() => {
                return Ok(None);
            }
            (End::Folder { dir: old, .. }, End::Folder { dir: new, .. }) => {
                let from = Self::of_folder(&DataDir::existing(old)?).await?;
                let to = DataDir::at(new)?;
                let to = Beside::in_folder(&to, clock(), Begin::AsCopyOf(&from)).await?;
                Self { from, to }
            }
            (End::Folder { dir, .. }, End::Servers(cluster)) => {
                let data = DataDir::existing(dir)?;
                let from = Self::of_folder(&data).await?;
                let to = at_servers(cluster, &data, Begin::AsCopyOf(&from)).await?;
                Self { from, to }
            }
            (End::Servers(cluster), End::Folder { dir, .. }) => {
                let data = DataDir::at(dir)?;
                let from = Self::of_servers(cluster, &data).await?;
                let to = Beside::in_folder(&data, clock(), Begin::AsCopyOf(&from)).await?;
                Self { from, to }
            }
        };
        opened.check(source, target).await?;
        Ok(Some(opened))
    }

    /// What lies in a folder that has an office; nothing is made in it.
    async fn of_folder(data: &DataDir) -> Result<Beside> {
        if let Some(missing) = data.missing().first() {
            let folder = data.path().display();
            return Err(Refusal::of(
                format!("{folder} 中缺少 {missing}；请从备份恢复后再搬迁"),
                format!("{missing} is missing in {folder}; restore it from a backup, then move"),
            ));
        }
        Beside::in_folder(data, clock(), Begin::Anew).await
    }

    /// What lies in a database that has an office. Who names another would get a log that nobody can
    /// read any more.
    async fn of_servers(cluster: &Cluster, data: &DataDir) -> Result<Beside> {
        let beside = at_servers(cluster, data, Begin::Anew).await?;
        if beside.state.reader_places().await?.is_empty() {
            return Err(Refusal::of(
                "该数据库中没有通办的数据；请核对 --database",
                "no office was ever run on this database; look at --database again",
            ));
        }
        Ok(beside)
    }

    /// Looks whether a process works on either, which would do so behind the copy.
    ///
    /// # Errors
    /// When one does.
    pub(super) async fn check_unused(&self) -> Result<()> {
        for state in [&self.from.state, &self.to.state] {
            if let Some(process) = state.used_by().await? {
                return Err(Refusal::of(
                    format!(
                        "进程 {process} 正在使用该数据库；请先停止全部进程（异常退出的须等待半分钟），\
                         再搬迁"
                    ),
                    format!(
                        "process {process} works on the database; stop all of them (one that crashed \
                         counts for half a minute), then move"
                    ),
                ));
            }
        }
        Ok(())
    }

    async fn check(&self, source: &dyn Movable, target: &dyn Movable) -> Result<()> {
        self.check_unused().await?;
        readers::check(&self.from.state, source, unfit).await?;
        readers::check(&self.to.state, target, foreign).await?;
        if self.from.token_secret != self.to.token_secret {
            return Err(Refusal::of(
                "目标已属于另一机构（会话密钥不同）；请使用新的数据库或空的文件夹",
                "the target belongs to another office (its key of sessions is another); use a new \
                 database, or an empty folder",
            ));
        }
        Ok(())
    }

    pub(super) async fn move_what_events_need(&self, listener: &Listener) -> Result<NeededMoved> {
        let Self { from, to } = self;
        listener.say("keys", 0, None);
        let n_keys = from.keys.copy_into(&to.keys).await.or_refuse(|| {
            Text::new("个人信息密钥未能全部搬迁", "not all keys of persons were moved")
        })?;
        listener.say("accounts", 0, None);
        let n_new_accounts = from
            .accounts
            .copy_into(&to.accounts)
            .await
            .or_refuse(|| Text::new("账号未能全部搬迁", "not all accounts were moved"))?;
        let n_accounts = list_accounts(&from.accounts).await?.accounts.len();
        let (n_materials, n_new_materials) = self
            .move_materials(listener)
            .await
            .or_refuse(|| Text::new("材料未能全部搬迁", "not all materials were moved"))?;
        Ok(NeededMoved { n_keys, n_accounts, n_new_accounts, n_materials, n_new_materials })
    }

    /// Answers how many there are, and how many of them the target had not.
    async fn move_materials(&self, listener: &Listener) -> Result<(usize, usize)> {
        let (from, to) = (Arc::clone(&self.from.materials), Arc::clone(&self.to.materials));
        let heard = listener.clone();
        let copying = tokio::task::spawn_blocking(move || {
            let mut n_all = 0;
            let n_new = from.copy_into(&to, |_| {
                heard.say("materials", n_all as u64, None);
                n_all += 1;
                heard.go_on().map_or(ControlFlow::Break(()), ControlFlow::Continue)
            })?;
            heard.go_on()?;
            Ok((n_all, n_new))
        });
        copying.await?
    }

    pub(super) async fn move_readers(
        &self,
        source: &dyn Movable,
        target: &dyn Movable,
    ) -> Result<ReadersMoved> {
        readers::copy((&self.from.state, source), (&self.to.state, target)).await
    }
}

async fn at_servers(cluster: &Cluster, data: &DataDir, begin: Begin<'_>) -> Result<Beside> {
    let database = cluster.connect().await?;
    Beside::at_servers(cluster, &database, data, clock(), begin).await
}

fn clock() -> Arc<SystemClock> {
    Arc::new(SystemClock)
}

fn unfit() -> Text {
    Text::new(
        "源的读取进度与其日志不符；请从备份恢复后再搬迁",
        "how far readers of the source are does not fit its log; restore it from a backup, then move",
    )
}

fn foreign() -> Text {
    Text::new(
        "目标中的读取进度属于另一日志；请使用新的数据库或空的文件夹",
        "the target keeps how far readers of another log are; use a new database, or an empty folder",
    )
}
