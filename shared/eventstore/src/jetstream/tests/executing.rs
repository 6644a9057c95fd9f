use serde::{Deserialize, Serialize};
use tongban_kernel::{
    Actor, Category, CommandId, Context, Decider, DomainEvent, Hash, Origin, Role, SystemClock,
};
use uuid::Uuid;

use super::*;
use crate::{Aggregates, CommandEnvelope, ExecuteError, Runtime, VersionsInForce};

/// A list of wishes, each of which must stand there once.
#[derive(Clone, Debug, Default, PartialEq)]
struct Wishes(Vec<u128>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
enum Event {
    #[serde(rename = "test.wished.v1")]
    Wished { wish: u128 },
}

impl DomainEvent for Event {}

#[derive(Debug, thiserror::Error)]
#[error("never")]
struct Never;

impl Decider for Wishes {
    const CATEGORY: Category = Category::new("wishes");
    type Command = u128;
    type Event = Event;
    type Rejection = Never;

    fn decide(&self, wish: u128, _: Context<'_>) -> Result<Vec<Event>, Never> {
        Ok(vec![Event::Wished { wish }])
    }

    fn evolve(self, event: &Event) -> Self {
        let Event::Wished { wish } = event;
        Self(self.0.into_iter().chain([*wish]).collect())
    }
}

fn aggregates(log: JetStreamLog) -> Aggregates<Wishes> {
    Aggregates::new(Runtime {
        log: Arc::new(log),
        clock: Arc::new(SystemClock),
        versions: VersionsInForce::builtin(),
        jurisdiction: "test".into(),
    })
}

fn envelope(wish: u128) -> CommandEnvelope {
    CommandEnvelope {
        actor: Actor::person("tester", Role::Operator),
        command: CommandId::from_uuid(Uuid::from_u128(wish)),
        body_hash: Hash::of(&[&wish.to_be_bytes()]),
        causation: None,
        correlation: Uuid::nil(),
        trace: None,
        origin: Origin::Live,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_two_processes_are_given_happens_once() {
    const N_WISHES: u128 = 40;
    let id = Uuid::from_u128(7);
    let server = Server::start().await;
    let mut processes = tokio::task::JoinSet::new();
    for _ in 0..2 {
        let wishes = aggregates(open(&server).await);
        processes.spawn(async move {
            let mut positions = Vec::new();
            for wish in 0..N_WISHES {
                // Four lost races in a row are answered busy, and the client comes again.
                let executed = loop {
                    match wishes.execute(id, wish, &envelope(wish)).await {
                        Ok(executed) => break executed,
                        Err(ExecuteError::Append(AppendError::Conflict { .. })) => {}
                        Err(other) => panic!("{other}"),
                    }
                };
                assert!(executed.aggregate.has_answered(envelope(wish).command));
                positions.push(executed.position);
            }
            positions
        });
    }
    let positions = processes.join_all().await;
    assert_eq!(positions[0], positions[1], "both are told the same");
    let loaded = aggregates(open(&server).await).load(id).await.unwrap();
    assert_eq!(loaded.state(), &Wishes(Vec::from_iter(0..N_WISHES)));
}
