//! The smallest aggregate: a counter that goes up to ten.

use serde::{Deserialize, Serialize};
use tongban_httpkit::{Problem, Refusal};
use tongban_kernel::{Category, Context, Decider, DomainEvent, Text};

pub(super) const ADDED: &str = "desk.added.v1";

#[derive(Clone, Default)]
pub(super) struct Counter(pub(super) u32);

#[derive(Clone, Debug)]
pub(super) struct Add(pub(super) u32);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub(super) enum Event {
    #[serde(rename = "desk.added.v1")]
    Added { n: u32 },
}

impl DomainEvent for Event {}

#[derive(Debug, PartialEq, thiserror::Error)]
#[error("a counter goes up to ten")]
pub(super) struct TooMuch;

impl Refusal for TooMuch {
    fn problem(&self) -> Problem {
        Problem::refused("desk/too-much", Text::new("最多为十", "A counter goes up to ten"))
    }
}

impl Decider for Counter {
    const CATEGORY: Category = Category::new("desk");
    type Command = Add;
    type Event = Event;
    type Rejection = TooMuch;

    fn decide(&self, Add(n): Add, _: Context<'_>) -> Result<Vec<Event>, TooMuch> {
        if self.0 + n > 10 { Err(TooMuch) } else { Ok(vec![Event::Added { n }]) }
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::Added { n } => Self(self.0 + n),
        }
    }
}
