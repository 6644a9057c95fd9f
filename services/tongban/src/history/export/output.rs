//! The file that an export makes.

use std::collections::HashSet;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use tokio::sync::mpsc::Receiver;

use super::ExportError;
use crate::history::{HistoryCase, OcelObjects, XesWriter};

/// A file that is being written beside its place; gone when it is dropped.
pub(super) struct Draft {
    path: PathBuf,
    out: PathBuf,
}

impl Draft {
    /// Begins a file that will stand at `out`.
    pub(super) fn beside(out: &Path) -> Result<(Self, File), ExportError> {
        let mut name = out.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let draft = Self { path: out.with_file_name(name), out: out.to_owned() };
        let file = File::create(&draft.path).map_err(|source| draft.error(source))?;
        Ok((draft, file))
    }

    /// Puts the file in its place, if all was read and all was written.
    pub(super) fn finish(
        self,
        fed: Result<(), ExportError>,
        written: io::Result<()>,
    ) -> Result<(), ExportError> {
        written.map_err(|source| self.error(source))?;
        fed?;
        fs::rename(&self.path, &self.out).map_err(|source| self.error(source))
    }

    fn error(&self, source: io::Error) -> ExportError {
        ExportError::Write { path: self.out.display().to_string(), source }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After the rename nothing is there; a draft that stays behind harms nobody.
        let _ = fs::remove_file(&self.path);
    }
}

/// Writes cases as they come.
pub(super) fn write_xes(file: File, mut cases: Receiver<HistoryCase>) -> io::Result<()> {
    let mut writer = XesWriter::begin(BufWriter::new(file))?;
    while let Some(case) = cases.blocking_recv() {
        writer.case(&case)?;
    }
    close(writer.finish()?)
}

/// Writes cases as they come, once for the objects and once for the events.
pub(super) fn write_ocel(
    file: File,
    mut objects: Receiver<HistoryCase>,
    mut events: Receiver<HistoryCase>,
) -> io::Result<()> {
    let mut writer = OcelObjects::begin(BufWriter::new(file))?;
    let mut names = Names::default();
    while let Some(case) = objects.blocking_recv() {
        writer.case(&names.told_apart(case))?;
    }
    let mut writer = writer.events()?;
    let mut names = Names::default();
    while let Some(case) = events.blocking_recv() {
        writer.case(&names.told_apart(case))?;
    }
    close(writer.finish()?)
}

fn close(written: BufWriter<File>) -> io::Result<()> {
    written.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// Names met so far, as hashes: eight bytes per case, however long its name.
#[derive(Default)]
struct Names {
    seen: HashSet<u64>,
    n_cases: u64,
}

impl Names {
    /// Names make the ids of OCEL, which are unique: one that comes again gets its place in the
    /// file behind it, the same one in both passes.
    fn told_apart(&mut self, mut case: HistoryCase) -> HistoryCase {
        self.n_cases += 1;
        while !self.is_new(&case.name) {
            case.name = format!("{}#{}", case.name, self.n_cases);
        }
        case
    }

    fn is_new(&mut self, name: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        self.seen.insert(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn named(name: &str) -> HistoryCase {
        HistoryCase {
            name: name.into(),
            attributes: Vec::new(),
            milestones: BTreeMap::new(),
            rows: Vec::new(),
        }
    }

    #[test]
    fn a_name_that_comes_again_is_told_apart() {
        let mut names = Names::default();
        let told: Vec<_> = ["a", "b", "a", "a#3", "a"]
            .map(|name| names.told_apart(named(name)).name)
            .into_iter()
            .collect();
        assert_eq!(told, ["a", "b", "a#3", "a#3#4", "a#5"]);
    }

    #[test]
    fn a_draft_that_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (draft, _file) = Draft::beside(&folder.path().join("log.xes")).unwrap();
        drop(draft);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_draft_that_failed_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("log.xes");
        fs::write(&out, "before").unwrap();
        let (draft, _file) = Draft::beside(&out).unwrap();
        let full = Err(io::Error::from(io::ErrorKind::StorageFull));
        let refused = draft.finish(Ok(()), full).unwrap_err();
        assert!(refused.to_string().ends_with("log.xes"), "{refused}");
        assert_eq!(fs::read_to_string(&out).unwrap(), "before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
