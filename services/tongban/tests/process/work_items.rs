//! What was refused to policies, as the operator sees it.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use tongban_eventstore::contract::refusal;
use tongban_eventstore::readers::PolicyStore as _;
use tongban_kernel::SystemClock;
use tongban_readmodel::StateStore;
use uuid::Uuid;

use super::{Server, run, text};

/// A folder in which two commands were refused.
fn refused_in(data: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = StateStore::open(data, Arc::new(SystemClock)).await.unwrap();
        store.refused([1, 2].map(refusal).into()).await.unwrap();
    });
}

fn work_items(data: &Path, arguments: &[&str]) -> String {
    let path = data.display().to_string();
    let done = run(&[&["work-items"], arguments, &["--data", &path]].concat());
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", text(&done.stderr));
    text(&done.stdout)
}

fn listed(data: &Path, arguments: &[&str]) -> Value {
    let json = work_items(data, &[arguments, &["--json"]].concat());
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

#[test]
fn refused_commands_are_listed_and_resolved_whether_a_server_runs_or_not() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    refused_in(&data);
    let server = Server::start(&data);
    let first = listed(&data, &["--limit", "1"]);
    let next = first["next"].as_str().unwrap();
    assert_eq!(first["items"].as_array().unwrap().len(), 1);
    let second = listed(&data, &["--limit", "1", "--cursor", next]);
    assert_ne!(second["items"][0]["item"], first["items"][0]["item"]);
    let told = work_items(&data, &["--lang", "en"]);
    for words in ["coordination-on-approval", "the task is closed", "work-items resolve"] {
        assert!(told.contains(words), "{words}: {told}");
    }

    let item = first["items"][0]["item"].as_str().unwrap();
    let resolve = ["resolve", item, "--by", "op-1", "--note", "closed by hand", "--lang", "en"];
    assert!(work_items(&data, &resolve).contains("is resolved"));
    assert!(work_items(&data, &resolve).contains("was resolved before"));
    drop(server);
    assert_eq!(listed(&data, &[])["items"], second["items"]);
    let all = listed(&data, &["--all"]);
    assert_eq!(all["items"][0]["resolution"], "closed by hand");
}

#[test]
fn a_page_or_an_item_that_is_none_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    drop(Server::start(&data));
    let path = data.display().to_string();
    let unknown = Uuid::from_u128(7).to_string();
    let cases: [(&[&str], &[&str]); 3] = [
        (&["--limit", "201"], &["--limit", "1..=200"]),
        (&["--cursor", "x"], &["--cursor", "page before"]),
        (&["resolve", &unknown, "--by", "op-1", "--note", "x"], &["no work item", "--all"]),
    ];
    for (arguments, words) in cases {
        let rest = ["--lang", "en", "--data", &path];
        let refused = run(&[&["work-items"], arguments, &rest].concat());
        assert_ne!(refused.status.code(), Some(0), "{arguments:?}");
        let told = text(&refused.stderr);
        assert!(words.iter().all(|word| told.contains(word)), "{arguments:?}: {told}");
    }
}
