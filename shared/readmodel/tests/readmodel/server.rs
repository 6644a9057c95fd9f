//! A real PostgreSQL, one for all tests of this program, with a database for each of them.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tongban_readmodel::Database;

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
kill -INT $server
wait $server
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
pub(crate) struct TestDatabase {
    name: String,
    n_processes: AtomicU32,
}

impl TestDatabase {
    pub(crate) async fn new() -> Self {
        Self::with("").await
    }

    /// A database made with these options.
    pub(crate) async fn with(options: &str) -> Self {
        static DATABASES: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let sql = format!("CREATE DATABASE {name} {options}");
        run(&mut connect("postgres").await, &sql).await;
        Self { name, n_processes: AtomicU32::new(0) }
    }

    /// The database as another process has it.
    pub(crate) async fn process(&self) -> Database {
        let n = self.n_processes.fetch_add(1, Ordering::Relaxed);
        self.process_named(&format!("process-{n}")).await
    }

    pub(crate) async fn process_named(&self, name: &str) -> Database {
        Database::connect(&self.url().await, name).await.unwrap()
    }

    pub(crate) async fn url(&self) -> String {
        let (dir, port) = self.socket().await;
        self.url_through(dir, port)
    }

    /// The same database, asked through a socket in this folder.
    pub(crate) fn url_through(&self, dir: &Path, port: u16) -> String {
        let socket = dir.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{socket}:{port}/{}", self.name)
    }

    /// The same database over TLS, for those who trust only the certificate of this name: that of
    /// the `server`, or that of a `stranger`.
    pub(crate) async fn tls_url(&self, trusted: &str) -> String {
        let (dir, port) = self.socket().await;
        let trusted = dir.join(trusted).with_extension("crt").display().to_string();
        let asked = format!("sslmode=verify-full&sslrootcert={trusted}");
        format!("postgres://postgres@127.0.0.1:{port}/{}?{asked}", self.name)
    }

    /// The folder of the server's socket, and its port.
    pub(crate) async fn socket(&self) -> (&'static Path, u16) {
        let server = server().await;
        (server.dir.path(), server.port)
    }

    pub(crate) async fn connect(&self) -> PgConnection {
        connect(&self.name).await
    }

    pub(crate) async fn run(&self, sql: &str) {
        run(&mut self.connect().await, sql).await;
    }

    /// The schemas that are there, besides those of the server.
    pub(crate) async fn schemas(&self) -> Vec<String> {
        let sql = "SELECT nspname::text FROM pg_namespace \
            WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema') \
            ORDER BY nspname::text COLLATE \"C\"";
        let rows: Vec<(String,)> =
            sqlx::query_as(sql).fetch_all(&mut self.connect().await).await.unwrap();
        rows.into_iter().map(|(name,)| name).collect()
    }

    /// Returns when somebody waits for a lock.
    pub(crate) async fn waits_for_a_lock(&self) {
        let sql = "SELECT COUNT(*) FROM pg_stat_activity \
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let mut looks = self.connect().await;
        while sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut looks).await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    }

    pub(crate) async fn leases_run_out(&self) {
        for schema in self.schemas().await {
            let sql = format!("UPDATE {schema}.reader_place SET held_until = '-infinity'");
            self.run(&sql).await;
        }
    }
}

async fn connect(database: &str) -> PgConnection {
    server().await.options(database).connect().await.unwrap()
}

async fn run(connection: &mut PgConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.unwrap();
}
