//! What `docker-compose.yml` starts, started: the real servers on the very files in `deploy`.

mod nats;
mod proxy;

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command};

use anyhow::{Context as _, Result};

/// Where the files are.
fn deploy(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../deploy/compose").join(file)
}

/// A program that `cargo xtask test` brings.
fn program(variable: &str) -> Result<Command> {
    let path = std::env::var_os(variable);
    let path = path.with_context(|| format!("run `cargo xtask test`, which sets {variable}"))?;
    Ok(Command::new(path))
}

/// Ports that were free a moment ago.
fn free_ports<const N: usize>() -> Result<[u16; N]> {
    let listeners = [(); N].map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
    let mut ports = [0; N];
    for (port, listener) in ports.iter_mut().zip(&listeners) {
        let listener = listener.as_ref().map_err(|error| anyhow::anyhow!("{error}"))?;
        *port = listener.local_addr()?.port();
    }
    Ok(ports)
}

/// Killed when the test is done with it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
