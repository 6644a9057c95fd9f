//! Repeats (重复投诉): found whenever somebody looks, by what is in the clear and by blind index. What
//! was said is sealed and matches nothing.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use tongban_httpkit::{Consistent, Json, Path, Problem, Query, QueryHeaders, Rows, Signed};
use tongban_kernel::ComplaintId;
use tongban_readmodel::{Direction, Keyset, Page, Query as Sql, ReadModel, Row};
use tongban_vault::Sight;
use utoipa::{IntoParams, ToSchema};

use super::Service;
use super::queries::{ComplaintRow, Reach};
use crate::Complaints;

/// Who complains again of the same item or department within 90 days may mean the same; of the same
/// case always.
const WITHIN_MICROS: i64 = 90 * 24 * 60 * 60 * 1_000_000;

/// Why a complaint may be the same as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RepeatReason {
    /// The same person complains about the same case (同一人就同一办件).
    SamePersonSameCase,
    /// The same person complains about the same item within 90 days (同一人就同一事项).
    SamePersonSameItem,
    /// The same person complains about the same department within 90 days (同一人就同一部门).
    SamePersonSameDepartment,
    /// Others complain about the same case (他人就同一办件).
    #[serde(rename = "same_case")]
    OfOthers,
}

impl RepeatReason {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "same_person_same_case" => Self::SamePersonSameCase,
            "same_person_same_item" => Self::SamePersonSameItem,
            "same_person_same_department" => Self::SamePersonSameDepartment,
            "same_case" => Self::OfOthers,
            _ => return None,
        })
    }
}

/// A complaint that may be the same as the one that was asked about.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Repeat {
    /// As it stands in lists.
    #[serde(flatten)]
    row: ComplaintRow,
    /// Why.
    reason: RepeatReason,
    /// Whether it came before the one that was asked about, which repeats it then.
    came_before: bool,
}

/// Which part of the repeats.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Part {
    /// Rows of a page, at most 200.
    limit: Option<u32>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// Lists the complaints that may be the same as this one, the latest first, each with the reason: to
/// coordinators and supervisors all of them, to others those that their department has to answer.
#[utoipa::path(get, path = "/api/complaint/complaints/{complaint_id}/repeats", tag = "complaint",
    operation_id = "complaint_repeats", params(("complaint_id" = String, Path), Part, QueryHeaders),
    responses((status = 200, body = Rows<Repeat>)))]
pub(super) async fn list(
    State(service): Service,
    signed: Signed,
    _: Consistent,
    Path(complaint): Path<ComplaintId>,
    Query(part): Query<Part>,
) -> Result<Json<Rows<Repeat>>, Problem> {
    let reach = Reach::of(&signed, &service)?;
    service.covered(complaint, &reach).await?;
    let page = Page::new(part.limit, part.cursor.as_deref())?;
    let ways = ways(&service.reads, "", complaint, &reach);
    let found = Sql::fetch_page_of(ways, LATEST, &page).await?;
    let complaints = &*service;
    let reach = &reach;
    let show = |row: Row| async move { complaints.repeat(&row, reach).await };
    Ok(Json(found.try_map_all(show).await?.into()))
}

const LATEST: Keyset =
    Keyset::new(&["other.received_at", "other.complaint_id"], Direction::Descending);

const FOUND: &str = "SELECT other.*, \
    CASE WHEN (other.received_at, other.complaint_id) \
        < (complaints.received_at, complaints.complaint_id) THEN 1 ELSE 0 END AS came_before, \
    CASE WHEN other.identity_index <> complaints.identity_index THEN 'same_case' \
        WHEN other.case_id = complaints.case_id THEN 'same_person_same_case' \
        WHEN other.item_code = complaints.item_code THEN 'same_person_same_item' \
        ELSE 'same_person_same_department' END AS reason \
    FROM complaints, complaints AS other WHERE complaints.complaint_id = ";
const OF_PERSON: &str = " AND other.identity_index = complaints.identity_index \
    AND other.complaint_id <> complaints.complaint_id \
    AND (other.case_id = complaints.case_id \
        OR ((other.item_code = complaints.item_code OR other.department = complaints.department) \
            AND other.received_at BETWEEN complaints.received_at - ";
