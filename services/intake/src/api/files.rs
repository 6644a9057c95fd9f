//! Files that are handed in: stored first, named by their hash afterwards.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use tongban_auth::Permission;
use tongban_httpkit::{Consistent, Json, Path, Problem, QueryHeaders, Signed, Trace};
use tongban_kernel::{CaseId, Text};
use tongban_vault::{Declared, MaterialId, Materials, PutError};
use utoipa::ToSchema;

use crate::Cases;

/// A stored file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stored {
    /// Its hash: what applications name it by.
    sha256: String,
    /// How long it is.
    size_bytes: u64,
    /// What it is, checked against its content.
    content_type: &'static str,
}

/// Stores a file of at most 20 MiB. Storing the same content again is the same wish and needs no
/// key.
#[utoipa::path(post, path = "/api/intake/materials", tag = "intake",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Stored)))]
pub(crate) async fn store(
    State(service): State<Arc<Cases>>,
    signed: Signed,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Stored>), Problem> {
    signed.may(Permission::SubmitCase)?;
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let content_type = text(header::CONTENT_TYPE).unwrap_or_default();
    let size = text(header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let declared = Declared { content_type, size };
    let stored = service.materials.put(declared, body.into_data_stream()).await;
    let stored = stored.map_err(problem)?;
    let (sha256, content_type) = (stored.id.to_string(), stored.content_type.as_str());
    Ok((StatusCode::CREATED, Json(Stored { sha256, size_bytes: stored.size, content_type })))
}

/// Shows a file of a case: takes the permission to see personal data, and is recorded.
#[utoipa::path(get, path = "/api/intake/cases/{case_id}/materials/{sha256}", tag = "intake",
    params(("case_id" = String, Path), ("sha256" = String, Path), QueryHeaders),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
pub(crate) async fn one(
    State(service): State<Arc<Cases>>,
    signed: Signed,
    trace: Trace,
    _: Consistent,
    Path((case, material)): Path<(CaseId, MaterialId)>,
) -> Result<impl IntoResponse, Problem> {
    signed.may(Permission::ReadPersonal)?;
    let sql = "SELECT content_type FROM materials WHERE case_id = $1 AND sha256 = $2";
    let query = service.reads.query(sql).bind(case).bind(material.to_string());
    let row = query.fetch_optional().await?;
    let row = row.ok_or_else(|| Problem::not_found(Text::new("材料", "material of this case")))?;
    let content = service.materials.read(material).await.map_err(Problem::internal)?;
    service.record_showing(case, &signed, trace).await?;
    let headers = [
        (header::CONTENT_TYPE, row.text("content_type")?),
        // Never run in the browser, whatever it holds.
        (header::CONTENT_DISPOSITION, "attachment".to_owned()),
    ];
    Ok((headers, content))
}

/// The one table from what the store refuses to answers.
fn problem(error: PutError) -> Problem {
    let (kind, status, zh, en) = match &error {
        PutError::TooLarge => {
            let size_max = usize::try_from(Materials::SIZE_MAX).unwrap_or(usize::MAX);
            return Problem::too_large(size_max);
        }
        PutError::Full(_) => return Problem::no_space().with_cause(error),
        PutError::Bucket(_) => return Problem::busy().with_cause(error),
        PutError::Interrupted => return Problem::stopped(),
        PutError::File(_) => return Problem::internal(error),
        PutError::Empty => {
            ("intake/empty-file", StatusCode::UNPROCESSABLE_ENTITY, "文件为空", "The file is empty")
        }
        PutError::TypeNotTaken { .. } => (
            "intake/file-type-not-taken",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "不接受此类型的文件",
            "Files of this type are not taken",
        ),
        PutError::OtherType { .. } => (
            "intake/file-of-other-type",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "文件内容与所声明的类型不符",
            "The content is not of the declared type",
        ),
        PutError::OtherSize { .. } => (
            "intake/file-of-other-size",
            StatusCode::UNPROCESSABLE_ENTITY,
            "文件长度与所声明的不符",
            "More or less came than was declared",
        ),
        PutError::BrokenOff(_) => {
            ("intake/file-cut-off", StatusCode::BAD_REQUEST, "文件上传中断", "The file broke off")
        }
    };
    let zh_detail = "可上传 PDF、OFD、PNG、JPEG、DOCX、XLSX 和纯文本，最大 20 MiB。";
    Problem::new(kind, status, Text::new(zh, en))
        .with_detail(Text::new(zh_detail, error.to_string()))
}
