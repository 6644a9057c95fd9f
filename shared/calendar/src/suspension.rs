use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A time during which a clock stands still (中止计时): half-open, `[from, to)`.
///
/// 行政许可法 art. 45: hearings, inspections, tests, appraisals and expert reviews do not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Raw")]
pub struct Suspension {
    from: Timestamp,
    to: Option<Timestamp>,
    code: String,
    reason: String,
}

/// What stops the clocks while a case is closed, in the language of the office.
const CLOSED_WORDS: &str = "办结后至重新办理前";

/// A suspension that ends before it begins.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the clock stopped at {from} cannot run again at {to}: that is earlier")]
pub struct EndsBeforeStart {
    from: Timestamp,
    to: Timestamp,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Suspension")]
#[serde(deny_unknown_fields)]
struct Raw {
    from: Timestamp,
    to: Option<Timestamp>,
    code: String,
    reason: String,
}

impl Suspension {
    /// The code of a closure; no special procedure of an item may bear it.
    pub const CLOSED: &str = "closed";

    /// The time for which a case was closed: from its conclusion until it was reopened. Nobody
    /// waited for a procedure, and nobody worked.
    pub fn closure(
        concluded_at: Timestamp,
        reopened_at: Timestamp,
    ) -> Result<Self, EndsBeforeStart> {
        Self::open(concluded_at, Self::CLOSED, CLOSED_WORDS).ended(reopened_at)
    }

    /// A suspension that goes on. `code` names the procedure (the special procedure's code in the
    /// catalogue), `reason` is shown to people.
    pub fn open(from: Timestamp, code: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { from, to: None, code: code.into(), reason: reason.into() }
    }

    /// The same suspension, ended at `to`. Ended the instant it began, it changes nothing.
    pub fn ended(self, to: Timestamp) -> Result<Self, EndsBeforeStart> {
        if to < self.from {
            return Err(EndsBeforeStart { from: self.from, to });
        }
        Ok(Self { to: Some(to), ..self })
    }

    /// When the clock stopped.
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// When it ran again; `None` while it stands still.
    pub fn to(&self) -> Option<Timestamp> {
        self.to
    }

    /// The procedure that stopped it.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether the case was closed, and not in a special procedure.
    pub fn is_closure(&self) -> bool {
        self.code == Self::CLOSED
    }

    /// Why, for people.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl TryFrom<Raw> for Suspension {
    type Error = EndsBeforeStart;

    fn try_from(raw: Raw) -> Result<Self, EndsBeforeStart> {
        let open = Self::open(raw.from, raw.code, raw.reason);
        raw.to.map_or(Ok(open.clone()), |to| open.ended(to))
    }
}

/// A stretch of positions that do not count; without `to` it has no end yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) from: i64,
    pub(crate) to: Option<i64>,
}

/// The gaps of all suspensions, ascending and apart: overlaps and splits leave no trace.
///
/// `position` turns an instant into a position and must not decrease.
pub(crate) fn united(suspensions: &[Suspension], position: impl Fn(Timestamp) -> i64) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = suspensions
        .iter()
        .map(|s| Gap { from: position(s.from), to: s.to.map(&position) })
        .filter(|gap| gap.to.is_none_or(|to| gap.from < to))
        .collect();
    gaps.sort_by_key(|gap| gap.from);
    let mut united: Vec<Gap> = Vec::with_capacity(gaps.len());
    for gap in gaps {
        match united.last_mut() {
            Some(last) if last.to.is_none_or(|to| gap.from <= to) => {
                last.to = last.to.zip(gap.to).map(|(a, b)| a.max(b));
            }
            _ => united.push(gap),
        }
    }
    united
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn span(from: i64, to: i64) -> Suspension {
        Suspension::open(at(from), "hearing", "听证").ended(at(to)).unwrap()
    }

    fn gaps(suspensions: &[Suspension]) -> Vec<(i64, Option<i64>)> {
        let united = united(suspensions, Timestamp::as_second);
        united.into_iter().map(|gap| (gap.from, gap.to)).collect()
    }

    #[test]
    fn overlapping_and_adjoining_suspensions_are_one() {
        let ledger = [span(10, 20), span(1, 5), span(5, 8), span(15, 30), span(12, 13)];
        assert_eq!(gaps(&ledger), [(1, Some(8)), (10, Some(30))]);
    }

    #[test]
    fn an_open_suspension_swallows_what_follows() {
        let ledger = [span(10, 20), Suspension::open(at(15), "appraisal", "鉴定"), span(40, 50)];
        assert_eq!(gaps(&ledger), [(10, None)]);
    }

    #[test]
    fn an_empty_suspension_leaves_no_gap() {
        assert_eq!(gaps(&[span(7, 7)]), []);
    }

    #[test]
    fn a_suspension_cannot_end_before_it_begins() {
        assert!(Suspension::open(at(9), "hearing", "听证").ended(at(8)).is_err());
        let json = r#"{"from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z",
            "code": "hearing", "reason": "听证"}"#;
        assert!(serde_json::from_str::<Suspension>(json).is_err());
    }
}
