use tongban_kernel::{DeliberationId, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, change, put};

use super::json;
use crate::deliberation::events::Event;

/// One row per matter; `silent`, `points`, `departments`, `public` and `answers` are JSON.
///
/// `is_due`: opinions are taken, and that the limit has passed was not noted. The counters are of
/// what the public said so far.
pub(super) static DELIBERATIONS: Table = Table {
    name: "deliberations",
    key: &["deliberation_id"],
    ddl: &[
        "CREATE TABLE deliberations (
            deliberation_id UUID PRIMARY KEY,
            number TEXT NOT NULL,
            state TEXT NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            is_public INTEGER NOT NULL,
            opened_at BIGINT NOT NULL,
            closes_at BIGINT NOT NULL,
            is_due INTEGER NOT NULL,
            closed_at BIGINT,
            silent TEXT,
            n_for INTEGER NOT NULL DEFAULT 0,
            n_against INTEGER NOT NULL DEFAULT 0,
            n_other INTEGER NOT NULL DEFAULT 0,
            summary TEXT,
            points TEXT,
            departments TEXT,
            public TEXT,
            decision TEXT,
            reasons TEXT,
            answers TEXT,
            decided_at BIGINT,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX deliberations_newest ON deliberations (opened_at, deliberation_id)",
        "CREATE INDEX deliberations_public ON deliberations (is_public, opened_at, deliberation_id)",
        "CREATE INDEX deliberations_due ON deliberations (closes_at, deliberation_id)
            WHERE is_due = 1",
    ],
};

/// What has become of each decision.
pub(super) static FOLLOW_UPS: Table = Table {
    name: "deliberation_follow_ups",
    key: &["deliberation_id", "nth"],
    ddl: &["CREATE TABLE deliberation_follow_ups (
        deliberation_id UUID NOT NULL,
        nth INTEGER NOT NULL,
        what TEXT NOT NULL,
        followed_up_at BIGINT NOT NULL,
        PRIMARY KEY (deliberation_id, nth)
    )"],
};

pub(super) fn rows(event: &Event, cause: &Recorded) -> Vec<RowOp> {
    match event {
        Event::DeliberationOpened { .. } => opened(event, cause).into_iter().collect(),
        Event::DepartmentOpinionGiven { .. } => Vec::new(),
        Event::DeliberationClosed { deliberation_id, silent, closed_at, .. } => {
            let set = vec![
                ("is_due", false.into()),
                ("closed_at", (*closed_at).into()),
                ("silent", json(silent)),
            ];
            vec![is_now(*deliberation_id, "closed", set, cause)]
        }
        Event::DeliberationSummarised {
            deliberation_id,
            summary,
            points,
            departments,
            public,
            ..
        } => {
            let set = vec![
                ("summary", summary.into()),
                ("points", json(points)),
                ("departments", json(departments)),
                ("public", json(public)),
            ];
            vec![is_now(*deliberation_id, "summarised", set, cause)]
        }
        Event::DeliberationDecided { deliberation_id, decision, reasons, answers, decided_at } => {
            let set = vec![
                ("decision", decision.into()),
                ("reasons", reasons.into()),
                ("answers", json(answers)),
                ("decided_at", (*decided_at).into()),
            ];
            vec![is_now(*deliberation_id, "decided", set, cause)]
        }
        Event::DeliberationFollowedUp { deliberation_id, nth, what, followed_up_at } => {
            let key = [("deliberation_id", (*deliberation_id).into()), ("nth", (*nth).into())];
            let set = [("what", what.into()), ("followed_up_at", (*followed_up_at).into())];
            let changed = is_now(*deliberation_id, "decided", Vec::new(), cause);
            vec![put(&FOLLOW_UPS, key, set), changed]
        }
    }
}

fn opened(event: &Event, cause: &Recorded) -> Option<RowOp> {
    let Event::DeliberationOpened {
        deliberation_id,
        number,
        title,
        text,
        is_public,
        opened_at,
        closes_at,
        ..
    } = event
    else {
        return None;
    };
    let set = [
        ("number", number.as_str().into()),
        ("state", "open".into()),
        ("title", title.into()),
        ("text", text.into()),
        ("is_public", (*is_public).into()),
        ("opened_at", (*opened_at).into()),
        ("closes_at", (*closes_at).into()),
        ("is_due", true.into()),
        ("caused_by", cause.id.into()),
    ];
    Some(put(&DELIBERATIONS, [("deliberation_id", (*deliberation_id).into())], set))
}

fn is_now(id: DeliberationId, state: &str, mut set: Cells, cause: &Recorded) -> RowOp {
    set.extend([("state", state.into()), ("caused_by", cause.id.into())]);
    change(&DELIBERATIONS, [("deliberation_id", id.into())], set)
}
