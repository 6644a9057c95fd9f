use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{
    Command as Request, CommandHeaders, FieldError, Json, Path, Problem, Signed,
};
use tongban_kernel::{CommandId, Text};
use tongban_readmodel::Resolution;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Edge, account_of};
use crate::app::Kept;
use crate::operations::{
    ClockJump, Looked, ParkRefusal, ParkedEvent, ResolvedItem, RunsAlready, VerificationRow,
    confirm_clock, park_event, unpark_event,
};

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Why a reader may go on without an event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Park {
    /// In words, for whoever asks later.
    reason: String,
}

/// Decides that a reader goes on without an event that it cannot read; for operators.
#[utoipa::path(post, path = "/api/operations/readers/{reader}/stops/{event}/park", tag = "edge",
    params(("reader" = String, Path), ("event" = Uuid, Path), CommandHeaders), request_body = Park,
    responses((status = 200, body = ParkedEvent)))]
pub(super) async fn park(
    State(edge): State<Arc<Edge>>,
    Path((reader, event)): Path<(String, Uuid)>,
    Request { wish, body }: Request<Park>,
) -> Result<Json<ParkedEvent>, Problem> {
    wish.may(Permission::Operate)?;
    let by = account_of(&wish)?;
    let parked = park_event(&edge.platform, reader, event, &by, body.reason.trim()).await;
    parked.map(Json).map_err(not_parked)
}

/// Takes that back, as long as the reader has not passed the event; for operators.
#[utoipa::path(post, path = "/api/operations/readers/{reader}/stops/{event}/unpark", tag = "edge",
    params(("reader" = String, Path), ("event" = Uuid, Path), CommandHeaders),
    request_body = Nothing, responses((status = 200, body = ParkedEvent)))]
pub(super) async fn unpark(
    State(edge): State<Arc<Edge>>,
    Path((reader, event)): Path<(String, Uuid)>,
    Request { wish, .. }: Request<Nothing>,
) -> Result<Json<ParkedEvent>, Problem> {
    wish.may(Permission::Operate)?;
    let by = account_of(&wish)?;
    let unparked = unpark_event(&edge.platform, reader, event, Some(&by)).await;
    unparked.map(Json).map_err(not_parked)
}

/// The one table from a refusal to its answer.
fn not_parked(refusal: ParkRefusal) -> Problem {
    let title = Text::new("读取器已越过该事件", "The reader has passed the event");
    match refusal {
        ParkRefusal::NoReason => Problem::invalid([FieldError::new(
            "/reason",
            "missing",
            Text::new("请写明为何可以略过该事件", "say why the reader may go on without the event"),
        )]),
        ParkRefusal::Unknown { .. } => {
            Problem::not_found(Text::new("停止的读取器", "stop of a reader"))
        }
        ParkRefusal::PassedByRows { reader, .. } => {
            let detail = Text::new(
                format!(
                    "换用能识别它的版本后，请运行 tongban rebuild {reader}，届时会重新读取该事件。"
                ),
                format!(
                    "With a version that can read it, tongban rebuild {reader} reads it again."
                ),
            );
            Problem::refused("edge/event-passed", title).with_detail(detail)
        }
        ParkRefusal::Passed { .. } => {
            let detail = Text::new(
                "读取器不会返回；由该事件应产生的命令请人工办理。",
                "It does not go back; what should have come of the event must be done by hand.",
            );
            Problem::refused("edge/event-passed", title).with_detail(detail)
        }
        ParkRefusal::Query(error) => error.into(),
        ParkRefusal::Store(error) => Problem::internal(error),
    }
}

/// Says that the clock, which has jumped forwards, is right; for operators.
#[utoipa::path(post, path = "/api/operations/clock/confirm", tag = "edge", params(CommandHeaders),
    request_body = Nothing, responses((status = 200, body = ClockJump)))]
pub(super) async fn confirm(
    State(edge): State<Arc<Edge>>,
    Request { wish, .. }: Request<Nothing>,
) -> Result<Json<ClockJump>, Problem> {
    wish.may(Permission::Operate)?;
    Ok(Json(confirm_clock(&edge.platform.kit.progress, &account_of(&wish)?)))
}

