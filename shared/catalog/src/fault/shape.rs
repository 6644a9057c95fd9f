use super::words::{Words, words};

/// What can be wrong with a file before anyone asks what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A file or directory cannot be read; `message` is the operating system's.
    Unreadable {
        /// Why.
        message: String,
    },
    /// The text is no YAML; `message` is the parser's.
    Syntax {
        /// Why.
        message: String,
    },
    /// A key stands twice in one mapping.
    KeyTwice {
        /// The key.
        key: String,
    },
    /// A field that does not exist.
    UnknownField {
        /// The field.
        field: String,
    },
    /// A field that must be there is not.
    MissingField {
        /// The field.
        field: String,
    },
    /// A value that cannot stand here.
    Misfit {
        /// What stands there.
        given: String,
        /// What may stand there.
        expected: String,
    },
    /// A text is empty or blank.
    Blank,
    /// There are more faults than anyone reads at once.
    TooMany {
        /// How many are not shown.
        n_more: usize,
    },
}

impl Shape {
    pub(super) fn words(&self) -> Words {
        match self {
            Self::Unreadable { message } => words(
                [format!("无法读取：{message}"), format!("cannot be read: {message}")],
                [
                    "目录中应有 city.yaml、departments.yaml 和 items/*.yaml，并可读取",
                    "the directory holds city.yaml, departments.yaml and items/*.yaml, readable",
                ],
            ),
            Self::Syntax { message } => words(
                [format!("YAML 语法错误：{message}"), format!("this is not YAML: {message}")],
                [
                    "检查该行及其上一行的缩进、冒号和引号",
                    "look at indentation, colons and quotes in this line and the one above",
                ],
            ),
            Self::KeyTwice { key } => words(
                [format!("键 `{key}` 重复"), format!("the key `{key}` stands twice")],
                ["删去其中一个", "remove one of the two"],
            ),
            Self::UnknownField { field } => words(
                [format!("没有字段 `{field}`"), format!("there is no field `{field}` here")],
                [
                    "检查拼写；可用字段见 schemas/catalog.schema.json",
                    "check the spelling; schemas/catalog.schema.json lists the fields",
                ],
            ),
            Self::MissingField { field } => words(
                [format!("缺少字段 `{field}`"), format!("the field `{field}` is missing")],
                ["补上该字段", "add the field"],
            ),
            Self::Misfit { given, expected } => words(
                [
                    format!("`{given}` 不能写在这里，应为：{expected}"),
                    format!("`{given}` cannot stand here; expected: {expected}"),
                ],
                [
                    "按 schemas/catalog.schema.json 改写；编码和数字形式的文字要加引号",
                    "write it as schemas/catalog.schema.json says; quote words made of digits",
                ],
            ),
            Self::Blank => words(
                ["文字为空", "the text is empty"],
                ["填写内容，或删去该字段", "fill it in, or remove the field"],
            ),
            Self::TooMany { n_more } => words(
                [format!("另有 {n_more} 处错误未列出"), format!("{n_more} more are not listed")],
                ["先改正以上各处，再检查一次", "correct those above and check again"],
            ),
        }
    }
}
