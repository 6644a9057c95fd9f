//! Tasks and their warnings over HTTP: handlers parse, execute, answer.

mod blocking;
mod board;
mod bulk;
mod conversation;
mod disputing;
mod handling;
mod history;
mod orders;
#[cfg(test)]
mod plans;
mod refusal;
mod requests;
mod standing;
mod stream;
mod tasks;
pub(crate) mod view;
mod warnings;
mod whose;

pub(crate) use tasks::check_filter;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::Shared;

/// The routes of tasks and warnings.
pub(crate) fn router() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(tasks::list, requests::request))
        .routes(routes!(tasks::one))
        .routes(routes!(orders::acknowledge))
        .routes(routes!(orders::give_back))
        .routes(routes!(orders::reassign))
        .routes(routes!(orders::extend))
        .routes(routes!(orders::reply))
        .routes(routes!(orders::close))
        .routes(routes!(conversation::ask_back))
        .routes(routes!(conversation::answer_question))
        .routes(routes!(conversation::reply_partly))
        .routes(routes!(conversation::accept_reply))
        .routes(routes!(conversation::send_back_reply))
        .routes(routes!(conversation::withdraw))
        .routes(routes!(conversation::request_extension))
        .routes(routes!(conversation::decline_extension))
        .routes(routes!(conversation::share))
        .routes(routes!(disputing::dispute_task))
        .routes(routes!(handling::assign))
        .routes(routes!(handling::urge))
        .routes(routes!(bulk::bulk))
        .routes(routes!(board::board))
        .routes(routes!(blocking::blocking))
        .routes(routes!(history::list))
        .routes(routes!(warnings::list))
        .routes(routes!(stream::stream))
}
