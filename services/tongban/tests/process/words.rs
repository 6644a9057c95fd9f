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
    let mapping = path("mapping.yaml");
    std::fs::write(&mapping, "activity: a\nactivty: b\n").unwrap();
    let xes = ["import", "xes", &file, "--data", &data];
    let xes_with = |rest: &[&'static str]| [&xes[..], rest].concat();
    let unreadable = ["import", "xes", &path("nothing.xes"), "--data", &data].map(str::to_owned);
    let bad_mapping = [&xes_with(&["--mapping"])[..], &[&mapping]].concat();
    // What is wrong and what to do, in the language that is asked for.
    type Words = &'static [&'static str];
    let cases: [(&[&str], Words, Words); 7] = [
        (
            &["export", "xes", "--import", unknown, "--out", "x", "--data", &data],
            &["没有这个导入", "tongban import xes"],
            &["no such import", "tongban import xes"],
        ),
        (&["import", "revert", unknown, "--data", &data], &["没有这个导入"], &["no such import"]),
        (
            &["rebuild", "cases", "--data", &data],
            &["没有读模型 cases", "intake、approval"],
            &["no read model cases", "intake, approval"],
        ),
        (
            &["backup", "--to", &data, "--data", &data],
            &["已存在", "--to"],
            &["is there already", "--to"],
        ),
        (
            &["restore", "--from", &data, "--data", "x"],
            &["不是完整的备份", "请指定其他备份"],
            &["no whole backup", "name another"],
        ),
        (
            &unreadable.each_ref().map(String::as_str),
            &["无法打开", "nothing.xes", "文件或文件夹不存在"],
            &["cannot open", "nothing.xes", "No such file"],
        ),
        (
            &bad_mapping,
            &["映射文件", "不可用", "第 2 行", "activty"],
            &["mapping", "not usable", "line 2", "activty"],
        ),
    ];
    for (arguments, zh, en) in cases {
        for (lang, words) in [("zh", zh), ("en", en)] {
            let refused = run(&[arguments, &["--lang", lang]].concat());
            assert_eq!(refused.status.code(), Some(1), "{arguments:?}");
            let told = text(&refused.stderr);
            assert!(words.iter().all(|word| told.contains(word)), "{arguments:?}: {told}");
        }
    }
}

#[test]
fn a_command_that_is_asked_for_no_language_refuses_in_both() {
    let dir = tempfile::tempdir().unwrap();
    // No folder can be made below a file.
    let file = dir.path().join("file");
    std::fs::write(&file, b"").unwrap();
    let refused = run(&["serve", "--data", &file.join("data").display().to_string()]);
    assert_eq!(refused.status.code(), Some(1));
    let told = text(&refused.stderr);
    for words in ["无法创建数据文件夹", "不是文件夹", "cannot make the data folder"] {
        assert!(told.contains(words), "{words}: {told}");
    }
}
