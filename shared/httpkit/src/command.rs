use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tongban_auth::Permission;
use tongban_eventstore::{Aggregates, CommandEnvelope, Executed, Loaded};
use tongban_kernel::{Actor, CommandId, Decider, Hash, Origin, Position, Role};
use tongban_telemetry::chain;
use tracing::warn;
use uuid::Uuid;

use crate::settle::{NotSettled, settled};
use crate::{
    Answer, HasKit, HasProjection, IfMatch, Kit, Prefer, Problem, Refusal, Signed, Trace, body,
    idempotency,
};

/// A command over HTTP: who wishes what, once.
///
/// It is signed (401), has an `Idempotency-Key` (400) and a JSON body that fits `T` (422). A body
/// without fields may be left out.
#[derive(Clone, Debug)]
pub struct Command<T> {
    /// Who wishes, under which key, and how the answer is to come.
    pub wish: Wish,
    /// What is wished.
    pub body: T,
}

/// A command that nobody signs, for the few that are open to everybody: whoever gives it is
/// `@public`, whatever the request says of who they are. The route counts such requests with a
/// [`Throttle`](crate::Throttle), and says `security(())`.
#[derive(Clone, Debug)]
pub struct OpenCommand<T> {
    /// Under which key, and how the answer is to come.
    pub wish: Wish,
    /// What is wished.
    pub body: T,
}

/// Who gives a command that nobody signs: no account is called so.
const PUBLIC: &str = "@public";

/// Everything about a command but what is wished.
#[derive(Clone, Debug)]
pub struct Wish {
    signed: Signed,
    key: Uuid,
    body_hash: Hash,
    trace: Trace,
    if_match: IfMatch,
    prefer: Prefer,
}

impl Wish {
    /// Who wishes.
    pub fn actor(&self) -> &Actor {
        &self.signed.actor
    }

    /// The key of the request; ids of what it creates are derived from the actor and it.
    pub fn key(&self) -> Uuid {
        self.key
    }

    /// The revision of the aggregate that it is meant for, where it names one.
    pub fn meant_for(&self) -> Option<u64> {
        self.if_match.revision()
    }

    /// Checks that the actor may do this.
    ///
    /// # Errors
    /// 403, when none of the actor's roles may.
    pub fn may(&self, permission: Permission) -> Result<(), Problem> {
        self.signed.may(permission)
    }

    /// Whether the actor may do this.
    pub fn can(&self, permission: Permission) -> bool {
        self.signed.can(permission)
    }

    /// Checks the wish against the aggregate as it is. One that was carried out before gets its
    /// first answer, whatever has changed since.
    ///
    /// # Errors
    /// 412, when the aggregate is not at the revision that the wish is meant for.
    pub fn fits<D: Decider>(&self, aggregate: &Loaded<D>) -> Result<(), Problem> {
        if self.was_given(aggregate) {
            return Ok(());
        }
        self.if_match.check(aggregate.revision())
    }

    /// Whether the aggregate has carried the wish out before.
    pub fn was_given<D: Decider>(&self, aggregate: &Loaded<D>) -> bool {
        aggregate.has_answered(CommandId::derive(&self.signed.actor.id, self.key))
    }

    /// Gives a command to the aggregate with this id, if that is as the wish is meant for;
    /// `correlation` as in [`Self::envelope`].
    ///
    /// # Errors
    /// 412, the domain's refusal, a reused key, or a machine's failure.
    pub async fn give<D: Decider>(
        &self,
        aggregates: &Aggregates<D>,
        id: Uuid,
        command: D::Command,
        correlation: Uuid,
    ) -> Result<Executed<D>, Problem>
    where
        D::Rejection: Refusal,
    {
        self.fits(&*aggregates.load(id).await?)?;
        Ok(aggregates.execute(id, command, &self.envelope(correlation)).await?)
    }

    /// The envelope of what the command causes; `correlation` is what it belongs to: the case,
    /// where there is one.
    pub fn envelope(&self, correlation: Uuid) -> CommandEnvelope {
        CommandEnvelope {
            actor: self.signed.actor.clone(),
            command: CommandId::derive(&self.signed.actor.id, self.key),
            body_hash: self.body_hash,
            causation: None,
            correlation,
            trace: Some(self.trace.context()),
            origin: Origin::Live,
        }
    }

    /// The envelope of what the command causes in one of the many aggregates that it is for: each
    /// is a wish of its own, told apart by `part`, and a repetition of the whole repeats each.
    pub fn envelope_of_part(&self, correlation: Uuid, part: Uuid) -> CommandEnvelope {
        let key = Uuid::new_v5(&self.key, part.as_bytes());
        let command = CommandId::derive(&self.signed.actor.id, key);
        CommandEnvelope { command, ..self.envelope(correlation) }
    }

    /// Answers a command that was carried out, after the wait that the client prefers: for the
    /// service's read model, or until all that follows has settled. A wait that takes longer than
    /// asked is cut short, and the answer does not claim it: the command stands.
    pub async fn answer<S: HasProjection, D: Decider, T: Serialize>(
        &self,
        service: &S,
        executed: &Executed<D>,
        body: T,
    ) -> Answer<T> {
        let answer = self.answer_at(service, executed.position.clone(), body).await;
        answer.with_revision(executed.aggregate.revision())
    }

    /// The same of many aggregates, all of whose events lie at or before `position`.
    pub async fn answer_at<S: HasProjection, T: Serialize>(
        &self,
        service: &S,
        position: Position,
        body: T,
    ) -> Answer<T> {
        let applied = self.wait(service.kit(), S::PROJECTION, &position).await;
        let answer = Answer::new(position, body);
        if applied { answer.with_applied(self.prefer) } else { answer }
    }

    async fn wait(&self, kit: &Kit, projection: &str, position: &Position) -> bool {
        let Some(wait) = self.prefer.wait else {
            return false;
        };
        if !self.prefer.settled {
            return kit.progress.reached(projection, position, wait).await.is_ok();
        }
        match settled(kit, position.clone(), wait).await {
            Ok(()) => true,
            Err(NotSettled::TimedOut(_)) => false,
            Err(error @ NotSettled::Log(_)) => {
                warn!(error = %chain(&error), "answered before all has settled");
                false
            }
        }
    }
}

impl<S: HasKit, T: DeserializeOwned> FromRequest<Arc<S>> for Command<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &Arc<S>) -> Result<Self, Problem> {
        let signed = Signed::of(request.headers(), state.kit())?;
        let (wish, body) = read(request, signed).await?;
        Ok(Self { wish, body })
    }
}

impl<S: HasKit, T: DeserializeOwned> FromRequest<Arc<S>> for OpenCommand<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<S>) -> Result<Self, Problem> {
        let signed = Signed { actor: Actor::person(PUBLIC, Role::Applicant) };
        let (wish, body) = read(request, signed).await?;
        Ok(Self { wish, body })
    }
}

async fn read<T: DeserializeOwned>(request: Request, signed: Signed) -> Result<(Wish, T), Problem> {
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    let key = idempotency::key(headers)?;
    let if_match = IfMatch::of(headers)?;
    let prefer = Prefer::of(headers);
    let known_trace = parts.extensions.get::<Trace>().copied();
    let trace = known_trace.unwrap_or_else(|| Trace::of(headers));
    let bytes = body::read_json(&parts, body).await?;
    // The address belongs to the wish: accepting with the key of a withdrawal is another one.
    let body_hash = Hash::of(&[parts.uri.path().as_bytes(), b"\n", &bytes]);
    let body = body::parse(&bytes)?;
    Ok((Wish { signed, key, body_hash, trace, if_match, prefer }, body))
}
