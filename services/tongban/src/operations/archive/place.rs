use std::convert::Infallible;
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::Result;
use tongban_kernel::Text;
use tongban_vault::{Materials, Objects};

use crate::app::MaterialsAt;
use crate::refusal::{OrRefuse as _, Refusal};

/// Variables of the environment that are for the archive alone begin with this.
const FOR_ARCHIVE: &str = "ARCHIVE_";

/// Where an archive lies: in a folder, or at `s3://bucket/prefix`. Settings of the store are those of
/// the environment, `AWS_…`; one that is called `ARCHIVE_AWS_…` goes before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveAt(MaterialsAt);

impl FromStr for ArchiveAt {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        text.parse().map(Self)
    }
}

impl fmt::Display for ArchiveAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            MaterialsAt::Folder(folder) => folder.display().fmt(f),
            MaterialsAt::Bucket(url) => f.write_str(url),
        }
    }
}

/// An archive that can be read and written.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) objects: Objects,
    pub(super) materials: Arc<Materials>,
}

impl ArchiveAt {
    /// The folder, where it is one.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match &self.0 {
            MaterialsAt::Folder(folder) => Some(folder),
            MaterialsAt::Bucket(_) => None,
        }
    }

    /// Whether an archive is here, and not a backup or nothing: what lies in a bucket is none else.
    pub(crate) fn is_archive(&self) -> bool {
        match &self.0 {
            MaterialsAt::Folder(folder) => folder.join("seals").is_dir(),
            MaterialsAt::Bucket(_) => true,
        }
    }

    /// Opens it to be written; a folder is made. `spool` is a folder for files on their way.
    pub(super) async fn open(&self, spool: &Path) -> Result<Place> {
        let opened = async {
            let objects = match &self.0 {
                MaterialsAt::Folder(folder) => Objects::in_folder(folder)?,
                MaterialsAt::Bucket(url) => Objects::in_bucket(url, environment()).await?,
            };
            objects.check_taken_once().await?;
            let materials = self.materials(spool, Materials::open).await?;
            anyhow::Ok(Place { objects, materials })
        };
        opened.await.or_refuse(|| self.cannot_open())
    }

    /// Opens it to be read: nothing is made.
    pub(super) async fn open_existing(&self, spool: &Path) -> Result<Place> {
        let opened = async {
            let objects = match &self.0 {
                MaterialsAt::Folder(folder) => Objects::as_they_are(folder),
                MaterialsAt::Bucket(url) => Objects::in_bucket(url, environment()).await?,
            };
            let materials = self.materials(spool, |dir| Ok(Materials::as_it_is(dir))).await?;
            anyhow::Ok(Place { objects, materials })
        };
        opened.await.or_refuse(|| self.cannot_open())
    }

    async fn materials(
        &self,
        spool: &Path,
        open: fn(&Path) -> Result<Materials, tongban_vault::MaterialsError>,
    ) -> Result<Arc<Materials>> {
        Ok(Arc::new(match &self.0 {
            MaterialsAt::Folder(folder) => open(&folder.join("materials"))?,
            MaterialsAt::Bucket(url) => {
                let url = format!("{}/materials", url.trim_end_matches('/'));
                Materials::in_bucket(&url, environment(), spool).await?
            }
        }))
    }

    fn cannot_open(&self) -> Text {
        Text::new(format!("归档 {self} 无法打开"), format!("the archive {self} cannot be opened"))
    }

    /// The refusal where nothing was ever archived.
    pub(super) fn is_none(&self) -> anyhow::Error {
        Refusal::of(
            format!("{self} 中没有归档；请核对 --from"),
            format!("{self} holds no archive; look at --from again"),
        )
    }
}

fn environment() -> Vec<(String, String)> {
    let all: Vec<_> = std::env::vars().collect();
    // The later of two of one name is the one that counts.
    let own = all.iter().filter_map(|(name, value)| {
        let name = name.strip_prefix(FOR_ARCHIVE)?;
        Some((name.to_owned(), value.clone()))
    });
    let own: Vec<_> = own.collect();
    [all, own].concat()
}

impl Place {
    /// The numbers of all seals, in order.
    pub(super) async fn seals(&self) -> Result<Vec<u64>> {
        let names = self.objects.names("seals").await?;
        let number = |name: &String| {
            let number = name.strip_prefix("seals/")?.strip_suffix(".json")?;
            number.parse().ok()
        };
        Ok(names.iter().filter_map(number).collect())
    }
}
