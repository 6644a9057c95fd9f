use anyhow::{Context as _, Result};
use clap::Subcommand;
use tongban_auth::{
    Cost, Login, NewAccount, Password, Passwords, Rights, Sessions, SignIn, SqliteAccounts, Tokens,
};
use tongban_kernel::{Clock as _, Role, SystemClock};
use tongban_vault::Secret;

use super::shown::print_text;
use super::{Data, Exit};
use crate::app::DataDir;

#[derive(Debug, Subcommand)]
pub(crate) enum Account {
    /// Create an account with a new password, which is printed once.
    Add {
        /// Its name.
        login: String,
        /// What it may do: `window_clerk`, `handler`, coordinator, supervisor, operator, applicant.
        #[arg(long = "role", value_name = "ROLE", required = true, value_parser = role)]
        roles: Vec<Role>,
        /// Department it works for; clerks and handlers need one.
        #[arg(long, value_name = "CODE")]
        department: Option<String>,
        #[command(flatten)]
        data: Data,
    },
    /// Give an account a new password, which is printed once.
    Password {
        /// Its name.
        login: String,
        #[command(flatten)]
        data: Data,
    },
}

fn role(text: &str) -> Result<Role, String> {
    let role = serde_json::from_value(serde_json::Value::String(text.to_owned()));
    match role {
        Ok(Role::System) | Err(_) => Err("no such role".to_owned()),
        Ok(role) => Ok(role),
    }
}

impl Account {
    pub(crate) async fn run(self) -> Result<Exit> {
        let password = Password::random();
        let shown = password.reveal().to_owned();
        let login = match self {
            Self::Add { login, roles, department, data } => {
                let rights = match department {
                    Some(department) => Rights::officer(department, roles)?,
                    None => Rights::person(roles)?,
                };
                let login = Login::parse(&login)?;
                let new = NewAccount { login: login.clone(), rights, password };
                sign_in(&data).await?.create(new, SystemClock.now()).await?;
                login
            }
            Self::Password { login, data } => {
                let login = Login::parse(&login)?;
                sign_in(&data).await?.reset_password(&login, password).await?;
                login
            }
        };
        print_text(&format!("{login}\t{shown}"))?;
        Ok(Exit::Done)
    }
}

async fn sign_in(data: &Data) -> Result<SignIn> {
    let folder = DataDir::at(&data.data)?;
    let accounts = SqliteAccounts::open(&folder.accounts()).await.context("accounts")?;
    // No token is made here: any key does.
    let tokens = Tokens::new(&Secret::random(), Tokens::LIFETIME, Sessions::default());
    let passwords = Passwords::new(Cost::STANDARD)?;
    Ok(SignIn::new(std::sync::Arc::new(accounts), passwords, tokens))
}
