mod parts;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use bytes::Bytes;
use serde_json::{Map, Value, json};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, InfoBuilder, OpenApi, Paths, Ref, Response, ResponseBuilder,
};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::{FieldDocument, ProblemDocument};
use parts::{Part, join_paths, operations, tell_apart};

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
///
/// A service is the tag of its operations. Their ids begin with it; where services mean different
/// things by one schema's name, so do the names.
pub fn merge(services: impl IntoIterator<Item = OpenApiRouter>, version: &str) -> (Router, Value) {
    let mut router = Router::new();
    let mut parts: Vec<Part> = Vec::new();
    for service in services {
        let (routes, document) = service.split_for_parts();
        router = router.merge(routes);
        Part::of(document).join(&mut parts);
    }
    tell_apart(&mut parts);
    let mut document = json!(whole(version));
    let (mut paths, problem) = (Map::new(), json!(problem()));
    for part in parts {
        join_paths(&mut paths, part.paths);
        for (name, schema) in part.schemas {
            document["components"]["schemas"][name] = schema;
        }
    }
    for operation in paths.values_mut().flat_map(operations) {
        if let Some(responses) = operation["responses"].as_object_mut() {
            responses.entry("default").or_insert_with(|| problem.clone());
        }
    }
    document["paths"] = Value::Object(paths);
    (router, document)
}

/// What is said once of all services.
fn whole(version: &str) -> OpenApi {
    let info = InfoBuilder::new()
        .title("Tongban")
        .version(version)
        .description(Some("Case management for government offices. Problems are RFC 9457."))
        .build();
    let mut components = Components::new();
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    components.add_security_scheme("bearer", bearer);
    for (name, schema) in [
        (ProblemDocument::name(), ProblemDocument::schema()),
        (FieldDocument::name(), FieldDocument::schema()),
    ] {
        components.schemas.insert(name.into_owned(), schema);
    }
    let mut openapi = OpenApi::new(info, Paths::new());
    openapi.components = Some(components);
    openapi.security = Some(vec![SecurityRequirement::new("bearer", Vec::<String>::new())]);
    openapi
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
        let mut router = document_route("/openapi.json", openapi.to_string());
        let response = router.call(request.unwrap()).await.unwrap();
        assert_eq!(response.headers()["content-type"], "application/json");
        let body = axum::body::to_bytes(response.into_body(), 100_000).await.unwrap();
        let read: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(read["info"]["version"], "0.1.0");
    }

    #[test]
    fn the_document_names_problems_keys_and_who_need_not_sign() {
        let services = [
            OpenApiRouter::new().routes(routes!(make)),
            OpenApiRouter::new().routes(routes!(progress)),
        ];
        let (_, openapi) = merge(services, "0.1.0");
        assert_eq!(openapi["openapi"], "3.1.0");
        let post = &openapi["paths"]["/api/test/cases"]["post"];
        let problem = &post["responses"]["default"]["content"]["application/problem+json"];
        assert_eq!(problem["schema"]["$ref"], "#/components/schemas/Problem");
        let key = &post["parameters"][0];
        assert_eq!((&key["name"], &key["in"]), (&"Idempotency-Key".into(), &"header".into()));
        assert_eq!(key["required"], true);
        assert!(openapi["components"]["schemas"]["Problem"]["properties"]["type"].is_object());
        assert!(openapi["components"]["schemas"]["ProblemField"].is_object());
        assert_eq!(openapi["security"][0]["bearer"], json!([]));
        let open = &openapi["paths"]["/api/test/progress"]["get"]["security"];
        assert_eq!(*open, json!([{}]));
    }

    mod window {
        use super::*;

        /// Of the window.
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "a shape alone")]
        pub(super) struct Row {
            name: String,
        }

        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "a shape alone")]
        pub(super) struct View {
            row: Row,
        }

        #[utoipa::path(get, path = "/api/window/cases", tag = "window", responses((status = 200, body = View)))]
        pub(super) async fn list() {}

        #[utoipa::path(get, path = "/api/window/files/{file}", tag = "window", responses((status = 200, body = Same)))]
        pub(super) async fn one() {}

        pub(super) mod other {
            #[utoipa::path(get, path = "/api/window/cases/{case}", tag = "window", responses((status = 200, description = "told")))]
            pub(in super::super) async fn one() {}
        }
    }

    mod desk {
        use super::*;

        /// Of the desk.
        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "a shape alone")]
        pub(super) struct Row {
            due_at: i64,
        }

        #[derive(utoipa::ToSchema)]
        #[expect(dead_code, reason = "a shape alone")]
        pub(super) struct View {
            row: Row,
        }

        #[utoipa::path(get, path = "/api/desk/cases", tag = "desk", responses((status = 200, body = View)))]
        pub(super) async fn list() {}

        #[utoipa::path(get, path = "/api/desk/files/{file}", tag = "desk", responses((status = 200, body = Same)))]
        pub(super) async fn one() {}

        #[utoipa::path(post, path = "/api/desk/cases", tag = "desk", responses((status = 201, description = "made")))]
        pub(super) async fn open() {}
    }

    #[derive(utoipa::ToSchema)]
    #[expect(dead_code, reason = "a shape alone")]
    struct Same {
        n: i64,
    }

    fn of_two_services() -> Value {
        let window = OpenApiRouter::new()
            .routes(routes!(window::list))
            .routes(routes!(window::one))
            .routes(routes!(window::other::one));
        let desk = OpenApiRouter::new().routes(routes!(desk::list)).routes(routes!(desk::one));
        // Of the same service, at an address that another router has too.
        let openings = OpenApiRouter::new().routes(routes!(desk::open));
        merge([window, desk, openings], "0.1.0").1
    }

    #[test]
    fn an_address_keeps_the_methods_of_all_routers() {
        let openapi = of_two_services();
        let cases = &openapi["paths"]["/api/desk/cases"];
        assert_eq!(cases["get"]["operationId"], "desk_list");
        assert_eq!(cases["post"]["operationId"], "desk_open");
        assert!(cases["post"]["responses"]["default"].is_object());
    }

    #[test]
    fn operations_of_all_services_have_ids_of_their_own() {
        let openapi = of_two_services();
        let id = |path: &str| openapi["paths"][path]["get"]["operationId"].clone();
        assert_eq!(id("/api/window/cases"), "window_list");
        assert_eq!(id("/api/desk/cases"), "desk_list");
        assert_eq!(id("/api/desk/files/{file}"), "desk_one");
        // Two of one service: what they are about tells them apart.
        assert_eq!(id("/api/window/cases/{case}"), "window_cases_one");
        assert_eq!(id("/api/window/files/{file}"), "window_files_one");
    }

    #[test]
    fn what_services_mean_differently_has_a_name_of_its_own_in_each() {
        let openapi = of_two_services();
        let schemas = &openapi["components"]["schemas"];
        assert!(schemas["WindowRow"]["properties"]["name"].is_object());
        assert!(schemas["DeskRow"]["properties"]["due_at"].is_object());
        // Written alike, and different: they hold different rows.
        for service in ["Window", "Desk"] {
            let row = &schemas[format!("{service}View")]["properties"]["row"];
            assert_eq!(row["$ref"], format!("#/components/schemas/{service}Row"), "{row}");
        }
        assert!(schemas["Row"].is_null() && schemas["View"].is_null());
        assert!(schemas["Same"].is_object(), "one thing has one name");
        let answer = &openapi["paths"]["/api/desk/cases"]["get"]["responses"]["200"];
        let schema = &answer["content"]["application/json"]["schema"];
        assert_eq!(schema["$ref"], "#/components/schemas/DeskView");
    }
}
