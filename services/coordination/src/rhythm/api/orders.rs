use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tongban_auth::Permission;
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, Problem, Refusal as _, Wish};
use tongban_readmodel::Page;
use utoipa::ToSchema;

use crate::Coordinating;
use crate::api::Service;
use crate::rhythm::commands::Command;
use crate::rhythm::events::Item;
use crate::rhythm::state::{ITEMS_MAX, Rejection};
use crate::rhythm::{OLDEST, Rhythms, STUCK, read_item};

/// The list that is due next.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RhythmStatus {
    /// Which.
    next_nth: u32,
    /// The working day on which it is due.
    #[schema(value_type = String, format = Date)]
    next_on: Date,
    /// The first instant that is too late.
    #[schema(value_type = String)]
    next_due_at: Timestamp,
}

type Answered = Result<Answer<RhythmStatus>, Problem>;

/// From when on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RhythmBody {
    /// The first day: lists are due every fourteen days from it.
    #[schema(value_type = String, format = Date)]
    first_on: Date,
}

/// Says when fortnightly lists are due.
#[utoipa::path(post, path = "/api/coordination/dispatch", tag = "coordination",
    params(CommandHeaders), request_body = RhythmBody,
    responses((status = 200, body = RhythmStatus)))]
pub(crate) async fn set_rhythm(
    State(service): Service,
    Request { wish, body: RhythmBody { first_on } }: Request<RhythmBody>,
) -> Answered {
    wish.may(Permission::Convene)?;
    let office = service.tasks.office_of_city();
    service.give_rhythm(&wish, Command::Set { first_on, office }).await
}

/// Nothing more to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Issuing {}

/// Issues the fortnightly list that is due: all that is stuck now, the oldest 200 of it.
#[utoipa::path(post, path = "/api/coordination/dispatch/lists", tag = "coordination",
    params(CommandHeaders), request_body = Issuing,
    responses((status = 200, body = RhythmStatus)))]
pub(crate) async fn issue_list(
    State(service): Service,
    Request { wish, .. }: Request<Issuing>,
) -> Answered {
    wish.may(Permission::Convene)?;
    let items = service.stuck_now().await?;
    service.give_rhythm(&wish, Command::Issue { items }).await
}

impl Coordinating {
    async fn give_rhythm(&self, wish: &Wish, command: Command) -> Answered {
        let (rhythms, id) = (self.rhythms.aggregates(), Rhythms::ID);
        let executed = wish.give(rhythms, id, command, id).await?;
        let next = executed.aggregate.state().next().ok_or_else(|| Rejection::Unset.problem())?;
        let (next_nth, next_on, next_due_at) = (next.nth, next.due_on, next.due_at);
        let status = RhythmStatus { next_nth, next_on, next_due_at };
        Ok(wish.answer(self, &executed, status).await)
    }

    async fn stuck_now(&self) -> Result<Vec<Item>, Problem> {
        let page = Page::new(u32::try_from(ITEMS_MAX).ok(), None)?;
        let query = self.reads.query(STUCK).bind(self.now());
        let found = query.fetch_page(OLDEST, &page).await?;
        Ok(found.items.iter().map(read_item).collect::<Result<_, _>>()?)
    }
}
