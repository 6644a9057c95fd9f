//! Applicants change their minds while departments decide: intake and approval never say different
//! things of a case once everything has settled.

use anyhow::Result;
use serde_json::{Value, json};
use tongban_tests::{Client, Office};

use crate::people::application;

/// A case that approval has just begun with.
async fn accepted(clerk: &Client) -> Result<String> {
    let receipt = clerk.post("/api/intake/cases", &application(clerk).await?).await?.ok()?;
    let case_id = receipt["case_id"].as_str().unwrap_or_default().to_owned();
    clerk.post(&format!("/api/intake/cases/{case_id}/accept"), &json!({})).await?.ok()?;
    Ok(case_id)
}

fn withdrawal(case_id: &str) -> (String, Value) {
    (format!("/api/intake/cases/{case_id}/withdraw"), json!({ "reason": "不再需要" }))
}

fn refusal(case_id: &str) -> (String, Value) {
    let grounds = json!({ "reason": "不符合条件", "legal_basis": "《建筑法》第八条" });
    (format!("/api/approval/cases/{case_id}/steps/accept/reject"), grounds)
}

/// Where the case stands for intake and for approval.
async fn states(clerk: &Client, case_id: &str) -> Result<(Value, Value)> {
    let of = async |service: &str| {
        let view = clerk.get(&format!("/api/{service}/cases/{case_id}")).await?.ok()?;
        anyhow::Ok(view["state"].clone())
    };
    Ok((of("intake").await?, of("approval").await?))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_first_prevails_and_the_other_is_refused() -> Result<()> {
    let office = Office::open().await?;
    let (clerk, housing) = (office.sign_in("clerk").await?, office.sign_in("housing").await?);
    let case_id = accepted(&clerk).await?;
    let ((withdraw, reason), (refuse, grounds)) = (withdrawal(&case_id), refusal(&case_id));
    clerk.post(&withdraw, &reason).await?.ok()?;
    assert_eq!(housing.post(&refuse, &grounds).await?.status, 409);
    assert_eq!(states(&clerk, &case_id).await?, (json!("withdrawn"), json!("withdrawn")));

    let case_id = accepted(&clerk).await?;
    let ((withdraw, reason), (refuse, grounds)) = (withdrawal(&case_id), refusal(&case_id));
    housing.post(&refuse, &grounds).await?.ok()?;
    let late = clerk.post(&withdraw, &reason).await?;
    assert_eq!(late.body["type"], "/problems/intake/too-late-to-withdraw", "{}", late.body);
    assert_eq!(states(&clerk, &case_id).await?, (json!("finished"), json!("concluded")));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_withdrawal_that_races_a_decision_leaves_one_truth() -> Result<()> {
    let office = Office::open().await?;
    let (clerk, housing) = (office.sign_in("clerk").await?, office.sign_in("housing").await?);
    for _ in 0..8 {
        let case_id = accepted(&clerk).await?;
        let ((withdraw, reason), (refuse, grounds)) = (withdrawal(&case_id), refusal(&case_id));
        let (withdrew, refused) =
            tokio::join!(clerk.post(&withdraw, &reason), housing.post(&refuse, &grounds));
        let (withdrew, refused) = (withdrew?, refused?);
        let told = states(&clerk, &case_id).await?;
        let agree = [("withdrawn", "withdrawn"), ("finished", "concluded")];
        let agree = agree.map(|(intake, approval)| (json!(intake), json!(approval)));
        assert!(agree.contains(&told), "{told:?} after {withdrew:?} and {refused:?}");
    }
    Ok(())
}
