//! What was published, what each publication says otherwise than the one before, and what one that is
//! thought of would.

mod changes;
mod limits;
mod parts;
mod preview;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use serde::Serialize;
use tongban_catalog::Catalog;
use tongban_catalog::publication::Event;
use tongban_kernel::Text;
use tongban_kernel::calendar::{Calendar, DayKind, Notice};
use utoipa::ToSchema;

use crate::app::Recording;

pub use changes::CatalogChanges;
use changes::compare;
pub use preview::CatalogPreview;
use preview::counts_of;
pub(crate) use preview::{Previewed, preview_catalog, refusal_of};

/// Items, departments and days of one publication that are named one by one; of others only how many
/// there are.
const NAMED_MAX: usize = 100;

/// What was published, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reference {
    /// Catalogues.
    pub catalogs: Vec<CatalogRow>,
    /// Calendars; the last is the one that the program brings along.
    pub calendars: Vec<CalendarRow>,
}

/// Where a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Another one has taken its place.
    Past,
    /// In force.
    InForce,
    /// Its time has not come.
    Ahead,
}

/// When something was published, by whom, and from when it is in force.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Publishing {
    /// Who published it.
    pub by: String,
    /// When.
    #[schema(value_type = String)]
    pub at: Timestamp,
    /// From when it is in force.
    #[schema(value_type = String)]
    pub valid_from: Timestamp,
}

/// A catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub struct CatalogRow {
    /// Its number.
    pub version: u32,
    /// Where it stands.
    pub standing: Standing,
    /// When and by whom.
    pub published: Publishing,
    /// SHA-256 over its content.
    pub content_hash: String,
    /// Items, each once, however many versions of it there are.
    pub n_items: usize,
    /// Departments, each once.
    pub n_departments: usize,
    /// What is otherwise than in the one before; none of the first.
    pub changes: Option<CatalogChanges>,
}

/// Some things by name, and how many there are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    /// All of them.
    pub n: usize,
    /// The first 100.
    pub first: Vec<NamedRow>,
}

/// A thing by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedRow {
    /// Its code; of an item, with the version.
    pub code: String,
    /// Its name.
    #[schema(value_type = Object)]
    pub names: Text,
}

/// A calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarRow {
    /// Names the notices that it holds, as events do.
    pub version: u32,
    /// Where it stands.
    pub standing: Standing,
    /// When and by whom; none of the one that the program brings along.
    pub published: Option<Publishing>,
    /// Years of which it knows the holidays.
    pub years: Vec<i16>,
    /// The year of the notice that began it.
    pub notice_year: Option<i16>,
    /// Papers that the notice cites.
    pub papers: Vec<String>,
    /// Days that it sees otherwise than the one before.
    pub days: Vec<DayRow>,
}

/// A day that two calendars see differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayRow {
    /// The day.
    #[schema(value_type = String)]
    pub date: Date,
    /// Whether offices worked on it.
    pub was_working: bool,
    /// Whether they do.
    pub is_working: bool,
    /// For which holiday, as the notice names it.
    pub holiday: Option<String>,
}

/// What was published, with what each publication changed.
pub(crate) fn list_reference(recorded: &[Recording], now: Timestamp) -> Reference {
    let (mut catalogs, mut calendars) = (Vec::new(), Vec::new());
    let mut before: Option<Catalog> = None;
    let mut calendar = Calendar::builtin();
    calendars.push(CalendarRow {
        version: calendar.version().get(),
        standing: Standing::InForce,
        published: None,
        years: years_of(&calendar),
        notice_year: None,
        papers: Vec::new(),
        days: Vec::new(),
    });
    for Recording { event, by, at } in recorded {
        let published = |valid_from: &Timestamp| Publishing {
            by: by.clone(),
            at: *at,
            valid_from: *valid_from,
        };
        match event {
            Event::CatalogPublished { version, valid_from, content, content_hash } => {
                let catalog = Catalog::new(content.clone());
                let (n_items, n_departments) = counts_of(&catalog);
                catalogs.push(CatalogRow {
                    version: *version,
                    standing: Standing::Past,
                    published: published(valid_from),
                    content_hash: content_hash.clone(),
                    n_items,
                    n_departments,
                    changes: before.as_ref().map(|before| compare(before, &catalog)),
                });
                before = Some(catalog);
            }
            Event::CalendarPublished { notice, valid_from } => {
                let next = calendar.with_notice(notice.clone());
                calendars.push(CalendarRow {
                    version: next.version().get(),
                    standing: Standing::Past,
                    published: Some(published(valid_from)),
                    years: years_of(&next),
                    notice_year: Some(notice.year()),
                    papers: notice.papers().to_vec(),
                    days: changed_days(&calendar, notice),
                });
                calendar = next;
            }
        }
    }
    let from = starts(&catalogs, |row| Some(row.published.valid_from));
    for (row, standing) in catalogs.iter_mut().zip(standings(&from, now)) {
        row.standing = standing;
    }
    let from = starts(&calendars, |row| row.published.as_ref().map(|one| one.valid_from));
    for (row, standing) in calendars.iter_mut().zip(standings(&from, now)) {
        row.standing = standing;
    }
    catalogs.reverse();
    calendars.reverse();
    Reference { catalogs, calendars }
}

