use anyhow::Result;
use serde_json::{Value, json};

use crate::Client;

/// A complete application for a construction permit, with its files stored.
///
/// # Errors
/// When a file is not taken.
pub async fn application(clerk: &Client) -> Result<Value> {
    let mut materials = serde_json::Map::new();
    for code in ["application-form", "contract", "safety-plan", "drawing-review"] {
        materials.insert(code.to_owned(), json!([clerk.store_pdf(code).await?]));
    }
    Ok(application_with(materials))
}

/// The same with these files.
pub fn application_with(materials: serde_json::Map<String, Value>) -> Value {
    json!({
        "item": "construction-permit",
        "channel": "window",
        "applicant": {
            "kind": "organisation",
            "name": "海云建设有限公司",
            "identity": "91350100M000100Y43",
            "phone": "13800000000"
        },
        "form": {
            "organisation": "海云建设有限公司",
            "unified_code": "91350100M000100Y43",
            "contact": "林一",
            "phone": "13800000000",
            "cost_yuan": 1_200_000
        },
        "materials": materials
    })
}
