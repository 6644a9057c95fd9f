//! Who we are at the broker, and who it is.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use nkeys::KeyPair;
use serde_json::{Value, json};
use tempfile::TempDir;
use tongban_nats_testkit::SYNC_ALWAYS;

use super::*;
use crate::jetstream::OpenError;

/// Certificates of tests.
fn tls(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/jetstream/tests/tls").join(name)
}

#[tokio::test]
async fn a_server_whose_certificate_goes_back_to_the_named_root_is_taken() {
    let (certificate, key) = (tls("server.pem"), tls("server.key"));
    let config = format!("tls {{ cert_file: {certificate:?}, key_file: {key:?} }}");
    let server = start_with(SYNC_ALWAYS, &config).await;
    let servers = vec![format!("tls://127.0.0.1:{}", server.port())];
    let trusting =
        |root| Options { ca: Some(tls(root)), servers: servers.clone(), ..options(&server) };
    let log = JetStreamLog::open(trusting("root.pem")).await.unwrap();
    append(&log, 1, 2).await.unwrap();
    assert_eq!(log.read(case(1), 0).await.unwrap().len(), 2);
    let error = JetStreamLog::open(trusting("other.pem")).await.map(drop).unwrap_err();
    assert!(matches!(error, OpenError::Connect { .. }) && !error.is_transient(), "{error:?}");
}

/// What an operator, an account or a user is given by whom it answers to.
fn token(issuer: &KeyPair, subject: &KeyPair, name: &str, nats: &Value) -> String {
    let claims = json!({
        "jti": name,
        "iat": 1_790_000_000,
        "iss": issuer.public_key(),
        "sub": subject.public_key(),
        "name": name,
        "nats": nats,
    });
    let part = |value: Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let signed =
        format!("{}.{}", part(json!({ "typ": "JWT", "alg": "ed25519-nkey" })), part(claims));
    let signature = issuer.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

/// An account with a user, whose credentials are written to a file.
fn account(operator: &KeyPair, name: &str, limits: &Value, dir: &TempDir) -> (KeyPair, String) {
    let (account, user) = (KeyPair::new_account(), KeyPair::new_user());
    let of_account = json!({ "type": "account", "version": 2, "limits": limits });
    let of_user = json!({
        "type": "user", "version": 2, "subs": -1, "data": -1, "payload": -1, "pub": {}, "sub": {},
    });
    let credentials = format!(
        "-----BEGIN NATS USER JWT-----\n{}\n------END NATS USER JWT------\n\n\
         -----BEGIN USER NKEY SEED-----\n{}\n------END USER NKEY SEED------\n",
        token(&account, &user, name, &of_user),
        user.seed().unwrap(),
    );
    fs::write(dir.path().join(format!("{name}.creds")), credentials).unwrap();
    let given = token(operator, &account, name, &of_account);
    (account, given)
}

#[tokio::test]
async fn a_user_is_who_its_credentials_say() {
    let dir = tempfile::tempdir().unwrap();
    let operator = KeyPair::new_operator();
    let without = json!({
        "subs": -1, "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true,
        "conn": -1, "leaf": -1,
    });
    let mut with = without.clone();
    for limit in ["mem_storage", "disk_storage", "streams", "consumer", "max_ack_pending"] {
        with[limit] = json!(-1);
    }
    let (app, of_app) = account(&operator, "app", &with, &dir);
    let (sys, of_sys) = account(&operator, "sys", &without, &dir);
    let of_operator = json!({ "type": "operator", "version": 2 });
    let config = format!(
        "operator: {}\nsystem_account: {}\nresolver: MEMORY\n\
         resolver_preload: {{ {}: {of_app}, {}: {of_sys} }}",
        token(&operator, &operator, "office", &of_operator),
        sys.public_key(),
        app.public_key(),
        sys.public_key(),
    );
    let server = start_with(SYNC_ALWAYS, &config).await;
    let file = |name: &str| dir.path().join(format!("{name}.creds"));
    let of_app = Options {
        credentials: Some(file("app")),
        sync: SyncProof::SystemCredentials(file("sys")),
        ..options(&server)
    };
    let log = JetStreamLog::open(of_app.clone()).await.unwrap();
    assert!(log.sync_is_proven());
    append(&log, 1, 1).await.unwrap();
    let nobody = Options { credentials: None, ..of_app };
    let error = JetStreamLog::open(nobody).await.map(drop).unwrap_err();
    assert!(matches!(error, OpenError::Connect { .. }) && !error.is_transient(), "{error:?}");
}

#[tokio::test]
async fn a_password_that_is_wrong_is_no_passing_trouble() {
    let users = "authorization { users: [{ user: app, password: secret }] }";
    let server = start_with(SYNC_ALWAYS, users).await;
    let with =
        |password| Options { servers: vec![server.url_of("app", password)], ..options(&server) };
    JetStreamLog::open(with("secret")).await.unwrap();
    let error = JetStreamLog::open(with("guessed")).await.map(drop).unwrap_err();
    assert!(matches!(error, OpenError::Connect { .. }) && !error.is_transient(), "{error:?}");
}
