//! The links between the servers of a cluster, each of which a test can cut.

use std::collections::BTreeMap;

use crate::{Proxy, Server, free_ports, start_routed};

/// See the module. Servers are told by their numbers.
pub struct Links {
    /// By the server that called and the one that was called.
    wires: BTreeMap<(usize, usize), Proxy>,
}

impl Links {
    /// Nothing that one of these two servers says reaches the other any more, nor do they learn that
    /// it does not.
    pub fn silence(&self, a: usize, b: usize) {
        for wire in self.between(a, b) {
            wire.mute(true);
            wire.deafen(true);
        }
    }

    /// The same, and both learn it: what is between them is closed.
    pub fn sever(&self, a: usize, b: usize) {
        self.silence(a, b);
        self.between(a, b).for_each(Proxy::cut);
    }

    /// They hear each other again, over connections that are new.
    pub fn heal(&self, a: usize, b: usize) {
        for wire in self.between(a, b) {
            wire.mute(false);
            wire.deafen(false);
            wire.cut();
        }
    }

    fn between(&self, a: usize, b: usize) -> impl Iterator<Item = &Proxy> {
        [(a, b), (b, a)].into_iter().filter_map(|ends| self.wires.get(&ends))
    }
}

/// The same as [`crate::start_cluster`], with links that can be cut.
pub async fn start_linked_cluster() -> (Vec<Server>, Links) {
    let ports: [u16; 3] = free_ports();
    let mut wires = BTreeMap::new();
    for from in 0..ports.len() {
        for to in (0..ports.len()).filter(|to| *to != from) {
            wires.insert((from, to), Proxy::to(ports[to]).await);
        }
    }
    let routes = |from| {
        wires.iter().filter(move |((caller, _), _)| *caller == from).map(|(_, wire)| wire.port)
    };
    // What servers tell each other of themselves leads nowhere: it would lead around the links.
    let servers = start_routed(ports, "advertise: \"127.0.0.1:1\"", routes).await;
    (servers, Links { wires })
}
