use jiff::Timestamp;

pub(crate) use crate::period::{Month, Months, Period};

/// Months from the first to the last, both included; without a bound where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// The first.
    pub(crate) from: Option<Month>,
    /// The last.
    pub(crate) through: Option<Month>,
}

impl Span {
    /// The bounds as texts between which every month that is meant sorts.
    pub(crate) fn bounds(self) -> [String; 2] {
        let text = |month: Option<Month>, or: &str| month.map_or(or.to_owned(), |m| m.to_string());
        [text(self.from, "0000-00"), text(self.through, "9999-99")]
    }
}

impl From<Months> for Span {
    fn from(Months { from, through }: Months) -> Self {
        Self { from: Some(from), through: Some(through) }
    }
}

/// From the first instant that is meant until the first that no longer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Within {
    /// The first.
    pub(crate) from: Timestamp,
    /// The first after all.
    pub(crate) until: Timestamp,
}

impl Within {
    /// From the first of these periods to the last, both included; without a bound where there is
    /// none.
    pub(crate) fn of(from: Option<Period>, through: Option<Period>) -> Self {
        let from = from.and_then(Period::begins_at);
        let until = through.and_then(|through| through.next().begins_at());
        Self { from: from.unwrap_or(Timestamp::MIN), until: until.unwrap_or(Timestamp::MAX) }
    }
}

impl From<Span> for Within {
    fn from(Span { from, through }: Span) -> Self {
        Self::of(from.map(Period::Month), through.map(Period::Month))
    }
}

/// Whose cases, tasks and complaints; everyone's where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whose<'a> {
    /// The department that decides, that was asked to help, or that answers complaints.
    pub(crate) department: Option<&'a str>,
    /// The item.
    pub(crate) item_code: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use tongban_kernel::testkit::at;

    use super::*;

    #[test]
    fn a_period_begins_and_ends_at_midnight_of_the_office() {
        let september = "2026-09".parse().ok();
        let within = |from: &str, until: &str| Within { from: at(from), until: at(until) };
        let span = Span { from: september, through: september };
        let expected = within("2026-09-01T00:00:00+08:00", "2026-10-01T00:00:00+08:00");
        assert_eq!(Within::from(span), expected);
        let weeks = Within::of("2026-W40".parse().ok(), "2026-W41".parse().ok());
        assert_eq!(weeks, within("2026-09-28T00:00:00+08:00", "2026-10-12T00:00:00+08:00"));
        let always = Within { from: Timestamp::MIN, until: Timestamp::MAX };
        assert_eq!(Within::from(Span::default()), always);
    }

    #[test]
    fn without_bounds_every_month_lies_between() {
        let [from, through] = Span::default().bounds();
        assert!(from.as_str() < "0001-01" && "9999-12" < through.as_str());
    }
}
