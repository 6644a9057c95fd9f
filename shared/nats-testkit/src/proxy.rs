//! A wire between a client and a server that a test can cut.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// See the module.
pub struct Proxy {
    /// Where clients connect to.
    pub port: u16,
    wire: Arc<Wire>,
    accepting: AbortHandle,
}

struct Wire {
    /// What the client says is thrown away.
    is_mute: AtomicBool,
    /// What the server says is thrown away.
    is_deaf: AtomicBool,
    /// Connections up to this number are cut.
    n_cut: watch::Sender<u64>,
}

impl Proxy {
    /// To the server at this port.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let wire = Arc::new(Wire {
            is_mute: AtomicBool::new(false),
            is_deaf: AtomicBool::new(false),
            n_cut: watch::Sender::new(0),
        });
        let shared = Arc::clone(&wire);
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { continue };
                let ((from_client, to_client), (from_server, to_server)) =
                    (client.into_split(), server.into_split());
                let (up, down) = (Arc::clone(&shared), Arc::clone(&shared));
                tokio::spawn(async move { up.pass(from_client, to_server, &up.is_mute).await });
                tokio::spawn(async move { down.pass(from_server, to_client, &down.is_deaf).await });
            }
        });
        Self { port, wire, accepting: accepting.abort_handle() }
    }

    /// Where clients connect to, as a NATS address.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// What the client says does not reach the server any more, or does again.
    pub fn mute(&self, is_mute: bool) {
        self.wire.is_mute.store(is_mute, Ordering::SeqCst);
    }

    /// What the server says does not reach the client any more, or does again.
    pub fn deafen(&self, is_deaf: bool) {
        self.wire.is_deaf.store(is_deaf, Ordering::SeqCst);
    }

    /// Cuts all connections; new ones are taken.
    pub fn cut(&self) {
        self.wire.n_cut.send_modify(|n| *n += 1);
    }
}

impl Wire {
    async fn pass(
        &self,
        mut from: OwnedReadHalf,
        mut to: OwnedWriteHalf,
        is_thrown_away: &AtomicBool,
    ) {
        let mut cut = self.n_cut.subscribe();
        let mut bytes = vec![0; 64 << 10];
        loop {
            let n = tokio::select! {
                _ = cut.changed() => return,
                n = from.read(&mut bytes) => n.unwrap_or(0),
            };
            if n == 0 {
                return;
            }
            if !is_thrown_away.load(Ordering::SeqCst) && to.write_all(&bytes[..n]).await.is_err() {
                return;
            }
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.cut();
    }
}
