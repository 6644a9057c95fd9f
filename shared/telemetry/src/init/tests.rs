use std::sync::{Arc, Mutex};

use opentelemetry::trace::{SpanKind, Status};
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{Span as SdkSpan, SpanData};
use tongban_kernel::TraceContext;
use tracing::{debug, debug_span, info, info_span, trace_span};

use super::*;
use crate::{TraceError, answered, context_of, continue_from, link_to};

/// What was logged, to be looked at.
#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Page {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Runs `work` under these options, and answers what it logged.
fn logged(options: Options, work: impl FnOnce()) -> String {
    let page = Page::default();
    let writer = page.clone();
    let (dispatch, guard) = build(options, move || writer.clone()).unwrap();
    tracing::dispatcher::with_default(&dispatch, work);
    drop(guard);
    page.text()
}

fn caller() -> TraceContext {
    TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".into())
}

#[test]
fn a_json_line_holds_the_fields_of_the_event_and_its_span() {
    let text = logged(Options::of("test").format(LogFormat::Json), || {
        let _entered = info_span!("execute", case.id = "c-1").entered();
        info!(event.r#type = "intake.case_submitted.v1", "recorded");
    });
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["message"], "recorded");
    assert_eq!(line["event.type"], "intake.case_submitted.v1");
    assert_eq!(line["span"]["case.id"], "c-1");
}

#[test]
fn the_filter_decides_what_is_logged() {
    let work = || {
        debug!("small");
        info!("large");
    };
    let text = logged(Options::of("test"), work);
    assert!(text.contains("large") && !text.contains("small"), "{text}");
    let all = logged(Options::of("test").filter("debug"), work);
    assert!(all.contains("large") && all.contains("small"), "{all}");
}

#[test]
fn a_filter_that_cannot_be_read_is_refused() {
    let refused = build(Options::of("test").filter("tongban=loud"), io::sink).err();
    assert!(matches!(refused, Some(InitError::Filter { filter, .. }) if filter == "tongban=loud"));
}

#[test]
fn where_nobody_takes_them_spans_are_no_part_of_a_trace_and_small_ones_are_not_made() {
    logged(Options::of("test"), || {
        let request = info_span!("request");
        assert_eq!(context_of(&request), None);
        let late = continue_from(&request, &caller());
        assert!(matches!(late, Err(TraceError::Span(_))), "{late:?}");
        assert!(!request.is_disabled(), "log lines name it");
        assert!(debug_span!("append").is_disabled());
    });
}

/// Keeps the finished spans.
#[derive(Clone, Debug, Default)]
struct Kept(Arc<Mutex<Vec<SpanData>>>);

impl SpanProcessor for Kept {
    fn on_start(&self, _: &mut SdkSpan, _: &opentelemetry::Context) {}

    fn on_end(&self, span: SpanData) {
        self.0.lock().unwrap().push(span);
    }

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        Ok(())
    }
}

/// Runs `work` while spans are recorded, and answers those that were.
fn recorded(options: Options, work: impl FnOnce()) -> Vec<SpanData> {
    let kept = Kept::default();
    logged(options.export_to(kept.clone()), work);
    let mut spans = std::mem::take(&mut *kept.0.lock().unwrap());
    spans.sort_by_key(|span| span.start_time);
    spans
}

fn parts(trace: &TraceContext) -> Vec<&str> {
    trace.0.split('-').collect()
}

#[test]
fn a_span_below_another_is_of_its_trace() {
    let spans = recorded(Options::of("test").filter("off"), || {
        let outer = info_span!("outer");
        let inner = outer.in_scope(|| debug_span!("inner"));
        let (outer, inner) = (context_of(&outer).unwrap(), context_of(&inner).unwrap());
        assert_eq!(parts(&outer)[1], parts(&inner)[1]);
        let other = context_of(&info_span!("other")).unwrap();
        assert_ne!(parts(&outer)[1], parts(&other)[1]);
        assert!(trace_span!("detail").is_disabled());
    });
    let names: Vec<_> = spans.iter().map(|span| &*span.name).collect();
    assert_eq!(names, ["outer", "inner", "other"]);
    assert_eq!(spans[1].parent_span_id, spans[0].span_context.span_id());
}