const OF_OTHERS: &str = " AND other.case_id = complaints.case_id \
    AND other.identity_index <> complaints.identity_index";
const EARLIER: &str = " AND (other.received_at, other.complaint_id) \
    < (complaints.received_at, complaints.complaint_id)";

/// The ways to what may be the same as a complaint: along its person, and along its case.
fn ways(reads: &ReadModel, prefix: &'static str, one: ComplaintId, reach: &Reach) -> Vec<Sql> {
    let found = || reads.query(prefix).push(FOUND).push_bind(one);
    vec![reach.narrow(of_person(found())), reach.narrow(found().push(OF_OTHERS))]
}

fn of_person(query: Sql) -> Sql {
    let query = query.push(OF_PERSON).push_bind(WITHIN_MICROS);
    query.push(" AND complaints.received_at + ").push_bind(WITHIN_MICROS).push("))")
}

/// Adds how many complaints that came before a row of a list may be the same.
pub(super) fn counted(query: Sql, reach: &Reach) -> Sql {
    earlier(query.push("(SELECT count(*) FROM ("), reach).push(" LIMIT 100) AS repeated)")
}

/// Keeps those that may repeat another, or those that do not.
pub(super) fn kept(query: Sql, repeated: bool, reach: &Reach) -> Sql {
    let exists = if repeated { " AND EXISTS (" } else { " AND NOT EXISTS (" };
    earlier(query.push(exists), reach).push(")")
}

/// What came before a row of a list and may be the same.
fn earlier(query: Sql, reach: &Reach) -> Sql {
    const OTHER: &str = "SELECT 1 FROM complaints AS other WHERE 1 = 1";
    let person = reach.narrow(of_person(query.push(OTHER)).push(EARLIER));
    reach.narrow(person.push(" UNION ALL ").push(OTHER).push(OF_OTHERS).push(EARLIER))
}

impl Complaints {
    async fn repeat(&self, row: &Row, reach: &Reach) -> Result<Repeat, Problem> {
        let name = row.text("reason")?;
        let reason = RepeatReason::named(&name)
            .ok_or_else(|| Problem::internal(format!("no reason of a repeat: {name}")))?;
        let came_before = row.opt_bool("came_before")? == Some(true);
        Ok(Repeat { row: self.row(row, Sight::Masked, reach).await?, reason, came_before })
    }
}

#[cfg(test)]
mod tests {
    use tongban_eventstore::MemoryLog;
    use tongban_readmodel::ReadModels;
    use uuid::Uuid;

    use super::*;
    use crate::projection::ComplaintProjection;

    async fn plan(query: Sql, keys: Keyset) -> String {
        let plan = query.fetch_page(keys, &Page::default()).await.unwrap().items;
        let lines = plan.iter().map(|row| row.text("detail").unwrap());
        lines.collect::<Vec<_>>().join("; ")
    }

    #[tokio::test]
    async fn repeats_are_found_along_the_person_and_along_the_case() {
        const ROWS: Keyset = Keyset::new(&["complaint_id"], Direction::Descending);
        let dir = tempfile::tempdir().unwrap();
        let models = ReadModels::open(dir.path()).unwrap();
        let reader = models.mount(ComplaintProjection, &MemoryLog::new(1)).await.unwrap();
        let reads = reader.model();
        let one = ComplaintId::from_uuid(Uuid::nil());
        let indexes = ["complaints_by_identity (identity_index=?", "complaints_by_case (case_id=?"];
        for (way, index) in
            ways(&reads, "EXPLAIN QUERY PLAN ", one, &Reach::All).into_iter().zip(indexes)
        {
            let plan = plan(way, LATEST).await;
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{plan}");
        }
        let explained = reads.query("EXPLAIN QUERY PLAN SELECT complaints.*, ");
        let listed = counted(explained, &Reach::All).push(" AS n FROM complaints WHERE TRUE");
        let plan = plan(kept(listed, true, &Reach::All), ROWS).await;
        for index in indexes {
            assert_eq!(plan.matches(index).count(), 2, "{index} in {plan}");
        }
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
