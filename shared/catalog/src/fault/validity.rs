use jiff::civil::Date;

use super::words::{Words, words};

/// What can be wrong with the dates of departments, posts and item versions, and with who follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Validity {
    /// The end is not after the beginning.
    Empty,
    /// Two entries with one code are in force at the same time.
    Overlap {
        /// The code.
        code: String,
        /// First day on which both are in force.
        on: Date,
    },
    /// A version that begins later has a lower number.
    VersionOrder {
        /// The version that begins earlier.
        earlier: u32,
    },
    /// A department or post ends and nobody takes over.
    NobodyTakesOver,
    /// Successors are named, but there is no end, or the code itself goes on.
    SuccessorTooEarly,
    /// Posts name each other as successors in a ring.
    Ring,
    /// A split needs one successor that takes the rest, and has none or several.
    RestUnclear {
        /// How many take the rest.
        n_rest: usize,
    },
}

impl Validity {
    pub(super) fn words(&self) -> Words {
        match self {
            Self::Empty => words(
                ["`valid_until` 不晚于 `valid_from`", "`valid_until` is not after `valid_from`"],
                ["`valid_until` 是失效的第一天", "`valid_until` is the first day without it"],
            ),
            Self::Overlap { code, on } => words(
                [
                    format!("`{code}` 自 {on} 起有两个同时有效的条目"),
                    format!("two entries for `{code}` are in force from {on} on"),
                ],
                [
                    "让前一条目在后一条目生效之日失效",
                    "let the earlier entry end on the day on which the later one begins",
                ],
            ),
            Self::VersionOrder { earlier } => words(
                [
                    format!("版本 {earlier} 生效更早，版本号却不小于它"),
                    format!("version {earlier} begins earlier and has no lower number"),
                ],
                ["生效越晚，版本号越大", "number versions in the order in which they begin"],
            ),
            Self::NobodyTakesOver => words(
                ["终止后无人承接", "it ends and nobody takes over"],
                [
                    "写明承接者，未办结的任务才有人负责",
                    "name who takes over, so that open tasks have someone to answer for them",
                ],
            ),
            Self::SuccessorTooEarly => words(
                [
                    "写了承接者，但没有终止日期，或该编码仍在继续使用",
                    "who takes over is named, but there is no end, or the code itself goes on",
                ],
                ["补上 `valid_until`，或删去承接者", "add `valid_until`, or remove who takes over"],
            ),
            Self::Ring => words(
                ["岗位互为承接者", "posts take over from each other in a ring"],
                ["让最后一个岗位继续有效", "let the last of them go on"],
            ),
            Self::RestUnclear { n_rest } => words(
                [
                    format!("拆分时应有且只有一个部门承接其余工作，现有 {n_rest} 个"),
                    format!("a split needs one successor that takes the rest; here are {n_rest}"),
                ],
                [
                    "只有一个承接部门不写 items 和 posts",
                    "leave items and posts out of exactly one successor",
                ],
            ),
        }
    }
}
