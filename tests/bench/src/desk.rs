//! People at work: a clerk who takes applications in, a handler who decides, and what they send.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tongban::app::App;
use tongban_auth::{Login, NewAccount, Password, Rights};
use tongban_kernel::{Clock as _, Role, SystemClock};
use uuid::Uuid;

use crate::client::Connection;

/// Where applications are handed in.
pub(crate) const SUBMIT: &str = "/api/intake/cases";
const PASSWORD: &str = "correct horse battery staple";

/// See the module.
#[derive(Debug)]
pub(crate) struct Desk {
    /// Where their requests go.
    pub(crate) address: SocketAddr,
    clerk: String,
    handler: String,
    material: Value,
    n_keys: AtomicU64,
}

impl Desk {
    /// Makes accounts in an office, signs them in, and stores a material at an address of it.
    pub(crate) async fn open(app: &App, address: SocketAddr) -> Result<Self> {
        let clerk = hire(app, "clerk", "government-service", Role::WindowClerk).await?;
        let handler = hire(app, "handler", "human-resources", Role::Handler).await?;
        let pdf = b"%PDF-1.7\nan identity card\n%%EOF\n";
        let headers = format!("{clerk}Content-Type: application/pdf\r\n");
        let mut connection = Connection::open(address).await?;
        let stored = connection.post_ok("/api/intake/materials", &headers, pdf).await?;
        let material =
            json!({ "sha256": stored["sha256"], "content_type": stored["content_type"] });
        Ok(Self { address, clerk, handler, material, n_keys: AtomicU64::new(0) })
    }

    /// The headers of a clerk's command, with a key of its own.
    pub(crate) fn clerk(&self) -> String {
        self.command(&self.clerk)
    }

    fn command(&self, who: &str) -> String {
        let n = self.n_keys.fetch_add(1, Ordering::Relaxed);
        let millis = SystemClock.now().as_millisecond().unsigned_abs();
        let key = (u128::from(millis) << 80) | (7 << 76) | (0b10 << 62) | u128::from(n);
        let key = Uuid::from_u128(key);
        format!("{who}Content-Type: application/json\r\nIdempotency-Key: {key}\r\n")
    }

    /// The application of the n-th citizen for a certificate.
    pub(crate) fn application(&self, n: u64) -> Vec<u8> {
        let (name, identity, phone) = ("林一", citizen(n), "13800000000");
        let application = json!({
            "item": "insurance-certificate",
            "channel": "window",
            "applicant":
                { "kind": "citizen", "name": name, "identity": identity, "phone": phone },
            "form": { "applicant": name, "id_number": identity, "phone": phone },
            "materials": { "identity-card": [self.material] },
        });
        application.to_string().into_bytes()
    }

    /// Carries a case from its submission to its conclusion.
    pub(crate) async fn whole_case(&self, connection: &mut Connection, n: u64) -> Result<()> {
        let application = self.application(n);
        let receipt = connection.post_ok(SUBMIT, &self.clerk(), &application).await?;
        let case_id = receipt["case_id"].as_str().context("a receipt without a case")?;
        let accept = format!("{SUBMIT}/{case_id}/accept");
        // Approval opens by itself; the next wish must find it there.
        let settled = format!("{}Prefer: wait=10, settled\r\n", self.clerk());
        connection.post_ok(&accept, &settled, b"{}").await?;
        let approve = format!("/api/approval/cases/{case_id}/steps/issue/approve");
        connection.post_ok(&approve, &self.command(&self.handler), b"{}").await?;
        let conclude = format!("/api/approval/cases/{case_id}/conclude");
        let grounds = json!({ "reason": "符合条件", "legal_basis": "《社会保险法》第七十四条" });
        let grounds = grounds.to_string();
        connection.post_ok(&conclude, &self.command(&self.handler), grounds.as_bytes()).await?;
        Ok(())
    }
}

/// Makes an account, and answers the header line by which it is known.
async fn hire(app: &App, login: &str, department: &str, role: Role) -> Result<String> {
    let rights = Rights::officer(department, [role])?;
    let (login, password) = (Login::parse(login)?, Password::parse(PASSWORD)?);
    let account = NewAccount { login: login.clone(), rights, password };
    let now = SystemClock.now();
    app.sign_in.create(account, now).await?;
    let signed_in = app.sign_in.sign_in(login.as_str(), PASSWORD, now).await?;
    Ok(format!("Authorization: Bearer {}\r\n", signed_in.token))
}

/// The n-th identity number (GB 11643): a birthday, a sequence, and the check character of
/// ISO 7064 MOD 11-2.
fn citizen(n: u64) -> String {
    let (day, month, year) = (n / 1_000 % 28 + 1, n / 28_000 % 12 + 1, 1950 + n / 336_000 % 50);
    let body = format!("110105{year:04}{month:02}{day:02}{:03}", n % 1_000);
    let digits = body.bytes().map(|digit| u64::from(digit - b'0'));
    let sum = digits.fold(0, |sum, digit| (sum + digit) * 2 % 11);
    match (12 - sum) % 11 {
        10 => format!("{body}X"),
        check => format!("{body}{check}"),
    }
}

#[cfg(test)]
mod tests {
    use tongban_kernel::CitizenId;

    use super::*;

    #[test]
    fn every_citizen_has_a_valid_number_of_their_own() {
        let mut numbers: Vec<_> = (0..5_000).map(|n| citizen(n * 97)).collect();
        assert!(numbers.iter().all(|number| CitizenId::parse(number).is_ok()));
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 5_000);
    }
}
