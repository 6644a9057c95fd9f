//! How far apart the rounds of a measurement were.

use std::fmt;

use serde::Serialize;

/// The least, the middle and the greatest of some figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) min: f64,
    pub(crate) median: f64,
    pub(crate) max: f64,
}

impl Spread {
    /// The spread of figures; zero of none.
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = figures.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let (min, max) = (first(&sorted), sorted.last().copied().unwrap_or_default());
        let middle =
            sorted.get((sorted.len().max(1) - 1) / 2..=sorted.len() / 2).unwrap_or(&sorted);
        #[expect(clippy::cast_precision_loss, reason = "one or two figures")]
        let median = middle.iter().sum::<f64>() / middle.len().max(1) as f64;
        Self { min, median, max }
    }
}

fn first(sorted: &[f64]) -> f64 {
    sorted.first().copied().unwrap_or_default()
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.min == self.max {
            return f.write_str(&short(self.median));
        }
        write!(f, "{} ({}–{})", short(self.median), short(self.min), short(self.max))
    }
}

/// A figure with about three digits.
pub(crate) fn short(figure: f64) -> String {
    let decimals = match figure.abs() {
        n if n < 10.0 => 2,
        n if n < 100.0 => 1,
        _ => 0,
    };
    let digits = format!("{figure:.decimals$}");
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut grouped = String::with_capacity(digits.len() + 4);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && i < whole && (whole - i).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_even_number_of_rounds_lies_between_two() {
        let spread = Spread::of([4.0, 1.0, 2.0, 9.0]);
        assert_eq!(spread, Spread { min: 1.0, median: 3.0, max: 9.0 });
        assert_eq!(Spread::of([7.0]), Spread { min: 7.0, median: 7.0, max: 7.0 });
    }

    #[test]
    fn figures_are_short_and_grouped() {
        let figures = [0.8349, 12.34, 999.6, 61_234.0, -1_234_567.0];
        assert_eq!(figures.map(short), ["0.83", "12.3", "1,000", "61,234", "-1,234,567"]);
    }
}
