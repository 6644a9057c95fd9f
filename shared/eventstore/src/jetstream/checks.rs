//! What must be true of the servers before a log relies on them.

use std::time::Duration;

use async_nats::ServerInfo;

use super::error::OpenError;
use super::streams::{Checked, Keeper, MESSAGE_BYTES_MAX};
use super::witness::Said;

/// The oldest server whose expectations on batches can be relied on: before it a valid batch could
/// be refused.
pub(super) const VERSION_MIN: &str = "2.14.4";

/// A leader that was elected just now has not heard anybody yet: only who is silent for longer is
/// down.
const DOWN_AFTER: Duration = Duration::from_secs(6);

/// The server that answered: its version, and what it takes.
pub(super) fn server(info: &ServerInfo) -> Result<(), OpenError> {
    version(&info.server_name, &info.version)?;
    if info.max_payload < MESSAGE_BYTES_MAX {
        return Err(OpenError::SmallMessages { bytes_max: info.max_payload });
    }
    Ok(())
}

/// All servers that answered: their versions, and that those with streams sync.
pub(super) fn witnesses(said: &Said) -> Result<(), OpenError> {
    for varz in said.servers.values().filter(|varz| varz.has_jetstream()) {
        version(&varz.server_name, &varz.version)?;
        if !varz.syncs_always() {
            return Err(OpenError::NotSynced { server: varz.server_name.clone() });
        }
    }
    Ok(())
}

/// That every server that keeps events is among those that answered, or has not been heard by its
/// leaders for as long as was asked: one that is down acknowledges nothing. A single server has no
/// name in what it says of its streams: it is the one that `connected` names.
pub(super) fn all_witnessed(
    said: Said,
    streams: &[Checked],
    connected: &str,
    asked_for: Duration,
) -> Result<(), OpenError> {
    let is_down = |keeper: &Keeper| !keeper.is_heard && asked_for >= DOWN_AFTER;
    for stream in streams {
        let keepers = stream.keepers.iter().filter(|keeper| !is_down(keeper));
        let servers = keepers.map(|keeper| keeper.server.as_str());
        let single = stream.keepers.is_empty().then_some(connected);
        let is_unknown = |server: &&str| !said.servers.contains_key(*server);
        if let Some(server) = servers.chain(single).find(is_unknown) {
            let unknown = OpenError::Unknown { server: server.to_owned() };
            return Err(said.unanswered.unwrap_or(unknown));
        }
    }
    Ok(())
}

fn version(server: &str, version: &str) -> Result<(), OpenError> {
    if parse(version) >= parse(VERSION_MIN) {
        return Ok(());
    }
    Err(OpenError::TooOld { server: server.to_owned(), version: version.to_owned() })
}

/// Major, minor and patch; what comes behind a dash is left out. Whatever is no version is the oldest
/// of all.
fn parse(version: &str) -> [u32; 3] {
    let mut numbers = version.split('-').next().unwrap_or_default().split('.');
    [(); 3].map(|()| numbers.next().and_then(|number| number.parse().ok()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::super::witness::Varz;
    use super::*;

    #[test]
    fn only_servers_of_a_version_that_can_be_relied_on_are_taken() {
        for taken in ["2.14.4", "2.14.10", "2.15.1", "3.0.0", "2.15.0-beta.1"] {
            assert!(version("n1", taken).is_ok(), "{taken}");
        }
        for refused in ["2.14.3", "2.12.14", "1.99.99", "", "dev"] {
            assert!(matches!(version("n1", refused), Err(OpenError::TooOld { .. })), "{refused}");
        }
    }

    fn varz(name: &str, jetstream: &str) -> (String, Varz) {
        let json =
            format!(r#"{{"server_name":"{name}","version":"2.15.1","jetstream":{jetstream}}}"#);
        (name.to_owned(), serde_json::from_str(&json).unwrap())
    }

    #[test]
    fn a_server_that_keeps_events_syncs_and_is_known() {
        let synced = r#"{"config":{"sync_interval":120000000000,"sync_always":true}}"#;
        let unsynced = r#"{"config":{"sync_interval":120000000000}}"#;
        let said = |servers: &[(String, Varz)]| Said {
            servers: servers.iter().cloned().collect(),
            unanswered: None,
        };
        let two = [varz("n1", synced), varz("gateway", "{}")];
        assert!(witnesses(&said(&two)).is_ok());
        let stream = |keepers: &[(&str, bool)]| Checked {
            stream: "TB_1_00".into(),
            keepers: keepers
                .iter()
                .map(|(server, is_heard)| Keeper {
                    server: server.to_string(),
                    is_heard: *is_heard,
                })
                .collect(),
        };
        let check = |keepers: &[(&str, bool)], asked_for| {
            all_witnessed(said(&two), &[stream(keepers)], "n1", asked_for)
        };
        let at_once = Duration::ZERO;
        assert!(check(&[("n1", true)], at_once).is_ok());
        assert!(check(&[], at_once).is_ok(), "a single server is the one that is connected");
        for (is_heard, asked_for) in [(true, at_once), (true, DOWN_AFTER), (false, at_once)] {
            let error = check(&[("n1", true), ("n2", is_heard)], asked_for).unwrap_err();
            assert!(matches!(error, OpenError::Unknown { server } if server == "n2"));
        }
        assert!(check(&[("n1", true), ("n2", false)], DOWN_AFTER).is_ok(), "it is down");
        let error = witnesses(&said(&[varz("n1", synced), varz("n2", unsynced)])).unwrap_err();
        assert!(matches!(error, OpenError::NotSynced { server } if server == "n2"));
    }
}
