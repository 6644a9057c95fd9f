use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde::Deserialize;
use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;
use tongban_pgkit::{Follow, Following, SchemaError, SharedSchema};
use tongban_vault::{Secret, Wrapping};

use super::{AccountStore, database};
use crate::{AccountState, AccountsError, Login};

const SCHEMA: &str = "accounts";
const CHANNEL: &str = "tongban_accounts";
/// How often all accounts are looked at, whatever was told.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Each brings the schema from the format of its index to the next. Never changed, only added to.
const MIGRATIONS: [&str; 2] = [
    r#"
    CREATE TABLE accounts (
        login text COLLATE "C" PRIMARY KEY,
        department text,
        roles text NOT NULL,
        password text NOT NULL,
        state text NOT NULL CHECK (state IN ('active', 'disabled')),
        session_version bigint NOT NULL DEFAULT 1,
        created_at_us bigint NOT NULL
    );

    -- Names without an account stand here as well.
    CREATE TABLE attempts (
        login text COLLATE "C" PRIMARY KEY,
        n_failed bigint NOT NULL,
        last_at_us bigint NOT NULL,
        locked_until_us bigint NOT NULL
    );

    CREATE INDEX attempts_by_weight ON attempts (n_failed, last_at_us);

    -- Under which tokens are signed.
    CREATE TABLE token_secret (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        wrapped bytea NOT NULL
    );

    -- Told with the commit of the change, whoever makes it and however.
    CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('tongban_accounts', json_build_object('login', NEW.login,
            'version', NEW.session_version, 'state', NEW.state)::text);
        RETURN NULL;
    END $$;
    CREATE TRIGGER tell AFTER INSERT OR UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION tell();
"#,
    "
    ALTER TABLE accounts ADD COLUMN ways text NOT NULL DEFAULT 'password'
        CHECK (ways IN ('password', 'both', 'provider'));
    ALTER TABLE accounts ADD COLUMN oidc_issuer text;
    ALTER TABLE accounts ADD COLUMN oidc_subject text;
    CREATE UNIQUE INDEX accounts_by_subject ON accounts (oidc_issuer, oidc_subject);
",
];

/// What the wrapping of the secret is bound to.
const SECRET_LABEL: &[u8] = b"token secret";

pub(super) async fn open(options: PgConnectOptions) -> Result<SharedSchema, AccountsError> {
    SharedSchema::open(options, SCHEMA, &MIGRATIONS).await.map_err(|error| match error {
        SchemaError::Newer { found, known, .. } => AccountsError::Newer { found, known },
        SchemaError::Database { source, .. } => database("opened")(source),
    })
}

/// The secret that all processes sign with: that of whoever comes first.
pub(super) async fn token_secret(
    pool: &PgPool,
    wrapping: &Wrapping,
    new: &Secret,
) -> Result<Secret, AccountsError> {
    const MAKE: &str = "INSERT INTO token_secret (wrapped) VALUES ($1) ON CONFLICT DO NOTHING";
    let made = wrapping.wrap(SECRET_LABEL, new);
    let make = sqlx::query(MAKE).bind(made).execute(pool);
    make.await.map_err(database("opened"))?;
    let read = sqlx::query_scalar("SELECT wrapped FROM token_secret").fetch_one(pool);
    let wrapped: Vec<u8> = read.await.map_err(database("opened"))?;
    wrapping.unwrap(SECRET_LABEL, &wrapped).ok_or(AccountsError::Wrapped)
}

/// Notes what any process changes. The store that it is given is not to follow by itself.
pub(super) fn follow(schema: &SharedSchema, accounts: AccountStore) -> Following {
    tongban_pgkit::follow(schema, CHANNEL, LOOK_EVERY, Followed(accounts))
}

struct Followed(AccountStore);

/// What the trigger tells.
#[derive(Deserialize)]
struct Told {
    login: Login,
    version: i64,
    state: AccountState,
}

impl Follow for Followed {
    fn told<'a>(&'a mut self, what: &'a str) -> BoxFuture<'a, sqlx::Result<()>> {
        match serde_json::from_str(what) {
            Ok(Told { login, version, state }) => {
                self.0.sessions.note_version(login, version, state);
                async { Ok(()) }.boxed()
            }
            // By a program of another version.
            Err(_) => self.look(),
        }
    }

    fn look(&mut self) -> BoxFuture<'_, sqlx::Result<()>> {
        async {
            self.0.load_sessions().await.map_err(|error| match error {
                AccountsError::Database { source, .. } => source,
                other => sqlx::Error::Decode(other.into()),
            })
        }
        .boxed()
    }
}
