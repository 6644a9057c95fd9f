//! A client that costs little: one connection kept open, one request at a time.

use std::io::Write as _;
use std::net::SocketAddr;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// See the module.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    response: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, request: Vec::new(), response: Vec::new() })
    }

    /// Posts a body; `headers` are whole lines. Answers status and body.
    pub(crate) async fn post(
        &mut self,
        path: &str,
        headers: &str,
        body: &[u8],
    ) -> Result<(u16, &[u8])> {
        self.request.clear();
        let n_bytes = body.len();
        write!(
            self.request,
            "POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {n_bytes}\r\n{headers}\r\n"
        )?;
        self.request.extend_from_slice(body);
        self.stream.write_all(&self.request).await?;
        self.read().await
    }

    /// Posts a body, and answers the JSON that must come of it.
    pub(crate) async fn post_ok(
        &mut self,
        path: &str,
        headers: &str,
        body: &[u8],
    ) -> Result<Value> {
        let (status, answer) = self.post(path, headers, body).await?;
        ensure!(status < 300, "{path}: {status} {}", String::from_utf8_lossy(answer));
        Ok(serde_json::from_slice(answer)?)
    }

    async fn read(&mut self) -> Result<(u16, &[u8])> {
        self.response.clear();
        loop {
            if let Some((status, body_at, n_bytes)) = head(&self.response)? {
                let missing = (body_at + n_bytes).saturating_sub(self.response.len());
                if missing == 0 {
                    return Ok((status, &self.response[body_at..]));
                }
            }
            if self.stream.read_buf(&mut self.response).await? == 0 {
                bail!("the server hung up");
            }
        }
    }
}

/// Status, where the body begins, and its length; none while the head is incomplete.
fn head(response: &[u8]) -> Result<Option<(u16, usize, usize)>> {
    let Some(end) = response.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let head = std::str::from_utf8(&response[..end])?;
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).context("a status")?;
    let length = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then_some(value.trim())
    });
    let n_bytes = length.context("an answer without a length")?.parse()?;
    Ok(Some((status.parse()?, end + 4, n_bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_body_is_there() {
        let answer = b"HTTP/1.1 201 Created\r\ncontent-type: x\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(head(answer).unwrap(), Some((201, answer.len() - 3, 3)));
        assert_eq!(head(&answer[..30]).unwrap(), None);
        assert!(head(b"HTTP/1.1 200 OK\r\n\r\n").is_err(), "no length");
    }
}
