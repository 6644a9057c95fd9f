//! What coordination costs a case (协同成本): the share of its working time that lay between
//! departments. Spans in, working time out: pure.

use jiff::{SignedDuration, Timestamp};
use tongban_kernel::calendar::{Calendar, Office};

/// From then until then, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// The first instant.
    pub(crate) from: Timestamp,
    /// The first instant that no longer belongs to it.
    pub(crate) until: Timestamp,
}

/// Who asks, and who is asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Pair {
    /// Who asks.
    pub(crate) from_department: String,
    /// Who is asked.
    pub(crate) to_department: String,
}

/// From this instant on a task waits for another department, or no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// When.
    pub(crate) at: Timestamp,
    /// Whether it waits.
    pub(crate) waits: bool,
    /// Who asks, where that is said.
    pub(crate) from_department: Option<String>,
    /// Who is asked, where that is said.
    pub(crate) to_department: Option<String>,
}

/// When one department waited for another, by the turns of one task in their order; what goes on is
/// counted until `now`. A task of which nobody knows who asked is none.
pub(crate) fn waits(turns: &[Turn], now: Timestamp) -> Vec<(Pair, Span)> {
    let (mut from, mut to, mut since) = (None, None, None);
    let mut found = Vec::new();
    let mut end = |from: &Option<String>, to: &Option<String>, since, until| {
        let pair = from.clone().zip(to.clone());
        if let Some(((from_department, to_department), since)) = pair.zip(since) {
            found.push((Pair { from_department, to_department }, Span { from: since, until }));
        }
    };
    for turn in turns {
        end(&from, &to, since, turn.at);
        from = turn.from_department.clone().or(from);
        to = turn.to_department.clone().or(to);
        since = turn.waits.then_some(turn.at);
    }
    end(&from, &to, since, now);
    found
}

/// The same instants in spans that neither overlap nor touch, the first first.
pub(crate) fn united(spans: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<_> = spans.into_iter().filter(|span| span.from < span.until).collect();
    spans.sort_unstable_by_key(|span| span.from);
    let mut united: Vec<Span> = Vec::new();
    for span in spans {
        match united.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            Some(_) | None => united.push(span),
        }
    }
    united
}

/// The instants that lie in both; each is united.
pub(crate) fn common(these: &[Span], those: &[Span]) -> Vec<Span> {
    let both = |a: &Span, b: &Span| Span { from: a.from.max(b.from), until: a.until.min(b.until) };
    united(these.iter().flat_map(|a| those.iter().map(move |b| both(a, b))))
}

/// The instants of a span that lie in none of the gaps.
pub(crate) fn without(span: Span, gaps: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let (mut left, mut from) = (Vec::new(), span.from);
    for gap in united(gaps) {
        left.push(Span { from, until: gap.from.min(span.until) });
        from = from.max(gap.until);
    }
    left.push(Span { from, until: span.until });
    united(left)
}

/// How long the office worked in these spans, which are united.
pub(crate) fn worked(spans: &[Span], calendar: &Calendar, office: &Office) -> SignedDuration {
    let worked = |span: &Span| office.working_time(calendar, span.from, span.until).worked;
    spans.iter().map(worked).fold(SignedDuration::ZERO, SignedDuration::saturating_add)
}

#[cfg(test)]
mod tests {
    use tongban_kernel::testkit::at;

    use super::*;

    fn span(from: i64, until: i64) -> Span {
        let at = |hour| Timestamp::from_second(hour * 3_600).unwrap();
        Span { from: at(from), until: at(until) }
    }

    fn turn(hour: i64, waits: bool, departments: [Option<&str>; 2]) -> Turn {
        let [from_department, to_department] = departments.map(|code| code.map(str::to_owned));
        Turn { at: span(hour, hour).from, waits, from_department, to_department }
    }

    #[test]
    fn what_overlaps_counts_once() {
        assert_eq!(united([span(5, 9), span(1, 3), span(2, 4), span(4, 5)]), [span(1, 9)]);
        assert_eq!(united([span(3, 3), span(4, 2)]), []);
        assert_eq!(common(&[span(1, 4), span(6, 9)], &[span(3, 7)]), [span(3, 4), span(6, 7)]);
    }

    #[test]
    fn gaps_are_taken_out_wherever_they_lie() {
        assert_eq!(without(span(2, 8), []), [span(2, 8)]);
        let gaps = [span(0, 3), span(4, 5), span(7, 12)];
        assert_eq!(without(span(2, 8), gaps), [span(3, 4), span(5, 7)]);
        assert_eq!(without(span(2, 8), [span(1, 9)]), []);
    }

    #[test]
    fn a_task_waits_for_whoever_is_asked_until_it_is_answered() {
        let turns = [
            turn(1, true, [Some("ZJ"), Some("XF")]),
            turn(3, true, [None, Some("HB")]),
            turn(6, false, [None, None]),
            turn(8, true, [None, None]),
        ];
        let pair =
            |to: &str| Pair { from_department: "ZJ".to_owned(), to_department: to.to_owned() };
        let expected =
            [(pair("XF"), span(1, 3)), (pair("HB"), span(3, 6)), (pair("HB"), span(8, 10))];
        assert_eq!(waits(&turns, span(10, 10).from), expected);
        assert_eq!(waits(&[turn(6, false, [None, None])], span(10, 10).from), []);
    }

    #[test]
    fn only_office_hours_are_worked() {
        let span = |from: &str, until: &str| Span { from: at(from), until: at(until) };
        let spans = [
            span("2026-09-30T16:00:00+08:00", "2026-10-08T10:00:00+08:00"),
            span("2026-10-08T13:30:00+08:00", "2026-10-08T14:00:00+08:00"),
        ];
        let worked = worked(&spans, &Calendar::builtin(), &Office::default());
        assert_eq!(worked, SignedDuration::from_mins(150));
    }
}
