//! What every service agrees on: identities, the decider, events, personal data, and how to test
//! them.
//!
//! Nothing here waits, reads a clock or talks to the world.

mod actor;
mod case_number;
mod clock;
mod code;
mod decider;
mod event;
mod id;
mod identity;
mod personal;
mod position;
mod satisfaction;
mod stream;
mod successions;
#[cfg(feature = "testkit")]
pub mod testkit;
mod text;
mod wording;

pub use actor::{Actor, Role};
pub use case_number::{CaseNumber, CheckCode, InvalidCaseNumber};
pub use clock::{AcceleratedClock, Clock, ManualClock, NoClock, SystemClock, truncate_to_micros};
pub use code::Code;
pub use decider::{Context, Decider};
pub use event::{
    DecodeError, DomainEvent, EventType, Hash, InvalidHash, Meta, Origin, Recorded, TraceContext,
    decode_data, encode_event,
};
pub use id::{
    CaseId, CommandId, ComplaintId, DeliberationId, DisputeId, EventId, MatterId, MeetingId,
    NoticeId, OpinionId, PersonId, ReportId, Slot, TaskId, derive_child, derive_id,
};
pub use identity::{CitizenId, InvalidIdentity, UnifiedCode};
pub use personal::Personal;
pub use position::{InvalidPosition, Partition, Position, Seq};
pub use satisfaction::{InvalidSatisfaction, Satisfaction};
pub use stream::{Category, InvalidCategory, StreamId};
pub use successions::{Successions, Takeover};
pub use text::Text;
pub use tongban_calendar as calendar;
pub use wording::{InvalidWording, Wording};
