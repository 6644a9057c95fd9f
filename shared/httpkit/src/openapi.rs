use axum::Router;
use axum::http::header;
use axum::routing::get;
use bytes::Bytes;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder,
};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::{FieldDocument, ProblemDocument};

/// The headers of every command, for `#[utoipa::path(params(CommandHeaders))]`.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct CommandHeaders {
    /// Names the wish: a new UUID (best version 7) for a new wish, the same one to repeat it. Any
    /// 64 printable characters do.
    #[param(rename = "Idempotency-Key")]
    pub idempotency_key: String,
    /// The `ETag` of the aggregate as it was read; 412 when it changed since.
    #[param(rename = "If-Match")]
    pub if_match: Option<String>,
    /// `wait=2` answers after the service's read model shows the command, `wait=2, settled` after
    /// everything that follows from it has settled; at most ten seconds.
    #[param(rename = "Prefer")]
    pub prefer: Option<String>,
}

/// The headers of every query, for `#[utoipa::path(params(QueryHeaders))]`.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub struct QueryHeaders {
    /// The position that a command answered, as it came: the answer shows the command, or is 503.
    #[param(rename = "Case-Position")]
    pub case_position: Option<String>,
    /// `wait=2`: how many seconds to wait for that, at most ten.
    #[param(rename = "Prefer")]
    pub prefer: Option<String>,
}

/// Merges the routes of all services into one router and one OpenAPI 3.1 document, which says of
/// every operation that it is signed (where it does not say otherwise) and may answer a problem.
pub fn merge(
    services: impl IntoIterator<Item = OpenApiRouter>,
    version: &str,
) -> (Router, OpenApi) {
    let merged = services.into_iter().fold(OpenApiRouter::new(), OpenApiRouter::merge);
    let (router, mut openapi) = merged.split_for_parts();
    openapi.info = InfoBuilder::new()
        .title("Tongban")
        .version(version)
        .description(Some("Case management for government offices. Problems are RFC 9457."))
        .build();
    let components = openapi.components.get_or_insert_with(Components::new);
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.add_security_scheme("bearer", bearer);
    for (name, schema) in [
        (ProblemDocument::name(), ProblemDocument::schema()),
        (FieldDocument::name(), FieldDocument::schema()),
    ] {
        components.schemas.insert(name.into_owned(), schema);
    }
    openapi.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    for item in openapi.paths.paths.values_mut() {
        let usual = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
        for operation in usual.into_iter().flatten() {
            let responses = &mut operation.responses.responses;
            responses.entry("default".to_owned()).or_insert_with(|| RefOr::T(problem()));
        }
    }
    (router, openapi)
}

fn problem() -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new()
        .description("What stands between the request and its answer")
        .content("application/problem+json", content)
        .build()
}

/// A JSON document at an address of its own, written once.
pub fn document_route(path: &str, json: String) -> Router {
    let json = Bytes::from(json);
    let answer = async move || ([(header::CONTENT_TYPE, "application/json")], json.clone());
    Router::new().route(path, get(answer))
}

#[cfg(test)]
mod tests {
    use utoipa_axum::routes;

    use super::*;

    #[utoipa::path(post, path = "/api/test/cases", params(CommandHeaders), responses((status = 201, description = "made")))]
    async fn make() {}

    #[utoipa::path(get, path = "/api/test/progress", security(()), responses((status = 200, description = "told")))]
    async fn progress() {}

    #[tokio::test]
    async fn the_document_is_served() {
        use tower_service::Service;
        let (_, openapi) = merge([OpenApiRouter::new().routes(routes!(make))], "0.1.0");
        let request = axum::http::Request::get("/openapi.json").body(axum::body::Body::empty());
        let mut router = document_route("/openapi.json", openapi.to_pretty_json().unwrap());
        let response = router.call(request.unwrap()).await.unwrap();
        assert_eq!(response.headers()["content-type"], "application/json");
        let body = axum::body::to_bytes(response.into_body(), 100_000).await.unwrap();
        let read: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(read["info"]["version"], "0.1.0");
    }

    #[test]
    fn the_document_names_problems_keys_and_who_need_not_sign() {
        let services = [
            OpenApiRouter::new().routes(routes!(make)),
            OpenApiRouter::new().routes(routes!(progress)),
        ];
        let (_, openapi) = merge(services, "0.1.0");
        let json = serde_json::to_value(&openapi).unwrap();
        assert_eq!(json["openapi"], "3.1.0");
        let post = &json["paths"]["/api/test/cases"]["post"];
        let problem = &post["responses"]["default"]["content"]["application/problem+json"];
        assert_eq!(problem["schema"]["$ref"], "#/components/schemas/Problem");
        let key = &post["parameters"][0];
        assert_eq!((&key["name"], &key["in"]), (&"Idempotency-Key".into(), &"header".into()));
        assert_eq!(key["required"], true);
        assert!(json["components"]["schemas"]["Problem"]["properties"]["type"].is_object());
        assert!(json["components"]["schemas"]["ProblemField"].is_object());
        assert_eq!(json["security"][0]["bearer"], serde_json::json!([]));
        let open = &json["paths"]["/api/test/progress"]["get"]["security"];
        assert_eq!(*open, serde_json::json!([{}]));
    }
}
