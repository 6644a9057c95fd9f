mod fault;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tongban_kernel::Text;

use crate::{FieldError, Problem};

pub(crate) use fault::{field_error, text_error};

/// The longest JSON body: a form with a hundred fields needs a tenth of it.
pub const BODY_BYTES_MAX: usize = 1 << 20;

/// The longest JSON body of a route that takes longer ones, in bytes: a layer around it, as
/// `Extension(BodyMax(…))`.
#[derive(Clone, Copy, Debug)]
pub struct BodyMax(pub usize);

/// What is still read of a body that is too long, so that the client, which sends before it
/// listens, gets its answer instead of a broken connection.
const DRAIN_BYTES_MAX: usize = 16 << 20;

/// A JSON body, in and out. Coming in it must say `application/json`, be no longer than
/// [`BODY_BYTES_MAX`] or the [`BodyMax`] of its route, and fit `T`; the problem names the field that does not.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read_json(&parts, body).await?;
        parse(&bytes).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        // Not axum's own: what cannot be written is a problem like any other, and is logged.
        match serde_json::to_vec(&self.0) {
            Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
            Err(error) => Problem::internal(error).into_response(),
        }
    }
}

/// Reads a body whole, when it says that it is JSON; a command without fields may have none.
pub(crate) async fn read_json(parts: &Parts, body: Body) -> Result<Bytes, Problem> {
    let headers = &parts.headers;
    let bytes_max = parts.extensions.get::<BodyMax>().map_or(BODY_BYTES_MAX, |max| max.0);
    let bytes = read_body(body, bytes_max).await?;
    if is_json(headers) || (bytes.is_empty() && !headers.contains_key(header::CONTENT_TYPE)) {
        return Ok(bytes);
    }
    let title = Text::new("请求内容的类型不正确", "The body has another type than needed");
    let detail = Text::new(
        "请使用 Content-Type: application/json。",
        "Send JSON with Content-Type: application/json.",
    );
    let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    Err(Problem::new("common/media-type", status, title).with_detail(detail))
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = value.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    let is_suffixed = || {
        let media_type = media_type.to_ascii_lowercase();
        media_type.starts_with("application/") && media_type.ends_with("+json")
    };
    media_type.eq_ignore_ascii_case("application/json") || is_suffixed()
}

/// Reads a body of any type whole.
///
/// # Errors
/// 413, when it is longer than `bytes_max`; 400, when the client stopped sending.
pub async fn read_body(mut body: Body, bytes_max: usize) -> Result<Bytes, Problem> {
    let error = match Limited::new(&mut body, bytes_max).collect().await {
        Ok(whole) => return Ok(whole.to_bytes()),
        Err(error) => error,
    };
    if error.is::<LengthLimitError>() {
        drain(body).await;
        return Err(Problem::too_large(bytes_max));
    }
    let title = Text::new("请求内容不完整", "The body ended too early");
    Err(Problem::new("common/cut-off", StatusCode::BAD_REQUEST, title))
}

async fn drain(mut body: Body) {
    let mut n_bytes = 0;
    while let Some(Ok(frame)) = body.frame().await {
        n_bytes += frame.data_ref().map_or(0, Bytes::len);
        if n_bytes > DRAIN_BYTES_MAX {
            return;
        }
    }
}

/// Reads JSON as `T`; no bytes at all count as `{}`.
///
/// # Errors
/// 400, when it is no JSON; 422 with the field, when it does not fit.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let json = if bytes.is_empty() { b"{}" } else { bytes };
    serde_json::from_slice(json).map_err(|error| {
        if error.is_data() {
            return Problem::invalid([locate::<T>(json)]);
        }
        let title = Text::new("请求内容不是有效的 JSON", "The body is no JSON");
        let (line, column) = (error.line(), error.column());
        let detail = Text::new(
            format!("第 {line} 行第 {column} 列无法解析。"),
            format!("It cannot be read at line {line}, column {column}."),
        );
        Problem::new("common/not-json", StatusCode::BAD_REQUEST, title).with_detail(detail)
    })
}

/// Reads once more, slower, to learn which field does not fit.
fn locate<T: DeserializeOwned>(json: &[u8]) -> FieldError {
    let mut reader = serde_json::Deserializer::from_slice(json);
    match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Ok(_) => FieldError::new("", "value", Text::new("内容不符合要求", "it does not fit")),
        Err(error) => field_error(&error),
    }
}

#[cfg(test)]
mod tests;
