use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use opentelemetry::trace::{SpanContext, Tracer as _, TracerProvider as _};
use opentelemetry_sdk::error::OTelSdkError;
use opentelemetry_sdk::trace::SdkTracerProvider;

use super::*;

/// Takes a batch only when it is told how to answer.
#[derive(Debug)]
struct Slow {
    begun: SyncSender<usize>,
    answers: Mutex<Receiver<bool>>,
}

impl Exporter for Slow {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.begun.send(batch.len()).unwrap();
        let takes = self.answers.lock().unwrap().recv().unwrap_or(true);
        if takes { Ok(()) } else { Err(OTelSdkError::InternalFailure("away".into())) }
    }
}

#[test]
fn a_collector_that_does_not_answer_costs_spans_and_nobody_waits() {
    let (begun, batches) = sync_channel(100);
    let (answer, answers) = sync_channel(100);
    let counts = Counts::default();
    let slow = Slow { begun, answers: Mutex::new(answers) };
    let bounded = Bounded::new(slow, 4, counts.clone());
    let provider = SdkTracerProvider::builder().with_span_processor(bounded).build();
    let end_spans = |n| (0..n).for_each(|_| drop(provider.tracer("test").start("span")));
    end_spans(4);
    assert_eq!(batches.recv().unwrap(), 4, "a full queue is sent at once");
    // The collector does not answer: four fit, the others do not.
    end_spans(7);
    assert_eq!((counts.sent.get(), counts.dropped.get(), counts.failed.get()), (0, 3, 0));
    answer.send(false).unwrap();
    assert_eq!(batches.recv().unwrap(), 4);
    assert_eq!((counts.sent.get(), counts.failed.get()), (0, 4));
    drop(answer);
    provider.shutdown().unwrap();
    assert_eq!((counts.sent.get(), counts.dropped.get(), counts.failed.get()), (4, 3, 4));
}

#[test]
fn what_is_not_sampled_is_not_sent() {
    let (begun, batches) = sync_channel(100);
    let (_answer, answers) = sync_channel(1);
    let slow = Slow { begun, answers: Mutex::new(answers) };
    let bounded = Bounded::new(slow, 4, Counts::default());
    let sampler = opentelemetry_sdk::trace::Sampler::AlwaysOff;
    let provider = SdkTracerProvider::builder().with_sampler(sampler).with_span_processor(bounded);
    let provider = provider.build();
    let span = provider.tracer("test").start("span");
    assert_ne!(opentelemetry::trace::Span::span_context(&span), &SpanContext::NONE);
    drop(span);
    provider.shutdown().unwrap();
    assert!(batches.try_recv().is_err());
}

#[test]
fn a_collector_is_spoken_to_without_tls() {
    let read = |text: &str| text.parse::<Collector>().map(|collector| collector.to_string());
    assert_eq!(read("http://otel:4318/"), Ok("http://otel:4318".to_owned()));
    for bad in [
        "",
        "http://",
        "https://otel:4318",
        "otel:4318",
        "http://otel 4318",
        "http://me:secret@otel",
    ] {
        assert_eq!(read(bad), Err(InvalidCollector), "{bad}");
    }
}
