use std::error::Error;
use std::time::Duration;

use axum::http::StatusCode;
use tongban_kernel::Text;

use super::{FieldError, Problem};

/// How long to wait before asking again what failed for want of room or time.
pub const RETRY_SOON: Duration = Duration::from_secs(1);
/// How long to wait when people must make room first.
const RETRY_LATER: Duration = Duration::from_secs(30);

/// The problems that every service has: kinds `common/…`.
impl Problem {
    /// 401: nobody, or nobody known, signed the request.
    pub fn unauthenticated() -> Self {
        let title = Text::new("请先登录", "Sign in first");
        let detail = Text::new(
            "请在 Authorization: Bearer 请求头中携带有效的登录令牌；令牌过期后请重新登录。",
            "Send a valid token in Authorization: Bearer; sign in again when it has expired.",
        );
        Self::new("common/unauthenticated", StatusCode::UNAUTHORIZED, title).with_detail(detail)
    }

    /// 403: the signed-in user may not do this.
    pub fn forbidden() -> Self {
        let title = Text::new("您没有办理此事项的权限", "You may not do this");
        Self::new("common/forbidden", StatusCode::FORBIDDEN, title)
    }

    /// 404: there is no such thing, or the user may not know of it.
    pub fn not_found(what: Text) -> Self {
        let title = Text::new("未找到", "Not found");
        let detail = Text::new(
            format!("没有这个{}，或您无权查看。", what.zh),
            format!("There is no such {}, or you may not see it.", what.en),
        );
        Self::new("common/not-found", StatusCode::NOT_FOUND, title).with_detail(detail)
    }

    /// 404: nothing lives at this address.
    pub fn no_such_address() -> Self {
        let title = Text::new("没有这个地址", "Nothing lives at this address");
        Self::new("common/no-such-address", StatusCode::NOT_FOUND, title)
    }

    /// 405: the address takes other methods, named in `Allow`.
    pub fn method_not_allowed() -> Self {
        let title = Text::new("此地址不支持该请求方法", "This address takes other methods");
        Self::new("common/method-not-allowed", StatusCode::METHOD_NOT_ALLOWED, title)
    }

    /// 422: values that cannot be read, or break a rule of their own; all of them at once.
    pub fn invalid(errors: impl IntoIterator<Item = FieldError>) -> Self {
        let title = Text::new("填写的内容不符合要求", "Some values must be corrected");
        Self::new("common/invalid", StatusCode::UNPROCESSABLE_ENTITY, title).with_errors(errors)
    }

    /// 412: the thing changed since the user read it (`If-Match`).
    pub fn stale() -> Self {
        let title = Text::new("内容已被他人更新", "It has changed since you read it");
        let detail = Text::new(
            "请重新读取最新内容，确认后再提交。",
            "Read it again, check what changed, and send the command with the new ETag.",
        );
        Self::new("common/stale", StatusCode::PRECONDITION_FAILED, title).with_detail(detail)
    }

    /// 413: the body is longer than `bytes_max`.
    pub fn too_large(bytes_max: usize) -> Self {
        let title = Text::new("提交的内容过大", "The body is too large");
        let detail = Text::new(
            format!("最多 {bytes_max} 字节。"),
            format!("At most {bytes_max} bytes are taken."),
        );
        Self::new("common/too-large", StatusCode::PAYLOAD_TOO_LARGE, title).with_detail(detail)
    }

    /// 429: the user, or the address, asks too often.
    pub fn too_many_requests(wait: Duration) -> Self {
        let title = Text::new("请求过于频繁", "Too many requests");
        Self::new("common/too-many-requests", StatusCode::TOO_MANY_REQUESTS, title)
            .with_retry_after(wait)
    }

    /// 503: more work is queued than is taken; nothing of this request was done.
    pub fn busy() -> Self {
        let title = Text::new("系统繁忙，请稍后重试", "Busy: try again shortly");
        let detail = Text::new(
            "本次请求未被处理；请用同一个 Idempotency-Key 重试。",
            "Nothing was done; send the same request again with the same Idempotency-Key.",
        );
        Self::new("common/busy", StatusCode::SERVICE_UNAVAILABLE, title)
            .with_detail(detail)
            .with_retry_after(RETRY_SOON)
    }

