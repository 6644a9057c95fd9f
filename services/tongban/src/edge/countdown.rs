//! How far away due dates are, in working time of a department.

use std::sync::Arc;

use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{FieldError, HasKit, Json, Kit, Problem, Query, Signed};
use tongban_kernel::Text;
use tongban_kernel::calendar::Lang;
use tongban_platform::Platform;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Due dates of one question: more than a page of any list has.
const DUE_MAX: usize = 200;

struct Edge {
    platform: Platform,
}

impl HasKit for Edge {
    fn kit(&self) -> &Kit {
        &self.platform.kit
    }
}

pub(super) fn routes(platform: Platform) -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(countdowns)).with_state(Arc::new(Edge { platform }))
}

/// Of what.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// The department whose office hours count; those of the city where none is named.
    department: Option<String>,
    /// Due dates, with commas between them: at most 200.
    due_at: String,
}

/// How far away a due date is: as time passes, and in working time.
#[derive(Debug, Serialize, ToSchema)]
struct Countdown {
    /// The due date.
    #[schema(value_type = String)]
    due_at: Timestamp,
    /// In seconds; negative when it is too late.
    wall_seconds: i64,
    /// In minutes of office hours.
    working_minutes: i64,
    /// In working days.
    workdays: f64,
    /// In words.
    #[schema(value_type = Object)]
    words: Text,
}

/// Says how far away due dates are, each in the order in which they were named.
#[utoipa::path(get, path = "/api/catalog/countdowns", tag = "edge", params(Asked),
    responses((status = 200, body = Vec<Countdown>)))]
async fn countdowns(
    State(edge): State<Arc<Edge>>,
    _: Signed,
    Query(Asked { department, due_at }): Query<Asked>,
) -> Result<Json<Vec<Countdown>>, Problem> {
    let due = read(&due_at)?;
    let runtime = &edge.platform.runtime;
    let (now, calendar) = (runtime.clock.now(), runtime.versions.calendar.load());
    let catalogs = edge.platform.catalogs.load();
    let in_force = catalogs.in_force_at(now).map(|edition| {
        let city = &edition.catalog.city().office;
        let own = department.map(|code| edition.catalog.office_of(&code, city.date_of(now)));
        own.unwrap_or(city).clone()
    });
    let office = in_force.unwrap_or_default();
    let countdown = |due_at: Timestamp| {
        let left = office.countdown(&calendar, now, due_at);
        Countdown {
            due_at,
            wall_seconds: left.wall.as_secs(),
            working_minutes: left.working.worked.as_mins(),
            workdays: left.working.workdays,
            words: Text::new(left.words(Lang::Zh), left.words(Lang::En)),
        }
    };
    Ok(Json(due.into_iter().map(countdown).collect()))
}

fn read(due_at: &str) -> Result<Vec<Timestamp>, Problem> {
    let due: Result<Vec<Timestamp>, _> = due_at.split(',').map(|one| one.trim().parse()).collect();
    due.ok().filter(|due| due.len() <= DUE_MAX).ok_or_else(|| {
        let remedy = Text::new(
            "请写至多 200 个以逗号分隔的时刻，例如 2026-12-02T16:00:00Z",
            "write at most 200 instants with commas between them, such as 2026-12-02T16:00:00Z",
        );
        Problem::invalid([FieldError::new("?due_at", "instants", remedy)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_dates_are_instants_with_commas_between_them_and_not_too_many() {
        assert_eq!(read("2026-12-02T16:00:00Z, 2026-12-03T16:00:00Z").unwrap().len(), 2);
        let one = "2026-12-02T16:00:00Z,";
        for bad in [String::new(), "tomorrow".into(), format!("{}x", one.repeat(201))] {
            assert_eq!(read(&bad).unwrap_err().kind(), "common/invalid", "{bad}");
        }
    }
}
