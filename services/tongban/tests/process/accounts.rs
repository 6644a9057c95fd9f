//! Accounts from the command line: before an office is begun, and while its server runs.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::{Server, run, text};

/// Status and body of an answer.
fn ask(server: &Server, request: &str, body: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let length = body.len();
    let head = "host: office\r\nconnection: close\r\ncontent-type: application/json\r\n";
    write!(stream, "{request}\r\n{head}content-length: {length}\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
    (status.unwrap_or_default(), serde_json::from_str(body).unwrap_or_default())
}

fn sign_in(server: &Server, login: &str, password: &str) -> (u16, String) {
    let body = json!({ "login": login, "password": password }).to_string();
    let (status, body) = ask(server, "POST /api/sign-in HTTP/1.1", &body);
    (status, body["token"].as_str().unwrap_or_default().to_owned())
}

fn status_with(server: &Server, token: &str) -> u16 {
    let request = "GET /api/catalog/departments HTTP/1.1\r\nauthorization: Bearer ";
    ask(server, &format!("{request}{token}"), "").0
}

/// Does something to an account; answers the second column of the row that is printed.
fn account(arguments: &[&str]) -> String {
    let done = run(&[&["account"], arguments].concat());
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {}", text(&done.stderr));
    let row = text(&done.stdout);
    row.trim().split('\t').nth(1).unwrap_or_else(|| panic!("{row}")).to_owned()
}

#[test]
fn what_is_done_to_an_account_of_a_running_server_ends_its_sessions_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let path = data.display().to_string();
    let server = Server::start(&data);
    let first = account(&["add", "op-1", "--role", "operator", "--data", &path]);
    let (status, old) = sign_in(&server, "op-1", &first);
    assert_eq!((status, status_with(&server, &old)), (200, 200));

    let second = account(&["password", "op-1", "--data", &path]);
    assert_eq!(status_with(&server, &old), 401, "nobody has signed in since");
    let (status, new) = sign_in(&server, "op-1", &second);
    assert_eq!((status, status_with(&server, &new)), (200, 200));

    assert_eq!(account(&["disable", "op-1", "--data", &path]), "disabled");
    assert_eq!(status_with(&server, &new), 401);
    assert_eq!(sign_in(&server, "op-1", &second).0, 401);
    assert_eq!(account(&["enable", "op-1", "--data", &path]), "active");
    assert_eq!(sign_in(&server, "op-1", &second).0, 200);
}

fn listed(data: &str, language: &[&str]) -> String {
    let done = run(&[&["account", "list", "--data", data], language].concat());
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    text(&done.stdout)
}

#[test]
fn accounts_are_listed_whether_a_server_runs_or_not() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let path = data.display().to_string();
    account(&["add", "op-1", "--role", "operator", "--data", &path]);
    let server = Server::start(&data);
    let department = ["--department", "government-services", "--data", &path];
    account(
        &[&["add", "w-1", "--role", "window_clerk", "--role", "handler"], &department[..]].concat(),
    );
    account(&["disable", "w-1", "--data", &path]);
    let en = "op-1\toperator\t–\tactive\tpassword\n\
        w-1\twindow_clerk,handler\tgovernment-services\tdisabled\tpassword\n";
    let json = listed(&path, &["--json"]);
    assert_eq!(listed(&path, &["--lang", "en"]), en);
    drop(server);
    assert_eq!(listed(&path, &["--lang", "en"]), en);
    assert!(listed(&path, &[]).contains("w-1\twindow_clerk,handler\tgovernment-services\t停用"));
    assert_eq!(listed(&path, &["--json"]), json);
    let accounts: Value = serde_json::from_str(&json).unwrap();
    let clerk = &accounts["accounts"][1];
    assert_eq!(clerk["roles"], json!(["window_clerk", "handler"]));
    assert_eq!(
        (&clerk["state"], &clerk["department"]),
        (&json!("disabled"), &json!("government-services"))
    );
    assert_eq!(clerk["ways"], json!({ "by": "password" }));
    assert!(!json.contains("argon2"), "{json}");
}

