//! Requests become commands here: everything that cannot be used is found before anything is
//! answered, and what is personal is sealed before the domain sees it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use tongban_catalog::model::{Item, ItemCode, Material, VersionRef};
use tongban_catalog::{Catalog, Catalogs};
use tongban_httpkit::{FieldError, Problem};
use tongban_kernel::calendar::Office;
use tongban_kernel::{PersonId, Text};
use tongban_vault::{ContentType, MaterialId, ReadError, Sealer};
use utoipa::ToSchema;

use crate::Cases;
use crate::commands::{Addition, FieldFault, ReadForm, Term};
use crate::events::{HandedIn, PersonalAnswers};
use crate::state::Filed;

/// Files of one case: more are an archive, not an application.
const FILES_MAX: usize = 100;

/// A file that was stored before (`POST /api/intake/materials`).
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileBody {
    /// Its hash, as storing it answered.
    #[schema(value_type = String)]
    sha256: MaterialId,
    /// What it is.
    #[schema(value_type = String)]
    content_type: ContentType,
}

/// Files by the code of the material that they are handed in for.
pub(crate) type Files = BTreeMap<String, Vec<FileBody>>;

/// An answer that cannot be used, where it stands in the body.
pub(crate) fn unusable(fault: &FieldFault) -> FieldError {
    FieldError::new(format!("/form/{}", fault.field), fault.rule, fault.remedy.clone())
}

/// Names that the form does not have.
pub(crate) fn unknown_fields(read: &ReadForm) -> impl Iterator<Item = FieldError> + '_ {
    read.unknown.iter().map(|name| {
        let name = name.replace('~', "~0").replace('/', "~1");
        let remedy = Text::new("该事项的表单没有这一项", "the form of this item has no such field");
        FieldError::new(format!("/form/{name}"), "unknown", remedy)
    })
}

/// Seals the answers about a person.
pub(crate) fn seal_answers(
    sealer: &Sealer,
    personal: &BTreeMap<String, String>,
) -> Result<PersonalAnswers, Problem> {
    let seal = |(name, answer): (&String, &String)| Ok((name.clone(), sealer.seal(answer)?));
    personal.iter().map(seal).collect()
}

/// The catalogue has lost the version of a case: it never should.
#[derive(Debug, thiserror::Error)]
#[error("item {code} version {version} is in no catalogue")]
struct ItemLost {
    code: String,
    version: u32,
}

/// The version of the item that a case keeps.
pub(crate) fn item_of<'a>(catalogs: &'a Catalogs, filed: &Filed) -> Result<&'a Item, Problem> {
    let (code, version) = (filed.item_code.clone(), filed.item_version);
    let reference = ItemCode::parse(&code).ok().map(|code| VersionRef { code, version });
    let item = reference.and_then(|reference| catalogs.item(&reference));
    item.ok_or_else(|| Problem::internal(ItemLost { code, version }))
}

/// The catalogue in force; the newest where none is yet.
pub(crate) fn in_force(catalogs: &Catalogs, at: Timestamp) -> Option<&Catalog> {
    let edition = catalogs.in_force_at(at).or_else(|| catalogs.latest())?;
    Some(&edition.catalog)
}

/// How a department reckons time.
pub(crate) fn office_of(catalogs: &Catalogs, department: &str, at: Timestamp) -> Office {
    let Some(catalog) = in_force(catalogs, at) else { return Office::default() };
    let on = catalog.city().office.date_of(at);
    catalog.office_of(department, on).clone()
}

impl Cases {
    /// The present.
    pub(crate) fn now(&self) -> Timestamp {
        self.cases.runtime().clock.now()
    }

    /// The term in which the department says whether it accepts.
    pub(crate) fn term_of(&self, catalogs: &Catalogs, item: &Item) -> Term {
        let office = office_of(catalogs, item.department.as_str(), self.now());
        Term { budget: item.limits.correction, office }
    }

    /// Reads files by the materials of the item; answers also those that cannot be used.
    pub(crate) async fn read_files(
        &self,
        item: &Item,
        files: Files,
    ) -> Result<(Vec<HandedIn>, Vec<FieldError>), Problem> {
        let n_files: usize = files.values().map(Vec::len).sum();
        if n_files > FILES_MAX {
            let remedy = Text::new(
                format!("一次最多提交 {FILES_MAX} 个文件"),
                format!("at most {FILES_MAX} files"),
            );
            let fault = FieldError::new("/materials", "too-many", remedy);
            return Ok((Vec::new(), vec![fault]));
        }
        let (mut read, mut faults) = (Vec::with_capacity(n_files), Vec::new());
        for (code, files) in files {
            let Some(material) = item.material(&code) else {
                let code = code.replace('~', "~0").replace('/', "~1");
                let remedy = Text::new("该事项没有这一材料", "the item has no such material");
                faults.push(FieldError::new(format!("/materials/{code}"), "unknown", remedy));
                continue;
            };
            for (index, file) in files.into_iter().enumerate() {
                match self.read_file(material, file).await? {
                    Ok(file) => read.push(file),
                    Err((rule, remedy)) => {
                        let field = format!("/materials/{code}/{index}");
                        faults.push(FieldError::new(field, rule, remedy));
                    }
                }
            }
        }
        Ok((read, faults))
    }

    async fn read_file(
        &self,
        material: &Material,
        file: FileBody,
    ) -> Result<Result<HandedIn, (&'static str, Text)>, Problem> {
        let (id, content_type) = (file.sha256, file.content_type);
        if !material.content_types.iter().any(|taken| taken == content_type.as_str()) {
            let list = material.content_types.join(", ");
            let remedy = Text::new(format!("“{}”仅接受：{list}", material.names.zh), list);
            return Ok(Err(("content-type", remedy)));
        }
        let described = match self.materials.describe(id, content_type).await {
            Ok(described) => described,
            Err(ReadError::Unknown { .. }) => {
                let remedy =
                    Text::new("文件未上传，请先上传", "no such file was stored: store it first");
                return Ok(Err(("not-stored", remedy)));
            }
            Err(error) => return Err(Problem::internal(error)),
        };
        let Some(stored) = described else {
            let remedy = Text::new("文件内容与所填类型不符", "the file is of another type");
            return Ok(Err(("content-type", remedy)));
        };
        if stored.size > material.bytes_max {
            let remedy = Text::new(
                format!("文件过大，最多 {} 字节", material.bytes_max),
                format!("at most {} bytes", material.bytes_max),
            );
            return Ok(Err(("size", remedy)));
        }
        let (code, size_bytes) = (material.code.to_string(), stored.size);
        Ok(Ok(HandedIn { code, sha256: id, size_bytes, content_type }))
    }

    /// Reads and seals what is handed in to a case later.
    pub(crate) async fn read_addition(
        &self,
        item: &Item,
        person: PersonId,
        form: Map<String, Value>,
        files: Files,
    ) -> Result<Addition, Problem> {
        let read = crate::commands::read_form(&item.form, form);
        let (materials, mut faults) = self.read_files(item, files).await?;
        faults.extend(read.unusable.iter().map(unusable));
        faults.extend(unknown_fields(&read));
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        let personal_form = if read.personal.is_empty() {
            PersonalAnswers::new()
        } else {
            seal_answers(&self.keys.sealer(person).await?, &read.personal)?
        };
        Ok(Addition { materials, form: read.form, personal_form })
    }
}
