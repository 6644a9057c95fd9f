use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::state::Rejection;

const CONFLICT: StatusCode = StatusCode::CONFLICT;
const NOT_FOUND: StatusCode = StatusCode::NOT_FOUND;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

type Entry = (&'static str, StatusCode, &'static str, &'static str);

impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        let (kind, status, zh, en) = self.entry();
        Problem::new(kind, status, Text::new(zh, en)).with_detail(self.detail())
    }
}

/// The one table from refusal to answer: type, status, title.
#[rustfmt::skip]
impl Rejection {
    fn entry(&self) -> Entry {
        match self {
            Self::Unknown => ("approval/unknown-case", NOT_FOUND, "没有这一办件", "No such case"),
            Self::AlreadyOpen => ("approval/already-open", CONFLICT, "办件已进入审批", "The case is already open"),
            Self::NotOpen => ("approval/not-open", CONFLICT, "办件已办结或终止", "The case is over"),
            Self::UnknownStep { .. } => ("approval/unknown-step", NOT_FOUND, "事项没有这一环节", "No such step"),
            Self::StepNotActive { .. } => ("approval/step-not-active", CONFLICT, "该环节当前不在办理中", "The step is not being worked on"),
            Self::NotYourDepartment { .. } => ("approval/not-your-department", FORBIDDEN, "该环节由其他部门办理", "Another department works this"),
            Self::AnswersMissing { .. } => ("approval/answers-missing", CONFLICT, "协同部门尚未反馈", "Departments that were asked have not answered"),
            Self::NotAsked { .. } => ("approval/not-asked", CONFLICT, "该环节未征求该部门意见", "The step did not ask for this answer"),
            Self::NotEarlier { .. } => ("approval/not-earlier", CONFLICT, "只能退回到已办的前序环节", "A case goes back only to an earlier step that is done"),
            Self::NotBegun { .. } => ("approval/not-begun", CONFLICT, "只能从已开始的环节重新办理", "A case is reopened only at a step that was begun"),
            Self::StepsMissing { .. } => ("approval/steps-missing", CONFLICT, "尚有环节未办", "Steps are still to be done"),
            Self::UnknownProcedure { .. } => ("approval/unknown-procedure", UNPROCESSABLE, "事项没有这一特别程序", "The item has no such special procedure"),
            Self::AlreadySuspended => ("approval/already-suspended", CONFLICT, "计时已中止", "The clocks stand still already"),
            Self::NotSuspended => ("approval/not-suspended", CONFLICT, "计时未中止", "The clocks run already"),
            Self::ExtensionTooLong { .. } => ("approval/extension-too-long", CONFLICT, "超出事项允许的延长期限", "The item does not allow such an extension"),
            Self::LimitPassed { .. } => ("approval/limit-passed", CONFLICT, "法定期限已届满", "The limit of law has ended"),
            Self::Due(_) => ("approval/no-due-date", CONFLICT, "无法计算期限", "No due date can be computed"),
        }
    }
}

impl Rejection {
    fn detail(&self) -> Text {
        let en = self.to_string();
        let zh = match self {
            Self::Unknown => "请核对办件编号；受理后办件才进入审批。".to_owned(),
            Self::AlreadyOpen => "无需再次开启。".to_owned(),
            Self::NotOpen => "如需继续办理，请先依据决定重新办理该件。".to_owned(),
            Self::UnknownStep { step } => format!("没有名为 {step} 的环节，请查看办件的环节列表。"),
            Self::StepNotActive { step } => format!("环节 {step} 尚在等待前序环节或已办完。"),
            Self::NotYourDepartment { department } => format!("只有 {department} 可以办理。"),
            Self::AnswersMissing { departments } => {
                format!("等待反馈的部门：{}。可催办或请协调员处理。", departments.join("、"))
            }
            Self::NotAsked { step, department } => {
                format!("环节 {step} 没有征求 {department} 的意见。")
            }
            Self::NotEarlier { from, to } => {
                format!("环节 {to} 不在环节 {from} 之前，或尚未办理。")
            }
            Self::NotBegun { step } => {
                format!("环节 {step} 尚未开始，或其前序环节未办完，请选择更早的环节。")
            }
            Self::StepsMissing { steps } => format!("未办环节：{}。", steps.join("、")),
            Self::UnknownProcedure { procedure } => {
                format!("没有编码为 {procedure} 的特别程序，请查看事项的特别程序列表。")
            }
            Self::AlreadySuspended => "请先恢复计时。".to_owned(),
            Self::NotSuspended => "没有可恢复的中止。".to_owned(),
            Self::ExtensionTooLong { max } => {
                format!("累计延长不得超过 {max}（以原期限的单位计）。")
            }
            Self::LimitPassed { due_at } => {
                format!("法定期限已于 {due_at} 届满；延长须在期限届满前批准，请尽快办结。")
            }
            Self::Due(_) => "请检查事项的时限设置。".to_owned(),
        };
        Text::new(zh, en)
    }
}
