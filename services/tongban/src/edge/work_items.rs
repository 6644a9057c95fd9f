use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_httpkit::{HasKit, Json, Kit, Problem, Query, Signed};
use tongban_readmodel::{Page, StateStore, WorkItems};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::operations::{WorkItemList, work_items};

struct Edge {
    state: Arc<StateStore>,
    kit: Kit,
}

impl HasKit for Edge {
    fn kit(&self) -> &Kit {
        &self.kit
    }
}

pub(super) fn routes(state: Arc<StateStore>, kit: Kit) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list)).with_state(Arc::new(Edge { state, kit }))
}

/// Which items.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Which {
    /// Those that nobody has looked at.
    #[default]
    Open,
    /// All.
    All,
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// `open`: those that nobody has looked at; `all`.
    #[serde(default)]
    #[param(inline)]
    state: Which,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// Commands of policies and sweepers that were refused, oldest first; for operators.
#[utoipa::path(get, path = "/api/operations/work-items", tag = "edge", params(Filter),
    responses((status = 200, body = WorkItemList)))]
async fn list(
    State(edge): State<Arc<Edge>>,
    signed: Signed,
    Query(filter): Query<Filter>,
) -> Result<Json<WorkItemList>, Problem> {
    signed.may(Permission::Operate)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let which = match filter.state {
        Which::Open => WorkItems::Open,
        Which::All => WorkItems::All,
    };
    Ok(Json(work_items(&edge.state, which, &page).await?))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use serde_json::{Value, json};
    use tongban_eventstore::contract::refusal;
    use tongban_eventstore::readers::PolicyStore as _;
    use tongban_kernel::{CommandId, Role};
    use uuid::Uuid;

    use crate::edge::testing::Office;

    const ITEMS: &str = "/api/operations/work-items";

    /// An office in which three commands were refused.
    async fn open() -> Office {
        let office = Office::open().await;
        office.app.platform.state.refused([1, 2, 3].map(refusal).into()).await.unwrap();
        office
    }

    async fn get(office: &Office, token: &str, query: &str) -> (StatusCode, Value) {
        office.get(token, &format!("{ITEMS}{query}")).await
    }

    fn items(page: &Value) -> Vec<u128> {
        let rows = page["items"].as_array().unwrap().iter();
        rows.map(|row| row["item"].as_str().unwrap().parse::<Uuid>().unwrap().as_u128()).collect()
    }

    #[tokio::test]
    async fn operators_see_refused_commands_page_by_page() {
        let office = open().await;
        let token = office.token("op-1", Role::Operator).await;
        let (status, first) = get(&office, &token, "?limit=2").await;
        assert_eq!((status, items(&first)), (StatusCode::OK, vec![1, 2]), "{first}");
        assert_eq!(first["items"][0]["reason"], "the task is closed");
        let next = first["next"].as_str().unwrap();
        let (_, second) = get(&office, &token, &format!("?limit=2&cursor={next}")).await;
        assert_eq!((items(&second), &second["next"]), (vec![3], &json!(null)), "{second}");

        let seen = CommandId::from_uuid(Uuid::from_u128(2));
        office.app.platform.state.resolve(seen, "op-1", "closed by hand").await.unwrap();
        assert_eq!(items(&get(&office, &token, "").await.1), [1, 3]);
        let (_, all) = get(&office, &token, "?state=all").await;
        assert_eq!(items(&all), [1, 2, 3]);
        assert_eq!(all["items"][1]["resolution"], "closed by hand");
    }

    #[tokio::test]
    async fn a_page_that_cannot_be_is_refused_with_its_field() {
        let office = open().await;
        let token = office.token("op-1", Role::Operator).await;
        for (query, field) in [("?limit=201", "?limit"), ("?cursor=x", "?cursor")] {
            let (status, problem) = get(&office, &token, query).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
            assert!(problem.to_string().contains(field), "{problem}");
        }
    }

    #[tokio::test]
    async fn nobody_else_sees_them() {
        let office = open().await;
        let token = office.token("op-1", Role::Supervisor).await;
        assert_eq!(get(&office, &token, "").await.0, StatusCode::FORBIDDEN);
        assert_eq!(get(&office, "none", "").await.0, StatusCode::UNAUTHORIZED);
    }
}
