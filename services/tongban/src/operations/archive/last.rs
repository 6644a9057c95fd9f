use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use tongban_eventstore::Movable;
use tongban_eventstore::archive::{End, Seal, parse};
use tongban_kernel::{Hash, Partition, Seq};
use tongban_vault::MaterialId;

use super::archiver::Made;
use super::place::Place;
use crate::operations::moving::hash_at;
use crate::refusal::Refusal;

/// The last seal, or what stands for it before the first.
pub(super) struct Last {
    pub(super) number: u64,
    pub(super) hash: Hash,
    pub(super) ends: Vec<End>,
    pub(super) readers: BTreeMap<String, Vec<Seq>>,
    pub(super) beside: Vec<String>,
    /// Files that are named in the archive, and that it has not.
    pub(super) lost: BTreeSet<MaterialId>,
    /// None before the first.
    pub(super) made: Option<Made>,
}

impl Last {
    /// Finds the last seal, and looks whether it is of this log.
    pub(super) async fn of(place: &Place, log: &dyn Movable) -> Result<Self> {
        let numbers = place.seals().await?;
        let Some(number) = numbers.last().copied() else {
            let n_partitions = usize::from(log.n_partitions());
            return Ok(Self {
                number: 0,
                hash: Hash::ZERO,
                ends: vec![End::default(); n_partitions],
                readers: BTreeMap::new(),
                beside: Vec::new(),
                lost: BTreeSet::new(),
                made: None,
            });
        };
        if let Some(missing) = (1..).zip(&numbers).find_map(|(n, found)| (n != *found).then_some(n))
        {
            let name = Seal::name(missing);
            return Err(Refusal::of(
                format!("缺少 {name}；请用 tongban archive verify 核对，并另建归档"),
                format!(
                    "{name} is missing; look with tongban archive verify, and begin another archive"
                ),
            ));
        }
        let name = Seal::name(number);
        let bytes = place.objects.get(&name).await?.unwrap_or_default();
        let Ok(seal) = parse(&bytes) else {
            return Err(Refusal::of(
                format!("{name} 已损坏；请用 tongban archive verify 核对，并另建归档"),
                format!(
                    "{name} is damaged; look with tongban archive verify, and begin another archive"
                ),
            ));
        };
        check_log(&seal, log).await?;
        let hash = Hash::of(&[&bytes]);
        Ok(Self::after(seal, hash))
    }

    pub(super) fn after(seal: Seal, hash: Hash) -> Self {
        Self {
            made: Some(Made::of(&seal)),
            number: seal.number,
            hash,
            ends: seal.ends,
            readers: seal.readers,
            beside: seal.beside.into_iter().map(|file| file.name).collect(),
            lost: seal.lost_materials.iter().filter_map(|id| id.parse().ok()).collect(),
        }
    }
}

/// Looks whether the log goes on where the archive ends.
async fn check_log(seal: &Seal, log: &dyn Movable) -> Result<()> {
    let mut is_ours =
        (seal.generation, seal.n_partitions) == (log.generation(), log.n_partitions());
    for (partition, end) in (0..).map(Partition).zip(&seal.ends) {
        is_ours &= end.head == Seq(0) || hash_at(log, partition, end.head).await? == Some(end.hash);
    }
    if is_ours {
        return Ok(());
    }
    Err(Refusal::of(
        "归档属于另一日志，或日志由较旧的副本恢复而来；请为现有日志另建归档（--to）",
        "it is of another log, or the log was restored from an older copy; begin another archive for \
         this log (--to)",
    ))
}