    /// 503: the log cannot be reached; nothing was recorded, and it works again when it can.
    pub fn unreachable() -> Self {
        let title = Text::new("系统暂时无法记录", "Nothing can be recorded at present");
        let detail = Text::new(
            "本次请求未被记录；请稍后用同一个 Idempotency-Key 重试。",
            "Nothing was recorded; send the same request again shortly with the same \
             Idempotency-Key.",
        );
        Self::new("common/unreachable", StatusCode::SERVICE_UNAVAILABLE, title)
            .with_detail(detail)
            .with_retry_after(RETRY_SOON)
    }

    /// 503: the log did not say whether it recorded the command; given again, it happens once.
    pub fn uncertain() -> Self {
        let title =
            Text::new("暂时无法确认是否已记录", "It is not certain whether it was recorded");
        let detail = Text::new(
            "本次请求可能已被记录；请用同一个 Idempotency-Key 重试，不会重复办理。",
            "It may have been recorded; send the same request again with the same \
             Idempotency-Key: it happens once.",
        );
        Self::new("common/uncertain", StatusCode::SERVICE_UNAVAILABLE, title)
            .with_detail(detail)
            .with_retry_after(RETRY_SOON)
    }

    /// 503: the disk is full; nothing was recorded, and it works again when there is room.
    pub fn no_space() -> Self {
        let title = Text::new("存储空间已满", "The disk is full");
        let detail = Text::new(
            "本次请求未被记录；请联系运维人员清理空间后重试。",
            "Nothing was recorded; it works again when the operator has made room.",
        );
        Self::new("common/no-space", StatusCode::SERVICE_UNAVAILABLE, title)
            .with_detail(detail)
            .with_retry_after(RETRY_LATER)
    }

    /// 503: the read model has not come to the position that the reader asks for.
    pub fn not_caught_up() -> Self {
        let title = Text::new("数据尚未更新到所要求的位置", "The data are not there yet");
        let detail = Text::new(
            "已提交的内容不会丢失；请稍后重新查询。",
            "What was recorded is safe; read again shortly.",
        );
        Self::new("common/not-caught-up", StatusCode::SERVICE_UNAVAILABLE, title)
            .with_detail(detail)
            .with_retry_after(RETRY_SOON)
    }

    /// 503: a newer version of the program wrote an event that this one cannot read; it works again
    /// where that one answers.
    pub fn not_understood() -> Self {
        let title = Text::new(
            "本程序版本暂时无法处理该事项",
            "This version of the program cannot decide this",
        );
        let detail = Text::new(
            "记录中有本版本不能识别的内容，通常由较新的版本写入。本次请求未被记录；请稍后用同一个 \
             Idempotency-Key 重试，若持续出现请联系运维人员升级。",
            "Its history holds an event that this version cannot read, mostly of a newer one. \
             Nothing was recorded; send the same request again shortly with the same \
             Idempotency-Key, and tell the operator if it goes on.",
        );
        Self::new("common/not-understood", StatusCode::SERVICE_UNAVAILABLE, title)
            .with_detail(detail)
            .with_retry_after(RETRY_LATER)
    }

    /// 503: the log has stopped; the process ends and is started anew.
    pub fn stopped() -> Self {
        let title = Text::new("服务正在停止", "The service is stopping");
        Self::new("common/stopped", StatusCode::SERVICE_UNAVAILABLE, title)
            .with_retry_after(RETRY_LATER)
    }

    /// 500: a machine or the program failed. The cause is logged with the trace id, never told.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let title = Text::new("系统内部错误", "Internal error");
        let detail = Text::new(
            "请向运维人员提供 trace_id。",
            "Tell the operator the trace_id: the log says more under it.",
        );
        Self::new("common/internal", StatusCode::INTERNAL_SERVER_ERROR, title)
            .with_detail(detail)
            .with_cause(cause)
    }
}
