//! Catalogues and calendars as they were published, what others would change, and their publication.

mod catalogs;

use std::sync::Arc;

use anyhow::{Context as _, Error, Result};
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tongban_auth::Permission;
use tongban_catalog::publication::{Command, Published, Rejection};
use tongban_eventstore::ExecuteError;
use tongban_httpkit::{
    Command as Request, CommandHeaders, FieldError, HasKit, Json, Kit, Problem, Refusal, Signed,
    Wish,
};
use tongban_kernel::calendar::Notice;
use tongban_kernel::{Decider as _, Text};
use tongban_platform::{Platform, Service};
use tongban_readmodel::ReadModel;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{PUBLICATIONS, Recording, publications, refresh};
use crate::operations::{DayRow, Reference, changed_days, list_reference, refusal_of};
use crate::refusal::text_of;

struct Edge {
    platform: Platform,
    /// The rows of metrics: what is open is counted there.
    figures: ReadModel,
}

impl HasKit for Edge {
    fn kit(&self) -> &Kit {
        &self.platform.kit
    }
}

/// The routes of what is published.
///
/// # Errors
/// When no service has figures.
pub(super) fn routes(platform: &Platform, services: &[Service]) -> Result<OpenApiRouter> {
    let metrics = services.iter().find(|service| service.name == "metrics");
    let figures = metrics.and_then(|service| service.rows.clone());
    let figures = figures.context("there is no service of figures")?;
    let edge = Arc::new(Edge { platform: platform.clone(), figures });
    Ok(OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(preview))
        .routes(routes!(publish))
        .with_state(Arc::clone(&edge))
        .merge(catalogs::routes(edge)))
}

/// Catalogues and calendars as they were published, the newest first; for operators and those who
/// publish.
#[utoipa::path(get, path = "/api/operations/reference", tag = "edge",
    responses((status = 200, body = Reference)))]
async fn list(State(edge): State<Arc<Edge>>, signed: Signed) -> Result<Json<Reference>, Problem> {
    may_read(&signed)?;
    let recorded = edge.recorded().await?;
    Ok(Json(list_reference(&recorded, edge.platform.runtime.clock.now())))
}

fn may_read(signed: &Signed) -> Result<(), Problem> {
    if signed.can(Permission::Operate) { Ok(()) } else { signed.may(Permission::PublishReference) }
}

/// A calendar notice, and from when it is in force.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PublishNotice {
    /// The notice of one year, in the holiday-cn form: `{year, papers, days: [{name, date,
    /// isOffDay}]}`.
    #[schema(value_type = Object)]
    notice: Value,
    /// From when it is in force, in the future.
    #[schema(value_type = String)]
    valid_from: Timestamp,
}

impl PublishNotice {
    fn notice(&self) -> Result<Notice, Problem> {
        Notice::parse(&self.notice.to_string()).map_err(|error| {
            let remedy = text_of(&Error::new(error));
            Problem::invalid([FieldError::new("/notice", "notice", remedy)])
        })
    }
}

/// What a notice would change. Due dates that are set already stay as they are: a calendar counts for
/// what is decided once it is in force.
#[derive(Serialize, ToSchema)]
struct NoticePreview {
    /// Its year.
    year: i16,
    /// Days that count otherwise than by the newest calendar, ascending.
    days: Vec<DayRow>,
    /// Why it would not be published as it is; none where it would.
    #[schema(value_type = Option<Object>)]
    refused: Option<Text>,
}

/// Says what a notice would change, and changes nothing; for operators and those who publish.
#[utoipa::path(post, path = "/api/operations/reference/calendars/preview", tag = "edge",
    request_body = PublishNotice, responses((status = 200, body = NoticePreview)))]
async fn preview(
    State(edge): State<Arc<Edge>>,
    signed: Signed,
    Json(body): Json<PublishNotice>,
) -> Result<Json<NoticePreview>, Problem> {
    may_read(&signed)?;
    let notice = body.notice()?;
    let published = edge.published().await?;
    let (year, days) = (notice.year(), changed_days(published.calendars().latest(), &notice));
    let command = Command::PublishCalendar { notice, valid_from: body.valid_from };
    let refused = refusal_of(&edge.platform, &published, command, &signed.actor);
    Ok(Json(NoticePreview { year, days, refused }))
}

