use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::Text;

use super::{DepartmentCode, DutyCode};

/// What one department is there for (职责): a file in `duties/`.
///
/// Which department a matter concerns is proposed from these texts, so they name things by the
/// words that people use for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Duties {
    /// Whose they are.
    pub department: DepartmentCode,
    /// Its duties.
    #[schemars(length(min = 1))]
    pub duties: Vec<Duty>,
}

/// One duty, as the decision on the department (三定方案) or its list of powers (权责清单) says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Duty {
    /// Its code inside the department.
    pub code: DutyCode,
    /// What is to be done.
    pub text: Text,
    /// The rules it rests on, as they are cited in Chinese.
    #[schemars(length(min = 1))]
    pub legal_basis: Vec<String>,
}
