//! What is kept beside the log because the log never forgets: the keys of persons, and files.
//!
//! - [`KeyRing`] seals and opens values about persons. Destroying a person's key makes every value
//!   about that person unreadable, wherever copies of the log may lie.
//! - [`IndexKey`] turns identity numbers, phones and names into keyed blind indexes, so that they
//!   can be found without being readable.
//! - [`Party`] is who applies or complains, checked, sealed and indexed.
//! - [`Materials`] keeps files by their content.
//! - [`Objects`] keeps whatever else is kept whole under a name that is taken once: an archive.
//! - [`mask`] shows as much of a value as is needed to recognise it.
//!
//! Deliberately absent: who may read what (that is decided at the edge), and the clock.

mod blind;
mod durable;
mod keys;
mod mask;
mod materials;
mod objects;
mod party;
mod s3;
mod secret;
mod slots;
mod wrapping;

pub use blind::{BlindIndex, BlindKind, IndexKey, InvalidBlindIndex};
pub use durable::FileError;
pub use keys::{KeyError, KeyRing, OpenRingError, Opened, SealError, Sealer, UnsealError};
pub use mask::{Maskable, mask};
pub use materials::{
    ContentType, Declared, MaterialId, MaterialRef, Materials, MaterialsError, NotAMaterialId,
    PutError, ReadError,
};
pub use objects::{Objects, ObjectsError};
pub use party::{
    Party, PartyFault, PartyKind, PartyPart, ShownParty, Sight, StatedParty, phone_digits,
};
pub use s3::BucketError;
pub use secret::{Secret, SecretError};
pub use slots::{AppendError, SlotError};
pub use wrapping::Wrapping;