fn starts<T>(rows: &[T], from: fn(&T) -> Option<Timestamp>) -> Vec<Option<Timestamp>> {
    rows.iter().map(from).collect()
}

/// Where each of these stands, in the order in which they come into force.
fn standings(from: &[Option<Timestamp>], now: Timestamp) -> Vec<Standing> {
    let has_begun = |from: &Option<Timestamp>| from.is_none_or(|from| from <= now);
    let n_begun = from.iter().filter(|from| has_begun(from)).count();
    let standing = |nth: usize| match (nth + 1).cmp(&n_begun) {
        std::cmp::Ordering::Less => Standing::Past,
        std::cmp::Ordering::Equal => Standing::InForce,
        std::cmp::Ordering::Greater => Standing::Ahead,
    };
    (0..from.len()).map(standing).collect()
}

fn years_of(calendar: &Calendar) -> Vec<i16> {
    calendar.notices().map(Notice::year).collect()
}

fn named(rows: impl Iterator<Item = NamedRow>) -> Named {
    let mut all: Vec<_> = rows.collect();
    let n = all.len();
    all.truncate(NAMED_MAX);
    Named { n, first: all }
}

/// The days that a calendar sees otherwise once it holds this notice, ascending.
pub(crate) fn changed_days(before: &Calendar, notice: &Notice) -> Vec<DayRow> {
    let after = before.with_notice(notice.clone());
    let year = notice.year();
    // A notice speaks of its year, and of the December before.
    let first = Date::new(year - 1, 12, 1).ok();
    let days = first.into_iter().flat_map(|first| first.series(1.day()));
    let days = days.take_while(|date| date.year() <= year);
    let changed = days.filter_map(|date| {
        let (was, is) = (before.day(date).kind, after.day(date).kind);
        let holiday = match (&is, &was) {
            (DayKind::MakeUp { holiday, .. } | DayKind::Holiday { holiday, .. }, _)
            | (_, DayKind::MakeUp { holiday, .. } | DayKind::Holiday { holiday, .. }) => {
                Some(holiday.to_string())
            }
            (DayKind::Weekday | DayKind::Weekend, DayKind::Weekday | DayKind::Weekend) => None,
        };
        let (was_working, is_working) = (was.is_working(), is.is_working());
        let row = DayRow { date, was_working, is_working, holiday };
        (was_working != is_working).then_some(row)
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tongban_catalog::sample_city;

    use super::*;

    /// Invented for the test: no such notice is published.
    fn notice() -> Notice {
        let json = r#"{"year": 2030, "papers": ["test"], "days": [
            {"name": "元旦", "date": "2030-01-01", "isOffDay": true},
            {"name": "元旦", "date": "2030-01-05", "isOffDay": false}]}"#;
        Notice::parse(json).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn recording(event: Event) -> Recording {
        Recording { event, by: "s-1".to_owned(), at: at("2029-11-01T00:00:00Z") }
    }

    #[test]
    fn a_notice_changes_the_days_that_it_makes_holidays_or_working_days() {
        let days = changed_days(&Calendar::builtin(), &notice());
        let row = |date, was_working| DayRow {
            date,
            was_working,
            is_working: !was_working,
            holiday: Some("元旦".to_owned()),
        };
        assert_eq!(days, [row(date(2030, 1, 1), true), row(date(2030, 1, 5), false)]);
        let again = Calendar::builtin().with_notice(notice());
        assert_eq!(changed_days(&again, &notice()), []);
    }

    #[test]
    fn of_what_was_published_one_is_in_force_and_others_are_past_or_ahead() {
        let content = sample_city().unwrap().content().clone();
        let mut other = (*content).clone();
        let gone = other.items.pop().unwrap();
        let catalog = |version: u32, content, valid_from: &str| {
            let content_hash = version.to_string();
            let valid_from = at(valid_from);
            recording(Event::CatalogPublished { version, valid_from, content, content_hash })
        };
        let recorded = [
            catalog(1, content, "1970-01-01T00:00:00Z"),
            catalog(2, std::sync::Arc::new(other), "2030-01-01T00:00:00Z"),
            recording(Event::CalendarPublished {
                notice: notice(),
                valid_from: at("2029-12-01T00:00:00Z"),
            }),
        ];
        let listed = list_reference(&recorded, at("2029-12-15T00:00:00Z"));
        let standing: Vec<_> =
            listed.catalogs.iter().map(|row| (row.version, row.standing)).collect();
        assert_eq!(standing, [(2, Standing::Ahead), (1, Standing::InForce)]);
        let changes = listed.catalogs[0].changes.as_ref().unwrap();
        assert_eq!((changes.items_added.n, changes.items_gone.n), (0, 1));
        assert_eq!(changes.items_gone.first[0].names, gone.names);
        assert!(listed.catalogs[1].changes.is_none());
        let standing: Vec<_> =
            listed.calendars.iter().map(|row| (row.notice_year, row.standing)).collect();
        assert_eq!(standing, [(Some(2030), Standing::InForce), (None, Standing::Past)]);
        assert_eq!(listed.calendars[0].days.len(), 2);
    }
}
