use serde_json::Value;

/// What a body is where neither the request nor the document says so.
const JSON: &str = "application/json";

/// A command, as the `OpenAPI` document describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The service that takes it.
    pub service: String,
    /// Its name: that of the operation, without the service's.
    pub name: String,
    /// What it does, in a line.
    pub summary: String,
    /// Its address over HTTP, with `{name}` for each part that the request names.
    pub path: String,
    /// The parts of the address, each a header of the request.
    pub parts: Vec<String>,
    /// What its body is.
    pub content_type: String,
}

impl Spec {
    /// Where whoever sends a token with it asks for it.
    pub fn subject(&self) -> String {
        format!("tb.cmd.{}.{}", self.service, self.name)
    }

    /// Where `login` asks for it, whom the server lets publish there alone.
    pub fn subject_as(&self, login: &str) -> String {
        format!("tb.as.{login}.cmd.{}.{}", self.service, self.name)
    }
}

/// The commands that a document describes: what is posted to `/api/<service>/…` and is that service's.
/// What the edge answers for operators is done over HTTP alone.
pub fn specs(openapi: &Value) -> Vec<Spec> {
    let paths = openapi["paths"].as_object().into_iter().flatten();
    paths.filter_map(|(path, item)| spec(path, &item["post"])).collect()
}

fn spec(path: &str, post: &Value) -> Option<Spec> {
    let (service, _) = path.strip_prefix("/api/")?.split_once('/')?;
    let mut tags = post["tags"].as_array().into_iter().flatten();
    tags.find(|tag| *tag == service)?;
    let id = post["operationId"].as_str()?;
    let own = id.strip_prefix(service).and_then(|rest| rest.strip_prefix('_'));
    let parameters = post["parameters"].as_array().into_iter().flatten();
    let parts = parameters.filter(|parameter| parameter["in"] == "path");
    let content = post["requestBody"]["content"].as_object();
    let content_type = content.and_then(|content| content.keys().next());
    Some(Spec {
        service: service.to_owned(),
        name: own.unwrap_or(id).to_owned(),
        summary: post["summary"].as_str().unwrap_or_default().to_owned(),
        path: path.to_owned(),
        parts: parts.filter_map(|part| part["name"].as_str().map(str::to_owned)).collect(),
        content_type: content_type.map_or_else(|| JSON.to_owned(), Clone::clone),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_posted_to_a_service_is_a_command() {
        let openapi = json!({ "paths": {
            "/api/sign-in": { "post": { "operationId": "sign_in_now" } },
            "/api/intake/cases": {
                "get": { "operationId": "intake_list" },
                "post": {
                    "tags": ["intake"],
                    "operationId": "intake_submit",
                    "summary": "Takes an application.",
                },
            },
            "/api/operations/verification": { "post": {
                "tags": ["edge"], "operationId": "edge_begin",
            } },
            "/api/intake/materials": { "post": {
                "tags": ["intake"],
                "operationId": "intake_store",
                "requestBody": { "content": { "application/octet-stream": {} } },
            } },
            "/api/approval/cases/{case_id}/steps/{step}/approve": { "post": {
                "tags": ["approval"],
                "operationId": "approval_approve",
                "parameters": [
                    { "name": "case_id", "in": "path" },
                    { "name": "step", "in": "path" },
                    { "name": "Idempotency-Key", "in": "header" },
                ],
                "requestBody": { "content": { "application/json": {} } },
            } },
        } });
        let all = specs(&openapi);
        let mut subjects: Vec<_> = all.iter().map(Spec::subject).collect();
        subjects.sort();
        let expected = ["tb.cmd.approval.approve", "tb.cmd.intake.store", "tb.cmd.intake.submit"];
        assert_eq!(subjects, expected);
        let find = |name| all.iter().find(|spec| spec.name == name).unwrap();
        assert_eq!(find("approve").parts, ["case_id", "step"]);
        assert_eq!(find("store").content_type, "application/octet-stream");
        assert_eq!(find("submit").content_type, "application/json");
        assert_eq!(find("submit").subject_as("clerk-1"), "tb.as.clerk-1.cmd.intake.submit");
    }
}
