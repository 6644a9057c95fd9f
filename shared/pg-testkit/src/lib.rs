//! A real PostgreSQL for tests, one for all of a program, with a database for each of them.

#![expect(clippy::unwrap_used, reason = "a testkit is a test")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Where the programs of the server are, if not where Debian has them.
const VARIABLE: &str = "TONGBAN_TEST_POSTGRES_BIN";
const DEBIAN: &str = "/usr/lib/postgresql/15/bin";
/// Makes a cluster and runs a server in it until nobody holds the other end of its input: so it ends
/// with the tests, however they end. The databases sort text as Chinese readers do, unlike SQLite.
const RUN: &str = r#"
set -e
"$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync \
    --locale=C.UTF-8 --locale-provider=icu --icu-locale=zh-Hans-CN >"$2/initdb.log" 2>&1
for name in server stranger; do
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost \
        -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE \
        -keyout "$2/$name.key" -out "$2/$name.crt" >"$2/openssl.log" 2>&1
    chmod 600 "$2/$name.key"
done
"$1/postgres" -D "$2/data" -k "$2" -p "$3" -c listen_addresses=127.0.0.1 -c ssl=on \
    -c ssl_cert_file="$2/server.crt" -c ssl_key_file="$2/server.key" -c fsync=off \
    -c max_connections=400 >"$2/server.log" 2>&1 </dev/null &
server=$!
until "$1/pg_isready" --quiet --host="$2" --port="$3" --username=postgres; do
    kill -0 $server
    sleep 0.05
done
echo ready
cat >/dev/null || true
# Another one by now, if a test has restarted it.
server=$(head -n 1 "$2/data/postmaster.pid")
kill -INT $server
wait $server || true
while kill -0 $server 2>/dev/null; do
    sleep 0.05
done
rm -rf "$2"
"#;

struct Server {
    dir: TempDir,
    port: u16,
    /// Its input is open as long as this program runs.
    _runs: Child,
}

async fn server() -> &'static Server {
    static SERVER: OnceCell<Server> = OnceCell::const_new();
    SERVER.get_or_init(|| async { Server::start() }).await
}

impl Server {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut command = as_no_root(dir.path());
        command.args(["sh", "-c", RUN, "sh"]).arg(programs()).arg(dir.path());
        let port = free_port();
        command.arg(port.to_string());
        let mut runs = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(runs.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let log = |name| std::fs::read_to_string(dir.path().join(name)).unwrap_or_default();
        assert_eq!(line, "ready\n", "{}{}", log("initdb.log"), log("server.log"));
        Self { dir, port, _runs: runs }
    }

    fn options(&self, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.dir.path())
            .port(self.port)
            .username("postgres")
            .database(database)
            .disable_statement_logging()
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

#[expect(clippy::disallowed_methods, reason = "tests are told where the server is")]
fn programs() -> PathBuf {
    std::env::var(VARIABLE).unwrap_or_else(|_| DEBIAN.to_owned()).into()
}

/// The server refuses to run as root: where the tests do, it has a user of its own.
fn as_no_root(dir: &Path) -> Command {
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout != b"0\n" {
        return Command::new("env");
    }
    let given = Command::new("chown").arg("postgres").arg(dir).status().unwrap();
    assert!(given.success(), "there is no user postgres");
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    command
}

/// A database that only one test uses.
#[derive(Debug)]
pub struct TestDatabase {
    name: String,
}

impl TestDatabase {
    /// One that holds nothing.
    pub async fn new() -> Self {
        Self::with("").await
    }

    /// One that is made with these options.
    pub async fn with(options: &str) -> Self {
        static DATABASES: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let sql = format!("CREATE DATABASE {name} {options}");
        run(&mut connect("postgres").await, &sql).await;
        Self { name }
    }

    /// How it is reached.
    pub async fn options(&self) -> PgConnectOptions {
        server().await.options(&self.name)
    }

    /// The same, as a text.
    pub async fn url(&self) -> String {
        let (dir, port) = self.socket().await;
        self.url_through(dir, port)
    }

    /// The same database, asked through a socket in this folder.
    pub fn url_through(&self, dir: &Path, port: u16) -> String {
        let socket = dir.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{socket}:{port}/{}", self.name)
    }

    /// The same database over TLS, for those who trust only the certificate of this name: that of
    /// the `server`, or that of a `stranger`.
    pub async fn tls_url(&self, trusted: &str) -> String {
        let (dir, port) = self.socket().await;
        let trusted = dir.join(trusted).with_extension("crt").display().to_string();
        let asked = format!("sslmode=verify-full&sslrootcert={trusted}");
        format!("postgres://postgres@127.0.0.1:{port}/{}?{asked}", self.name)
    }

    /// The folder of the server's socket, and its port.
    pub async fn socket(&self) -> (&'static Path, u16) {
        let server = server().await;
        (server.dir.path(), server.port)
    }

    /// A connection of the test itself.
    pub async fn connect(&self) -> PgConnection {
        connect(&self.name).await
    }

    /// Does something to it from outside.
    pub async fn run(&self, sql: &str) {
        run(&mut self.connect().await, sql).await;
    }

    /// Ends the server at once, as a crash does, and starts it again; a server of all tests of this
    /// program: for programs that test one thing at a time.
    ///
    /// # Panics
    /// When it does not come up again.
    pub async fn crash_server(&self) {
        let (dir, _) = self.socket().await;
        let mut restart = as_no_root(dir);
        restart.arg(programs().join("pg_ctl")).args(["restart", "--silent", "--wait"]);
        restart.args(["--mode", "immediate", "--pgdata"]).arg(dir.join("data"));
        // Not the pipe of the tests, which would stay open as long as the server runs.
        restart.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let done = tokio::task::spawn_blocking(move || restart.status()).await.unwrap();
        assert!(done.unwrap().success(), "the server does not come up again");
    }

    /// The first column, a text, of what a question finds.
    ///
    /// # Panics
    /// When the server does not answer, or not with texts.
    pub async fn ask(&self, sql: &str) -> Vec<String> {
        let asked = sqlx::query_scalar(AssertSqlSafe(sql));
        asked.fetch_all(&mut self.connect().await).await.unwrap()
    }

    /// Ends every connection to it but those of the test: what a restart of the server looks like.
    pub async fn cut_off_everyone(&self) {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        self.run(sql).await;
    }

    /// The schemas that are there, besides those of the server.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn schemas(&self) -> Vec<String> {
        let sql = "SELECT nspname::text FROM pg_namespace \
            WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema') \
            ORDER BY nspname::text COLLATE \"C\"";
        let rows: Vec<(String,)> =
            sqlx::query_as(sql).fetch_all(&mut self.connect().await).await.unwrap();
        rows.into_iter().map(|(name,)| name).collect()
    }
}

async fn connect(database: &str) -> PgConnection {
    server().await.options(database).connect().await.unwrap()
}

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.unwrap();
}
