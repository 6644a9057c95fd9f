//! Telling callers what became of their appends.

use std::sync::OnceLock;

use tokio::runtime::{Handle, RuntimeFlavor};

use super::queue::Reply;
use super::stage::StagedAppend;

/// So many are told by the writer itself: handing them over would cost as much.
const INLINE_MAX: usize = 8;

/// The runtime whose threads tell the callers of large batches: waking a task is cheap from there
/// and a system call from the writer's thread, which has the next batch to write.
#[derive(Debug, Default)]
pub(super) struct Teller(OnceLock<Option<Handle>>);

/// What callers wait for. They have it when this is dropped, wherever that is.
struct Answers(Vec<StagedAppend>);

impl Drop for Answers {
    fn drop(&mut self) {
        for StagedAppend { draft, reply, outcome } in self.0.drain(..) {
            // A caller that has gone away needs no answer.
            drop(reply.send(Reply { outcome, draft }));
        }
    }
}

impl Teller {
    /// Notes the runtime of a caller. One whose only thread may be busy with something else, or at
    /// rest, tells nobody anything.
    pub(super) fn meet_caller(&self) {
        self.0.get_or_init(|| {
            let runtime = Handle::try_current().ok()?;
            (runtime.runtime_flavor() == RuntimeFlavor::MultiThread).then_some(runtime)
        });
    }

    /// Answers a batch.
    pub(super) fn tell(&self, appends: Vec<StagedAppend>) {
        let answers = Answers(appends);
        match self.0.get() {
            // A runtime that has ended drops what it is given: then they are told here.
            Some(Some(runtime)) if answers.0.len() > INLINE_MAX => {
                runtime.spawn(async move { drop(answers) });
            }
            Some(_) | None => drop(answers),
        }
    }
}
