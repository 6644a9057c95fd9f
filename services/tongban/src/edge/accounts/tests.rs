use serde_json::{Value, json};
use tongban_kernel::Role;

use crate::edge::testing::Office;

const ACCOUNTS: &str = "/api/accounts";

fn clerk(login: &str) -> Value {
    json!({ "login": login, "roles": ["window_clerk"], "department": "government-services" })
}

#[tokio::test]
async fn who_manages_no_accounts_neither_sees_nor_changes_any() {
    let office = Office::open().await;
    let token = office.token("s-1", Role::Supervisor).await;
    assert_eq!(office.get(&token, ACCOUNTS).await.0, 403);
    let nothing = json!({});
    for (path, body) in [
        ("/api/accounts", clerk("w-1")),
        ("/api/accounts/s-1/rights", json!({ "roles": ["operator"] })),
        ("/api/accounts/s-1/password", nothing.clone()),
        ("/api/accounts/s-1/disable", nothing.clone()),
        ("/api/accounts/s-1/enable", nothing.clone()),
    ] {
        assert_eq!(
            office.refused(&token, path, body).await,
            (403, "common/forbidden".into()),
            "{path}"
        );
    }
    assert_eq!(office.get("none", ACCOUNTS).await.0, 401);
}

#[tokio::test]
async fn a_new_account_signs_in_until_it_is_disabled_and_again_when_it_is_enabled() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    let (status, added) = office.post(&token, ACCOUNTS, clerk("w-1")).await;
    assert_eq!(status, 201, "{added}");
    let password = &added["password"];
    let (status, session) = office.sign_in("w-1", password).await;
    let sees = async || office.get(&session, "/api/catalog/departments").await.0.as_u16();
    assert_eq!((status, sees().await), (200, 200));

    let disabled = office.post(&token, "/api/accounts/w-1/disable", json!({})).await;
    assert_eq!((disabled.0.as_u16(), &disabled.1["state"]), (200, &json!("disabled")));
    assert_eq!(disabled.1["password"], Value::Null);
    assert_eq!(sees().await, 401, "its sessions end at once");
    assert_eq!(office.sign_in("w-1", password).await.0, 401);
    let again = office.post(&token, "/api/accounts/w-1/disable", json!({})).await;
    assert_eq!(again.1["state"], "disabled", "wished twice, nothing more happens");
    assert_eq!(office.post(&token, "/api/accounts/w-1/enable", json!({})).await.0, 200);
    assert_eq!(office.sign_in("w-1", password).await.0, 200);
}

#[tokio::test]
async fn a_new_password_takes_the_place_of_the_old_one() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    let (_, added) = office.post(&token, ACCOUNTS, clerk("w-1")).await;
    let (_, changed) = office.post(&token, "/api/accounts/w-1/password", json!({})).await;
    assert_eq!(office.sign_in("w-1", &added["password"]).await.0, 401);
    assert_eq!(office.sign_in("w-1", &changed["password"]).await.0, 200);
}

#[tokio::test]
async fn other_rights_hold_from_the_next_session_on() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    let (_, added) = office.post(&token, ACCOUNTS, clerk("w-1")).await;
    let (_, before) = office.sign_in("w-1", &added["password"]).await;
    let figures = "/api/metrics/departments";
    assert_eq!(office.get(&before, figures).await.0, 403);
    let rights = json!({ "roles": ["coordinator"] });
    assert_eq!(office.post(&token, "/api/accounts/w-1/rights", rights).await.0, 200);
    assert_eq!(office.get(&before, figures).await.0, 401);
    let (_, now) = office.sign_in("w-1", &added["password"]).await;
    assert_ne!(office.get(&now, figures).await.0, 403);
    let (_, listed) = office.get(&token, "/api/accounts?query=w-1").await;
    assert_eq!(listed["items"][0]["roles"], json!(["coordinator"]));
    assert_eq!(listed["items"][0]["department"], Value::Null);
}

#[tokio::test]
async fn nobody_changes_the_account_that_they_act_with() {
    let office = Office::open().await;
    let token = office.token("op-1", Role::Operator).await;
    let nothing = json!({});
    for (path, body) in [
        ("/api/accounts/op-1/disable", nothing.clone()),
        ("/api/accounts/op-1/password", nothing),
        ("/api/accounts/OP-1/rights", json!({ "roles": ["supervisor"] })),
    ] {
        assert_eq!(
            office.refused(&token, path, body).await,
            (409, "edge/account-own".into()),
            "{path}"
        );
    }
    let (_, listed) = office.get(&token, ACCOUNTS).await;
    assert_eq!(
        (&listed["items"][0]["state"], &listed["items"][0]["is_own"]),
        (&json!("active"), &json!(true))
    );
}

