//! A catalogue as a directory of YAML files: `city.yaml`, `departments.yaml`, `items/*.yaml`,
//! `duties/*.yaml`, `plans/*.yaml`.

mod located;
mod read;
mod shape;
mod written;

use std::fmt;
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;

use self::located::{Located, Place};
pub use self::read::belongs;
use self::read::read_dir;
use self::shape::{Side, misshapen};
pub use self::written::{NotWritten, files_of};
use crate::Catalog;
use crate::check::{self, Parts};
use crate::fault::{Fault, Findings, Problem, Shape};
use crate::model::{City, Content, Department, Departments, Duties, Item, Plan};

/// A file of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name relative to the directory, with `/`: `items/food-licence.yaml`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// At most this many faults are listed; more are counted.
pub const FAULTS_MAX: usize = 200;

/// Reads and checks the catalogue in a directory.
///
/// # Errors
/// Every fault, sorted by file and line, [`FAULTS_MAX`] at most.
pub fn check(dir: &Path) -> Result<Catalog, Vec<Fault>> {
    check_files(read_dir(dir)?)
}

/// Checks the files of a catalogue, in whichever order they come: they are taken by name, so that the
/// same files are the same content.
///
/// # Errors
/// Every fault, sorted by file and line, [`FAULTS_MAX`] at most.
pub fn check_files(files: impl IntoIterator<Item = File>) -> Result<Catalog, Vec<Fault>> {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    let mut sheets = Sheets::default();
    for file in files {
        sheets.add(file);
    }
    sheets.finish()
}

/// One file and what could be read from it.
struct Sheet<T> {
    name: String,
    located: Option<Located>,
    value: Option<T>,
}

#[derive(Default)]
struct Sheets {
    city: Option<Sheet<City>>,
    departments: Option<Sheet<Departments>>,
    items: Vec<Sheet<Item>>,
    duties: Vec<Sheet<Duties>>,
    plans: Vec<Sheet<Plan>>,
    faults: Vec<Fault>,
}

impl Sheets {
    fn add(&mut self, file: File) {
        match file.name.as_str() {
            "city.yaml" => self.city = Some(self.read(file, &SCHEMAS.city)),
            "departments.yaml" => {
                self.departments = Some(self.read(file, &SCHEMAS.departments));
            }
            name if name.starts_with("duties/") => {
                let duties = self.read(file, &SCHEMAS.duties);
                self.duties.push(duties);
            }
            name if name.starts_with("plans/") => {
                let plan = self.read(file, &SCHEMAS.plan);
                self.plans.push(plan);
            }
            _ => {
                let item = self.read(file, &SCHEMAS.item);
                self.items.push(item);
            }
        }
    }

    fn read<T: DeserializeOwned>(&mut self, file: File, schema: &Schema) -> Sheet<T> {
        let File { name, text } = file;
        let located = match Located::parse(&text) {
            Ok(located) => located,
            Err((place, shape)) => {
                self.fault(&name, place, shape);
                return Sheet { name, located: None, value: None };
            }
        };
        for (place, shape) in &located.keys_twice {
            self.fault(&name, *place, shape.clone());
        }
        let value = self.typed(&name, &located, schema);
        let mut blanks = Findings::default();
        check::blanks(&located.value, "", &mut blanks);
        for finding in blanks.into_vec() {
            self.fault(&name, located.value_at(&finding.pointer), finding.problem);
        }
        Sheet { name, located: Some(located), value }
    }

    /// The schema tells everything that is wrong at once; what only the types know comes after.
    fn typed<T: DeserializeOwned>(
        &mut self,
        name: &str,
        located: &Located,
        schema: &Schema,
    ) -> Option<T> {
        let schema =
            schema.as_ref().map_err(|shape| self.fault(name, Place::START, shape.clone())).ok()?;
        let faults = misshapen(schema, &located.value);
        for fault in &faults {
            let place = match fault.side {
                Side::Key => located.key_at(&fault.pointer),
                Side::Value => located.value_at(&fault.pointer),
            };
            self.fault(name, place, fault.shape.clone());
        }
        // Types pass over unknown fields: the meaning of the rest can still be checked.
        match serde_path_to_error::deserialize(&located.value) {
            Ok(value) => Some(value),
            Err(error) if faults.is_empty() => {
                let pointer = pointer(error.path());
                let given = located.value.pointer(&pointer).map(ToString::to_string);
                let expected = error.inner().to_string();
                let shape = Shape::Misfit { given: given.unwrap_or_default(), expected };
                self.fault(name, located.value_at(&pointer), shape);
                None
            }
            Err(_already_told) => None,
        }
    }