#[test]
fn an_account_is_tied_to_somebody_at_the_provider_and_untied() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data").display().to_string();
    let password = account(&["add", "op-1", "--role", "operator", "--data", &path]);
    account(&["add", "op-2", "--role", "operator", "--data", &path]);
    let server = Server::start(&dir.path().join("data"));
    let whom = ["--subject", "s-1", "--issuer", "https://id.example"];
    let link = |login, more: &[&str]| {
        run(&[&["account", "link", login, "--data", &path, "--lang", "en"], more].concat())
    };
    let tied = link("op-1", &[&whom[..], &["--only"]].concat());
    assert_eq!(text(&tied.stdout), "op-1\tactive\tprovider (s-1)\n", "{}", text(&tied.stderr));
    assert_eq!(sign_in(&server, "op-1", &password).0, 401, "by the provider alone");
    let refused = run(&["account", "password", "op-1", "--data", &path, "--lang", "en"]);
    assert!(text(&refused.stderr).contains("tongban account link op-1"), "{refused:?}");
    let taken = link("op-2", &whom);
    assert_eq!(taken.status.code(), Some(1));
    assert!(text(&taken.stderr).contains("another account than op-2"), "{taken:?}");
    assert_eq!(text(&link("op-2", &[]).stdout), "op-2\tactive\tpassword, provider (awaited)\n");
    account(&["unlink", "op-1", "--data", &path]);
    assert_eq!(sign_in(&server, "op-1", &password).0, 200);
    for (wrong, named) in [
        (&["--subject", "s-2"][..], "--issuer"),
        (&["--subject", "s-2", "--issuer", "http://id.example"], "https://"),
        (&["--subject", "", "--issuer", "https://id.example"], "--subject is wrong"),
    ] {
        let refused = link("op-1", wrong);
        assert!(text(&refused.stderr).contains(named), "{wrong:?}: {refused:?}");
    }
}

#[test]
fn a_department_that_the_catalogue_does_not_have_is_refused_whether_a_server_runs_or_not() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let path = data.display().to_string();
    let add = |department: &str, lang: &str| {
        let add = ["account", "add", "w-1", "--role", "window_clerk", "--data", &path];
        let refused = run(&[&add[..], &["--department", department, "--lang", lang]].concat());
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused.stdout));
        text(&refused.stderr)
    };
    let server = Server::start(&data);
    let refuses = || {
        let en = add("government-service", "en");
        let zh = add("government-service", "zh");
        assert!(en.contains("no department government-service; near it are: government-services"));
        assert!(zh.contains("没有部门 government-service；相近的有：government-services"), "{zh}");
        assert!(add("D-7", "en").contains("human-resources"));
    };
    refuses();
    drop(server);
    refuses();
    let taken = ["add", "w-1", "--role", "window_clerk", "--department", "government-services"];
    account(&[&taken[..], &["--data", &path]].concat());
}

#[test]
fn the_first_account_comes_before_the_office_and_signs_in_there() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let path = data.display().to_string();
    let password = account(&["add", "op-1", "--role", "operator", "--data", &path]);
    // No office was made of it.
    assert_eq!(run(&["verify", "--data", &path]).status.code(), Some(1));
    let password = match account(&["password", "op-1", "--data", &path]) {
        again if again != password => again,
        same => panic!("the same password: {same}"),
    };
    let server = Server::start(&data);
    assert_eq!(sign_in(&server, "op-1", &password).0, 200);
}

#[test]
fn a_refusal_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let (data, wrong) = (dir.path().join("data"), dir.path().join("wrong"));
    let (data, wrong) = (data.display().to_string(), wrong.display().to_string());
    account(&["add", "op-1", "--role", "operator", "--data", &data]);
    let cases: [(&[&str], &[&str]); 5] = [
        (&["add", "op-1", "--role", "operator", "--data", &data], &["account password op-1"]),
        (&["add", "w-1", "--role", "window_clerk", "--data", &data], &["--department"]),
        (&["add", "w-1", "--role", "clerk", "--data", &data], &["--role", "window_clerk"]),
        (&["password", "op-2", "--data", &data], &["no account op-2", "account add op-2"]),
        (&["disable", "op-1", "--data", &wrong], &["holds no office", "--data"]),
    ];
    for (arguments, words) in cases {
        let refused = run(&[&["account"], arguments, &["--lang", "en"]].concat());
        assert_ne!(refused.status.code(), Some(0), "{arguments:?}");
        let told = text(&refused.stderr);
        assert!(words.iter().all(|word| told.contains(word)), "{arguments:?}: {told}");
    }
    assert!(!std::path::Path::new(&wrong).exists());
}
