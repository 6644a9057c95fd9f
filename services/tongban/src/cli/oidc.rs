use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Result;
use tongban_auth::OidcSettings;
use tongban_auth::oidc::{ClientSecret, ClientSecretFault, Issuer, PublicUrl, UrlFault};
use tongban_kernel::Text;

use crate::refusal::{OrRefuse as _, Refusal, unreadable};

/// The provider of OpenID Connect at which accounts may sign in, where there is one. A variable that
/// is empty is as good as none.
#[derive(Debug, clap::Args)]
pub(super) struct Oidc {
    /// The provider's issuer identifier, such as `https://id.example/realms/office`, letter by
    /// letter as it calls itself.
    #[arg(long = "oidc-issuer", env = "TONGBAN_OIDC_ISSUER", value_name = "URL")]
    issuer: Option<String>,
    /// The name under which this office is registered there.
    #[arg(long = "oidc-client-id", env = "TONGBAN_OIDC_CLIENT_ID", value_name = "ID")]
    client_id: Option<String>,
    /// A file with the secret that the provider gave this office.
    #[arg(
        long = "oidc-client-secret-file",
        env = "TONGBAN_OIDC_CLIENT_SECRET_FILE",
        value_name = "FILE"
    )]
    client_secret: Option<PathBuf>,
    /// What is asked for besides `openid`, separated by commas.
    #[arg(
        long = "oidc-scopes",
        env = "TONGBAN_OIDC_SCOPES",
        value_name = "SCOPES",
        value_delimiter = ',',
        default_value = "profile"
    )]
    scopes: Vec<String>,
    /// The claim that is an account's name, where an account awaits the first who comes under it.
    #[arg(
        long = "oidc-login-claim",
        env = "TONGBAN_OIDC_LOGIN_CLAIM",
        value_name = "CLAIM",
        default_value = "preferred_username"
    )]
    login_claim: String,
    /// A PEM file of the certificates that the provider's must go back to; those of the machine
    /// where none is named.
    #[arg(id = "oidc_ca", long = "oidc-ca", env = "TONGBAN_OIDC_CA", value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Where browsers find this office, such as `https://office.example`; the address of --listen
    /// where that is this machine.
    #[arg(long, env = "TONGBAN_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
}

impl Oidc {
    /// How the provider is spoken to, where there is one.
    ///
    /// # Errors
    /// When something is missing, cannot be read, or makes no sense beside the rest.
    pub(super) fn settings(self, listen: SocketAddr) -> Result<Option<OidcSettings>> {
        let named = |text: Option<String>| text.filter(|text| !text.is_empty());
        let file = |path: Option<PathBuf>| path.filter(|path| !path.as_os_str().is_empty());
        let (issuer, client_id) = (named(self.issuer), named(self.client_id));
        let (client_secret, ca) = (file(self.client_secret), file(self.ca));
        let Some(issuer) = issuer else {
            if client_id.is_some() || client_secret.is_some() || ca.is_some() {
                return Err(missing("--oidc-issuer"));
            }
            return Ok(None);
        };
        let issuer = Issuer::parse(&issuer).or_else(|fault| bad_url("--oidc-issuer", fault))?;
        let client_id = client_id.ok_or_else(|| missing("--oidc-client-id"))?;
        let path = client_secret.ok_or_else(|| missing("--oidc-client-secret-file"))?;
        let client_secret = match ClientSecret::load(&path) {
            Err(ClientSecretFault::File(source)) => Err(source).or_refuse(|| unreadable(&path)),
            Err(ClientSecretFault::Form) => Err(Refusal::of(
                format!("{} 中没有密钥：须为一行，1 至 1000 个可打印字符", path.display()),
                format!("{}: {}", path.display(), ClientSecretFault::Form),
            )),
            Ok(secret) => Ok(secret),
        }?;
        let public_url = public_url(named(self.public_url), listen)?;
        let scopes = self.scopes.into_iter().filter(|scope| !scope.is_empty()).collect();
        let login_claim = self.login_claim;
        Ok(Some(OidcSettings {
            issuer,
            client_id,
            client_secret,
            scopes,
            login_claim,
            ca,
            public_url,
        }))
    }
}

