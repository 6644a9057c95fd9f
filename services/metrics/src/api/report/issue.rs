use std::time::Duration;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{
    Answer, Command as Request, CommandHeaders, Consistent, FieldError, HasProjection, Json,
    Problem, Query, QueryHeaders, Refusal as _, Signed,
};
use tongban_kernel::{Partition, Position, ReportId, Text, Wording};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::measure::{MONTHS_MAX, Subject};
use super::view::ReportPreview;
use crate::Metrics;
use crate::api::Service;
use crate::api::span::{Month, Months};
use crate::commands::{Command, Draft, Replacing};
use crate::events::Content;
use crate::state::{Rejection, Reports};

/// So long a report waits for figures that show what is recorded.
const KNOWS_WITHIN: Duration = Duration::from_secs(10);

/// What a report is to be about.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PreviewFilter {
    /// First month, as `2026-07`.
    #[param(value_type = String)]
    from: Month,
    /// Last month: the same for a report of one month, two later for one of a quarter; at most
    /// twelve in all.
    #[param(value_type = String)]
    through: Month,
    /// Department; the whole city when left out.
    department: Option<String>,
}

/// Tells what a report would say if it were issued now.
#[utoipa::path(get, path = "/api/metrics/reports/preview", tag = "metrics",
    operation_id = "preview_report", params(PreviewFilter, QueryHeaders),
    responses((status = 200, body = ReportPreview)))]
pub(super) async fn preview(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(PreviewFilter { from, through, department }): Query<PreviewFilter>,
) -> Result<Json<ReportPreview>, Problem> {
    signed.may(Permission::Supervise)?;
    let months = Months { from, through };
    let subject = service.subject(["?through", "?department"], months, department)?;
    let as_of = service.as_of();
    let content = service.content(&subject, as_of.clone()).await?.into();
    let in_force = service.report_in_force(&subject).await?;
    Ok(Json(ReportPreview { as_of, in_force, content }))
}

/// Which report is to be corrected, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplacesBody {
    /// The report: the one of the same period that holds.
    report_id: Uuid,
    /// Why.
    #[schema(value_type = String)]
    reason: Wording,
}

/// A report.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportBody {
    /// First month, as `2026-07`.
    #[schema(value_type = String)]
    from: Month,
    /// Last month; at most twelve in all.
    #[schema(value_type = String)]
    through: Month,
    /// Department; the whole city when left out.
    #[serde(default)]
    department: Option<String>,
    /// What the supervisor has to say.
    #[schema(value_type = String)]
    word: Wording,
    /// The report that it corrects.
    #[serde(default)]
    replaces: Option<ReplacesBody>,
}

/// A report that was issued.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReportIssued {
    /// The report.
    report_id: Uuid,
}

/// Issues a report with the figures as they are now; it never changes afterwards. A correction is
/// another report, which names the one that it corrects.
#[utoipa::path(post, path = "/api/metrics/reports", tag = "metrics",
    params(CommandHeaders), request_body = ReportBody,
    responses((status = 201, body = ReportIssued)))]
pub(super) async fn issue_report(
    State(service): Service,
    Request { wish, body }: Request<ReportBody>,
) -> Result<Answer<ReportIssued>, Problem> {
    wish.may(Permission::Supervise)?;
    let months = Months { from: body.from, through: body.through };
    let subject = service.subject(["/through", "/department"], months, body.department)?;
    let stream = Reports::id_of(subject.months, subject.department.as_deref());
    let replaced = body.replaces.as_ref().map(|body| ReportId::from_uuid(body.report_id));
    let loaded = service.reports.load(stream).await?;
    wish.fits(&*loaded)?;
    let (as_of, content) = if wish.was_given(&loaded) {
        // It gets the answer of the first time, whatever the figures are.
        (service.as_of(), Content::default())
    } else {
        // Looked at first: figures take seconds.
        let now = service.kit.clock.now();
        let admitted = loaded.state().admits(subject.months, replaced, now);
        admitted.map_err(|rejection| rejection.problem())?;
        service.knows_all().await?;
        service.content_at_rest(&subject).await?
    };
    let replacing = |ReplacesBody { report_id, reason }| Replacing {
        report_id: ReportId::from_uuid(report_id),
        reason,
    };
    let command = Command::Issue(Box::new(Draft {
        months: subject.months,
        department: subject.department,
        replaces: body.replaces.map(replacing),
        word: body.word,
        position: as_of.position,
        content,
    }));
    let executed = wish.give(&service.reports, stream, command, stream).await?;
    // What this wish issued may have been corrected since, where it is repeated.
    let issued = executed.aggregate.state().after(replaced);
    let report_id = issued.ok_or_else(|| Rejection::UnknownReport.problem())?.uuid();
    let answer = wish.answer(&*service, &executed, ReportIssued { report_id }).await;
    Ok(answer.created(format!("/api/metrics/reports/{report_id}")))
}

impl Metrics {
    /// Waits until the figures show all that is recorded by now: a report never changes, and is not
    /// issued of rows that are filled yet, or whose reader has stopped.
    ///
    /// # Errors
    /// 503, when they do not get there in some seconds.
    async fn knows_all(&self) -> Result<(), Problem> {
        let log = &self.kit.log;
        let mut head = Position::start(log.generation());
        for n in 0..log.n_partitions() {
            let partition = Partition(n);
            head.advance(partition, *log.head(partition).borrow());
        }
        let reached = self.kit.progress.reached(Self::PROJECTION, &head, KNOWS_WITHIN).await;
        reached.map_err(|_| Problem::not_caught_up())
    }

    /// What a report is to be about, where that can be; the fields are called so.
    fn subject(
        &self,
        [through, of]: [&str; 2],
        months: Months,
        department: Option<String>,
    ) -> Result<Subject, Problem> {
        let mut errors = Vec::new();
        if !(1..=MONTHS_MAX).contains(&months.n()) {
            let remedy = Text::new(
                format!("截止月份不早于起始月份，一份通报至多 {MONTHS_MAX} 个月"),
                format!("the last month is not before the first; at most {MONTHS_MAX} months"),
            );
            errors.push(FieldError::new(through, "months", remedy));
        }
        if department.as_deref().is_some_and(|code| !self.is_department(code, months)) {
            let remedy = Text::new("没有这一部门，请查看部门列表", "there is no such department");
            errors.push(FieldError::new(of, "unknown", remedy));
        }
        match errors.is_empty() {
            true => Ok(Subject { months, department }),
            false => Err(Problem::invalid(errors)),
        }
    }

    /// Whether there is such a department today, or was in these months.
    fn is_department(&self, code: &str, months: Months) -> bool {
        let now = self.kit.clock.now();
        let instants = [Some(now), months.begins_at()].into_iter().flatten();
        let catalogs = self.catalogs.load();
        catalogs.in_force_at(now).is_some_and(|edition| {
            let (catalog, office) = (&edition.catalog, &edition.catalog.city().office);
            let mut days = instants.map(|at| office.date_of(at));
            days.any(|on| catalog.department_at(code, on).is_some())
        })
    }
}
