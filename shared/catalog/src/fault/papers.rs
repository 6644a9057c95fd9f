use super::words::{Words, words};

/// What can be wrong with materials, their conditions and the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Papers {
    /// Not a MIME type, or none is taken.
    ContentType,
    /// The size limit of a material is zero or over the limit of the store.
    Size {
        /// The most that the store takes.
        bytes_max: u64,
    },
    /// `all` or `any` of nothing: holds always or never.
    EmptyCondition,
    /// A condition compares a field with a value that it can never have.
    NeverHolds {
        /// The field.
        field: String,
    },
    /// A choice offers fewer than two answers.
    NoChoice,
    /// A field asks for data about a person and is not marked so.
    NotMarkedPersonal,
}

impl Papers {
    pub(super) fn words(&self) -> Words {
        match self {
            Self::ContentType => words(
                ["不是内容类型（MIME）", "this is no content type (MIME)"],
                ["例如 application/pdf", "for example application/pdf"],
            ),
            Self::Size { bytes_max } => words(
                [
                    format!("文件大小上限应在 1 至 {bytes_max} 字节之间"),
                    format!("the size limit must be 1 to {bytes_max} bytes"),
                ],
                ["改为范围内的数", "choose a number in that range"],
            ),
            Self::EmptyCondition => words(
                ["条件为空，恒真或恒假", "the condition is empty: it holds always or never"],
                [
                    "写明条件，或改用 required、optional",
                    "say when, or use `required` or `optional`",
                ],
            ),
            Self::NeverHolds { field } => words(
                [
                    format!("字段 `{field}` 不可能取这个值，条件永不成立"),
                    format!("the field `{field}` never has this value, so this never holds"),
                ],
                ["核对字段类型和选项", "compare it with the kind and the choices of the field"],
            ),
            Self::NoChoice => words(
                ["选项少于两个", "a choice needs at least two answers"],
                ["补充选项，或改用其他类型", "add answers, or use another kind"],
            ),
            Self::NotMarkedPersonal => words(
                [
                    "该字段涉及个人信息，却没有标注 `personal`",
                    "the field asks for data about a person and is not marked `personal`",
                ],
                ["加上 `personal`，才会加密和脱敏", "mark it, so that it is encrypted and masked"],
            ),
        }
    }
}