/// Verifications of the process that answers.
#[derive(Serialize, ToSchema)]
pub(super) struct Verification {
    /// Whether one can be begun here: where the log lies in a folder.
    can_begin: bool,
    /// The one that runs, or the last one since the process began.
    last: Option<VerificationRow>,
}

/// The verification that runs, or the last one; for operators.
#[utoipa::path(get, path = "/api/operations/verification", tag = "edge",
    responses((status = 200, body = Verification)))]
pub(super) async fn last_verification(
    State(edge): State<Arc<Edge>>,
    signed: Signed,
) -> Result<Json<Verification>, Problem> {
    signed.may(Permission::Operate)?;
    Ok(Json(edge.verification()))
}

/// Begins to check every record, chain and material; for operators. One runs at a time, and what it
/// found is kept until the process ends.
#[utoipa::path(post, path = "/api/operations/verification", tag = "edge", params(CommandHeaders),
    request_body = Nothing, responses((status = 202, body = Verification)))]
pub(super) async fn verify(
    State(edge): State<Arc<Edge>>,
    Request { wish, .. }: Request<Nothing>,
) -> Result<(StatusCode, Json<Verification>), Problem> {
    wish.may(Permission::Operate)?;
    let by = account_of(&wish)?;
    if matches!(edge.itself.kept, Kept::Cluster(_)) {
        return Err(at_servers());
    }
    let kit = &edge.platform.kit;
    let looked = Looked {
        kept: edge.itself.kept.clone(),
        materials: Arc::clone(&edge.platform.materials),
        clock: Arc::clone(&kit.session_clock),
        shutdown: kit.shutdown.clone(),
    };
    let command = CommandId::derive(&wish.actor().id, wish.key());
    edge.verifications.begin(command, &by, looked).map_err(|RunsAlready| {
        let title = Text::new("核对正在进行", "A verification runs already");
        Problem::refused("edge/verification-runs", title)
    })?;
    Ok((StatusCode::ACCEPTED, Json(edge.verification())))
}

fn at_servers() -> Problem {
    let title = Text::new("此处无法核对", "Nothing can be verified here");
    let detail = Text::new(
        "日志位于服务器集群；请用 tongban archive verify 核对其归档。",
        "The log lies at servers; tongban archive verify checks the archive of it.",
    );
    Problem::refused("edge/log-at-servers", title).with_detail(detail)
}

impl Edge {
    fn verification(&self) -> Verification {
        let can_begin = matches!(self.itself.kept, Kept::Folder(_));
        Verification { can_begin, last: self.verifications.look() }
    }
}

/// What came of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Resolve {
    /// In words, for whoever asks later.
    note: String,
}

/// Says that somebody has looked at a command that was refused to a policy or sweeper; for operators.
#[utoipa::path(post, path = "/api/operations/work-items/{item}/resolve", tag = "edge",
    params(("item" = Uuid, Path), CommandHeaders), request_body = Resolve,
    responses((status = 200, body = ResolvedItem)))]
pub(super) async fn resolve(
    State(edge): State<Arc<Edge>>,
    Path(item): Path<Uuid>,
    Request { wish, body }: Request<Resolve>,
) -> Result<Json<ResolvedItem>, Problem> {
    wish.may(Permission::Operate)?;
    let (by, note) = (account_of(&wish)?, body.note.trim());
    if note.is_empty() {
        let remedy = Text::new("请写明处理结果", "say what came of it");
        return Err(Problem::invalid([FieldError::new("/note", "missing", remedy)]));
    }
    let state = &edge.platform.state;
    let resolved = state.resolve(CommandId::from_uuid(item), by.as_str(), note).await;
    match resolved.map_err(Problem::internal)? {
        Resolution::Resolved => Ok(Json(ResolvedItem { item, was_open: true })),
        Resolution::AlreadyResolved => Ok(Json(ResolvedItem { item, was_open: false })),
        Resolution::Unknown => Err(Problem::not_found(Text::new("待处理项", "work item"))),
    }
}
