use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result};
use axum::extract::{Form, Query, State};
use axum::http::header::{AUTHORIZATION, CONNECTION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;
use tongban_kernel::{Clock as _, SystemClock};

/// The office's name and secret at the provider. The secret has what must be coded in a header.
pub const CLIENT_ID: &str = "tongban:office";
/// See [`CLIENT_ID`].
pub const CLIENT_SECRET: &str = "s3cret/+%:=";

const REALM: &str = "/realms/office";

/// A small provider of OpenID Connect on a port of its own. It lets in whoever it is told is there,
/// gives each code once and to whoever proves to have asked for it, and says what it is told to say.
pub struct Provider {
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
    serving: AbortHandle,
}

/// What the provider does.
pub struct Shared {
    /// Who is there: claims of the ID token besides those that every token has.
    pub person: Map<String, Value>,
    /// Whether it names itself when it sends the browser back (RFC 9207).
    pub names_itself: bool,
    /// How often its keys were read.
    pub n_key_reads: usize,
    signing: Signing,
    lie: fn(&mut Value),
    issuer: String,
    keys: Vec<Key>,
    codes: BTreeMap<String, Asked>,
    n_codes: usize,
}

/// How an ID token is signed.
#[derive(Clone, Copy, Debug)]
pub enum Signing {
    /// With the newest key.
    Newest,
    /// With the key before, which is published no more.
    Former,
    /// Not at all.
    None,
    /// With HS256, and the public key as its secret.
    PublicKeyAsSecret,
}

struct Key {
    id: String,
    private: EncodingKey,
    public: Jwk,
}

/// What a code was given for.
struct Asked {
    redirect_uri: String,
    challenge: String,
    nonce: String,
}

type Parameters = BTreeMap<String, String>;

impl Provider {
    /// One on a port that the system chooses, where nobody is but `sub` `s-1`, called `clerk`.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn start() -> Result<Self> {
        Self::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await
    }

    /// One on this port.
    ///
    /// # Errors
    /// When it is taken.
    pub async fn start_at(address: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let issuer = issuer_at(address);
        let person = json!({ "sub": "s-1", "preferred_username": "clerk" });
        let shared = Shared {
            person: person.as_object().cloned().context("an object")?,
            names_itself: true,
            signing: Signing::Newest,
            lie: |_| {},
            n_key_reads: 0,
            issuer,
            keys: vec![Key::new(1)?],
            codes: BTreeMap::new(),
            n_codes: 0,
        };
        let shared = Arc::new(Mutex::new(shared));
        let router = Router::new()
            .route(&format!("{REALM}/.well-known/openid-configuration"), get(configuration))
            .route(&format!("{REALM}/auth"), get(authorize))
            .route(&format!("{REALM}/token"), post(give))
            .route(&format!("{REALM}/keys"), get(keys))
            .layer(map_response(last_of_its_connection))
            .with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async { drop(axum::serve(listener, router).await) });
        Ok(Self { address, shared, serving: serving.abort_handle() })
    }

    /// Its issuer identifier.
    pub fn issuer(&self) -> String {
        issuer_at(self.address)
    }

    /// What it does, to be changed.
    pub fn now(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a provider at this address calls itself.
pub fn issuer_at(address: SocketAddr) -> String {
    format!("http://{address}{REALM}")
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Shared {
    /// Changes claims so before it signs them from now on, and signs in this manner.
    pub fn signs(&mut self, lie: fn(&mut Value), signing: Signing) {
        (self.lie, self.signing) = (lie, signing);
    }

    /// Signs with another key from now on, and takes the one before back.
    ///
    /// # Errors
    /// When no key can be made.
    pub fn rotate(&mut self) -> Result<()> {
        self.keys.push(Key::new(self.keys.len() + 1)?);
        Ok(())
    }

    fn newest(&self) -> &Key {
        &self.keys[self.keys.len() - 1]
    }

    fn token(&self, nonce: &str, access_token: &str) -> Option<String> {
        let at = SystemClock.now().as_second();
        let hash = Sha256::digest(access_token);
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT_ID, "azp": CLIENT_ID, "iat": at, "exp": at + 60,
            "nonce": nonce, "at_hash": URL_SAFE_NO_PAD.encode(&hash[..16]),
        });
        claims.as_object_mut()?.extend(self.person.clone());
        (self.lie)(&mut claims);
        match self.signing {
            Signing::Newest => self.newest().sign(&claims),
            Signing::Former => self.keys.get(self.keys.len().checked_sub(2)?)?.sign(&claims),
            Signing::None => {
                let coded = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
                Some(format!("{}.{}.", coded(&json!({ "alg": "none" })), coded(&claims)))
            }
            Signing::PublicKeyAsSecret => {
                let secret = serde_json::to_vec(&self.newest().public).ok()?;
                let mut header = Header::new(Algorithm::HS256);
                header.kid = Some(self.newest().id.clone());
                jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&secret)).ok()
            }
        }
    }
}