    fn finish(mut self) -> Result<Catalog, Vec<Fault>> {
        for (name, missing) in
            [("city.yaml", self.city.is_none()), ("departments.yaml", self.departments.is_none())]
        {
            if missing {
                let message = "there is no such file".to_owned();
                self.fault(name, Place::START, Shape::Unreadable { message });
            }
        }
        let departments = self.departments.as_ref().and_then(|sheet| sheet.value.as_ref());
        let parts = Parts {
            city: self.city.as_ref().and_then(|sheet| sheet.value.as_ref()),
            departments: departments.map(|list: &Departments| list.departments.as_slice()),
            items: self.items.iter().map(|sheet| sheet.value.as_ref()).collect(),
            duties: self.duties.iter().map(|sheet| sheet.value.as_ref()).collect(),
            plans: self.plans.iter().map(|sheet| sheet.value.as_ref()).collect(),
        };
        for finding in check::check(&parts).into_vec() {
            let (file, place) = self.locate(&finding.pointer);
            self.fault(&file, place, finding.problem);
        }
        let faults = std::mem::take(&mut self.faults);
        match self.content() {
            Some(content) if faults.is_empty() => Ok(Catalog::new(content)),
            _ => Err(told(faults)),
        }
    }

    /// Finds file and line of a place in the content.
    fn locate(&self, pointer: &str) -> (String, Place) {
        if pointer.starts_with("/departments")
            && let Some(sheet) = &self.departments
        {
            return (sheet.name.clone(), sheet.value_at(pointer));
        }
        if let Some(rest) = pointer.strip_prefix("/city")
            && let Some(sheet) = &self.city
        {
            return (sheet.name.clone(), sheet.value_at(rest));
        }
        place_in("/items/", &self.items, pointer)
            .or_else(|| place_in("/duties/", &self.duties, pointer))
            .or_else(|| place_in("/plans/", &self.plans, pointer))
            .unwrap_or_else(|| ("city.yaml".to_owned(), Place::START))
    }

    fn content(self) -> Option<Content> {
        let departments: Vec<Department> = self.departments?.value?.departments;
        let items = self.items.into_iter().map(|sheet| sheet.value).collect::<Option<_>>()?;
        let duties = self.duties.into_iter().map(|sheet| sheet.value).collect::<Option<_>>()?;
        let plans = self.plans.into_iter().map(|sheet| sheet.value).collect::<Option<_>>()?;
        Some(Content { city: self.city?.value?, departments, items, duties, plans })
    }

    fn fault(&mut self, file: &str, place: Place, problem: impl Into<Problem>) {
        self.faults.push(Fault {
            file: file.to_owned(),
            line: place.line,
            column: place.column,
            problem: problem.into(),
        });
    }
}

impl<T> Sheet<T> {
    fn value_at(&self, pointer: &str) -> Place {
        self.located.as_ref().map_or(Place::START, |located| located.value_at(pointer))
    }
}

/// A place in one of the files of a folder, whose entries stand under `list` in the content.
fn place_in<T>(list: &str, sheets: &[Sheet<T>], pointer: &str) -> Option<(String, Place)> {
    let rest = pointer.strip_prefix(list)?;
    let index = rest.split('/').next()?;
    let sheet = sheets.get(index.parse::<usize>().ok()?)?;
    Some((sheet.name.clone(), sheet.value_at(&rest[index.len()..])))
}

fn told(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    faults.dedup();
    if faults.len() > FAULTS_MAX {
        let n_more = faults.len() - FAULTS_MAX;
        faults.truncate(FAULTS_MAX);
        if let Some(last) = faults.last().cloned() {
            faults.push(Fault { problem: Shape::TooMany { n_more }.into(), ..last });
        }
    }
    faults
}

type Schema = Result<Validator, Shape>;

/// The schemas of the kinds of file, ready to compare with. Dates are compared by the types.
struct Schemas {
    city: Schema,
    departments: Schema,
    item: Schema,
    duties: Schema,
    plan: Schema,
}

// Building one takes longer than comparing a hundred files with it.
static SCHEMAS: LazyLock<Schemas> = LazyLock::new(|| Schemas {
    city: schema::<City>(),
    departments: schema::<Departments>(),
    item: schema::<Item>(),
    duties: schema::<Duties>(),
    plan: schema::<Plan>(),
});

fn schema<T: JsonSchema>() -> Schema {
    jsonschema::validator_for(schema_for!(T).as_value())
        .map_err(|error| Shape::Unreadable { message: error.to_string() })
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    use std::fmt::Write;
    path.iter().fold(String::new(), |mut pointer, segment| {
        let written: fmt::Result = match segment {
            Segment::Seq { index } => write!(pointer, "/{index}"),
            Segment::Map { key } => write!(pointer, "/{}", check::escape(key)),
            Segment::Enum { variant } => write!(pointer, "/{variant}"),
            Segment::Unknown => Ok(()),
        };
        // Writing into a string cannot fail.
        debug_assert!(written.is_ok());
        pointer
    })
}