#[test]
fn a_span_continues_its_callers_trace() {
    recorded(Options::of("test"), || {
        let span = info_span!("request");
        continue_from(&span, &caller()).unwrap();
        let trace = context_of(&span).unwrap();
        assert_eq!(parts(&trace)[1], "0af7651916cd43dd8448eb211c80319c");
        assert_ne!(parts(&trace)[2], "b7ad6b7169203331", "the span is not its own caller");
        assert_eq!(parts(&trace)[3], "01", "the caller wants it recorded");
    });
}

#[test]
fn a_caller_that_cannot_be_read_leaves_the_span_its_own_trace() {
    recorded(Options::of("test"), || {
        let zeros = format!("00-{}-{}-01", "0".repeat(32), "0".repeat(16));
        for bad in ["", "00-xyz-1-01", &zeros] {
            let span = info_span!("request");
            let result = continue_from(&span, &TraceContext(bad.into()));
            assert!(matches!(result, Err(TraceError::Invalid)), "{bad}");
            assert!(context_of(&span).is_some());
        }
    });
}

#[test]
fn a_span_that_was_entered_cannot_change_its_trace() {
    recorded(Options::of("test"), || {
        let span = info_span!("request");
        span.in_scope(|| ());
        assert!(context_of(&span).is_some());
        let late = continue_from(&span, &caller());
        assert!(matches!(late, Err(TraceError::Span(_))), "{late:?}");
    });
}

#[test]
fn a_request_is_a_server_span_named_by_method_and_route() {
    let spans = recorded(Options::of("test"), || {
        let (http, route) = ("GET", "/api/cases/{id}");
        let request = info_span!("request", http.request.method = http, http.route = route);
        answered(&request, 503);
        let refused = info_span!("request", http.request.method = http, http.route = route);
        answered(&refused, 409);
    });
    assert_eq!((&*spans[0].name, &spans[0].span_kind), ("GET /api/cases/{id}", &SpanKind::Server));
    let value = |span: &SpanData, key| {
        let found = span.attributes.iter().find(|attribute| attribute.key.as_str() == key);
        found.map(|attribute| attribute.value.to_string())
    };
    assert_eq!(value(&spans[0], "http.response.status_code").as_deref(), Some("503"));
    assert_eq!(value(&spans[0], "error.type").as_deref(), Some("503"));
    assert_ne!(spans[0].status, Status::Unset);
    assert_eq!((value(&spans[1], "error.type"), &spans[1].status), (None, &Status::Unset));
}

#[test]
fn log_lines_do_not_leave_with_spans() {
    let spans = recorded(Options::of("test"), || {
        let _entered = info_span!("request").entered();
        info!(secret = "told to the log alone", "said");
    });
    assert_eq!(spans[0].events.len(), 0);
}

#[test]
fn of_new_traces_a_part_is_recorded_and_what_belongs_to_recorded_ones_always() {
    let spans = recorded(Options::of("test").ratio(0.0), || {
        drop(info_span!("new").entered());
        let child = info_span!("child");
        continue_from(&child, &caller()).unwrap();
        drop(child.entered());
        let batch = info_span!("batch");
        link_to(&batch, &caller()).unwrap();
        drop(batch.entered());
        let unrecorded = TraceContext(caller().0.replace("-01", "-00"));
        let apart = info_span!("apart");
        link_to(&apart, &unrecorded).unwrap();
        drop(apart.entered());
    });
    let names: Vec<_> = spans.iter().map(|span| &*span.name).collect();
    assert_eq!(names, ["child", "batch"]);
    let link = &spans[1].links.links[0].span_context;
    assert_eq!(link.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c");
    assert_ne!(spans[1].span_context.trace_id(), link.trace_id());
}