/// A notice that was published.
#[derive(Serialize, ToSchema)]
struct NoticePublished {
    /// Its year.
    year: i16,
    /// From when it is in force.
    #[schema(value_type = String)]
    valid_from: Timestamp,
}

/// Publishes a calendar notice.
#[utoipa::path(post, path = "/api/operations/reference/calendars", tag = "edge",
    params(CommandHeaders), request_body = PublishNotice,
    responses((status = 201, body = NoticePublished)))]
async fn publish(
    State(edge): State<Arc<Edge>>,
    Request { wish, body }: Request<PublishNotice>,
) -> Result<(StatusCode, Json<NoticePublished>), Problem> {
    wish.may(Permission::PublishReference)?;
    let (notice, valid_from) = (body.notice()?, body.valid_from);
    let year = notice.year();
    let command = Command::PublishCalendar { notice, valid_from };
    edge.publish(command, &wish).await?;
    Ok((StatusCode::CREATED, Json(NoticePublished { year, valid_from })))
}

impl Edge {
    async fn recorded(&self) -> Result<Vec<Recording>, Problem> {
        publications(&*self.platform.runtime.log).await.map_err(failed)
    }

    /// All that was published.
    async fn published(&self) -> Result<Published, Problem> {
        let recorded = self.recorded().await?;
        Ok(recorded.iter().fold(Published::default(), |all, one| all.evolve(&one.event)))
    }

    /// Publishes, and takes it over at once in this process; answers all that is published then.
    async fn publish(&self, command: Command, wish: &Wish) -> Result<Published, Problem> {
        let aggregates = self.platform.aggregates::<Published>();
        let executed =
            aggregates.execute(PUBLICATIONS, command, &wish.envelope(PUBLICATIONS)).await;
        let executed = executed.map_err(problem)?;
        refresh(&self.platform.runtime, &self.platform.catalogs).await.map_err(failed)?;
        Ok(executed.aggregate.state().clone())
    }
}

fn failed(error: Error) -> Problem {
    Problem::internal(error.into_boxed_dyn_error())
}

/// Why something is not published, and what must be another for it.
#[derive(Debug, thiserror::Error)]
#[error("{}", text.en)]
struct NotPublished {
    text: Text,
    field: &'static str,
    rule: &'static str,
}

impl NotPublished {
    fn of(rejection: Rejection) -> Self {
        let (field, rule) = match &rejection {
            Rejection::InThePast { .. } => ("/valid_from", "future"),
            Rejection::NotLater { .. } | Rejection::NoticeNotLater(_) => ("/valid_from", "later"),
            Rejection::SameContent { .. } => ("/files", "changed"),
            Rejection::SameNotice { .. } => ("/notice", "changed"),
            Rejection::ItemChanged { .. } | Rejection::PlanChanged { .. } => {
                ("/files", "new_version")
            }
            Rejection::NotAsSeen => ("/digest", "seen"),
            Rejection::OtherJurisdiction { .. } => ("/files", "jurisdiction"),
            Rejection::TooLong { .. } => ("/files", "length"),
            Rejection::Faulty { .. } | Rejection::NotJson { .. } => ("/files", "catalog"),
        };
        Self { text: text_of(&Error::new(rejection)), field, rule }
    }
}

impl Refusal for NotPublished {
    fn problem(&self) -> Problem {
        let title = Text::new("不能发布", "This cannot be published");
        let field = FieldError::new(self.field, self.rule, self.text.clone());
        Problem::refused("edge/not-published", title).with_errors([field])
    }
}

