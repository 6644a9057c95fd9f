//! Why a log at a broker cannot be opened, and what to do about it.

use std::error::Error;
use std::fmt;

use tongban_kernel::Text;

use super::access::AccessFault;
use super::checks::VERSION_MIN;
use super::passes;
use crate::LogError;

/// What was heard where an answer was expected.
pub type Heard = Box<dyn Error + Send + Sync>;

/// Why a log at a broker cannot be opened. Says what to change, in both languages; shown as text it
/// is English.
#[derive(Debug)]
pub enum OpenError {
    /// No log has such options.
    Options {
        /// What is wrong with them.
        reason: Text,
    },
    /// An address, the credentials or the certificates are none.
    Access(AccessFault),
    /// No server answers, or none takes us.
    Connect {
        /// What was heard.
        source: Heard,
    },
    /// A server is older than the log can rely on.
    TooOld {
        /// Its name.
        server: String,
        /// Its version.
        version: String,
    },
    /// A server takes smaller messages than the log writes.
    SmallMessages {
        /// What it takes, in bytes.
        bytes_max: usize,
    },
    /// There are fewer servers than each event must be kept by.
    TooFewServers {
        /// How many are asked for.
        n_replicas: usize,
        /// What was heard.
        source: Heard,
    },
    /// A server acknowledges before it syncs.
    NotSynced {
        /// Its name.
        server: String,
    },
    /// A server keeps events, and nobody said whether it syncs.
    Unknown {
        /// Its name.
        server: String,
    },
    /// What a server does could not be found out.
    Witness {
        /// Who was asked.
        address: String,
        /// What was heard.
        source: Heard,
    },
    /// A stream of the log is there and is not as it must be.
    OtherStream {
        /// Its name.
        stream: String,
        /// Where it differs.
        field: String,
        /// What must stand there, as JSON.
        wanted: String,
        /// What stands there.
        found: String,
    },
    /// There is no log of this generation, and none is to be made.
    NoLog {
        /// The generation.
        generation: u32,
    },
    /// A stream can be neither found nor made.
    Stream {
        /// Its name.
        stream: String,
        /// What was heard.
        source: Heard,
    },
    /// The end of a partition cannot be read.
    Log(LogError),
}

impl OpenError {
    /// What is wrong and what to change, for people.
    pub fn text(&self) -> Text {
        match self {
            Self::Options { reason } => reason.clone(),
            Self::Access(fault) => fault.text(),
            Self::Connect { .. } => connect(),
            Self::TooOld { server, version } => too_old(server, version),
            Self::SmallMessages { bytes_max } => small_messages(*bytes_max),
            Self::TooFewServers { n_replicas, .. } => too_few_servers(*n_replicas),
            Self::NotSynced { server } => not_synced(server),
            Self::Unknown { server } => unknown(server),
            Self::Witness { address, .. } => witness(address),
            Self::OtherStream { stream, field, wanted, found } => {
                other_stream(stream, field, wanted, found)
            }
            Self::NoLog { generation } => no_log(*generation),
            Self::Stream { stream, .. } => no_stream(stream),
            Self::Log(_) => Text::new("无法读取日志的末尾", "the end of the log cannot be read"),
        }
    }
}

impl OpenError {
    /// Whether the log may open later without anything being changed: the broker is away, is just
    /// starting, or is electing a leader. Everything else asks for what [`Self::text`] says.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Connect { source }
            | Self::TooFewServers { source, .. }
            | Self::Witness { source, .. }
            | Self::Stream { source, .. } => passes::may_pass(&**source),
            Self::Log(error) => error.is_transient(),
            Self::Options { .. }
            | Self::Access(_)
            | Self::TooOld { .. }
            | Self::SmallMessages { .. }
            | Self::NotSynced { .. }
            | Self::Unknown { .. }
            | Self::OtherStream { .. }
            | Self::NoLog { .. } => false,
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Connect { source }
            | Self::TooFewServers { source, .. }
            | Self::Witness { source, .. }
            | Self::Stream { source, .. } => Some(&**source),
            Self::Log(source) => Some(source),
            Self::Access(fault) => fault.source(),
            Self::Options { .. }
            | Self::TooOld { .. }
            | Self::SmallMessages { .. }
            | Self::NotSynced { .. }
            | Self::Unknown { .. }
            | Self::OtherStream { .. }
            | Self::NoLog { .. } => None,
        }
    }
}

