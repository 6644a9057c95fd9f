//! A catalogue as the files that it might have been read from.

use serde::Serialize;

use super::File;
use crate::model::{Content, Departments};

/// A catalogue cannot be written as YAML.
#[derive(Debug, thiserror::Error)]
#[error("the catalogue cannot be written as YAML")]
pub struct NotWritten(#[source] serde_saphyr::ser::Error);

/// Writes a catalogue as files that say the same. Comments and the names of files are not part of
/// what is published: the first version of an item or plan stands in `<code>.yaml`, later ones in
/// `<code>.v2.yaml` and so on, duties in a file named by their department.
///
/// # Errors
/// Never for what was read from files.
pub fn files_of(content: &Content) -> Result<Vec<File>, NotWritten> {
    let departments = Departments { departments: content.departments.clone() };
    let mut files = vec![
        file("city.yaml".to_owned(), &content.city)?,
        file("departments.yaml".to_owned(), &departments)?,
    ];
    for item in &content.items {
        files.push(file(name_of("items", item.code.as_str(), item.version), item)?);
    }
    for duties in &content.duties {
        files.push(file(name_of("duties", duties.department.as_str(), 1), duties)?);
    }
    for plan in &content.plans {
        files.push(file(name_of("plans", plan.code.as_str(), plan.version), plan)?);
    }
    Ok(files)
}

fn name_of(folder: &str, code: &str, version: u32) -> String {
    match version {
        1 => format!("{folder}/{code}.yaml"),
        later => format!("{folder}/{code}.v{later}.yaml"),
    }
}

fn file(name: String, value: &impl Serialize) -> Result<File, NotWritten> {
    let text = serde_saphyr::to_string(value).map_err(NotWritten)?;
    Ok(File { name, text })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{belongs, check_files, sample_city, sample_files};

    #[test]
    fn what_was_published_can_be_written_down_and_read_again_as_the_same() {
        let sample = sample_city().unwrap();
        let files = files_of(sample.content()).unwrap();
        assert!(files.iter().all(|file| belongs(&file.name)));
        let names: BTreeSet<_> = files.iter().map(|file| file.name.clone()).collect();
        assert_eq!(names, sample_files().map(|file| file.name).collect());
        let again = check_files(files.into_iter().rev()).unwrap();
        assert_eq!(again.content(), sample.content());
    }

    #[test]
    fn words_that_look_like_something_else_stay_words() {
        let mut content = sample_city().unwrap().content().as_ref().clone();
        for word in ["yes", "0571", "null", "1e3", "a: b", "- a", "# a", "2026-01-31", "\"q\"\nr"] {
            content.city.names.en = word.to_owned();
            let again = check_files(files_of(&content).unwrap()).unwrap();
            assert_eq!(again.city().names.en, word);
        }
    }
}
