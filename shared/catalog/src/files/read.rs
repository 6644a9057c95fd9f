use std::fs;
use std::io;
use std::path::Path;

use super::File;
use super::located::Place;
use crate::fault::{Fault, Shape};

/// No file of a catalogue is larger: one item is some kilobytes, a city's departments a hundred.
const BYTES_MAX: u64 = 4 * 1024 * 1024;

/// The files that every catalogue has.
const ALONE: [&str; 2] = ["city.yaml", "departments.yaml"];
/// Its folders, and whether they may be left out.
const FOLDERS: [(&str, bool); 3] = [("items", false), ("duties", true), ("plans", true)];

/// Whether a file of this name, relative to the folder of a catalogue, is part of it.
pub fn belongs(name: &str) -> bool {
    let in_folder = |(folder, file): (&str, &str)| {
        FOLDERS.iter().any(|(known, _)| *known == folder) && is_yaml(file) && !file.contains('/')
    };
    ALONE.contains(&name) || name.split_once('/').is_some_and(in_folder)
}

fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

/// Reads the files of a catalogue. Duties and plans may be left out.
pub(super) fn read_dir(dir: &Path) -> Result<Vec<File>, Vec<Fault>> {
    let mut names = ALONE.map(str::to_owned).to_vec();
    let mut faults = Vec::new();
    for (folder, may_be_missing) in FOLDERS {
        match names_in(dir, folder) {
            Ok(found) => names.extend(found),
            Err(error) if may_be_missing && error.kind() == io::ErrorKind::NotFound => (),
            Err(error) => faults.push(unreadable(folder, &error)),
        }
    }
    let mut files = Vec::new();
    for name in names {
        match read(&dir.join(&name)) {
            Ok(text) => files.push(File { name, text }),
            Err(error) => faults.push(unreadable(&name, &error)),
        }
    }
    if faults.is_empty() { Ok(files) } else { Err(faults) }
}

fn names_in(dir: &Path, folder: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir.join(folder))? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if is_yaml(&name) {
            names.push(format!("{folder}/{name}"));
        }
    }
    Ok(names)
}

fn read(path: &Path) -> io::Result<String> {
    if fs::metadata(path)?.len() > BYTES_MAX {
        let message = format!("larger than {BYTES_MAX} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    fs::read_to_string(path)
}

fn unreadable(name: &str, error: &io::Error) -> Fault {
    let Place { line, column } = Place::START;
    let problem = Shape::Unreadable { message: error.to_string() }.into();
    Fault { file: name.to_owned(), line, column, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_files_and_the_yaml_of_three_folders_are_part_of_a_catalogue_and_nothing_else() {
        for name in
            ["city.yaml", "departments.yaml", "items/a.yaml", "duties/a.yml", "plans/b.yaml"]
        {
            assert!(belongs(name), "{name}");
        }
        for name in ["README.md", "items.yaml", "item/a.yaml", "items/a.txt", "items/old/a.yaml"] {
            assert!(!belongs(name), "{name}");
        }
    }
}