impl Key {
    fn new(n: usize) -> Result<Self> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
        let pair = pair.map_err(|_| anyhow::anyhow!("no key can be made"))?;
        let private = EncodingKey::from_ec_der(pair.as_ref());
        let mut public = Jwk::from_encoding_key(&private, Algorithm::ES256)?;
        let id = format!("key-{n}");
        public.common.key_id = Some(id.clone());
        Ok(Self { id, private, public })
    }

    fn sign(&self, claims: &Value) -> Option<String> {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.id.clone());
        jsonwebtoken::encode(&header, claims, &self.private).ok()
    }
}

type ProviderState = State<Arc<Mutex<Shared>>>;

fn locked(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn configuration(State(shared): ProviderState) -> Json<Value> {
    let shared = locked(&shared);
    let issuer = &shared.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "end_session_endpoint": format!("{issuer}/logout"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "HS256"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": shared.names_itself,
    }))
}

async fn keys(State(shared): ProviderState) -> Json<Value> {
    let mut shared = locked(&shared);
    shared.n_key_reads += 1;
    Json(json!({ "keys": [shared.newest().public] }))
}

/// Who goes away leaves no connection over which it still answers.
async fn last_of_its_connection(mut response: Response) -> Response {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Whoever is there agrees at once.
async fn authorize(
    State(shared): ProviderState,
    Query(asked): Query<Parameters>,
) -> Result<Redirect, (StatusCode, String)> {
    let asked = |name: &str| {
        let found = asked.get(name).cloned();
        found.ok_or_else(|| (StatusCode::BAD_REQUEST, format!("{name} is missing")))
    };
    let rules = [
        ("response_type", "code"),
        ("client_id", CLIENT_ID),
        ("code_challenge_method", "S256"),
        ("scope", "openid profile"),
    ];
    for (name, value) in rules {
        if asked(name)? != value {
            return Err((StatusCode::BAD_REQUEST, format!("{name} must be {value}")));
        }
    }
    let (redirect_uri, state) = (asked("redirect_uri")?, asked("state")?);
    let (challenge, nonce) = (asked("code_challenge")?, asked("nonce")?);
    let mut shared = locked(&shared);
    shared.n_codes += 1;
    let code = format!("code-{}", shared.n_codes);
    let mut back = format!("{redirect_uri}?code={code}&state={state}&session_state=x");
    if shared.names_itself {
        back = format!("{back}&iss={}", shared.issuer);
    }
    shared.codes.insert(code, Asked { redirect_uri, challenge, nonce });
    Ok(Redirect::to(&back))
}

async fn give(
    State(shared): ProviderState,
    headers: HeaderMap,
    Form(asked): Form<Parameters>,
) -> Response {
    let refuse = |status, error| (status, Json(json!({ "error": error }))).into_response();
    if headers.get(AUTHORIZATION).is_none_or(|sent| *sent != authorization()) {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let asked = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
    if asked("grant_type") != "authorization_code" {
        return refuse(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    let mut shared = locked(&shared);
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(asked("code_verifier")));
    let known = shared.codes.remove(asked("code"));
    let known = known.filter(|known| {
        known.challenge == challenge && known.redirect_uri == asked("redirect_uri")
    });
    let Some(known) = known else {
        return refuse(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    match shared.token(&known.nonce, "access-token") {
        Some(id_token) => Json(json!({
            "access_token": "access-token", "token_type": "Bearer", "id_token": id_token,
        }))
        .into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// `client_secret_basic`, with each part coded as in a form.
fn authorization() -> String {
    format!("Basic {}", STANDARD.encode("tongban%3Aoffice:s3cret%2F%2B%25%3A%3D"))
}
