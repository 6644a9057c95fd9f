use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Where a case lives: 12 bits of its id, inherited by everything that belongs to it.
///
/// The partition of the log is `slot mod P`, so an id alone says where to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot(u16);

impl Slot {
    /// Number of slots, and so the largest number of partitions a log may ever have.
    pub const COUNT: u16 = 1 << 12;

    /// The slot that an id carries: the twelve bits behind the version digit.
    pub fn of(id: Uuid) -> Self {
        let bits = (id.as_u128() >> 64) & u128::from(Self::COUNT - 1);
        Self(u16::try_from(bits).unwrap_or_default())
    }

    /// The number of the slot, below [`Slot::COUNT`].
    pub fn get(self) -> u16 {
        self.0
    }
}

const VERSION_AND_VARIANT: u128 = (0xf << 76) | (0b11 << 62);
const VERSION_8: u128 = (8 << 76) | (0b10 << 62);
const TIME: u128 = 0xffff_ffff_ffff << 80;
const TIME_VERSION_SLOT: u128 = u128::MAX << 64;

/// Derives the id of something new from who creates it and the key of the request, so that a
/// repeated creation meets the first.
///
/// A time-ordered key (version 7) lends the id its time: ids created together sort together.
pub fn derive_id(kind: &str, creator: &str, key: Uuid) -> Uuid {
    let mut bits = digest(&[kind.as_bytes(), creator.as_bytes(), key.as_bytes()]);
    if key.get_version_num() == 7 {
        bits = (bits & !TIME) | (key.as_u128() & TIME);
    }
    Uuid::from_u128((bits & !VERSION_AND_VARIANT) | VERSION_8)
}

/// Derives the id of something that belongs to `parent`: same time, same slot, another tail.
pub fn derive_child(kind: &str, parent: Uuid, seed: &[u8]) -> Uuid {
    let tail = digest(&[kind.as_bytes(), parent.as_bytes(), seed]) & !TIME_VERSION_SLOT;
    let bits = (parent.as_u128() & TIME_VERSION_SLOT) | tail;
    Uuid::from_u128((bits & !VERSION_AND_VARIANT) | VERSION_8)
}

