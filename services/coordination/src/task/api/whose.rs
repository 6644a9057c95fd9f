use jiff::Timestamp;
use serde::Deserialize;
use tongban_httpkit::{FieldError, Problem, Signed};
use tongban_kernel::Text;
use tongban_readmodel::{Query as Sql, QueryError};
use utoipa::ToSchema;

use super::tasks::{Led, TaskFilter};
use crate::Coordinating;

/// A list as somebody knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum View {
    /// What I work, and what those work for whom I stand in (我的任务).
    Mine,
    /// What my department is asked (本部门任务).
    Department,
    /// What my department waits for others to do (等待他人).
    Waiting,
}

/// Whose tasks are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Whose {
    /// Worked by one of these accounts.
    pub(super) handlers: Option<Vec<String>>,
    /// Only those that wait for an answer are asked for.
    pub(super) is_open: bool,
    /// Asked of one of these departments.
    pub(super) asked: Option<Vec<String>>,
    /// These departments wait for others.
    pub(super) waiting: Option<Vec<String>>,
    /// Worked by somebody who is away at this instant, or not so.
    pub(super) handler_away: Option<(bool, Timestamp)>,
}

impl Whose {
    pub(super) fn narrow(&self, mut query: Sql) -> Sql {
        if let Some(handlers) = &self.handlers {
            // Few among many: each is led to, and what is found is sorted.
            query = query.push(" AND task_id IN (SELECT task_id FROM tasks WHERE handler IN ");
            query = query.push_list(handlers);
            if self.is_open {
                query = query.push(" AND is_open = 1");
            }
            query = query.push(")");
        }
        if let Some(asked) = &self.asked {
            query = query.push(" AND to_department IN ").push_list(asked);
        }
        match self.handler_away {
            None => query,
            Some((is_away, now)) => {
                query = query.push(if is_away {
                    " AND handler IN (SELECT account FROM absences WHERE from_at <= "
                } else {
                    " AND COALESCE(handler, '') NOT IN
                      (SELECT account FROM absences WHERE from_at <= "
                });
                query = query.push_bind(now).push(" AND until_at > ").push_bind(now);
                query.push(")")
            }
        }
    }
}

/// The ways in which these departments wait for a task, each with what else is asked for, so that
/// each is found along an index of its own. Nobody waits for themselves: what a department asks of
/// itself is here only while it waits for the coordinator.
pub(super) fn waiting(
    half: impl Fn(Led) -> Sql,
    led: Led,
    own: &[String],
    asked_for: impl Fn(Sql) -> Sql,
) -> Vec<Sql> {
    let not_asked = |query: Sql| query.push(" AND to_department NOT IN ").push_list(own);
    // No index leads to a text that was put together.
    let (asks, is_asked) = match led {
        Led::InOrder => (" AND from_department = ", " AND to_department = "),
        Led::ToFew => (" AND from_department || '' = ", " AND to_department || '' = "),
    };
    let for_an_answer = |department: &String| {
        let query = half(led).push(" AND state <> 'questioned'").push(asks);
        asked_for(not_asked(query.push_bind(department)))
    };
    let for_the_answer_of_another_case = || {
        let query = half(Led::ToFew).push(
            // CROSS JOIN: SQLite begins with what stands first, the fewer.
            " AND task_id IN (SELECT gave_way.joined_into FROM shares CROSS JOIN tasks AS gave_way
                  WHERE gave_way.joined_into = shares.task_id AND gave_way.case_id = shares.case_id
                      AND gave_way.state = 'joined' AND gave_way.from_department IN ",
        );
        asked_for(not_asked(query.push_list(own).push(")")))
    };
    let for_who_asked_or_coordinates = |department: &String| {
        let query = half(led).push(
            " AND (state IN ('returned', 'disputed') OR extension IS NOT NULL
                OR (state = 'questioned' AND from_department NOT IN ",
        );
        asked_for(query.push_list(own).push("))").push(is_asked).push_bind(department))
    };
    let mut ways: Vec<_> = own.iter().map(for_an_answer).collect();
    ways.push(for_the_answer_of_another_case());
    ways.extend(own.iter().map(for_who_asked_or_coordinates));
    ways
}

impl Coordinating {
    /// Whose tasks somebody asks for.
    pub(super) async fn whose(
        &self,
        signed: &Signed,
        filter: &mut TaskFilter,
    ) -> Result<Whose, Problem> {
        filter.check()?;
        let now = self.now();
        let handler_away = filter.handler_away.map(|is_away| (is_away, now));
        let mut whose = Whose { handler_away, ..Whose::default() };
        if filter.view.is_some() || filter.handler_away.is_some() {
            // A list of work is one of what is to be done.
            filter.state.get_or_insert_with(|| "open".to_owned());
        }
        whose.is_open = filter.state.as_deref() == Some("open");
        match filter.view {
            None => {}
            Some(View::Mine) => whose.handlers = Some(self.worked_by(signed, now).await?),
            Some(View::Department) => whose.asked = Some(self.own(signed)?),
            Some(View::Waiting) => whose.waiting = Some(self.own(signed)?),
        }
        match filter.handler.as_deref() {
            None => {}
            Some("me") => whose.handlers = Some(vec![signed.actor.id.clone()]),
            Some(other) => whose.handlers = Some(vec![other.to_ascii_lowercase()]),
        }
        Ok(whose)
    }

    /// Somebody, and those for whom they stand in.
    async fn worked_by(&self, signed: &Signed, now: Timestamp) -> Result<Vec<String>, QueryError> {
        let mut handlers = self.stands_in_for(&signed.actor.id, now).await?;
        handlers.push(signed.actor.id.clone());
        Ok(handlers)
    }

    /// The department of somebody, and those whose work it took over.
    fn own(&self, signed: &Signed) -> Result<Vec<String>, Problem> {
        let own = signed.actor.department.as_deref().ok_or_else(|| {
            let remedy = Text::new("该账号不属于任何部门", "the account belongs to no department");
            Problem::invalid([FieldError::new("?view", "no_department", remedy)])
        })?;
        Ok(self.successions().seen_by(own))
    }
}
