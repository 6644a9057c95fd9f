use jiff::civil::Date;
use tongban_kernel::Text;

use super::words::{Words, words};

/// What can be wrong with codes and with references to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// A code is used twice.
    Twice {
        /// What has the code.
        what: Thing,
        /// The code.
        code: String,
    },
    /// A reference that leads nowhere.
    Unknown {
        /// What was meant.
        what: Thing,
        /// The code.
        code: String,
    },
    /// Something referred to is not in force on the day on which it is needed.
    NotInForce {
        /// What was meant.
        what: Thing,
        /// The code.
        code: String,
        /// The day.
        on: Date,
    },
    /// A department is asked for help by itself.
    AsksItself,
    /// A special procedure has the code of what is none: that a case was closed.
    CodeOfClosure,
    /// A step asks a department for help twice.
    AsksTwice {
        /// The department.
        code: String,
    },
    /// Not a unified social credit code.
    UnifiedCode,
    /// Not an implementation code as the profile of the city has it.
    ImplementationCode,
}

/// What a code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// 部门.
    Department,
    /// 岗位.
    Post,
    /// 事项.
    Item,
    /// 事项版本.
    Version,
    /// 环节.
    Step,
    /// 材料.
    Material,
    /// 特别程序.
    Procedure,
    /// 结果.
    Result,
    /// 表单字段.
    Field,
    /// 选项.
    Choice,
    /// 职责.
    Duty,
    /// 职责清单.
    Duties,
    /// 预案版本.
    PlanVersion,
    /// 预案工作组.
    Role,
    /// 处置任务.
    Task,
    /// 容缺材料.
    Paper,
}

impl Naming {
    pub(super) fn words(&self) -> Words {
        match self {
            Self::Twice { what, code } => {
                let Text { zh, en } = what.text();
                words(
                    [format!("{zh} `{code}` 重复"), format!("the {en} `{code}` is there twice")],
                    ["改用另一个编码", "give one of them another code"],
                )
            }
            Self::Unknown { what, code } => {
                let Text { zh, en } = what.text();
                words(
                    [format!("{zh} `{code}` 不存在"), format!("there is no {en} `{code}`")],
                    ["检查编码，或先定义它", "check the code, or define it first"],
                )
            }
            Self::NotInForce { what, code, on } => {
                let Text { zh, en } = what.text();
                words(
                    [
                        format!("{zh} `{code}` 在 {on} 无效"),
                        format!("the {en} `{code}` is not in force on {on}"),
                    ],
                    [
                        "改为当日有效的编码，或调整有效期",
                        "name one that is in force on that day, or change the dates",
                    ],
                )
            }
            Self::CodeOfClosure => words(
                [
                    "该代码专指办结后至重新办理前的时间，不能用于特别程序",
                    "the code stands for the time for which a case is closed",
                ],
                ["换一个代码", "use another code"],
            ),
            Self::AsksItself => words(
                ["部门请求自己协同", "the department is asked for help by itself"],
                ["改为其他部门，或把它写成环节", "name another department, or make it a step"],
            ),
            Self::AsksTwice { code } => words(
                [
                    format!("同一环节两次请求部门 `{code}` 协同"),
                    format!("the step asks the department `{code}` twice"),
                ],
                ["只请求一次，把两项要求并为一项", "ask it once, with both questions in one"],
            ),
            Self::UnifiedCode => words(
                [
                    "不是有效的统一社会信用代码（GB 32100）",
                    "this is no unified social credit code (GB 32100)",
                ],
                ["核对 18 位代码及其校验码", "compare all 18 characters; the last is a check"],
            ),
            Self::ImplementationCode => words(
                [
                    "实施编码不符合本市的编码规则",
                    "the implementation code is not built as the profile of the city says",
                ],
                [
                    "核对编码，或修改 city.yaml 的 implementation_codes",
                    "correct the code, or implementation_codes in city.yaml",
                ],
            ),
        }
    }
}

impl Thing {
    fn text(self) -> Text {
        match self {
            Self::Department => Text::new("部门", "department"),
            Self::Post => Text::new("岗位", "post"),
            Self::Item => Text::new("事项", "item"),
            Self::Version => Text::new("事项版本", "item version"),
            Self::Step => Text::new("环节", "step"),
            Self::Material => Text::new("材料", "material"),
            Self::Procedure => Text::new("特别程序", "special procedure"),
            Self::Result => Text::new("结果", "result"),
            Self::Field => Text::new("表单字段", "form field"),
            Self::Choice => Text::new("选项", "choice"),
            Self::Duty => Text::new("职责", "duty"),
            Self::Duties => Text::new("部门职责清单", "list of duties of the department"),
            Self::PlanVersion => Text::new("预案版本", "plan version"),
            Self::Role => Text::new("工作组", "role"),
            Self::Task => Text::new("处置任务", "task"),
            Self::Paper => Text::new("容缺材料", "skipped paper"),
        }
    }
}
