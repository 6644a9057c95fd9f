use axum::http::StatusCode;
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::Text;

use crate::state::Rejection;

/// The one table from refusal to answer.
impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        Problem::of_table(self.kind(), self.title(), Some(self.detail()))
    }
}

impl Rejection {
    fn kind(&self) -> (&'static str, StatusCode) {
        match self {
            Self::NotSupervisor => ("metrics/not-supervisor", StatusCode::FORBIDDEN),
            Self::NotBegun => ("metrics/period-not-begun", StatusCode::CONFLICT),
            Self::AlreadyIssued { .. } => ("metrics/report-issued", StatusCode::CONFLICT),
            Self::AlreadyCorrected { .. } => ("metrics/report-corrected", StatusCode::CONFLICT),
            Self::UnknownReport => ("metrics/unknown-report", StatusCode::UNPROCESSABLE_ENTITY),
        }
    }

    fn title(&self) -> Text {
        let (zh, en) = match self {
            Self::NotSupervisor => ("仅监督员可印发通报", "Only a supervisor issues reports"),
            Self::NotBegun => ("所选时段尚未开始", "The period has not begun"),
            Self::AlreadyIssued { .. } => ("该时段已有通报", "There is a report of this period"),
            Self::AlreadyCorrected { .. } => ("该通报已更正", "The report was corrected"),
            Self::UnknownReport => {
                ("找不到要更正的通报", "There is no such report of this period to correct")
            }
        };
        Text::new(zh, en)
    }

    /// What to do about it.
    fn detail(&self) -> Text {
        let (zh, en) = match self {
            Self::NotSupervisor => {
                ("请由监督员印发。".to_owned(), "Let a supervisor issue it.".to_owned())
            }
            Self::NotBegun => {
                ("请选择已经开始的月份。".to_owned(), "Choose months that have begun.".to_owned())
            }
            Self::AlreadyIssued { report_id } => (
                format!("现行通报为 {report_id}；如需更正，请注明被更正的通报和原因。"),
                format!("Report {report_id} holds; to correct it, name it and say why."),
            ),
            Self::AlreadyCorrected { by } => (
                format!("已由 {by} 更正，请更正该时段的现行通报。"),
                format!("Report {by} corrected it; correct the one that holds now."),
            ),
            Self::UnknownReport => (
                "更正的通报须与原通报时段、部门相同。".to_owned(),
                "A correction is about the same months and the same department.".to_owned(),
            ),
        };
        Text::new(zh, en)
    }
}

#[cfg(test)]
mod tests {
    use tongban_kernel::ReportId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_refusal_has_a_kind_of_its_own() {
        let report_id = ReportId::from_uuid(Uuid::nil());
        for (refusal, kind, status) in [
            (Rejection::NotSupervisor, "metrics/not-supervisor", 403),
            (Rejection::NotBegun, "metrics/period-not-begun", 409),
            (Rejection::AlreadyIssued { report_id }, "metrics/report-issued", 409),
            (Rejection::AlreadyCorrected { by: report_id }, "metrics/report-corrected", 409),
            (Rejection::UnknownReport, "metrics/unknown-report", 422),
        ] {
            let problem = refusal.problem();
            assert_eq!((problem.kind(), problem.status().as_u16()), (kind, status), "{refusal}");
        }
    }
}