fn public_url(given: Option<String>, listen: SocketAddr) -> Result<PublicUrl> {
    match given {
        Some(url) => PublicUrl::parse(&url).or_else(|fault| bad_url("--public-url", fault)),
        None if listen.ip().is_loopback() && listen.port() != 0 => {
            PublicUrl::parse(&format!("http://{listen}")).or_else(|f| bad_url("--listen", f))
        }
        None => Err(Refusal::of(
            "--oidc-issuer 需要用 --public-url 指明浏览器访问本系统的地址，例如 https://office.example",
            "--oidc-issuer needs the address at which browsers find this office: name it with \
             --public-url, such as https://office.example",
        )),
    }
}

fn missing(flag: &str) -> anyhow::Error {
    Refusal::of(
        format!(
            "OpenID Connect 登录须同时给出 --oidc-issuer、--oidc-client-id 和 \
             --oidc-client-secret-file；缺少 {flag}"
        ),
        format!(
            "sign-in by OpenID Connect needs --oidc-issuer, --oidc-client-id and \
             --oidc-client-secret-file; {flag} is missing"
        ),
    )
}

fn bad_url<T>(flag: &str, fault: UrlFault) -> Result<T> {
    let zh = match fault {
        UrlFault::Unreadable => "不是 https://id.example 形式的地址",
        UrlFault::Insecure => "必须以 https:// 开头；http:// 只用于本机（127.0.0.1、localhost）",
        UrlFault::Parts => "不得含有用户名、查询或片段",
        UrlFault::Path => "不得含有路径：本系统位于主机的根地址",
    };
    Err(fault).or_refuse(|| Text::new(format!("{flag} 有误：{zh}"), format!("{flag} is wrong")))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        oidc: Oidc,
    }

    const LISTEN: &str = "127.0.0.1:8080";

    fn settings(line: &[&str], listen: &str) -> Result<Option<OidcSettings>> {
        let line = Line::parse_from([&["tongban"], line].concat());
        line.oidc.settings(listen.parse().unwrap())
    }

    fn refused(line: &[&str], listen: &str) -> String {
        crate::refusal::text_of(&settings(line, listen).unwrap_err()).en
    }

    #[test]
    fn without_an_issuer_there_is_no_provider() {
        assert!(settings(&[], LISTEN).unwrap().is_none());
        assert!(settings(&["--oidc-issuer", ""], LISTEN).unwrap().is_none());
    }

    #[test]
    fn settings_that_are_half_given_are_refused_by_what_is_missing() {
        let issuer = "--oidc-issuer=https://id.example";
        for (line, named) in [
            (&["--oidc-client-id=tongban"][..], "--oidc-issuer is missing"),
            (&["--oidc-ca=ca.pem"], "--oidc-issuer is missing"),
            (&[issuer], "--oidc-client-id is missing"),
            (&[issuer, "--oidc-client-id=t"], "--oidc-client-secret-file is missing"),
            (
                &[issuer, "--oidc-client-id=t", "--oidc-client-secret-file=/none/such"],
                "cannot read /none/such",
            ),
            (&["--oidc-issuer=http://id.example"], "must begin with https://"),
        ] {
            let told = refused(line, LISTEN);
            assert!(told.contains(named), "{line:?}: {told}");
        }
    }

    #[test]
    fn an_office_that_others_reach_must_say_where_browsers_find_it() {
        let dir = tempfile::tempdir().unwrap();
        let secret = dir.path().join("secret");
        std::fs::write(&secret, "s3cret\n").unwrap();
        let secret = format!("--oidc-client-secret-file={}", secret.display());
        let line = ["--oidc-issuer=https://id.example", "--oidc-client-id=t", &secret];
        let here = settings(&line, LISTEN).unwrap().unwrap();
        assert_eq!(here.public_url.as_str(), "http://127.0.0.1:8080");
        assert_eq!(
            (here.scopes, here.login_claim.as_str()),
            (vec!["profile".into()], "preferred_username")
        );
        for listen in ["0.0.0.0:8080", "127.0.0.1:0"] {
            assert!(refused(&line, listen).contains("--public-url"), "{listen}");
        }
        let with = |url| refused(&[&line[..], &["--public-url", url]].concat(), "0.0.0.0:8080");
        assert!(with("https://office.example/app").contains("no path"));
        assert!(with("http://office.example").contains("--public-url is wrong"));
    }
}