fn digest(parts: &[&[u8]]) -> u128 {
    let mut hasher = Sha256::new();
    for part in parts {
        // The length keeps ("ab", "c") and ("a", "bc") apart.
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    let hash = hasher.finalize();
    hash.iter().take(16).fold(0, |bits, byte| (bits << 8) | u128::from(*byte))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes an id as it stands.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// Where it lives.
            pub fn slot(self) -> Slot {
                Slot::of(self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A case (办件): one application and all that is done about it.
    CaseId,
    /// A task that one department asks of another (协同任务).
    TaskId,
    /// A warning that is dealt with like a case (预警件).
    NoticeId,
    /// A dispute between departments about a task (协同争议).
    DisputeId,
    /// A complaint (投诉).
    ComplaintId,
    /// A matter for which it is asked which departments it concerns (权责匹配事项).
    MatterId,
    /// A meeting of several departments (联席会议).
    MeetingId,
    /// A matter put to departments or the public for their opinion (公众议事).
    DeliberationId,
    /// What one of the public says to such a matter.
    OpinionId,
    /// A report on performance that was issued (效能通报).
    ReportId,
    /// One wish to change something; the same id is the same wish.
    CommandId,
    /// One recorded fact.
    EventId,
    /// A person or organisation whose data are kept under a key of their own.
    PersonId,
}

impl CaseId {
    /// The case that this request creates.
    pub fn derive(creator: &str, key: Uuid) -> Self {
        Self(derive_id("case", creator, key))
    }

    /// The project that this request sets up: tasks are asked for it as for a case.
    pub fn of_project(creator: &str, key: Uuid) -> Self {
        Self(derive_id("project", creator, key))
    }
}

impl TaskId {
    /// A task of a case; `seed` tells the tasks of one case apart.
    pub fn derive(case: CaseId, seed: &[u8]) -> Self {
        Self(derive_child("task", case.uuid(), seed))
    }
}

impl NoticeId {
    /// The warning of a task on this rung of this epoch of its deadline: its identity.
    pub fn derive(task: TaskId, rung: &str, epoch: u32) -> Self {
        Self(derive_child("notice", task.uuid(), format!("{rung}/{epoch}").as_bytes()))
    }
}

impl DisputeId {
    /// The `nth` dispute about a task, from 1.
    pub fn derive(task: TaskId, nth: u32) -> Self {
        Self(derive_child("dispute", task.uuid(), &nth.to_be_bytes()))
    }
}

impl ComplaintId {
    /// The complaint that this request creates.
    pub fn derive(creator: &str, key: Uuid) -> Self {
        Self(derive_id("complaint", creator, key))
    }
}

impl MatterId {
    /// The matter that this request asks about.
    pub fn derive(creator: &str, key: Uuid) -> Self {
        Self(derive_id("matter", creator, key))
    }
}

impl MeetingId {
    /// The meeting that this request calls; it lives where its project lives.
    pub fn derive(creator: &str, key: Uuid, project: Option<CaseId>) -> Self {
        let seed = [creator.as_bytes(), b"/", key.as_bytes()].concat();
        Self(match project {
            Some(project) => derive_child("meeting", project.uuid(), &seed),
            None => derive_id("meeting", creator, key),
        })
    }

    /// What its decisions are asked for where it has no project: the meeting itself.
    pub fn as_case(self) -> CaseId {
        CaseId(self.0)
    }
}

impl DeliberationId {
    /// The matter that this request puts to others.
    pub fn derive(creator: &str, key: Uuid) -> Self {
        Self(derive_id("deliberation", creator, key))
    }
}

impl OpinionId {
    /// The opinion that this request gives; it lives where its matter lives.
    pub fn derive(deliberation: DeliberationId, key: Uuid) -> Self {
        Self(derive_child("opinion", deliberation.uuid(), key.as_bytes()))
    }

    /// The number under which whoever gave it finds it again: forms and check character are those
    /// of case numbers.
    pub fn receipt(self, given_on: jiff::civil::Date) -> crate::CaseNumber {
        crate::CaseNumber::of(CaseId(self.0), given_on)
    }

    /// Under whose key it is kept: nobody knows who gave it, so that each has a key of its own.
    pub fn person(self) -> PersonId {
        PersonId(derive_child("person", self.0, b"opinion"))
    }
}

impl ReportId {
    /// The `nth` report of one period, from 1: those after the first correct the one before.
    pub fn derive(reports: Uuid, nth: u32) -> Self {
        Self(derive_child("report", reports, &nth.to_be_bytes()))
    }
}

impl CommandId {
    /// The command that this request carries: the same actor and key are the same command.
    pub fn derive(actor: &str, key: Uuid) -> Self {
        Self(derive_id("command", actor, key))
    }

    /// The command that `policy` gives because of `event`; `index` counts those of one event.
    pub fn of_policy(event: EventId, policy: &str, index: usize) -> Self {
        Self(Uuid::new_v5(&event.0, format!("{policy}/{index}").as_bytes()))
    }
}

impl EventId {
    /// The event with this index among those that a command causes in a stream.
    pub fn derive(stream: Uuid, command: CommandId, index: usize) -> Self {
        let mut seed = command.0.as_bytes().to_vec();
        seed.extend((index as u64).to_be_bytes());
        Self(derive_child("event", stream, &seed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY_V7: Uuid = Uuid::from_u128(0x0192_f00d_cafe_7abc_8def_0123_4567_89ab);

    #[test]
    fn the_same_request_creates_the_same_case() {
        assert_eq!(CaseId::derive("window-3", KEY_V7), CaseId::derive("window-3", KEY_V7));
        assert_ne!(CaseId::derive("window-3", KEY_V7), CaseId::derive("window-4", KEY_V7));
    }

    #[test]
    fn a_time_ordered_key_lends_the_case_its_time() {
        let id = CaseId::derive("window-3", KEY_V7).uuid();
        assert_eq!(id.as_u128() >> 80, KEY_V7.as_u128() >> 80);
        assert_eq!(id.get_version_num(), 8);
    }

    #[test]
    fn a_task_lives_where_its_case_lives() {
        let case = CaseId::derive("window-3", KEY_V7);
        let tasks = [TaskId::derive(case, b"step-1"), TaskId::derive(case, b"step-2")];
        assert_ne!(tasks[0], tasks[1]);
        for task in tasks {
            assert_eq!(task.slot(), case.slot());
            assert_eq!(task.uuid().as_u128() >> 64, case.uuid().as_u128() >> 64);
        }
    }

    #[test]
    fn slots_of_derived_ids_spread_evenly() {
        let mut partitions = [0_u32; 16];
        for n in 0..16_000_u128 {
            let id = CaseId::derive("window", Uuid::from_u128(n));
            partitions[usize::from(id.slot().get() % 16)] += 1;
        }
        assert!(partitions.iter().all(|n| (800..1_200).contains(n)), "{partitions:?}");
    }
}
