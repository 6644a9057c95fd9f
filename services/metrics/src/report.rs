//! What a report makes of figures: who stands where, what is worst, what has moved since the report
//! before. Figures in, a report's content out: pure.

use std::collections::HashMap;

use crate::events::{Content, Earlier, Figure, Item, Ranked};

/// By which figure departments are ranked.
pub(crate) const RANKED_BY: &str = "flow.on_time_rate_by_law";
/// A case counts as late that was decided too late, or is open too long.
const LATE: [&str; 2] = ["flow.late_by_law", "standing.overdue_by_law"];
/// A page has no more.
const ITEMS_MAX: usize = 10;

/// Figures as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Measured {
    /// Of the whole.
    pub(crate) figures: Vec<Figure>,
    /// Of each department.
    pub(crate) departments: Vec<OfDepartment>,
    /// Of each item.
    pub(crate) items: Vec<Item>,
}

/// Figures of a department.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OfDepartment {
    /// The department.
    pub(crate) department: String,
    /// Its figures.
    pub(crate) figures: Vec<Figure>,
}

/// What a report says of figures as they are, compared with an earlier one where there is one.
pub(crate) fn drawn(measured: Measured, before: Option<(Earlier, &Content)>) -> Content {
    let (earlier, content) = before.unzip();
    let empty = Content::default();
    let content = content.unwrap_or(&empty);
    Content {
        before: earlier,
        figures: moved(measured.figures, &content.figures),
        departments: ranked(measured.departments, &content.departments),
        items: worst(measured.items, &content.items),
    }
}

fn value(figures: &[Figure], name: &str) -> Option<f64> {
    figures.iter().find(|figure| figure.name == name).and_then(|figure| figure.value)
}

fn moved(figures: Vec<Figure>, before: &[Figure]) -> Vec<Figure> {
    let before: HashMap<_, _> =
        before.iter().map(|figure| (figure.name.as_str(), figure.value)).collect();
    let with_before = |figure: Figure| {
        let before = before.get(figure.name.as_str()).copied().flatten();
        Figure { before, ..figure }
    };
    figures.into_iter().map(with_before).collect()
}

/// The best first; departments that decided nothing have no place, and come last.
fn ranked(mut departments: Vec<OfDepartment>, before: &[Ranked]) -> Vec<Ranked> {
    let share = |one: &OfDepartment| value(&one.figures, RANKED_BY);
    let shares: Vec<_> = departments.iter().filter_map(share).collect();
    departments.sort_by(|a, b| {
        let by_share = share(b).unwrap_or(-1.0).total_cmp(&share(a).unwrap_or(-1.0));
        by_share.then_with(|| a.department.cmp(&b.department))
    });
    let place = |one: &OfDepartment| {
        let better = |own: f64| shares.iter().filter(|other| **other > own).count();
        share(one).map(|own| u32::try_from(better(own) + 1).unwrap_or(u32::MAX))
    };
    let before: HashMap<_, _> = before.iter().map(|one| (one.department.as_str(), one)).collect();
    let of_department = |one: OfDepartment| {
        let earlier = before.get(one.department.as_str());
        Ranked {
            place: place(&one),
            place_before: earlier.and_then(|earlier| earlier.place),
            figures: moved(one.figures, earlier.map_or(&[], |earlier| &earlier.figures)),
            department: one.department,
        }
    };
    departments.into_iter().map(of_department).collect()
}

/// Those with the most late cases, at most [`ITEMS_MAX`]; one without any is not among them.
fn worst(items: Vec<Item>, before: &[Item]) -> Vec<Item> {
    let late =
        |item: &Item| -> f64 { LATE.iter().filter_map(|name| value(&item.figures, name)).sum() };
    let share = |item: &Item| value(&item.figures, RANKED_BY).unwrap_or(1.0);
    let mut items: Vec<_> = items.into_iter().filter(|item| late(item) > 0.0).collect();
    items.sort_by(|a, b| {
        let by_late = late(b).total_cmp(&late(a));
        by_late
            .then_with(|| share(a).total_cmp(&share(b)))
            .then_with(|| (&a.department, &a.item_code).cmp(&(&b.department, &b.item_code)))
    });
    items.truncate(ITEMS_MAX);
    let with_before = |item: Item| {
        let same = |other: &&Item| {
            (&other.department, &other.item_code) == (&item.department, &item.item_code)
        };
        let earlier = before.iter().find(same);
        let figures = moved(item.figures, earlier.map_or(&[], |earlier| &earlier.figures));
        Item { figures, ..item }
    };
    items.into_iter().map(with_before).collect()
}

