//! At the service window: applications are handed in, completed, accepted, declined, withdrawn.

use std::collections::BTreeMap;

use rand::RngExt as _;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tongban_catalog::model::{Item, Material, ServiceObject};
use uuid::Uuid;

use super::agenda::Errand;
use super::complaints::ComplaintErrand;
use super::{CallError, City, OpenCase};
use crate::demo::forms;
use crate::demo::paper::Paper;
use crate::demo::people::Party;
use crate::demo::staff::By;

/// Items weigh one and this much more for each department that they ask: the city is to show how
/// departments work together.
const WEIGHT_OF_COOPERATION: usize = 2;

/// What the applicant takes home.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(in crate::demo) struct Receipt {
    pub(in crate::demo) case_id: Uuid,
    pub(in crate::demo) number: String,
    pub(in crate::demo) check_code: String,
}

/// An answer of which nothing is read.
#[derive(Deserialize)]
pub(super) struct Anything {}

/// A stored file as applications name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredFile {
    sha256: String,
    content_type: String,
}

/// What an application waits for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Application {
    pub(super) case_id: Uuid,
    pub(super) next: Next,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Next {
    Accept,
    Decline,
    /// The applicant thinks better of it.
    Withdraw,
    /// What was missing is brought.
    Supplement(Files),
}

/// Files by the code of their material.
pub(super) type Files = BTreeMap<String, Vec<StoredFile>>;

impl City {
    /// Somebody hands something in; what follows is written down.
    pub(super) async fn hand_in(&mut self) -> Result<(), CallError> {
        let Some(item) = self.choose_item() else { return Ok(()) };
        let party = self.choose_party(&item);
        let form = forms::fill(&item.form, &party, self.today(), &mut self.rng);
        let mut files = self.files_for(&item, &form).await?;
        let left_out = if self.happens(12) { files.pop_last() } else { None };
        let case_id = self.submit(&item, &party, form, files).await?.case_id;
        let next = match left_out {
            Some(file) => Next::Supplement(Files::from([file])),
            None if self.happens(3) => Next::Withdraw,
            None if self.happens(3) => Next::Decline,
            None => Next::Accept,
        };
        let at = self.about(if matches!(next, Next::Supplement(_)) { 30 } else { 4 });
        self.agenda.write(at, Errand::Answer(Application { case_id, next }));
        let complaint = ComplaintErrand::about(case_id, &item, &party);
        if let Some(complaint) = complaint.filter(|_| self.happens(10)) {
            let at = self.about(120);
            self.agenda.write(at, Errand::Complaint(complaint));
        }
        Ok(())
    }

    /// Hands an application in, complete or not.
    pub(super) async fn submit(
        &mut self,
        item: &Item,
        party: &Party,
        form: Map<String, Value>,
        files: Files,
    ) -> Result<Receipt, CallError> {
        let body = json!({
            "item": item.code, "channel": "window", "applicant": party.stated(), "form": form,
            "materials": files, "accept_incomplete": true,
        });
        let receipt: Receipt = self.client.command(By::Clerk, "/api/intake/cases", body).await?;
        let department = item.department.to_string();
        self.open.insert(receipt.case_id, OpenCase { department, receipt: receipt.clone() });
        Ok(receipt)
    }

    /// Does what an application waits for.
    pub(super) async fn answer_application(
        &mut self,
        Application { case_id, next }: Application,
    ) -> Result<(), CallError> {
        let (verb, body) = match &next {
            Next::Accept => ("accept", json!({})),
            Next::Decline => (
                "decline",
                json!({ "reason": "申请事项不属于本机关职权范围",
                        "legal_basis": "《中华人民共和国行政许可法》第三十二条" }),
            ),
            Next::Withdraw => ("withdraw", json!({ "reason": "申请人改变计划" })),
            Next::Supplement(files) => ("supplement", json!({ "materials": files })),
        };
        let path = format!("/api/intake/cases/{case_id}/{verb}");
        let _: Anything = self.client.command(By::Clerk, &path, body).await?;
        match next {
            Next::Accept if self.happens(20) => {
                let at = self.about(12);
                self.agenda.write(at, Errand::Ask { case_id });
            }
            Next::Accept => {}
            Next::Decline | Next::Withdraw => {
                if let Some(OpenCase { receipt, .. }) = self.open.remove(&case_id) {
                    self.goes_home(receipt);
                }
            }
            Next::Supplement(_) => {
                let (at, next) = (self.about(4), Next::Accept);
                self.agenda.write(at, Errand::Answer(Application { case_id, next }));
            }
        }
        Ok(())
    }

    /// Stored files for everything that the item wants with these answers.
    pub(super) async fn files_for(
        &mut self,
        item: &Item,
        form: &Map<String, Value>,
    ) -> Result<Files, CallError> {
        let mut files = Files::new();
        for material in item.required_materials(form) {
            if let Some(file) = self.file(item, material).await? {
                files.insert(material.code.to_string(), vec![file]);
            }
        }
        Ok(files)
    }

    /// The file for a material, stored when it is wanted for the first time.
    async fn file(
        &mut self,
        item: &Item,
        material: &Material,
    ) -> Result<Option<StoredFile>, CallError> {
        let key = (item.code.to_string(), material.code.to_string());
        if let Some(file) = self.files.get(&key) {
            return Ok(Some(file.clone()));
        }
        let Some(paper) = Paper::for_material(item.code.as_str(), material) else {
            return Ok(None);
        };
        let file: StoredFile =
            self.client.store(By::Clerk, paper.content_type, paper.bytes).await?;
        self.files.insert(key, file.clone());
        Ok(Some(file))
    }

    fn choose_item(&mut self) -> Option<Item> {
        let today = self.today();
        let weight = |item: &Item| {
            let n_asked: usize = item.steps.iter().map(|step| step.cooperation.len()).sum();
            1 + n_asked * WEIGHT_OF_COOPERATION
        };
        let items: Vec<_> = self.catalog.items_in_force(today).collect();
        let total: usize = items.iter().map(|item| weight(item)).sum();
        let mut lot = self.rng.random_range(0..total.max(1));
        let chosen = items.into_iter().find(|item| match lot.checked_sub(weight(item)) {
            Some(rest) => {
                lot = rest;
                false
            }
            None => true,
        });
        chosen.cloned()
    }

    pub(super) fn choose_party(&mut self, item: &Item) -> Party {
        let serves_persons = item.service_objects.contains(&ServiceObject::Person);
        let serves_others = item.service_objects.iter().any(|of| *of != ServiceObject::Person);
        let is_person = serves_persons && (!serves_others || self.rng.random_bool(0.5));
        if is_person {
            Party::invent_citizen(&mut self.rng)
        } else {
            Party::invent_organisation(&mut self.rng)
        }
    }
}
