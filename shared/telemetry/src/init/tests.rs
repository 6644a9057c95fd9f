use std::sync::{Arc, Mutex};

use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{Span as SdkSpan, SpanData};
use tongban_kernel::TraceContext;
use tracing::{debug, info, info_span};

use super::*;
use crate::{TraceError, continue_from, current, link_to, trace_id};

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
    let (subscriber, guard) = build(options, move || writer.clone()).unwrap();
    tracing::subscriber::with_default(subscriber, work);
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
fn every_span_has_a_trace_even_if_traces_go_nowhere() {
    logged(Options::of("test").filter("off"), || {
        assert_eq!((current(), trace_id()), (None, None));
        let first = info_span!("first").in_scope(|| trace_id().unwrap());
        let (second, inner) = info_span!("second").in_scope(|| {
            (trace_id().unwrap(), info_span!("inner").in_scope(|| trace_id().unwrap()))
        });
        assert_ne!(first, second);
        assert_eq!(second, inner);
    });
}

#[test]
fn a_span_continues_its_callers_trace() {
    logged(Options::of("test"), || {
        let span = info_span!("request");
        continue_from(&span, &caller()).unwrap();
        let trace = span.in_scope(|| current().unwrap());
        let parts: Vec<&str> = trace.0.split('-').collect();
        assert_eq!(parts[1], "0af7651916cd43dd8448eb211c80319c");
        assert_ne!(parts[2], "b7ad6b7169203331", "the span is not its own caller");
        assert_eq!(parts[3], "01", "the caller wants it recorded");
    });
}

#[test]
fn a_caller_that_cannot_be_read_leaves_the_span_its_own_trace() {
    logged(Options::of("test"), || {
        let zeros = format!("00-{}-{}-01", "0".repeat(32), "0".repeat(16));
        for bad in ["", "00-xyz-1-01", &zeros] {
            let span = info_span!("request");
            let result = continue_from(&span, &TraceContext(bad.into()));
            assert!(matches!(result, Err(TraceError::Invalid)), "{bad}");
            assert!(span.in_scope(trace_id).is_some());
        }
    });
}

#[test]
fn a_span_that_was_entered_cannot_change_its_trace() {
    logged(Options::of("test"), || {
        let span = info_span!("request");
        span.in_scope(|| ());
        let late = continue_from(&span, &caller());
        assert!(matches!(late, Err(TraceError::Span(_))), "{late:?}");
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

    fn shutdown_with_timeout(&self, _: std::time::Duration) -> OTelSdkResult {
        Ok(())
    }
}

#[test]
fn spans_reach_whom_they_are_exported_to() {
    let kept = Kept::default();
    logged(Options::of("test").export_to(kept.clone()), || {
        let span = info_span!("react");
        link_to(&span, &caller()).unwrap();
        span.in_scope(|| ());
    });
    let spans = kept.0.lock().unwrap();
    assert_eq!(spans.len(), 1);
    assert_eq!(spans[0].name, "react");
    let link = &spans[0].links.links[0].span_context;
    assert_eq!(link.trace_id().to_string(), "0af7651916cd43dd8448eb211c80319c");
    assert_ne!(spans[0].span_context.trace_id(), link.trace_id());
}
