use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::{Peer, Problem};

/// Questions of one address in [`WINDOW`]: people ask a few times, and eight digits are not guessed
/// in a lifetime at this rate.
const ASKS_MAX: u32 = 30;
const WINDOW: Duration = Duration::from_secs(60);
/// Addresses remembered at once. A flood of them makes all be forgotten, which is kinder than
/// refusing everyone.
const PEERS_MAX: usize = 10_000;

/// Lets every address ask what nobody signs so often and no oftener.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<IpAddr, Window>>);

#[derive(Clone, Copy, Debug)]
struct Window {
    began: Instant,
    n_asks: u32,
}

/// A service with routes that nobody signs.
pub trait HasThrottle: Send + Sync + 'static {
    /// Counts who asks on them.
    fn throttle(&self) -> &Throttle;
}

/// Put first into the handler of a route that nobody signs: whoever asks too often is turned away
/// before anything is waited for or read.
#[derive(Clone, Copy, Debug)]
pub struct Admitted;

impl<S: HasThrottle> FromRequestParts<Arc<S>> for Admitted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<S>) -> Result<Self, Problem> {
        let Ok(peer) = Peer::from_request_parts(parts, state).await;
        state.throttle().admit(peer)?;
        Ok(Self)
    }
}

impl Throttle {
    /// Counts a question of this address.
    ///
    /// # Errors
    /// 429 with the time to wait, when there were too many.
    fn admit(&self, peer: Peer) -> Result<(), Problem> {
        self.count(peer.address(), Instant::now()).map_err(Problem::too_many_requests)
    }

    /// Answers how long to wait when there were too many.
    fn count(&self, peer: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |window: &Window| now.saturating_duration_since(window.began) >= WINDOW;
        if windows.len() >= PEERS_MAX {
            windows.retain(|_, window| !is_over(window));
        }
        if windows.len() >= PEERS_MAX {
            windows.clear();
        }
        let fresh = Window { began: now, n_asks: 0 };
        let window = windows.entry(network(peer)).or_insert(fresh);
        if is_over(window) {
            *window = fresh;
        }
        if window.n_asks >= ASKS_MAX {
            return Err(WINDOW.saturating_sub(now.saturating_duration_since(window.began)));
        }
        window.n_asks += 1;
        Ok(())
    }
}

/// Who has one IPv6 address has 2^64 of them.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V6(address) => {
            let bits = address.to_bits() & (u128::MAX << 64);
            IpAddr::V6(std::net::Ipv6Addr::from_bits(bits))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_asks_so_often_in_a_minute_and_others_are_not_held_up() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for _ in 0..ASKS_MAX {
            assert_eq!(throttle.count(peer("192.0.2.1"), now), Ok(()));
        }
        let later = now + Duration::from_secs(20);
        assert_eq!(throttle.count(peer("192.0.2.1"), later), Err(Duration::from_secs(40)));
        assert_eq!(throttle.count(peer("192.0.2.2"), later), Ok(()));
        assert_eq!(throttle.count(peer("192.0.2.1"), now + WINDOW), Ok(()));
    }

    #[test]
    fn addresses_of_one_network_count_together() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for host in 0..ASKS_MAX {
            assert!(throttle.count(peer(&format!("2001:db8::{host:x}")), now).is_ok());
        }
        assert!(throttle.count(peer("2001:db8::ffff"), now).is_err());
        assert!(throttle.count(peer("2001:db8:0:1::1"), now).is_ok());
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for n in 0..=u32::try_from(PEERS_MAX).unwrap() {
            assert!(throttle.count(IpAddr::V4((n + 1).into()), now).is_ok());
        }
        assert!(throttle.0.lock().unwrap().len() <= PEERS_MAX);
    }
}
