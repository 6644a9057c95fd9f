//! Of what an item or a plan is made, by one version and by another.

use serde::Serialize;
use serde_json::{Map, Value};
use tongban_catalog::model::{City, Item, Plan, Step};
use tongban_kernel::Text;
use tongban_kernel::calendar::Budget;
use utoipa::ToSchema;

/// A part of an item or a plan that is added, gone or another.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartMove {
    /// What it is.
    pub kind: PartKind,
    /// What became of it.
    pub change: PartChange,
    /// Its code.
    pub code: String,
    /// Its name.
    #[schema(value_type = Object)]
    pub names: Text,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A step (环节).
    Step,
    /// A material (材料).
    Material,
    /// A field of the form.
    Field,
    /// A special procedure (特别程序).
    Procedure,
    /// A result (办理结果).
    Result,
    /// A role of a plan (工作组).
    Role,
    /// A task of a plan (处置任务).
    PlanTask,
}

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartChange {
    /// It is new.
    Added,
    /// It is no more.
    Gone,
    /// Something else than its limits is said otherwise: limits are told apart.
    Changed,
}

/// A part of one version, with what is said of it.
pub(super) struct Part {
    kind: PartKind,
    code: String,
    names: Text,
    said: Value,
}

impl Part {
    fn of(kind: PartKind, code: &str, names: &Text, said: &impl Serialize) -> Self {
        Self { kind, code: code.to_owned(), names: names.clone(), said: value_of(said) }
    }

    fn is_the_same_part(&self, other: &Self) -> bool {
        self.kind == other.kind && self.code == other.code
    }
}

/// The parts that are added, changed or gone, in the order of the newer version.
pub(super) fn moved_parts(before: &[Part], after: &[Part]) -> Vec<PartMove> {
    let moved = |part: &Part, change| PartMove {
        kind: part.kind,
        change,
        code: part.code.clone(),
        names: part.names.clone(),
    };
    let new =
        after.iter().filter_map(|is| match before.iter().find(|was| was.is_the_same_part(is)) {
            None => Some(moved(is, PartChange::Added)),
            Some(was) if was.said != is.said => Some(moved(is, PartChange::Changed)),
            Some(_) => None,
        });
    let gone = before.iter().filter(|was| !after.iter().any(|is| is.is_the_same_part(was)));
    new.chain(gone.map(|part| moved(part, PartChange::Gone))).collect()
}

/// Limits are told apart from what else is said.
const NO_LIMIT: Budget = Budget::SameDay;

/// The parts of an item.
pub(super) fn parts_of_item(item: &Item) -> Vec<Part> {
    let mut all: Vec<_> = item.steps.iter().map(step).collect();
    all.extend(
        item.materials
            .iter()
            .map(|one| Part::of(PartKind::Material, one.code.as_str(), &one.names, one)),
    );
    all.extend(
        item.form
            .fields
            .iter()
            .map(|one| Part::of(PartKind::Field, one.name.as_str(), &one.titles, one)),
    );
    all.extend(item.special_procedures.iter().map(|one| {
        let mut said = one.clone();
        said.limit = NO_LIMIT;
        Part::of(PartKind::Procedure, one.code.as_str(), &one.names, &said)
    }));
    all.extend(
        item.results
            .iter()
            .map(|one| Part::of(PartKind::Result, one.code.as_str(), &one.names, one)),
    );
    all
}

fn step(step: &Step) -> Part {
    let mut said = step.clone();
    said.limit = NO_LIMIT;
    for ask in &mut said.cooperation {
        ask.limit = NO_LIMIT;
    }
    Part::of(PartKind::Step, step.id.as_str(), &step.names, &said)
}

/// The parts of a plan.
pub(super) fn parts_of_plan(plan: &Plan) -> Vec<Part> {
    let roles =
        plan.roles.iter().map(|one| Part::of(PartKind::Role, one.code.as_str(), &one.names, one));
    let tasks = plan.tasks.iter().map(|one| {
        let mut said = one.clone();
        said.limit = NO_LIMIT;
        for paper in &mut said.skips {
            paper.within = NO_LIMIT;
        }
        Part::of(PartKind::PlanTask, one.code.as_str(), &one.asks, &said)
    });
    roles.chain(tasks).collect()
}

/// Fields whose change is told otherwise, or is none.
const TOLD: [&str; 10] = [
    "code",
    "version",
    "valid_from",
    "limits",
    "ladder",
    "steps",
    "materials",
    "special_procedures",
    "form",
    "results",
];
const TOLD_OF_PLANS: [&str; 7] =
    ["code", "version", "valid_from", "respond_within", "ladder", "roles", "tasks"];
const TOLD_OF_CITY: [&str; 2] = ["ladder", "arbitration"];

/// Fields of an item, as files name them, that are said otherwise and told nowhere else.
pub(super) fn other_fields_of_item(before: &Item, after: &Item) -> Vec<String> {
    let mut fields = other_fields(before, after, &TOLD);
    let basis = |item: &Item| item.limits.extension.as_ref().map(|one| one.basis.clone());
    if basis(before).zip(basis(after)).is_some_and(|(was, is)| was != is) {
        fields.push("limits.extension.basis".to_owned());
    }
    fields
}

/// The same of a plan.
pub(super) fn other_fields_of_plan(before: &Plan, after: &Plan) -> Vec<String> {
    other_fields(before, after, &TOLD_OF_PLANS)
}

/// The same of a city.
pub(super) fn other_fields_of_city(before: &City, after: &City) -> Vec<String> {
    let mut fields = other_fields(before, after, &TOLD_OF_CITY);
    if before.arbitration.members_min != after.arbitration.members_min {
        fields.push("arbitration.members_min".to_owned());
    }
    fields
}

fn other_fields<T: Serialize>(before: &T, after: &T, told: &[&str]) -> Vec<String> {
    let (before, after) = (fields_of(before), fields_of(after));
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    let other = names.filter(|name| !told.contains(&name.as_str()));
    other.filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

fn fields_of(value: &impl Serialize) -> Map<String, Value> {
    match value_of(value) {
        Value::Object(fields) => fields,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Map::new()
        }
    }
}

/// Plain values of the catalogue can all be written as JSON.
fn value_of(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
