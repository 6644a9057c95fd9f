use sqlx::error::BoxDynError;

use crate::Value;

/// What stands in the head for a number; other heads are infinities and no number.
const POSITIVE: u16 = 0x0000;
const NEGATIVE: u16 = 0x4000;

/// A NUMERIC as it comes over the wire: PostgreSQL sums and averages BIGINT into it, SQLite does
/// not. Whole ones are numbers as they are there, all others ratios.
///
/// Head: count of digits, weight of the first, sign, decimals shown, 16 bits each; then the digits,
/// to the base 10,000.
pub(super) fn numeric(bytes: &[u8]) -> Result<Value, BoxDynError> {
    let mut words = bytes.chunks_exact(2).map(|word| u16::from_be_bytes([word[0], word[1]]));
    let mut next = || words.next().ok_or("a NUMERIC ends early");
    let (n_digits, weight, sign, _) = (next()?, next()?.cast_signed(), next()?, next()?);
    if sign != POSITIVE && sign != NEGATIVE {
        return Err("not a finite number".into());
    }
    let digits = (0..n_digits).map(|_| next()).collect::<Result<Vec<_>, _>>()?;
    if let Some(whole) = whole(&digits, weight) {
        let signed = if sign == NEGATIVE { -whole } else { whole };
        if let Ok(int) = i64::try_from(signed) {
            return Ok(Value::Int(int));
        }
    }
    let places = (0_i32..).map(|i| i32::from(weight) - i);
    let real: f64 =
        digits.iter().zip(places).map(|(d, at)| f64::from(*d) * 10_000_f64.powi(at)).sum();
    Ok(Value::Real(if sign == NEGATIVE { -real } else { real }))
}

/// The digits as a whole number; none where some stand behind the point, or it is far too large.
fn whole(digits: &[u16], weight: i16) -> Option<i128> {
    if digits.is_empty() {
        return Some(0);
    }
    let n_whole = usize::try_from(i32::from(weight) + 1).ok()?;
    // Seven digits are 28 decimal ones, more than 64 bits hold.
    if digits.len() > n_whole || n_whole > 7 {
        return None;
    }
    let digits = digits.iter().copied().chain(std::iter::repeat(0)).take(n_whole);
    Some(digits.fold(0, |sum, digit| sum * 10_000 + i128::from(digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(words: &[i32]) -> Value {
        let bytes: Vec<u8> = words
            .iter()
            .flat_map(|word| u16::try_from(word & 0xffff).unwrap().to_be_bytes())
            .collect();
        numeric(&bytes).unwrap()
    }

    #[test]
    fn a_whole_sum_is_a_number_and_any_other_a_ratio() {
        assert_eq!(wire(&[0, 0, 0, 0]), Value::Int(0));
        assert_eq!(wire(&[1, 1, 0, 0, 3]), Value::Int(30_000));
        assert_eq!(wire(&[2, 1, 0x4000, 0, 1, 2_345]), Value::Int(-12_345));
        assert_eq!(wire(&[2, 0, 0, 2, 2, 5_000]), Value::Real(2.5));
        assert_eq!(wire(&[1, -1, 0x4000, 2, 2_500]), Value::Real(-0.25));
        // 2 to the power of 63 is one too many.
        let large = wire(&[5, 4, 0, 0, 922, 3_372, 368, 5_477, 5_808]);
        assert_eq!(large, Value::Real(9_223_372_036_854_775_808.0));
        assert!(numeric(&[0, 0, 0, 0, 0xc0, 0, 0, 0]).is_err());
        assert!(numeric(&[0, 1, 0, 0]).is_err());
    }
}
