//! Lists, and one case.

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_eventstore::CommandEnvelope;
use tongban_httpkit::{
    Consistent, FieldError, Json, Path, Problem, Query, QueryHeaders, Refusal, Rows, Signed, Trace,
};
use tongban_kernel::{CaseId, CaseNumber, CommandId, Hash, InvalidCaseNumber, Origin, Text};
use tongban_readmodel::{Direction, Keyset, Page, Row};
use tongban_vault::{PartyKind, Sight};
use utoipa::IntoParams;
use uuid::Uuid;

use super::view::{CaseRow, CaseRows, CaseView};
use crate::Cases;
use crate::commands::Command;
use crate::state::Rejection;

type Service = State<Arc<Cases>>;

/// Which cases.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CaseFilter {
    /// Where they stand.
    state: Option<String>,
    /// The item, by its code.
    item: Option<String>,
    /// The department that decides; with it come the cases that it took over.
    department: Option<String>,
    /// The case number, as people type it.
    number: Option<String>,
    /// Part of the applicant's name, at least two characters.
    name: Option<String>,
    /// The applicant's identity number, in full.
    identity: Option<String>,
    /// The applicant's telephone number, in full.
    phone: Option<String>,
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

const BY_RECEIPT: Keyset = Keyset::new(&["received_at", "case_id"], Direction::Descending);

/// Cases, the latest received first.
#[utoipa::path(get, path = "/api/intake/cases", tag = "intake", params(CaseFilter, QueryHeaders),
    responses((status = 200, body = Rows<CaseRow>)))]
pub(crate) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Query(filter): Query<CaseFilter>,
) -> Result<Json<Rows<CaseRow>>, Problem> {
    signed.may(Permission::ReadCase)?;
    let page = Page::new(filter.limit, filter.cursor.as_deref())?;
    let query = service.query(&filter)?;
    let found = query.fetch_page(BY_RECEIPT, &page).await?;
    let cases = &*service;
    let show = |row: Row| async move { cases.case_row(&row, Sight::Masked).await };
    let found = found.try_map_all(show).await?;
    Ok(Json(found.into()))
}

/// How much is shown.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Reveal {
    /// Show personal data in the clear: takes a permission, and is recorded.
    #[serde(default)]
    reveal: bool,
}

#[utoipa::path(get, path = "/api/intake/cases/{case_id}", tag = "intake",
    params(("case_id" = String, Path), Reveal, QueryHeaders),
    responses((status = 200, body = CaseView)))]
pub(crate) async fn one(
    State(service): Service,
    signed: Signed,
    trace: Trace,
    _: Consistent,
    Path(case): Path<CaseId>,
    Query(Reveal { reveal }): Query<Reveal>,
) -> Result<Json<CaseView>, Problem> {
    signed.may(Permission::ReadCase)?;
    let rows = service.rows_of(case).await?.ok_or_else(|| Rejection::UnknownCase.problem())?;
    let sight = if reveal { Sight::Clear } else { Sight::Masked };
    if sight == Sight::Clear {
        signed.may(Permission::ReadPersonal)?;
        // Recorded before it is shown: who breaks off the answer has still asked for it.
        service.record_showing(case, &signed, trace).await?;
    }
    Ok(Json(service.case_view(&rows, sight).await?))
}

