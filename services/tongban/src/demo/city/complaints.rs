//! Complaints: lodged about a case, answered by its department, closed by who complained.

use rand::RngExt as _;
use serde::Deserialize;
use serde_json::json;
use tongban_catalog::model::Item;
use uuid::Uuid;

use super::agenda::Errand;
use super::window::Anything;
use super::{CallError, City};
use crate::demo::people::Party;
use crate::demo::staff::{By, WINDOW_DEPARTMENT};

/// How often one complaint is taken up again.
const REOPENED_MAX: u32 = 1;

/// A complaint, and what comes next about it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ComplaintErrand {
    case_id: Uuid,
    item_code: String,
    department: String,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq)]
enum Stage {
    /// As the complainant is stated.
    Lodge(serde_json::Value),
    Assign(Uuid),
    Order(Uuid),
    Report(Uuid),
    Answer {
        complaint_id: Uuid,
        n_reopened: u32,
    },
    /// The complainant is asked whether the matter is solved.
    HearBack {
        complaint_id: Uuid,
        n_reopened: u32,
    },
}

#[derive(Deserialize)]
struct Standing {
    complaint_id: Uuid,
}

impl ComplaintErrand {
    /// A complaint of an applicant about how the own case is handled. None about the department of
    /// the windows: those call the complainants back, and nobody closes a complaint about oneself.
    pub(super) fn about(case_id: Uuid, item: &Item, party: &Party) -> Option<Self> {
        let (item_code, department) = (item.code.to_string(), item.department.to_string());
        let stage = Stage::Lodge(party.stated());
        let errand = Self { case_id, item_code, department, stage };
        Some(errand).filter(|errand| errand.department != WINDOW_DEPARTMENT)
    }
}

/// What is read of a complaint in the list of the desk.
#[derive(Deserialize)]
struct Listed {
    complaint_id: Uuid,
    case_id: Option<Uuid>,
    department: Option<String>,
    item_code: Option<String>,
}

impl City {
    /// Has the complaint that came of a bad rating answered as others are.
    pub(super) async fn take_up(&mut self, case_id: Uuid) -> Result<(), CallError> {
        let path = "/api/complaint/complaints?state=lodged&limit=200";
        let rows: Vec<Listed> = self.client.rows(By::Coordinator, path).await?;
        let found = rows.into_iter().find(|row| row.case_id == Some(case_id));
        let Some(Listed { complaint_id, department: Some(department), item_code, .. }) = found
        else {
            return Ok(());
        };
        if department == WINDOW_DEPARTMENT {
            return Ok(());
        }
        let (item_code, stage) = (item_code.unwrap_or_default(), Stage::Assign(complaint_id));
        let at = self.about(2);
        let errand = ComplaintErrand { case_id, item_code, department, stage };
        self.agenda.write(at, Errand::Complaint(errand));
        Ok(())
    }

    /// Does the next thing about a complaint, and writes down what follows.
    pub(super) async fn go_on_with(&mut self, errand: ComplaintErrand) -> Result<(), CallError> {
        let (next, hours) = match &errand.stage {
            Stage::Lodge(complainant) => (self.lodge(&errand, complainant).await?, 6),
            Stage::Assign(id) => (self.assign(*id, &errand.department).await?, 20),
            Stage::Order(id) => {
                let body = json!({ "order": "限期说明逾期原因并整改" });
                self.complaint(By::Supervisor, *id, "order-rectification", body).await?;
                (Stage::Report(*id), 40)
            }
            Stage::Report(id) => {
                let body = json!({ "report": "已加派人员，积压事项办理完毕" });
                let by = By::Handler(&errand.department);
                self.complaint(by, *id, "report-rectification", body).await?;
                (Stage::Answer { complaint_id: *id, n_reopened: 0 }, 20)
            }
            Stage::Answer { complaint_id, n_reopened } => {
                let body = json!({ "answer": "经核查，已向您说明办理进度，预计按期办结" });
                let by = By::Handler(&errand.department);
                self.complaint(by, *complaint_id, "answer", body).await?;
                let (complaint_id, n_reopened) = (*complaint_id, *n_reopened);
                (Stage::HearBack { complaint_id, n_reopened }, 20)
            }
            Stage::HearBack { complaint_id, n_reopened } => {
                match self.hear_back(*complaint_id, *n_reopened).await? {
                    Some(next) => (next, 30),
                    None => return Ok(()),
                }
            }
        };
        let at = self.about(hours);
        self.agenda.write(at, Errand::Complaint(ComplaintErrand { stage: next, ..errand }));
        Ok(())
    }

    async fn lodge(
        &mut self,
        errand: &ComplaintErrand,
        complainant: &serde_json::Value,
    ) -> Result<Stage, CallError> {
        let body = json!({
            "case_id": errand.case_id, "item_code": errand.item_code,
            "department": errand.department, "complainant": complainant, "channel": "hotline",
            "title": "反映办理进度缓慢",
            "text": "申请人来电反映，办件提交后长时间没有进展，希望尽快答复。",
        });
        let path = "/api/complaint/complaints";
        let standing: Standing = self.client.command(By::Clerk, path, body).await?;
        Ok(Stage::Assign(standing.complaint_id))
    }

    async fn assign(&mut self, id: Uuid, department: &str) -> Result<Stage, CallError> {
        let body = json!({ "department": department });
        self.complaint(By::Coordinator, id, "assign", body).await?;
        let needs_more = self.happens(30);
        let answer = Stage::Answer { complaint_id: id, n_reopened: 0 };
        Ok(if needs_more { Stage::Order(id) } else { answer })
    }

    /// The window calls the complainant, who is content or not.
    async fn hear_back(
        &mut self,
        complaint_id: Uuid,
        n_reopened: u32,
    ) -> Result<Option<Stage>, CallError> {
        if n_reopened < REOPENED_MAX && self.happens(25) {
            let body = json!({ "reason": "来电人表示问题仍未解决" });
            self.complaint(By::Clerk, complaint_id, "reopen", body).await?;
            return Ok(Some(Stage::Answer { complaint_id, n_reopened: n_reopened + 1 }));
        }
        let satisfaction = self.rng.random_range(1..=4);
        let body = json!({ "satisfaction": satisfaction, "solved": satisfaction <= 3 });
        self.complaint(By::Clerk, complaint_id, "confirm", body).await?;
        Ok(None)
    }

    async fn complaint(
        &mut self,
        by: By<'_>,
        id: Uuid,
        verb: &str,
        body: serde_json::Value,
    ) -> Result<(), CallError> {
        let path = format!("/api/complaint/complaints/{id}/{verb}");
        let _: Anything = self.client.command(by, &path, body).await?;
        Ok(())
    }
}
