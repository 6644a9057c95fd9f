//! Ids of imports and of their cases, computed and never looked up.

use tongban_kernel::{Hash, StreamId, derive_id};
use uuid::Uuid;

use super::{ImportId, Mapping, state::HISTORY};

impl ImportId {
    /// The import of a file by a mapping. After it was reverted `n_reverted` times it may come in
    /// once more, under another id.
    ///
    /// # Errors
    /// When the mapping cannot be written as JSON.
    pub fn of(file: Hash, mapping: &Mapping, n_reverted: u64) -> Result<Self, serde_json::Error> {
        let mapping = serde_json::to_vec(mapping)?;
        let key = Hash::of(&[&file.0, &n_reverted.to_be_bytes(), &mapping]);
        let key = key.0.iter().take(16).fold(0, |bits, byte| (bits << 8) | u128::from(*byte));
        Ok(Self(derive_id("import", "history", Uuid::from_u128(key))))
    }

    /// The stream of the import itself.
    pub fn stream(self) -> StreamId {
        StreamId::new(HISTORY, self.0)
    }

    /// The stream of the case with this number in the file, from 1. Not its name: names repeat, and
    /// numbers let an export find all cases in file order without a list of them.
    pub fn case_stream(self, case_no: u64) -> StreamId {
        let creator = self.0.to_string();
        StreamId::new(HISTORY, derive_id("history-case", &creator, Uuid::from_u128(case_no.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(file: &[u8], mapping: &str, n_reverted: u64) -> ImportId {
        let mapping = Mapping::from_yaml(mapping).unwrap();
        ImportId::of(Hash::of(&[file]), &mapping, n_reverted).unwrap()
    }

    #[test]
    fn the_same_file_by_the_same_mapping_is_the_same_import() {
        assert_eq!(id(b"log", "", 0), id(b"log", "# the default\n", 0));
    }

    #[test]
    fn another_file_mapping_or_turn_is_another_import() {
        let all = [
            id(b"log", "", 0),
            id(b"other", "", 0),
            id(b"log", "activity: code\n", 0),
            id(b"log", "", 1),
        ];
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }

    #[test]
    fn every_case_has_a_stream_of_its_own() {
        let import = id(b"log", "", 0);
        assert_eq!(import.case_stream(1), import.case_stream(1));
        assert_ne!(import.case_stream(1), import.case_stream(2));
        assert_ne!(import.case_stream(1), id(b"other", "", 0).case_stream(1));
    }
}
