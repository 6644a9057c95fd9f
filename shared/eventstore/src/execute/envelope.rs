use tongban_kernel::{Actor, CommandId, EventId, Hash, Origin, Recorded, TraceContext};
use uuid::Uuid;

/// Who gives a command, and why: the envelope of the facts that it causes.
#[derive(Clone, Debug)]
pub struct CommandEnvelope {
    /// Who acts.
    pub actor: Actor,
    /// The same id is the same wish.
    pub command: CommandId,
    /// Hash of the body: the same id with another body is refused.
    pub body_hash: Hash,
    /// The event that led to it, where a policy gives it.
    pub causation: Option<EventId>,
    /// What it belongs to: the case, where there is one.
    pub correlation: Uuid,
    /// The trace of the request.
    pub trace: Option<TraceContext>,
    /// Whether it stems from real work.
    pub origin: Origin,
}

impl CommandEnvelope {
    /// The envelope of the `index`-th command that the named policy gives because of `cause`:
    /// the same event gives the same commands, however often it is delivered.
    pub fn of_policy(policy: &str, cause: &Recorded, index: usize) -> Self {
        Self {
            actor: Actor::system(policy),
            command: CommandId::of_policy(cause.id, policy, index),
            body_hash: Hash::of(&[cause.id.uuid().as_bytes()]),
            causation: Some(cause.id),
            correlation: cause.meta.correlation,
            trace: cause.meta.trace.clone(),
            origin: cause.meta.origin,
        }
    }

    /// The envelope of a command that the system gives by itself, told apart by `key`: a sweeper's
    /// warning, an import's batch.
    pub fn of_system(name: &str, key: &str, correlation: Uuid) -> Self {
        let command = CommandId::derive(name, Uuid::new_v5(&correlation, key.as_bytes()));
        Self {
            actor: Actor::system(name),
            command,
            body_hash: Hash::of(&[key.as_bytes()]),
            causation: None,
            correlation,
            trace: None,
            origin: Origin::Live,
        }
    }
}