impl Cases {
    fn query(&self, filter: &CaseFilter) -> Result<tongban_readmodel::Query, Problem> {
        let mut query = self.reads.query("SELECT * FROM cases WHERE 1 = 1");
        if let Some(state) = &filter.state {
            query = query.push(" AND state = ").push_bind(state);
        }
        if let Some(item) = &filter.item {
            query = query.push(" AND item_code = ").push_bind(item);
        }
        if let Some(department) = &filter.department {
            let successions = self.cases.runtime().versions.successions.load();
            query = query.push(" AND department IN ").push_list(successions.seen_by(department));
        }
        if let Some(number) = &filter.number {
            let number = CaseNumber::parse(number).map_err(|e| no_number("?number", e))?;
            query = query.push(" AND number = ").push_bind(number.as_str());
        }
        let index = self.keys.index();
        if let Some(name) = &filter.name {
            let indexes = self.name_indexes(name)?;
            let n_indexes = i64::try_from(indexes.len()).map_err(Problem::internal)?;
            query = query
                .push(" AND case_id IN (SELECT case_id FROM names WHERE name_index IN ")
                .push_list(indexes)
                .push(" GROUP BY case_id HAVING COUNT(*) = ")
                .push_bind(n_indexes)
                .push(")");
        }
        if let Some(identity) = &filter.identity {
            // A number says not of itself whose it is: both readings are looked for.
            let kinds = [PartyKind::Citizen, PartyKind::Organisation];
            let indexes = kinds.map(|kind| index.blind_identity(kind, identity).to_string());
            query = query.push(" AND identity_index IN ").push_list(indexes);
        }
        if let Some(phone) = &filter.phone {
            let phone = index.blind_phone(phone).to_string();
            query = query.push(" AND phone_index = ").push_bind(phone);
        }
        Ok(query)
    }

    /// The indexes of every pair of characters in part of a name.
    fn name_indexes(&self, part: &str) -> Result<Vec<String>, Problem> {
        if part.chars().filter(|c| !c.is_whitespace()).nth(1).is_none() {
            let remedy = Text::new("请至少输入两个字", "at least two characters");
            return Err(Problem::invalid([FieldError::new("?name", "length", remedy)]));
        }
        let indexes = self.keys.index().name_bigrams(part);
        Ok(indexes.iter().map(ToString::to_string).collect())
    }

    async fn rows_of(&self, case: CaseId) -> Result<Option<CaseRows>, Problem> {
        let of_case = |sql| self.reads.query(sql).bind(case);
        let found = of_case("SELECT * FROM cases WHERE case_id = $1").fetch_optional().await?;
        let Some(row) = found else { return Ok(None) };
        let answers = of_case("SELECT * FROM answers WHERE case_id = $1").fetch_all().await?;
        let materials = of_case("SELECT * FROM materials WHERE case_id = $1 ORDER BY code, sha256");
        let materials = materials.fetch_all().await?;
        let progress = self.progress_of(case).await?;
        Ok(Some(CaseRows { case: row, answers, materials, progress }))
    }

    /// What happened to a case, in order.
    pub(crate) async fn progress_of(&self, case: CaseId) -> Result<Vec<Row>, Problem> {
        let sql = "SELECT at, happened FROM progress WHERE case_id = $1 ORDER BY seq";
        Ok(self.reads.query(sql).bind(case).fetch_all().await?)
    }

    /// Records that somebody sees what is personal.
    pub(crate) async fn record_showing(
        &self,
        case: CaseId,
        signed: &Signed,
        trace: Trace,
    ) -> Result<(), Problem> {
        #[expect(clippy::disallowed_methods, reason = "the edge: every look is a wish of its own")]
        let key = Uuid::now_v7();
        let envelope = CommandEnvelope {
            actor: signed.actor.clone(),
            command: CommandId::derive(&signed.actor.id, key),
            body_hash: Hash::of(&[key.as_bytes()]),
            causation: None,
            correlation: case.uuid(),
            trace: Some(trace.context()),
            origin: Origin::Live,
        };
        self.cases.execute(case.uuid(), Command::ShowPersonalData, &envelope).await?;
        Ok(())
    }
}

/// A text that is no case number, as a fault of this field.
pub(crate) fn no_number(field: &'static str, invalid: InvalidCaseNumber) -> Problem {
    let zh = match invalid {
        InvalidCaseNumber::Format => "办件编号形如 20260928-7K3M-9QX2-4TBD-P",
        InvalidCaseNumber::CheckCharacter => "办件编号校验位不符：可能有一位填错或两位颠倒",
    };
    let remedy = Text::new(zh, invalid.to_string());
    Problem::invalid([FieldError::new(field, "case-number", remedy)])
}
