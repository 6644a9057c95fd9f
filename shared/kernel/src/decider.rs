use std::fmt;

use jiff::Timestamp;
use tongban_calendar::Calendar;

use crate::{Actor, Category, DomainEvent, Origin, Successions};

/// The facts a decision may use besides the state: read once, at the edge.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The present; never earlier than the newest event of the stream.
    pub now: Timestamp,
    /// Who acts.
    pub actor: &'a Actor,
    /// The calendar in force.
    pub calendar: &'a Calendar,
    /// Who answers now for work of departments that are no more.
    pub successions: &'a Successions,
}

impl Context<'_> {
    /// Whether the actor works for the department that answers now for work of this item that was
    /// given to `department`.
    pub fn answers_for(&self, department: &str, item: Option<&str>) -> bool {
        self.actor.works_for(self.successions.answers_for(department, item))
    }
}

/// The pure heart of an aggregate: no clock, no I/O, no async.
pub trait Decider: Clone + Default + Send + Sync + 'static {
    /// The kind of its streams.
    const CATEGORY: Category;
    /// What may be wished. Traces show the first word of its `Debug`: the name of the command.
    type Command: Clone + fmt::Debug + Send + Sync + 'static;
    /// What may happen.
    type Event: DomainEvent;
    /// Why a wish may be refused.
    type Rejection: std::error::Error + Send + Sync + 'static;

    /// Answers which facts the command causes, or why it is refused.
    ///
    /// # Errors
    /// The domain's refusal.
    fn decide(
        &self,
        command: Self::Command,
        cx: Context<'_>,
    ) -> Result<Vec<Self::Event>, Self::Rejection>;

    /// What the facts of this command stem from, where the aggregate knows it better than who gives
    /// the command: what is done about a drill is a drill, whoever does it.
    fn origin(&self, _command: &Self::Command) -> Option<Origin> {
        None
    }

    /// Folds one recorded fact into the state. Cannot refuse: it already happened.
    #[must_use]
    fn evolve(self, event: &Self::Event) -> Self;
}
