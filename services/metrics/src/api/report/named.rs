//! Figures by their names, whichever there are: one that is added to what the office tells stands in
//! the next report without a word about it here.

use serde::de::IntoDeserializer as _;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize as _, Serialize};
use serde_json::Value;

use crate::api::figure::Figure as Counted;
use crate::api::goals::Goals;
use crate::events::Figure;

/// The figures of something that is told, each by the way to it, in the order of their names. Lists
/// and words in it are no figures.
///
/// # Errors
/// When it cannot be written as JSON.
pub(super) fn figures(told: &impl Serialize) -> Result<Vec<Figure>, serde_json::Error> {
    let mut found = Vec::new();
    collect("", &serde_json::to_value(told)?, &mut found);
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// A figure, with the goal that it has.
pub(super) fn figure(name: String, value: Option<f64>) -> Figure {
    Figure { goal: Goals::SET.of(&name), name, value: value.map(rounded), before: None }
}

fn collect(name: &str, value: &Value, found: &mut Vec<Figure>) {
    match value {
        Value::Number(number) => found.push(figure(name.to_owned(), number.as_f64())),
        Value::Null => found.push(figure(name.to_owned(), None)),
        Value::Object(members) => {
            for (member, value) in members {
                let way = if name.is_empty() { member.clone() } else { format!("{name}.{member}") };
                collect(&way, value, found);
            }
        }
        Value::Bool(_) | Value::String(_) | Value::Array(_) => {}
    }
}

/// Six digits behind the point are read again as they were written, and tell shares of a million cases
/// apart: nobody meets a goal, or shares a place, by being rounded.
fn rounded(value: f64) -> f64 {
    (value * 1_000_000.0).round() / 1_000_000.0
}

/// The figure whose rows stand behind one of this name: of a share, those that it is the share of.
/// None where no rows are told.
pub(super) fn behind(name: &str) -> Option<Counted> {
    let (group, of) = name.split_once('.')?;
    let counted = match (group, of) {
        ("flow" | "standing", _) => of.replace("_rate", ""),
        ("tasks", "replied_late") => "tasks_answered_late".to_owned(),
        ("tasks", "in_time_rate") => "tasks_answered_in_time".to_owned(),
        ("ratings", "rated") => "rated".to_owned(),
        ("ratings", _) => format!("rated_{}", of.replace("_rate", "")),
        (_, _) => format!("{group}_{}", of.replace("_rate", "")),
    };
    let word: StrDeserializer<'_, Error> = counted.as_str().into_deserializer();
    let counted = Counted::deserialize(word).ok()?;
    let is_of_months = counted.counted().in_months;
    let fits = match group {
        // That a conclusion was declared void has no row in the month in which it was.
        "flow" => is_of_months,
        "standing" => !is_of_months,
        _ => true,
    };
    fits.then_some(counted)
}

/// Whether it tells what stands at an instant, whatever the months.
pub(super) fn stands(name: &str) -> bool {
    let of_months = behind(name).map(|counted| counted.counted().in_months);
    of_months.map_or_else(|| name.starts_with("standing."), |of_months| !of_months)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::events::Goal;

    #[test]
    fn whatever_is_a_number_is_a_figure_by_the_way_to_it() {
        let told = json!({
            "department": "ZJ", "flow": { "received": 3, "on_time_rate_by_law": 2.0 / 3.0,
            "duration": { "mean_workdays": null, "distribution": [{ "cases": 1 }] } },
            "ratings": { "satisfied_rate": 0.5 }, "meets_goal": true,
        });
        let told: Vec<_> = figures(&told).unwrap();
        let names: Vec<_> = told.iter().map(|one| (one.name.as_str(), one.value)).collect();
        let expected = [
            ("flow.duration.mean_workdays", None),
            ("flow.on_time_rate_by_law", Some(0.666_667)),
            ("flow.received", Some(3.0)),
            ("ratings.satisfied_rate", Some(0.5)),
        ];
        assert_eq!(names, expected);
        assert_eq!(told[1].goal, Some(Goal::AtLeast { value: 0.9 }));
        assert_eq!(told[3].goal, Some(Goal::AtLeast { value: 0.85 }));
        assert_eq!(told[2].goal, None);
    }

    #[test]
    fn rows_are_told_behind_what_is_counted_in_rows() {
        for (name, counted) in [
            ("flow.received", Some(Counted::Received)),
            ("flow.on_time_rate_by_law", Some(Counted::OnTimeByLaw)),
            ("flow.annulled", None),
            ("flow.reopened", None),
            ("flow.duration.mean_workdays", None),
            ("standing.annulled", Some(Counted::Annulled)),
            ("standing.overdue_by_law", Some(Counted::OverdueByLaw)),
            ("tasks.open", Some(Counted::TasksOpen)),
            ("tasks.in_time_rate", Some(Counted::TasksAnsweredInTime)),
            ("tasks.replied_late", Some(Counted::TasksAnsweredLate)),
            ("tasks.warnings.overdue", None),
            ("complaints.satisfied_rate", Some(Counted::ComplaintsSatisfied)),
            ("complaints.closed_late", Some(Counted::ComplaintsClosedLate)),
            ("ratings.rated", Some(Counted::Rated)),
            ("ratings.satisfied", Some(Counted::RatedSatisfied)),
            ("ratings.satisfied_rate", Some(Counted::RatedSatisfied)),
            ("ratings.mean_satisfaction", None),
            ("coordination.share", None),
        ] {
            assert_eq!(behind(name), counted, "{name}");
        }
        let standing = ["standing.open", "tasks.overdue", "complaints.open"];
        assert!(standing.iter().all(|name| stands(name)));
        let of_months = ["flow.received", "tasks.asked", "complaints.received", "flow.annulled"];
        assert!(!of_months.iter().any(|name| stands(name)));
    }
}