fn problem(error: ExecuteError<Rejection>) -> Problem {
    match error {
        ExecuteError::Refused(rejection) => {
            ExecuteError::Refused(NotPublished::of(rejection)).into()
        }
        ExecuteError::KeyReused => ExecuteError::<NotPublished>::KeyReused.into(),
        ExecuteError::Append(error) => ExecuteError::<NotPublished>::Append(error).into(),
        ExecuteError::Load(error) => ExecuteError::<NotPublished>::Load(error).into(),
        ExecuteError::Decode(error) => ExecuteError::<NotPublished>::Decode(error).into(),
        ExecuteError::Encode(error) => ExecuteError::<NotPublished>::Encode(error).into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tongban_kernel::Role;

    use crate::edge::testing::Office;

    const REFERENCE: &str = "/api/operations/reference";
    const CALENDARS: &str = "/api/operations/reference/calendars";
    const PREVIEW: &str = "/api/operations/reference/calendars/preview";

    /// Invented for the test: no such notice is published.
    fn notice(valid_from: &str) -> Value {
        json!({ "valid_from": valid_from, "notice": { "year": 2091, "papers": ["test"], "days": [
            { "name": "元旦", "date": "2091-01-01", "isOffDay": true },
        ] } })
    }

    #[tokio::test]
    async fn operators_and_those_who_publish_see_what_was_published_and_nobody_else() {
        let office = Office::of_sample_city().await;
        let clerk = office.token("a-1", Role::Applicant).await;
        assert_eq!(office.get(&clerk, REFERENCE).await.0, 403);
        let body = notice("2090-12-01T00:00:00Z");
        assert_eq!(office.post(&clerk, PREVIEW, body).await.0, 403);
        for (login, role) in [("op-1", Role::Operator), ("s-1", Role::Supervisor)] {
            let token = office.token(login, role).await;
            let (status, listed) = office.get(&token, REFERENCE).await;
            assert_eq!(status, 200, "{listed}");
            assert_eq!(listed["catalogs"][0]["version"], 1);
            assert_eq!(listed["catalogs"][0]["standing"], "in_force");
            assert_eq!(listed["calendars"][0]["published"], Value::Null);
        }
    }

    #[tokio::test]
    async fn a_notice_is_previewed_without_a_trace_and_then_published() {
        let office = Office::of_sample_city().await;
        let token = office.token("s-1", Role::Supervisor).await;
        let body = notice("2090-12-01T00:00:00Z");
        let (_, seen) = office.post(&token, PREVIEW, body.clone()).await;
        assert_eq!((&seen["year"], &seen["refused"]), (&json!(2091), &Value::Null), "{seen}");
        assert_eq!(seen["days"][0]["date"], "2091-01-01");
        let (_, listed) = office.get(&token, REFERENCE).await;
        assert_eq!(listed["calendars"].as_array().unwrap().len(), 1);

        let operator = office.token("op-1", Role::Operator).await;
        let refused = office.refused(&operator, CALENDARS, body.clone()).await;
        assert_eq!(refused, (403, "common/forbidden".into()), "operators look on");
        assert_eq!(office.post(&token, CALENDARS, body.clone()).await.0, 201);
        let (_, listed) = office.get(&token, REFERENCE).await;
        let newest = &listed["calendars"][0];
        assert_eq!((&newest["standing"], &newest["notice_year"]), (&json!("ahead"), &json!(2091)));
        assert_eq!(newest["published"]["by"], "s-1");
        let again = office.refused(&token, CALENDARS, body).await;
        assert_eq!(again, (409, "edge/not-published".into()));
    }

    #[tokio::test]
    async fn a_preview_says_why_a_notice_would_not_be_published() {
        let office = Office::of_sample_city().await;
        let token = office.token("s-1", Role::Supervisor).await;
        let (_, past) = office.post(&token, PREVIEW, notice("2000-01-01T00:00:00Z")).await;
        assert!(past["refused"]["zh"].as_str().unwrap().contains("只能在将来生效"), "{past}");
        let wrong = json!({ "valid_from": "2090-12-01T00:00:00Z", "notice": { "year": 2091 } });
        let (status, problem) = office.post(&token, PREVIEW, wrong).await;
        assert_eq!((status.as_u16(), &problem["errors"][0]["field"]), (422, &json!("/notice")));
    }
}