#[cfg(test)]
mod tests {
    use tongban_kernel::ReportId;
    use uuid::Uuid;

    use super::*;
    use crate::period::Months;

    fn figure(name: &str, value: Option<f64>) -> Figure {
        Figure { name: name.to_owned(), value, goal: None, before: None }
    }

    fn department(code: &str, share: Option<f64>) -> OfDepartment {
        let figures = vec![figure(RANKED_BY, share)];
        OfDepartment { department: code.to_owned(), figures }
    }

    fn item(code: &str, late: f64, overdue: f64, share: f64) -> Item {
        let named = [(LATE[0], late), (LATE[1], overdue), (RANKED_BY, share)];
        let figures = named.map(|(name, value)| figure(name, Some(value))).to_vec();
        Item { department: "ZJ".to_owned(), item_code: code.to_owned(), figures }
    }

    fn earlier() -> Earlier {
        let month = "2026-08".parse().unwrap();
        let months = Months { from: month, through: month };
        Earlier { report_id: ReportId::from_uuid(Uuid::nil()), months }
    }

    #[test]
    fn equal_shares_have_one_place_and_who_decided_nothing_has_none() {
        let departments = vec![
            department("HB", None),
            department("XF", Some(0.9)),
            department("GA", Some(1.0)),
            department("ZJ", Some(0.9)),
            department("SW", Some(0.5)),
        ];
        let content = drawn(Measured { departments, ..Measured::default() }, None);
        let told: Vec<_> =
            content.departments.iter().map(|one| (one.department.as_str(), one.place)).collect();
        let expected =
            [("GA", Some(1)), ("XF", Some(2)), ("ZJ", Some(2)), ("SW", Some(4)), ("HB", None)];
        assert_eq!(told, expected);
    }

    #[test]
    fn what_moved_is_told_beside_what_is() {
        let measured = |received: f64, share: f64| Measured {
            figures: vec![figure("flow.received", Some(received))],
            departments: vec![department("XF", Some(0.8)), department("ZJ", Some(share))],
            items: vec![item("permit", received, 0.0, share)],
        };
        let before = drawn(measured(4.0, 0.7), None);
        assert_eq!(before.departments[1].place_before, None);
        let content = drawn(measured(9.0, 0.95), Some((earlier(), &before)));
        assert_eq!(content.before, Some(earlier()));
        assert_eq!((content.figures[0].value, content.figures[0].before), (Some(9.0), Some(4.0)));
        let first = &content.departments[0];
        assert_eq!((&*first.department, first.place, first.place_before), ("ZJ", Some(1), Some(2)));
        assert_eq!(first.figures[0].before, Some(0.7));
        assert_eq!(content.items[0].figures[0].before, Some(4.0));
        // A figure that is new was not in the report before.
        let mut more = measured(9.0, 0.95);
        more.figures.push(figure("ratings.given", Some(3.0)));
        let content = drawn(more, Some((earlier(), &before)));
        assert_eq!(content.figures[1].before, None);
    }

    #[test]
    fn the_worst_items_are_those_with_the_most_late_cases_ten_at_most() {
        let mut items: Vec<_> =
            (1..=12_i32).map(|n| item(&format!("i{n:02}"), n.into(), 0.0, 0.5)).collect();
        items.push(item("open", 0.0, 20.0, 1.0));
        items.push(item("fine", 0.0, 0.0, 1.0));
        items.push(item("same", 12.0, 0.0, 0.4));
        let content = drawn(Measured { items, ..Measured::default() }, None);
        let told: Vec<_> = content.items.iter().map(|item| item.item_code.as_str()).collect();
        assert_eq!(told, ["open", "same", "i12", "i11", "i10", "i09", "i08", "i07", "i06", "i05"]);
    }
}
