//! Whether the office believes what the provider has signed.

use anyhow::Result;
use serde_json::{Value, json};
use tongban_tests::Signing;

use super::{arrive, begun, sign_in};

const REFUSED: (u16, &str) = (401, "edge/sign-in-refused");

/// Who comes while the provider lies is not let in, the log says which claim it was, and who comes
/// afterwards is let in.
async fn refused(lie: fn(&mut Value), signing: Signing, named: &str) -> Result<()> {
    let (provider, desk, mut browser) = begun().await?;
    provider.now().signs(lie, signing);
    let refused = arrive(&desk, &mut browser).await?;
    assert_eq!(refused.problem(), REFUSED);
    assert_eq!(browser.take_session(desk.address()).await?.status, 401);
    assert!(desk.log()?.contains(named), "{named} is not in the log");
    provider.now().signs(|_| {}, Signing::Newest);
    sign_in(&desk, &mut browser).await?;
    Ok(())
}

/// Makes a test of each lie.
macro_rules! refused {
    ($($rule:ident: $claim:literal = $value:expr, $named:literal;)+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $rule() -> Result<()> {
            refused(|claims| claims[$claim] = json!($value), Signing::Newest, $named).await
        }
    )+};
}

refused! {
    a_token_of_another_sign_in_is_refused: "nonce" = "another", "not for this sign-in: nonce";
    a_token_for_another_client_is_refused: "aud" = "another", "not for this sign-in: aud";
    a_token_of_another_issuer_is_refused: "iss" = "https://evil.example", "not for this sign-in: iss";
    a_token_whose_time_is_over_is_refused: "exp" = 1_700_000_000, "not for this sign-in: exp";
    a_token_beside_another_access_token_is_refused: "at_hash" = "AAAA", "not for this sign-in: at_hash";
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_not_signed_is_refused() -> Result<()> {
    refused(|_| {}, Signing::None, "an algorithm that is not taken").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_signed_with_the_public_key_as_a_secret_is_refused() -> Result<()> {
    refused(|_| {}, Signing::PublicKeyAsSecret, "an algorithm that is not taken").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_key_is_found_and_the_one_before_is_taken_no_more() -> Result<()> {
    let (provider, desk, mut browser) = begun().await?;
    sign_in(&desk, &mut browser).await?;
    assert_eq!(provider.now().n_key_reads, 1);
    sign_in(&desk, &mut browser).await?;
    assert_eq!(provider.now().n_key_reads, 1, "they are known");
    provider.now().rotate()?;
    sign_in(&desk, &mut browser).await?;
    assert_eq!(provider.now().n_key_reads, 2, "a key that is not known is looked for");
    provider.now().signs(|_| {}, Signing::Former);
    let refused = arrive(&desk, &mut browser).await?;
    assert_eq!(refused.problem(), REFUSED);
    assert!(desk.log()?.contains("a key that the provider does not have"));
    Ok(())
}
