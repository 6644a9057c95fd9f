use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tongban_kernel::Text;

use super::Exit;
use super::shown::print_text;
use crate::refusal::OrRefuse as _;

const ANSWER_WITHIN: Duration = Duration::from_secs(3);
/// An answer names every reader that does not go on: some kilobytes.
const ANSWER_BYTES_MAX: u64 = 1 << 20;

/// Asks a server on this machine, for container runtimes: images have no other client in them.
#[derive(Debug, clap::Args)]
pub(crate) struct Ready {
    /// The server's address for operators.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9080")]
    ops: SocketAddr,
}

impl Ready {
    pub(crate) async fn run(self) -> Result<Exit> {
        let ops = self.ops;
        let answer = timeout(ANSWER_WITHIN, ask(ops)).await.context("no answer in time");
        let (is_ready, body) = answer.and_then(|answer| answer).or_refuse(|| {
            Text::new(
                format!("{ops} 没有服务器应答；地址由 --ops 指定"),
                format!("no server answers at {ops}; --ops names its address"),
            )
        })?;
        print_text(&body)?;
        Ok(if is_ready { Exit::Done } else { Exit::Failed })
    }
}

/// Whether it is ready, and what it says of itself.
async fn ask(ops: SocketAddr) -> Result<(bool, String)> {
    let mut connection = TcpStream::connect(ops).await?;
    let request = format!("GET /readyz HTTP/1.0\r\nHost: {ops}\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    connection.take(ANSWER_BYTES_MAX).read_to_string(&mut answer).await?;
    let (head, body) = answer.split_once("\r\n\r\n").context("the answer is no HTTP")?;
    let status = head.split_whitespace().nth(1);
    Ok((status == Some("200"), body.to_owned()))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    async fn asked(answer: &'static str) -> Result<(bool, String)> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ops = listener.local_addr().unwrap();
        let server = async {
            let (mut connection, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                request.push(connection.read_u8().await.unwrap());
            }
            assert!(request.starts_with(b"GET /readyz HTTP/1.0\r\n"));
            connection.write_all(answer.as_bytes()).await.unwrap();
        };
        let (answer, ()) = tokio::join!(ask(ops), server);
        answer
    }

    #[tokio::test]
    async fn only_a_server_that_says_so_is_ready() {
        let ready = asked("HTTP/1.0 200 OK\r\n\r\n{\"ready\":true}").await.unwrap();
        assert_eq!(ready, (true, "{\"ready\":true}".to_owned()));
        let other = asked("HTTP/1.0 503 Service Unavailable\r\n\r\nstopping").await.unwrap();
        assert_eq!(other, (false, "stopping".to_owned()));
        assert!(asked("200").await.is_err());
    }
}
