use std::fs;
use std::io;
use std::path::Path;

use super::File;
use super::located::Place;
use crate::fault::{Fault, Shape};

/// No file of a catalogue is larger: one item is some kilobytes, a city's departments a hundred.
const BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Reads the files of a catalogue, items sorted by name.
pub(super) fn read_dir(dir: &Path) -> Result<Vec<File>, Vec<Fault>> {
    let mut names = vec!["city.yaml".to_owned(), "departments.yaml".to_owned()];
    let mut faults = Vec::new();
    match item_names(dir) {
        Ok(items) => names.extend(items),
        Err(error) => faults.push(unreadable("items", &error)),
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

fn item_names(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir.join("items"))? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".yaml") || name.ends_with(".yml") {
            names.push(format!("items/{name}"));
        }
    }
    names.sort();
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
