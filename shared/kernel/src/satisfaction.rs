use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Text;

/// How satisfied someone is: the five grades of GB/T 39046 A.8, where 1 is best.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "u8", into = "u8")]
pub struct Satisfaction(#[schemars(range(min = 1, max = 5))] u8);

/// A number that is no satisfaction.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("satisfaction is 1 (very satisfied) to 5 (very dissatisfied)")]
pub struct InvalidSatisfaction;

impl Satisfaction {
    /// Whether it is one of the three grades that count as satisfied: very, simply or fairly.
    pub fn is_satisfied(self) -> bool {
        self.0 <= 3
    }

    /// The grade as people say it.
    pub fn text(self) -> Text {
        match self.0 {
            1 => Text::new("非常满意", "very satisfied"),
            2 => Text::new("满意", "satisfied"),
            3 => Text::new("基本满意", "fairly satisfied"),
            4 => Text::new("不满意", "dissatisfied"),
            _ => Text::new("非常不满意", "very dissatisfied"),
        }
    }
}

impl TryFrom<u8> for Satisfaction {
    type Error = InvalidSatisfaction;

    fn try_from(grade: u8) -> Result<Self, InvalidSatisfaction> {
        if (1..=5).contains(&grade) { Ok(Self(grade)) } else { Err(InvalidSatisfaction) }
    }
}

impl From<Satisfaction> for u8 {
    fn from(satisfaction: Satisfaction) -> Self {
        satisfaction.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_five_grades_and_three_of_them_are_satisfied() {
        let grades: Vec<_> =
            (0..=9).filter_map(|grade| Satisfaction::try_from(grade).ok()).collect();
        let satisfied = grades.iter().filter(|grade| grade.is_satisfied());
        assert_eq!((grades.len(), satisfied.count()), (5, 3));
        assert_eq!(serde_json::to_string(&grades).unwrap(), "[1,2,3,4,5]");
        assert!(serde_json::from_str::<Satisfaction>("6").is_err());
    }

    #[test]
    fn every_grade_has_words_of_its_own() {
        let words: std::collections::BTreeSet<_> =
            (1..=5).map(|grade| Satisfaction::try_from(grade).unwrap().text().zh).collect();
        assert_eq!(words.len(), 5);
    }
}
