//! Puts the web interface into the program, where it was built: `web/dist`, file by file.

#![expect(clippy::disallowed_methods, reason = "cargo tells build scripts by the environment")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let dist = here.join("../../web/dist");
    let mut files = Vec::new();
    if dist.is_dir() {
        find(&dist.canonicalize()?, "", &mut files)?;
    }
    files.sort();
    // Copies: a web that is built anew meanwhile changes nothing under the compiler's hands.
    let copies = out.join("web");
    if copies.is_dir() {
        fs::remove_dir_all(&copies)?;
    }
    fs::create_dir_all(&copies)?;
    for (nth, (_, path)) in files.iter_mut().enumerate() {
        let copy = copies.join(nth.to_string());
        fs::copy(&*path, &copy)?;
        *path = copy;
    }
    let mut list = String::from("&[\n");
    for (name, path) in files.iter().filter(|(name, _)| !name.ends_with(".gz")) {
        let packed = files.iter().find(|(other, _)| other.strip_suffix(".gz") == Some(name));
        let packed = packed.map_or_else(
            || "None".to_owned(),
            |(_, path)| format!("Some(include_bytes!({path:?}))"),
        );
        // Writing to a string cannot fail.
        let _ = writeln!(
            list,
            "    File {{ name: {name:?}, bytes: include_bytes!({path:?}), packed: {packed} }},"
        );
    }
    list.push(']');
    // A folder that is not there yet counts as changed when it comes.
    println!("cargo:rerun-if-changed={}", dist.display());
    fs::write(out.join("web.rs"), list)
}

fn find(folder: &Path, below: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            find(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
