use std::fmt::Write as _;
use std::net::SocketAddr;

use tongban_kernel::Clock;

use super::city::Receipt;
use super::staff::{By, SignInLine};

const HEADINGS: [&str; 4] = ["账号 login", "密码 password", "角色 role", "部门 department"];

/// Address, clock, sign-ins and commands to try, in Chinese and English.
pub(super) fn text(
    address: SocketAddr,
    ops_address: SocketAddr,
    clock: &dyn Clock,
    accounts: &[SignInLine],
    receipt: Option<&Receipt>,
) -> String {
    let mut text = format!(
        "通办演示 · Tongban demo\n\n\
         地址 address    http://{address}\n\
         运维 operators  http://{ops_address}\n\
         时钟 clock      {:.0}（一秒走 {} 秒 · seconds in a second）\n\n",
        clock.now(),
        clock.speed()
    );
    text.push_str(&table(accounts));
    text.push_str("\n可试 try:\n");
    text.push_str(&commands(address, accounts, receipt));
    text.push_str("\n一分钟内将出现协同超期预警；Ctrl-C 结束。\n");
    text.push_str("Warnings about overdue collaboration follow within a minute; Ctrl-C ends it.");
    text
}

fn table(accounts: &[SignInLine]) -> String {
    let row = |line: &SignInLine| {
        let department = line.department.as_ref();
        [
            line.credentials.login.to_string(),
            line.credentials.password.reveal().to_owned(),
            format!("{} {}", line.role.zh, line.role.en),
            department.map_or_else(|| "–".to_owned(), |name| format!("{} {}", name.zh, name.en)),
        ]
    };
    let heading = HEADINGS.map(str::to_owned);
    let rows: Vec<_> = std::iter::once(heading).chain(accounts.iter().map(row)).collect();
    let widths = [0, 1, 2]
        .map(|column: usize| rows.iter().map(|row| width(&row[column])).max().unwrap_or_default());
    let mut text = String::new();
    for row in &rows {
        for (cell, column) in row.iter().zip(widths) {
            let gap = " ".repeat(column - width(cell) + 2);
            text.push_str(cell);
            text.push_str(&gap);
        }
        text.push_str(&row[3]);
        text.push('\n');
    }
    text
}

/// Columns that a text takes on a terminal: Chinese characters and their signs take two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum()
}

fn commands(address: SocketAddr, accounts: &[SignInLine], receipt: Option<&Receipt>) -> String {
    let mut text = String::new();
    let coordinator = accounts
        .iter()
        .map(|line| &line.credentials)
        .find(|credentials| credentials.login.as_str() == By::Coordinator.login());
    // Writing to a string cannot fail.
    if let Some(credentials) = coordinator {
        let (login, password) = (&credentials.login, credentials.password.reveal());
        let _ = writeln!(
            text,
            "  TOKEN=$(curl -s http://{address}/api/sign-in -H 'Content-Type: application/json' \\\n    \
             -d '{{\"login\":\"{login}\",\"password\":\"{password}\"}}' | sed 's/.*\"token\":\"\\([^\"]*\\)\".*/\\1/')"
        );
        let header = "-H \"Authorization: Bearer $TOKEN\"";
        let warnings = format!("http://{address}/api/coordination/warnings");
        let _ = writeln!(text, "  curl -s '{warnings}?limit=5' {header}");
        let _ = writeln!(text, "  curl -sN {warnings}/stream {header}");
    }
    if let Some(Receipt { number, check_code, .. }) = receipt {
        let _ = writeln!(
            text,
            "  curl -s 'http://{address}/api/intake/progress?number={number}&code={check_code}'"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use tongban_auth::{Credentials, Login, Password};
    use tongban_kernel::{ManualClock, Text};
    use uuid::Uuid;

    use super::*;

    fn line(login: &str, role: Text, department: Option<Text>) -> SignInLine {
        let login = Login::parse(login).unwrap();
        let credentials = Credentials { login, password: Password::random() };
        SignInLine { credentials, role, department }
    }

    #[test]
    fn everyone_who_can_sign_in_is_shown_with_a_password_and_aligned() {
        let health = Text::new("海云市卫生健康委员会", "Haiyun Health Commission");
        let lines = [
            line("coordinator", Text::new("协调员", "coordinator"), Some(health)),
            line("operator", Text::new("运维人员", "operator"), None),
        ];
        let receipt =
            Receipt { case_id: Uuid::nil(), number: "N-1".into(), check_code: "12345678".into() };
        let (address, ops) = ("127.0.0.1:8080".parse().unwrap(), "127.0.0.1:9080".parse().unwrap());
        let clock = ManualClock::at(Timestamp::UNIX_EPOCH);
        let text = text(address, ops, &clock, &lines, Some(&receipt));
        for credentials in lines.iter().map(|line| &line.credentials) {
            assert!(text.contains(credentials.password.reveal()), "{text}");
        }
        let ends = ["协调员 coordinator", "运维人员 operator"].map(|role| {
            let row = text.lines().find(|row| row.contains(role)).unwrap();
            width(&row[..row.find(role).unwrap()])
        });
        assert_eq!(ends[0], ends[1], "{text}");
        for part in [
            "http://127.0.0.1:8080",
            "/api/sign-in",
            "/warnings/stream",
            "number=N-1&code=12345678",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
