use tongban_calendar::Budget;
use tongban_kernel::Text;

use super::words::{Words, words};

/// What can be wrong with limits and with the order of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Steps wait for each other in a ring.
    Cycle {
        /// The steps, the first one again at the end.
        ids: Vec<String>,
    },
    /// A limit is zero, or longer than any procedure.
    Amount,
    /// A limit is longer than the one that it must fit in.
    LongerThan {
        /// The limit that it must fit in.
        bound: Bound,
    },
    /// The steps one after the other take longer than the promise.
    PathTooLong {
        /// The steps of the longest path.
        ids: Vec<String>,
    },
    /// An extension has another unit than the limit that it extends.
    UnitDiffers,
    /// An instant item promises more than a day.
    NotInstant,
    /// A special procedure suspends no clock.
    SuspendsNothing,
    /// A higher rung of a ladder of warnings is reached before a lower one.
    LadderOrder,
    /// A limit of an emergency waits for the office to open.
    NotAroundTheClock,
}

/// A limit that another must fit in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// 法定时限.
    Statutory,
    /// 环节时限.
    Step,
    /// 裁决期限.
    Ruling,
    /// 响应时限.
    Response,
}

impl Timing {
    pub(super) fn words(&self) -> Words {
        match self {
            Self::Cycle { ids } => {
                let ring = ids.join(" → ");
                words(
                    [format!("环节循环等待：{ring}"), format!("steps wait in a ring: {ring}")],
                    ["删去其中一个 `after`", "remove one of these from `after`"],
                )
            }
            Self::Amount => {
                let max = Budget::AMOUNT_MAX;
                words(
                    [format!("时限应为 1 至 {max}"), format!("a limit must be 1 to {max}")],
                    ["核对数字和单位", "check the number and its unit"],
                )
            }
            Self::LongerThan { bound } => {
                let Text { zh, en } = bound.text();
                words(
                    [format!("时限长于{zh}"), format!("the limit is longer than the {en}")],
                    ["缩短该时限", "shorten it"],
                )
            }
            Self::PathTooLong { ids } => {
                let path = ids.join(" → ");
                words(
                    [
                        format!("依次办理的环节合计超过承诺时限：{path}"),
                        format!("one after the other these take longer than the promise: {path}"),
                    ],
                    ["缩短环节时限，或让环节并行", "shorten a step, or let steps run side by side"],
                )
            }
            Self::UnitDiffers => words(
                [
                    "延长期限与法定时限单位不同",
                    "the extension has another unit than the statutory limit",
                ],
                ["改用与法定时限相同的单位", "use the unit of the statutory limit"],
            ),
            Self::NotInstant => words(
                [
                    "即办件的承诺时限超过一个工作日",
                    "an instant item promises more than one working day",
                ],
                ["缩短承诺时限，或改为承诺件", "promise a day, or make it a promised item"],
            ),
            Self::SuspendsNothing => words(
                ["特别程序没有暂停任何时钟", "the special procedure suspends no clock"],
                ["写明暂停哪些时钟，或删去 suspends", "name the clocks, or remove `suspends`"],
            ),
            Self::NotAroundTheClock => words(
                [
                    "应急时限须昼夜连续计算",
                    "a limit of an emergency must be counted around the clock",
                ],
                ["改用 hours 或 minutes", "write it in hours or minutes"],
            ),
            Self::LadderOrder => words(
                [
                    "督办阶梯中较高一级早于较低一级",
                    "a higher rung of the ladder is reached before a lower one",
                ],
                [
                    "依次为分管领导、监督员、问责，逐级不早于前一级",
                    "head of the department, supervisor, accountability: none before the one below",
                ],
            ),
        }
    }
}

impl Bound {
    fn text(self) -> Text {
        match self {
            Self::Statutory => Text::new("法定时限", "statutory limit"),
            Self::Step => Text::new("环节时限", "limit of the step"),
            Self::Ruling => Text::new("裁决期限", "limit of the ruling"),
            Self::Response => Text::new("两小时响应时限", "two hours of the first response"),
        }
    }
}
