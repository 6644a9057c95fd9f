use std::sync::Arc;

use anyhow::Result;
use tongban_auth::AccountStore;
use tongban_kernel::{Clock, Text};
use tongban_readmodel::{Database, StateStore};
use tongban_vault::{KeyRing, Materials, Secret, Wrapping};

use super::{Cluster, DataDir};
use crate::refusal::{OrRefuse as _, unreadable};

/// What an office keeps beside its log, and cannot compute from it again.
pub(crate) struct Beside {
    /// The keys of persons.
    pub(crate) keys: Arc<KeyRing>,
    /// The files that were handed in.
    pub(crate) materials: Arc<Materials>,
    /// The accounts.
    pub(crate) accounts: AccountStore,
    /// Under which tokens are signed.
    pub(crate) token_secret: Secret,
    /// How far policies, relays and sweepers are, and what was refused to them.
    pub(crate) state: StateStore,
}

/// What is made where there is nothing yet.
#[derive(Clone, Copy)]
pub(crate) enum Begin<'a> {
    /// The keeping of a new office.
    Anew,
    /// One for a copy of this: with its index key and its key of tokens.
    AsCopyOf(&'a Beside),
}

impl Begin<'_> {
    fn token_secret(self) -> Secret {
        match self {
            Self::Anew => Secret::random(),
            Self::AsCopyOf(other) => other.token_secret.clone(),
        }
    }
}

impl Beside {
    /// Opens what lies in this folder.
    ///
    /// # Errors
    /// When a part cannot be opened; the message names it and the remedy.
    pub(crate) async fn in_folder(
        data: &DataDir,
        clock: Arc<dyn Clock>,
        begin: Begin<'_>,
    ) -> Result<Self> {
        let path = data.keys();
        let origin = match begin {
            Begin::Anew => None,
            Begin::AsCopyOf(other) => Some(Arc::clone(&other.keys)),
        };
        let keys = tokio::task::spawn_blocking(move || match origin {
            None => KeyRing::open(&path),
            Some(origin) => KeyRing::open_for(&path, &origin),
        });
        let keys = keys.await?.or_refuse(no_keys)?;
        let materials = Materials::open(&data.materials()).or_refuse(no_materials)?;
        let accounts = AccountStore::open(&data.accounts()).await;
        Ok(Self {
            keys: Arc::new(keys),
            materials: Arc::new(materials),
            accounts: accounts.or_refuse(no_accounts)?,
            token_secret: data.token_secret(&begin.token_secret())?,
            state: StateStore::open(data.path(), clock).await?,
        })
    }

    /// Opens what processes share.
    ///
    /// # Errors
    /// When a part cannot be opened; the message names it and the remedy.
    pub(crate) async fn at_servers(
        cluster: &Cluster,
        database: &Database,
        data: &DataDir,
        clock: Arc<dyn Clock>,
        begin: Begin<'_>,
    ) -> Result<Self> {
        let wrapping = match &cluster.key_file {
            Some(file) => Wrapping::under(&Secret::load(file).or_refuse(|| unreadable(file))?),
            None => Wrapping::clear(),
        };
        let new = begin.token_secret();
        let accounts = AccountStore::in_database_for(database.options(), &wrapping, &new).await;
        let (accounts, token_secret) = accounts.or_refuse(no_accounts)?;
        let options = database.options();
        let keys = match begin {
            Begin::Anew => KeyRing::in_database(options, wrapping).await,
            Begin::AsCopyOf(other) => {
                KeyRing::in_database_for(options, wrapping, &other.keys).await
            }
        };
        let materials = cluster.materials.open(data).await.or_refuse(no_materials)?;
        Ok(Self {
            keys: Arc::new(keys.or_refuse(no_keys)?),
            materials: Arc::new(materials),
            accounts,
            token_secret,
            state: StateStore::in_database(database, clock).await?,
        })
    }
}

fn no_accounts() -> Text {
    Text::new("账号库无法打开", "the accounts cannot be opened")
}

fn no_keys() -> Text {
    Text::new("个人密钥库无法打开", "the keys of persons cannot be opened")
}

fn no_materials() -> Text {
    Text::new("材料库无法打开", "the store of materials cannot be opened")
}
