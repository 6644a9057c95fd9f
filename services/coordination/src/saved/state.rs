//! What the saved views of an account are, and what may happen to them.
#![warn(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

use std::collections::BTreeMap;

use tongban_kernel::{Category, Context, Decider};
use uuid::Uuid;

use super::commands::{Command, NewView};
use super::events::Event;

/// Lists that one account keeps: more are found by nobody.
pub const VIEWS_MAX: usize = 50;

/// The saved views of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Views(BTreeMap<Uuid, NewView>);

/// Why a wish is refused.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Rejection {
    /// As many as anybody looks through.
    #[error("{VIEWS_MAX} lists are kept already; remove one")]
    TooManyViews,
}

impl Decider for Views {
    const CATEGORY: Category = Category::new("views");
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: Command, cx: Context<'_>) -> Result<Vec<Event>, Rejection> {
        let account = cx.actor.id.clone();
        match command {
            Command::Save(view) => {
                let before = self.0.get(&view.view_id);
                if before == Some(&view) {
                    // Keeping it twice is the same wish.
                    return Ok(Vec::new());
                }
                if before.is_none() && self.0.len() >= VIEWS_MAX {
                    return Err(Rejection::TooManyViews);
                }
                let NewView { view_id, name, filter, shared_with } = view;
                Ok(vec![Event::ViewSaved { account, view_id, name, filter, shared_with }])
            }
            Command::Remove { view_id } => {
                let known = self.0.contains_key(&view_id);
                // What is not kept is forgotten already.
                Ok(known.then_some(Event::ViewRemoved { account, view_id }).into_iter().collect())
            }
        }
    }

    fn evolve(mut self, event: &Event) -> Self {
        match event {
            Event::ViewSaved { account: _, view_id, name, filter, shared_with } => {
                let view = NewView {
                    view_id: *view_id,
                    name: name.clone(),
                    filter: filter.clone(),
                    shared_with: shared_with.clone(),
                };
                self.0.insert(*view_id, view);
            }
            Event::ViewRemoved { view_id, .. } => {
                self.0.remove(view_id);
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use tongban_kernel::testkit::given;

    use super::*;
    use crate::samples::*;

    fn view(n: u128) -> NewView {
        NewView {
            view_id: Uuid::from_u128(n),
            name: format!("催办 {n}"),
            filter: "view=waiting&overdue=true".to_owned(),
            shared_with: None,
        }
    }

    fn saved(NewView { view_id, name, filter, shared_with }: NewView) -> Event {
        Event::ViewSaved { account: "li".to_owned(), view_id, name, filter, shared_with }
    }

    #[test]
    fn a_list_is_kept_replaced_and_forgotten() {
        let shared = NewView { shared_with: Some(ASKING.to_owned()), ..view(1) };
        let when = |command| given::<Views>([saved(view(1))]).by(asker()).when(command);
        given::<Views>([]).by(asker()).when(Command::Save(view(1))).then([saved(view(1))]);
        when(Command::Save(view(1))).then([]);
        when(Command::Save(shared.clone())).then([saved(shared)]);
        let view_id = Uuid::from_u128(1);
        let removed = Event::ViewRemoved { account: "li".to_owned(), view_id };
        when(Command::Remove { view_id }).then([removed]);
        when(Command::Remove { view_id: Uuid::from_u128(2) }).then([]);
    }

    #[test]
    fn nobody_keeps_more_than_anybody_looks_through() {
        let full = || (1..=50).map(|n| saved(view(n)));
        let when = |n| given::<Views>(full()).by(asker()).when(Command::Save(view(n)));
        when(51).then_rejected(Rejection::TooManyViews);
        when(50).then([]);
    }
}
