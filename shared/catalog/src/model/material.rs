use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::Text;

use super::{Condition, MaterialCode};

/// A material (材料) of an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Material {
    /// Its code inside the item.
    pub code: MaterialCode,
    /// Its name.
    pub names: Text,
    /// Whether and when it is needed.
    #[serde(default)]
    pub need: Need,
    /// MIME types that are taken.
    #[serde(default = "content_types", skip_serializing_if = "are_usual")]
    pub content_types: Vec<String>,
    /// The largest file that is taken, in bytes.
    #[serde(default = "bytes_max", skip_serializing_if = "is_usual")]
    pub bytes_max: u64,
    /// The government holds it already (材料共享负面清单, requirement S8): it is fetched, and may not be
    /// asked of the applicant.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
}

impl Material {
    /// No file may be larger: the limit of the store of materials, 20 MiB.
    pub const BYTES_MAX: u64 = 20 * 1024 * 1024;
}

/// When a material must be handed in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Always (必要).
    #[default]
    Required,
    /// Never; it may be handed in.
    Optional,
    /// When the answers of the form say so (容缺或按情形).
    When(Condition),
}

// A scan or a photograph, as counters take them.
fn content_types() -> Vec<String> {
    ["application/pdf", "image/jpeg", "image/png"].map(str::to_owned).to_vec()
}

fn are_usual(types: &Vec<String>) -> bool {
    *types == content_types()
}

fn bytes_max() -> u64 {
    Material::BYTES_MAX
}

fn is_usual(bytes: &u64) -> bool {
    *bytes == bytes_max()
}
