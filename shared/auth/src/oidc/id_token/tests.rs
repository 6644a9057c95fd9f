use serde_json::{Value, json};

use super::*;
use crate::oidc::testkit::{EXPECTED, Signer, claims, now};

fn verified(signer: &Signer, claims: &Value) -> Result<Claims, IdTokenFault> {
    let token = signer.sign(claims);
    verify(&token, &signed(&token)?, &signer.checking(), EXPECTED)
}

/// The claim for which a token is refused that says something else than it should.
fn refused(name: &str, value: Value) -> &'static str {
    let mut claims = claims();
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
        value => claims[name] = value,
    }
    match verified(&Signer::es256("k"), &claims) {
        Err(IdTokenFault::Claim(claim)) => claim,
        Err(IdTokenFault::Unreadable) => "unreadable",
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn a_token_of_every_algorithm_that_is_taken_says_who_came() {
    let mut signers = vec![Signer::es256("a"), Signer::es384("b"), Signer::ed25519("c")];
    let of_rsa = ALGORITHMS.into_iter().filter(|algorithm| {
        let name = format!("{algorithm:?}");
        name.starts_with("RS") || name.starts_with("PS")
    });
    signers.extend(of_rsa.map(|algorithm| Signer::rsa("d", algorithm)));
    assert_eq!(signers.len(), ALGORITHMS.len());
    for signer in signers {
        let claims = verified(&signer, &claims()).unwrap();
        assert_eq!(claims.subject, Subject::new(EXPECTED.issuer, "s-1").unwrap());
        assert_eq!(claims.text("preferred_username"), Some("h-12"));
        assert_eq!((claims.text("sub"), claims.text("email")), (Some("s-1"), None));
    }
}

#[test]
fn an_unsigned_token_is_refused() {
    // {"alg":"none","typ":"JWT"}
    let payload = URL_SAFE_NO_PAD.encode(claims().to_string());
    let token = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}.");
    assert!(matches!(signed(&token), Err(IdTokenFault::Algorithm)));
}

#[test]
fn a_token_signed_with_the_public_key_as_a_secret_is_refused() {
    let signer = Signer::es256("k");
    let public = serde_json::to_vec(&signer.public()).unwrap();
    for algorithm in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
        let header = jsonwebtoken::Header::new(algorithm);
        let key = jsonwebtoken::EncodingKey::from_secret(&public);
        let token = jsonwebtoken::encode(&header, &claims(), &key).unwrap();
        assert!(matches!(signed(&token), Err(IdTokenFault::Algorithm)), "{algorithm:?}");
    }
}

#[test]
fn an_altered_token_and_one_of_another_key_are_refused() {
    let (signer, other) = (Signer::es256("k"), Signer::es256("k"));
    let token = other.sign(&claims());
    let how = signed(&token).unwrap();
    let refused = verify(&token, &how, &signer.checking(), EXPECTED);
    assert!(matches!(refused, Err(IdTokenFault::Signature)));
    let (head, rest) = token.split_once('.').unwrap();
    let (_, signature) = rest.split_once('.').unwrap();
    let mut forged = claims();
    forged["sub"] = "s-2".into();
    let forged = format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(forged.to_string()));
    let refused = verify(&forged, &how, &other.checking(), EXPECTED);
    assert!(matches!(refused, Err(IdTokenFault::Signature)));
}

#[test]
fn a_header_that_asks_for_more_than_is_understood_is_refused() {
    let head = URL_SAFE_NO_PAD.encode(json!({ "alg": "ES256", "crit": ["exp"] }).to_string());
    assert!(matches!(signed(&format!("{head}.e30.AA")), Err(IdTokenFault::Unreadable)));
    assert!(matches!(signed(&"a".repeat(LEN_MAX + 1)), Err(IdTokenFault::Unreadable)));
    assert!(matches!(signed("no token"), Err(IdTokenFault::Algorithm)));
}

#[test]
fn a_token_of_another_issuer_or_for_another_client_is_refused() {
    assert_eq!(refused("iss", json!("https://id.example/")), "iss");
    assert_eq!(refused("iss", json!([EXPECTED.issuer])), "unreadable");
    assert_eq!(refused("aud", json!("another")), "aud");
    assert_eq!(refused("aud", json!([])), "aud");
    assert_eq!(refused("azp", json!("another")), "azp");
    assert_eq!(refused("aud", json!(["another", "tongban"])), "azp", "several need a party");
    let mut several = claims();
    several["aud"] = json!(["another", "tongban"]);
    several["azp"] = json!("tongban");
    assert!(verified(&Signer::es256("k"), &several).is_ok());
}

#[test]
fn a_token_of_another_sign_in_is_refused() {
    assert_eq!(refused("nonce", json!("n-2")), "nonce");
    assert_eq!(refused("nonce", Value::Null), "nonce");
}

#[test]
fn a_token_is_good_within_its_time_and_a_minute_around_it() {
    let at = now().as_second();
    assert_eq!(refused("exp", json!(at - 60)), "exp");
    assert_eq!(refused("exp", json!(i64::MAX)), "exp");
    assert_eq!(refused("iat", json!(at + 61)), "iat");
    assert_eq!(refused("nbf", json!(at + 61)), "nbf");
    let mut around = claims();
    (around["exp"], around["iat"], around["nbf"]) =
        (json!(at - 59), json!(at + 60), json!(at + 60));
    assert!(verified(&Signer::es256("k"), &around).is_ok());
}

#[test]
fn claims_that_are_missing_are_refused() {
    for claim in ["iss", "sub", "aud", "exp", "iat"] {
        assert_eq!(refused(claim, Value::Null), "unreadable", "{claim}");
    }
    assert_eq!(refused("sub", json!("")), "sub");
}

#[test]
fn the_access_token_beside_it_must_be_the_one_it_names() {
    // The example of OpenID Connect Core 1.0, appendix A.3.
    let access_token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
    let mut claims = claims();
    claims["at_hash"] = json!("77QmUPtjPfzWtF2AnpK9RQ");
    let signer = Signer::rsa("k", Algorithm::RS256);
    let token = signer.sign(&claims);
    let with = |access_token| {
        let expected = Expected { access_token, ..EXPECTED };
        verify(&token, &signed(&token).unwrap(), &signer.checking(), expected)
    };
    assert!(with(Some(access_token)).is_ok());
    for wrong in [Some("another"), None] {
        assert!(matches!(with(wrong), Err(IdTokenFault::Claim("at_hash"))), "{wrong:?}");
    }
}
