use tongban_readmodel::{Cells, RowOp, Table, Value, add, put};

use super::json;
use super::matters::DELIBERATIONS;
use crate::deliberation::events::{Event, OpinionEvent, Stance};

/// The departments that each matter is put to, with the last word of each.
pub(super) static DEPARTMENTS: Table = Table {
    name: "deliberation_departments",
    key: &["deliberation_id", "department"],
    ddl: &[
        "CREATE TABLE deliberation_departments (
            deliberation_id UUID NOT NULL,
            department TEXT NOT NULL,
            nth INTEGER NOT NULL,
            stance TEXT,
            opinion TEXT,
            given_at BIGINT,
            PRIMARY KEY (deliberation_id, department)
        )",
        "CREATE INDEX deliberation_departments_of
            ON deliberation_departments (department, deliberation_id)",
    ],
};

/// Every word of each department.
pub(super) static WORDS: Table = Table {
    name: "department_opinions",
    key: &["deliberation_id", "department", "nth"],
    ddl: &["CREATE TABLE department_opinions (
        deliberation_id UUID NOT NULL,
        department TEXT NOT NULL,
        nth INTEGER NOT NULL,
        stance TEXT NOT NULL,
        opinion TEXT NOT NULL,
        given_at BIGINT NOT NULL,
        PRIMARY KEY (deliberation_id, department, nth)
    )"],
};

/// What the public said; `text` is sealed.
pub(super) static PUBLIC_OPINIONS: Table = Table {
    name: "public_opinions",
    key: &["opinion_id"],
    ddl: &[
        "CREATE TABLE public_opinions (
            opinion_id UUID PRIMARY KEY,
            deliberation_id UUID NOT NULL,
            receipt TEXT NOT NULL,
            stance TEXT NOT NULL,
            text TEXT NOT NULL,
            given_at BIGINT NOT NULL
        )",
        "CREATE INDEX public_opinions_receipt ON public_opinions (receipt)",
        "CREATE INDEX public_opinions_on
            ON public_opinions (deliberation_id, given_at, opinion_id)",
    ],
};

pub(super) fn rows(event: &Event) -> Vec<RowOp> {
    match event {
        Event::DeliberationOpened { deliberation_id, departments, .. } => {
            let asked = |department: &String| {
                let id = (*deliberation_id).into();
                let key = [("deliberation_id", id), ("department", department.into())];
                put(&DEPARTMENTS, key, [("nth", 0.into())])
            };
            departments.iter().map(asked).collect()
        }
        Event::DepartmentOpinionGiven {
            deliberation_id,
            department,
            nth,
            stance,
            opinion,
            given_at,
        } => {
            let id: Value = (*deliberation_id).into();
            let key: Cells = vec![("deliberation_id", id), ("department", department.into())];
            let said: Cells = vec![
                ("stance", stance.as_str().into()),
                ("opinion", opinion.into()),
                ("given_at", (*given_at).into()),
            ];
            let nth = ("nth", (*nth).into());
            let of_word = [key.clone(), vec![nth.clone()]].concat();
            let last = [said.clone(), vec![nth]].concat();
            vec![put(&DEPARTMENTS, key, last), put(&WORDS, of_word, said)]
        }
        Event::DeliberationClosed { .. }
        | Event::DeliberationSummarised { .. }
        | Event::DeliberationDecided { .. }
        | Event::DeliberationFollowedUp { .. } => Vec::new(),
    }
}

pub(super) fn public(event: OpinionEvent) -> Vec<RowOp> {
    let OpinionEvent::PublicOpinionGiven {
        opinion_id,
        deliberation_id,
        receipt,
        stance,
        text,
        given_at,
    } = event;
    let set = [
        ("deliberation_id", deliberation_id.into()),
        ("receipt", receipt.as_str().into()),
        ("stance", stance.as_str().into()),
        ("text", json(&text)),
        ("given_at", given_at.into()),
    ];
    let counter = match stance {
        Stance::For => "n_for",
        Stance::Against => "n_against",
        Stance::Other => "n_other",
    };
    // The matter has its row: what is said of it lives where it lives, and comes after it.
    let counted =
        add(&DELIBERATIONS, [("deliberation_id", deliberation_id.into())], [(counter, 1)], []);
    vec![put(&PUBLIC_OPINIONS, [("opinion_id", opinion_id.into())], set), counted]
}