#[tokio::test]
async fn who_manages_accounts_makes_no_supervisor_or_operator_and_becomes_none() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    let supervisor = office.token("s-1", Role::Supervisor).await;
    office.token("op-2", Role::Operator).await;
    office.post(&token, ACCOUNTS, clerk("w-1")).await;
    let privileged = (403, "edge/account-privileged".to_owned());
    for role in ["supervisor", "operator"] {
        let both = json!(["coordinator", role]);
        let new = json!({ "login": "x-1", "roles": both });
        assert_eq!(office.refused(&token, ACCOUNTS, new).await, privileged, "{role}");
        let rights = json!({ "roles": both });
        let refused = office.refused(&token, "/api/accounts/w-1/rights", rights).await;
        assert_eq!(refused, privileged, "{role}");
    }
    for login in ["s-1", "op-2"] {
        let path = |what: &str| format!("/api/accounts/{login}/{what}");
        let rights = json!({ "roles": ["coordinator"] });
        assert_eq!(office.refused(&token, &path("rights"), rights).await, privileged, "{login}");
        assert_eq!(office.refused(&token, &path("password"), json!({})).await, privileged);
        let (_, listed) = office.get(&token, &format!("{ACCOUNTS}?query={login}")).await;
        assert_eq!(listed["items"][0]["is_privileged"], true);
        // Whoever is to be kept out is kept out at once, and let in again on the machine.
        assert_eq!(office.post(&token, &path("disable"), json!({})).await.0, 200);
        assert_eq!(office.refused(&token, &path("enable"), json!({})).await, privileged);
    }
    assert_eq!(office.get(&supervisor, "/api/catalog/departments").await.0, 401);
    let (_, listed) = office.get(&token, "/api/accounts?query=w-1").await;
    assert_eq!(listed["items"][0]["roles"], json!(["window_clerk"]));
    assert_eq!(listed["items"][0]["is_privileged"], false);
    let (_, none) = office.get(&token, "/api/accounts?query=x-1").await;
    assert_eq!(none["items"], json!([]));
}

#[tokio::test]
async fn two_who_manage_accounts_and_disable_each_other_at_once_leave_one() {
    let office = Office::open().await;
    let first = office.token("op-1", Role::Operator).await;
    let second = office.token("op-2", Role::Operator).await;
    let disable = async |token: &str, login: &str| {
        let path = format!("/api/accounts/{login}/disable");
        office.post(token, &path, json!({})).await.0.as_u16()
    };
    let (one, other) = tokio::join!(disable(&first, "op-2"), disable(&second, "op-1"));
    let mut told = [one, other];
    told.sort_unstable();
    assert_eq!(told, [200, 401]);
    let left = if one == 200 { &first } else { &second };
    let (_, listed) = office.get(left, &format!("{ACCOUNTS}?state=active")).await;
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "{listed}");
}

#[tokio::test]
async fn an_account_that_makes_no_sense_is_refused_with_its_field() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    let cases = [
        (json!({ "login": "王小明", "roles": ["coordinator"] }), "/login", "form"),
        (json!({ "login": "x-1", "roles": [] }), "/roles", "missing"),
        (json!({ "login": "x-1", "roles": ["system"] }), "/roles", "choice"),
        (json!({ "login": "x-1", "roles": ["handler"] }), "/department", "missing"),
        (
            json!({ "login": "x-1", "roles": ["handler"], "department": "housing" }),
            "/department",
            "unknown",
        ),
    ];
    for (body, field, rule) in cases {
        let (status, problem) = office.post(&token, ACCOUNTS, body).await;
        let error = &problem["errors"][0];
        let told = (status.as_u16(), error["field"].as_str(), error["rule"].as_str());
        assert_eq!(told, (422, Some(field), Some(rule)), "{problem}");
    }
    office.post(&token, ACCOUNTS, clerk("w-1")).await;
    let taken = office.refused(&token, ACCOUNTS, clerk("w-1")).await;
    assert_eq!(taken, (409, "edge/account-exists".into()));
    let unknown = office.refused(&token, "/api/accounts/w-2/enable", json!({})).await;
    assert_eq!(unknown, (404, "common/not-found".into()));
}

#[tokio::test]
async fn accounts_are_found_page_by_page_in_the_order_of_their_names() {
    let office = Office::of_sample_city().await;
    let token = office.token("op-1", Role::Operator).await;
    for login in ["w-3", "w-1", "w-2", "v-1"] {
        office.post(&token, ACCOUNTS, clerk(login)).await;
    }
    office.post(&token, "/api/accounts/w-2/disable", json!({})).await;
    let logins = async |query: &str| {
        let (status, page) = office.get(&token, &format!("{ACCOUNTS}?{query}")).await;
        assert_eq!(status, 200, "{page}");
        let rows = page["items"].as_array().unwrap().iter();
        let logins: Vec<_> = rows.map(|row| row["login"].as_str().unwrap().to_owned()).collect();
        (logins, page["next"].as_str().map(str::to_owned))
    };
    let (first, next) = logins("query=W-&limit=2").await;
    assert_eq!((first, next.as_deref()), (vec!["w-1".to_owned(), "w-2".to_owned()], Some("w-2")));
    assert_eq!(logins("query=w-&limit=2&cursor=w-2").await, (vec!["w-3".to_owned()], None));
    assert_eq!(logins("state=disabled").await.0, ["w-2"]);
    assert_eq!(logins("role=operator").await.0, ["op-1"]);
    assert_eq!(logins("department=government-services&query=1").await.0, ["v-1", "w-1"]);
    for (query, field) in [("limit=0", "?limit"), ("limit=201", "?limit"), ("cursor=x!", "?cursor")]
    {
        let (status, problem) = office.get(&token, &format!("{ACCOUNTS}?{query}")).await;
        assert_eq!((status.as_u16(), problem["errors"][0]["field"].as_str()), (422, Some(field)));
    }
}
