use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::{Extension, Router};
use ipnet::IpNet;

/// What proxies write, each at its right end: from whom they took the request.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// A network, like `10.42.0.0/16`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(IpNet);

/// What is no network.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a network is an address and a length, like 10.42.0.0/16 or fd00::/8, or one address")]
pub struct NoNetwork;

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let one = || text.parse::<IpAddr>().map(IpNet::from);
        text.parse().or_else(|_| one()).map(Self).map_err(|_| NoNetwork)
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The proxies that stand before this process: they are believed about who asks, nobody else is.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Arc<[Network]>);

impl Proxies {
    fn are_at(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.0.contains(&address))
    }
}

impl FromIterator<Network> for Proxies {
    fn from_iter<I: IntoIterator<Item = Network>>(networks: I) -> Self {
        Self(networks.into_iter().collect())
    }
}

/// The same routes behind these proxies; to routes that nobody put behind any, whoever connects is
/// who asks.
pub fn behind(router: Router, proxies: Proxies) -> Router {
    router.layer(Extension(proxies))
}

/// Where the request comes from: the connection. Where that is a proxy that is trusted, whom this
/// one names, and so on: of `X-Forwarded-For` the rightmost address that is no proxy's. What stands
/// further left anyone can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(IpAddr);

impl Peer {
    /// Its address.
    pub fn address(self) -> IpAddr {
        self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a connection all callers count as one.
        let Some(connection) = connection else {
            return Ok(Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED)));
        };
        let connection = connection.0.ip().to_canonical();
        let proxies = parts.extensions.get::<Proxies>();
        Ok(Self(proxies.map_or(connection, |proxies| origin(connection, &parts.headers, proxies))))
    }
}

fn origin(connection: IpAddr, headers: &HeaderMap, proxies: &Proxies) -> IpAddr {
    let mut from = connection;
    // Said in several lines or in one, the last is what the nearest proxy wrote.
    let lines: Vec<_> = headers.get_all(FORWARDED_FOR).iter().collect();
    let told = lines.into_iter().rev().map(|line| line.to_str().unwrap_or_default());
    for hop in told.flat_map(|line| line.rsplit(',')) {
        if !proxies.are_at(from) {
            break;
        }
        // What is no address no proxy wrote: whoever passed it on is who asks.
        let Some(address) = address(hop.trim()) else { break };
        from = address;
    }
    from
}

/// An address, as some proxies write it with its port.
fn address(text: &str) -> Option<IpAddr> {
    let with_port = || text.parse::<SocketAddr>().map(|socket| socket.ip());
    text.parse::<IpAddr>().or_else(|_| with_port()).ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use axum::routing::get;
    use tower_service::Service as _;

    use super::*;

    const INGRESS: &str = "10.42.0.7";

    async fn peer(connection: &str, forwarded_for: &[&str], proxies: Option<&[&str]>) -> String {
        let mut request = Request::builder();
        for line in forwarded_for {
            request = request.header(FORWARDED_FOR, *line);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        let connection: IpAddr = connection.parse().unwrap();
        parts.extensions.insert(ConnectInfo(SocketAddr::new(connection, 40_000)));
        if let Some(proxies) = proxies {
            let networks = proxies.iter().map(|network| network.parse::<Network>().unwrap());
            parts.extensions.insert(networks.collect::<Proxies>());
        }
        let Ok(peer) = Peer::from_request_parts(&mut parts, &()).await;
        peer.address().to_string()
    }

    #[tokio::test]
    async fn nobody_is_believed_who_is_not_named_as_a_proxy() {
        assert_eq!(peer("198.51.100.9", &["192.0.2.1"], None).await, "198.51.100.9");
        let pods = Some(&["10.42.0.0/16"][..]);
        assert_eq!(peer("198.51.100.9", &["192.0.2.1"], pods).await, "198.51.100.9");
        assert_eq!(peer(INGRESS, &["192.0.2.1"], Some(&[])).await, INGRESS);
    }

    #[tokio::test]
    async fn behind_a_proxy_each_who_asks_is_one_of_their_own() {
        for pods in ["10.42.0.0/16", INGRESS] {
            let pods = Some(&[pods][..]);
            assert_eq!(peer(INGRESS, &["192.0.2.1"], pods).await, "192.0.2.1");
            assert_eq!(peer(INGRESS, &["192.0.2.2:51000"], pods).await, "192.0.2.2");
            assert_eq!(peer(INGRESS, &["[2001:db8::5]:51000"], pods).await, "2001:db8::5");
            assert_eq!(peer("::ffff:10.42.0.7", &["192.0.2.1"], pods).await, "192.0.2.1");
            assert_eq!(peer(INGRESS, &[], pods).await, INGRESS);
        }
    }

    #[tokio::test]
    async fn what_a_client_writes_itself_counts_nothing() {
        let pods = Some(&["10.42.0.0/16"][..]);
        for forged in [&["203.0.113.5, 192.0.2.1"][..], &["203.0.113.5", "192.0.2.1"]] {
            assert_eq!(peer(INGRESS, forged, pods).await, "192.0.2.1");
        }
        // Two proxies, one behind the other.
        let chain = &["203.0.113.5, 192.0.2.1, 10.42.3.3"];
        assert_eq!(peer(INGRESS, chain, pods).await, "192.0.2.1");
        // One of the proxies' own, or nonsense: who wrote it is who asks.
        assert_eq!(peer(INGRESS, &["10.42.3.3"], pods).await, "10.42.3.3");
        assert_eq!(peer(INGRESS, &["192.0.2.1, unknown"], pods).await, INGRESS);
        assert_eq!(peer(INGRESS, &["192.0.2.1, , 10.42.3.3"], pods).await, "10.42.3.3");
    }

    #[tokio::test]
    async fn routes_behind_proxies_know_who_asks() {
        async fn who(peer: Peer) -> String {
            peer.address().to_string()
        }
        let proxies = [INGRESS.parse::<Network>().unwrap()].into_iter().collect();
        let mut router = behind(Router::new().route("/", get(who)), proxies);
        let request = Request::get("/").header(FORWARDED_FOR, "192.0.2.1");
        let mut request = request.body(Body::empty()).unwrap();
        let connection = SocketAddr::new(INGRESS.parse().unwrap(), 40_000);
        request.extensions_mut().insert(ConnectInfo(connection));
        let answer = router.call(request).await.unwrap().into_body();
        assert_eq!(&to_bytes(answer, 100).await.unwrap()[..], b"192.0.2.1");
    }

    #[test]
    fn a_network_is_named_with_its_length_or_is_one_address() {
        for (text, read) in
            [("10.0.0.0/8", "10.0.0.0/8"), ("192.0.2.7", "192.0.2.7/32"), ("fd00::/8", "fd00::/8")]
        {
            assert_eq!(text.parse::<Network>().unwrap().to_string(), read);
        }
        for text in ["", "ingress", "10.0.0.0/33", "10.0.0/8"] {
            assert_eq!(text.parse::<Network>(), Err(NoNetwork), "{text}");
        }
    }
}
