//! The web interface: files that were put into the program when it was built.

use axum::Router;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use tongban_httpkit::Problem;

/// A file as it was built, and packed with gzip where that makes it smaller.
struct File {
    name: &'static str,
    bytes: &'static [u8],
    packed: Option<&'static [u8]>,
}

/// None where the web was not built before the program was.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/web.rs"));

const INDEX: &str = "index.html";
/// Names with a hash of their content in them lie below.
const HASHED: &str = "assets/";
/// Everything comes from here alone, styles too; nobody frames it.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";
const UNBUILT: &str = "<!doctype html>
<html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>通办 Tongban</title>
<h1>通办 Tongban</h1>
<p>本程序未包含网页界面。在源代码目录运行 <code>cargo xtask demo</code>（需要 Node 20 及 npm）会先构建网页，\
再构建并启动程序。接口可照常使用：<a href=\"/openapi.json\">/openapi.json</a></p>
<p lang=\"en\">This program was built without the web interface. In the source tree, \
<code>cargo xtask demo</code> (which needs Node 20 and npm) builds the web first, then the program, \
and starts it. The API works as it is: <a href=\"/openapi.json\">/openapi.json</a></p>
</html>
";

/// Answers the files, and the one page at every address that a person opens.
pub(super) fn routes() -> Router {
    Router::new().route("/", get(root)).route("/{*path}", any(at))
}

async fn root(headers: HeaderMap) -> Response {
    index(FILES, &headers)
}

async fn at(Path(path): Path<String>, method: Method, headers: HeaderMap) -> Response {
    if method == Method::GET || method == Method::HEAD {
        answer(FILES, &path, &headers)
    } else {
        Problem::no_such_address().into_response()
    }
}

fn answer(files: &[File], path: &str, headers: &HeaderMap) -> Response {
    if let Some(file) = files.iter().find(|file| file.name == path && path != INDEX) {
        return told(file, headers);
    }
    // Addresses of pages are the page's own: it knows what is shown there.
    let is_page = !path.starts_with("api/") && !path.starts_with(HASHED) && wants_page(headers);
    if is_page { index(files, headers) } else { Problem::no_such_address().into_response() }
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|kind| kind.trim().starts_with("text/html"))
}

fn index(files: &[File], headers: &HeaderMap) -> Response {
    match files.iter().find(|file| file.name == INDEX) {
        Some(file) => told(file, headers),
        None => {
            let kind = HeaderValue::from_static("text/html; charset=utf-8");
            let body = (page_headers(), [(CONTENT_TYPE, kind)], UNBUILT);
            (StatusCode::OK, body).into_response()
        }
    }
}

fn told(file: &File, headers: &HeaderMap) -> Response {
    let packed = file.packed.filter(|_| takes_gzip(headers));
    let mut response = packed.unwrap_or(file.bytes).into_response();
    let to = response.headers_mut();
    to.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(file.name)));
    if file.packed.is_some() {
        to.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    if packed.is_some() {
        to.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if file.name == INDEX {
        to.extend(page_headers());
    } else {
        let kept = match file.name.starts_with(HASHED) {
            true => "public, max-age=31536000, immutable",
            false => "public, max-age=3600",
        };
        to.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    }
    response
}

/// Asked for anew each time, so that a new program's page is shown at once.
fn page_headers() -> HeaderMap {
    let all: [(HeaderName, &'static str); 2] =
        [(CACHE_CONTROL, "no-cache"), (CONTENT_SECURITY_POLICY, POLICY)];
    all.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
}

/// Whether `Accept-Encoding` names gzip and does not refuse it.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let wishes = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    wishes.flat_map(|value| value.split(',')).any(|wish| {
        let (coding, weight) = wish.split_once(';').unwrap_or((wish, ""));
        coding.trim() == "gzip" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    const BUILT: &[File] = &[
        File { name: "assets/index-1a2b.js", bytes: b"let a", packed: Some(b"packed") },
        File { name: "index.html", bytes: b"<!doctype html>", packed: None },
    ];

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        let pairs = pairs.iter().cloned();
        pairs.map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
    }

    fn browser() -> HeaderMap {
        headers(&[(ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")])
    }

    async fn body(response: Response) -> String {
        let bytes = to_bytes(response.into_body(), 10_000).await.unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[tokio::test]
    async fn every_address_of_a_page_answers_the_page_which_nobody_keeps_or_frames() {
        for path in ["inbox", "cases/01a2", "index.html"] {
            let response = answer(BUILT, path, &browser());
            assert_eq!(response.headers()[CACHE_CONTROL], "no-cache", "{path}");
            let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
            assert_eq!(body(response).await, "<!doctype html>");
        }
    }

    #[test]
    fn what_no_person_opens_is_not_answered_with_the_page() {
        for (path, headers) in [
            ("api/nothing", browser()),
            ("assets/gone-3c4d.js", browser()),
            ("inbox", headers(&[(ACCEPT, "application/json")])),
            ("inbox", HeaderMap::new()),
        ] {
            assert_eq!(answer(BUILT, path, &headers).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[tokio::test]
    async fn hashed_files_are_kept_for_good_and_packed_for_whom_that_helps() {
        let plain = answer(BUILT, "assets/index-1a2b.js", &HeaderMap::new());
        assert_eq!(plain.headers()[CONTENT_TYPE], "text/javascript; charset=utf-8");
        assert_eq!(plain.headers()[CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(plain.headers()[VARY], "Accept-Encoding");
        assert_eq!(body(plain).await, "let a");
        let asked = headers(&[(ACCEPT_ENCODING, "br, gzip;q=0.8")]);
        let packed = answer(BUILT, "assets/index-1a2b.js", &asked);
        assert_eq!(packed.headers()[CONTENT_ENCODING], "gzip");
        assert_eq!(body(packed).await, "packed");
        let refused = headers(&[(ACCEPT_ENCODING, "gzip;q=0")]);
        assert_eq!(body(answer(BUILT, "assets/index-1a2b.js", &refused)).await, "let a");
    }

    #[tokio::test]
    async fn a_program_without_the_web_says_how_it_is_built() {
        let page = body(answer(&[], "inbox", &browser())).await;
        assert!(page.contains("cargo xtask demo") && page.contains("未包含网页界面"), "{page}");
    }
}
