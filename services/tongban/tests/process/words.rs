//! What the program says to somebody who has never seen it.

use super::{run, text};

const LOG: &str = r#"<log><trace><string key="concept:name" value="1"/>
  <event><string key="concept:name" value="Receipt"/>
    <date key="time:timestamp" value="2010-10-11T09:00:00+02:00"/></event></trace></log>"#;

fn said(arguments: &[&str]) -> String {
    let done = run(arguments);
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", text(&done.stderr));
    text(&done.stdout)
}

#[track_caller]
fn says(arguments: &[&str], words: &[&str]) {
    let told = said(arguments);
    for word in words {
        assert!(told.contains(word), "{arguments:?} says nothing of {word}: {told}");
    }
    assert!(!told.contains("n_"), "names of fields: {told}");
}

#[test]
fn results_are_sentences_in_the_language_that_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let (file, data, out, copy) = (path("log.xes"), path("data"), path("out.xes"), path("copy"));
    std::fs::write(&file, LOG).unwrap();
    let en = ["--lang", "en", "--data", &data];
    let with = |command: &[&str], rest: &[&str]| {
        command.iter().chain(rest).map(ToString::to_string).collect::<Vec<_>>()
    };
    let says = |command: &[&str], rest: &[&str], words: &[&str]| {
        let arguments = with(command, rest);
        says(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), words);
    };
    let import = ["import", "xes", &file];
    says(&import, &["--dry-run", "--lang", "en"], &["Dry run of log.xes", "1 cases", "--dry-run"]);
    says(&import, &["--data", &data], &["已导入 log.xes", "办件 1 件", "tongban export xes"]);
    says(&import, &en, &["log.xes is there already", "1 cases, 1 rows"]);

    let json = said(&["import", "xes", &file, "--json", "--data", &data]);
    let imported: serde_json::Value = serde_json::from_str(&json).unwrap();
    let id = imported["import_id"].as_str().unwrap();
    let export = ["export", "xes", "--import", id, "--out", &out];
    says(&export, &en, &["is written to", &out, "1 cases, 1 rows"]);
    says(&export, &["--data", &data], &["已将导入", "办件 1 件"]);
    says(&["verify"], &en, &["sound: ", "in 2 streams"]);
    says(&["verify"], &["--data", &data], &["完好：", "段文件 1 个"]);
    says(&["backup", "--to", &copy], &en, &["backed up to", "tongban restore --from"]);
    says(&["restore", "--from", &copy, "--data", &path("new")], &[], &["已核对", "tongban serve"]);
    says(&["rebuild", "metrics"], &en, &["metrics: computed again from"]);
    says(&["import", "revert", id, "--reason", "2010"], &en, &["is hidden; reason: 2010"]);
}

#[test]
fn a_refusal_names_what_was_wrong_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let (file, data) = (path("log.xes"), path("data"));
    std::fs::write(&file, LOG).unwrap();
    said(&["import", "xes", &file, "--data", &data]);
    let unknown = "00000000-0000-8000-8000-000000000000";
    let cases: [(&[&str], &[&str]); 4] = [
        (
            &["export", "xes", "--import", unknown, "--out", "x", "--data", &data],
            &["no such import", "tongban import xes"],
        ),
        (&["rebuild", "cases", "--data", &data], &["no read model cases", "intake, approval"]),
        (&["backup", "--to", &data, "--data", &data], &["is there already", "--to"]),
        (&["restore", "--from", &data, "--data", "x"], &["no whole backup", "name another"]),
    ];
    for (arguments, words) in cases {
        let refused = run(arguments);
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}");
        let told = text(&refused.stderr);
        assert!(words.iter().all(|word| told.contains(word)), "{arguments:?}: {told}");
    }
}