impl From<AccessFault> for OpenError {
    fn from(fault: AccessFault) -> Self {
        Self::Access(fault)
    }
}

impl From<LogError> for OpenError {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

fn connect() -> Text {
    Text::new(
        "无法连接 NATS 服务器。请检查地址、账号以及服务器是否在运行。",
        "cannot connect to a NATS server; check the addresses, the account, and that a server runs",
    )
}

fn too_old(server: &str, version: &str) -> Text {
    Text::new(
        format!("NATS 服务器 {server} 的版本为 {version}，不应低于 {VERSION_MIN}。请升级服务器。"),
        format!("NATS server {server} has version {version}; upgrade it to {VERSION_MIN} or newer"),
    )
}

fn small_messages(bytes_max: usize) -> Text {
    Text::new(
        format!("NATS 服务器只接受 {bytes_max} 字节以内的消息。请将 max_payload 设为 1MB。"),
        format!(
            "the NATS server takes messages of at most {bytes_max} bytes; set max_payload to 1MB"
        ),
    )
}

fn too_few_servers(n_replicas: usize) -> Text {
    Text::new(
        format!("要求保存 {n_replicas} 个副本，但服务器数量不足。请增加服务器，或减少副本数。"),
        format!(
            "each event must be kept by {n_replicas} servers and there are fewer; add servers, or \
             ask for fewer replicas"
        ),
    )
}

fn not_synced(server: &str) -> Text {
    Text::new(
        format!(
            "NATS 服务器 {server} 在落盘之前就确认写入，断电会丢失已确认的数据。\
             请在其 jetstream 配置中设置 sync_interval: always 并重启。"
        ),
        format!(
            "NATS server {server} acknowledges before it syncs, and a power failure would take \
             what was acknowledged; set sync_interval: always in its jetstream block and restart it"
        ),
    )
}

fn unknown(server: &str) -> Text {
    Text::new(
        format!(
            "NATS 服务器 {server} 保存事件，但无法得知它是否先落盘再确认。\
             请补充它的监控地址，或改用系统账号。"
        ),
        format!(
            "NATS server {server} keeps events and nobody says whether it syncs before it \
             acknowledges; name its monitoring address, or give a system account"
        ),
    )
}

fn witness(address: &str) -> Text {
    Text::new(
        format!(
            "向 {address} 询问 NATS 服务器是否先落盘再确认时未得到回答。\
             请检查监控地址或系统账号；仅在个人电脑上可设置 allow_unsafe_sync。"
        ),
        format!(
            "{address} does not say whether the NATS servers sync before they acknowledge; check \
             the monitoring addresses or the system account; on a laptop allow_unsafe_sync does \
             without"
        ),
    )
}

fn other_stream(stream: &str, field: &str, wanted: &str, found: &str) -> Text {
    Text::new(
        format!(
            "流 {stream} 的配置与要求不符：{field} 应为 {wanted}，实为 {found}。\
             请更正该流的配置，或使用另一个 generation。"
        ),
        format!(
            "stream {stream} is not as it must be: {field} is {found} where {wanted} must stand; \
             correct the stream, or use another generation"
        ),
    )
}

fn no_log(generation: u32) -> Text {
    Text::new(
        format!("服务器上没有第 {generation} 代日志。请检查地址、账号和代号。"),
        format!(
            "there is no log of generation {generation} at the servers; check the addresses, the \
             account and the generation"
        ),
    )
}

fn no_stream(stream: &str) -> Text {
    Text::new(
        format!("流 {stream} 既找不到也无法建立。请确认账号已启用 JetStream 并有权建立流。"),
        format!(
            "stream {stream} can be neither found nor made; the account must have JetStream \
             enabled and may make streams"
        ),
    )
}
