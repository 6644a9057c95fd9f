//! What the applicant thinks of the service (好差评): the State Council General Office's opinions of
//! 2019 (国办发〔2019〕51号) have every service rated once it was rendered.

use super::{Case, Filed, Rejection};
use crate::commands::Rating;
use crate::events::{Event, Rated};

/// By their names, the states in which a case is over for its applicant: also one that was withdrawn
/// and approval has not confirmed yet. The service of a duplicate is rated with the case that goes on.
pub const RATED_IN: [&str; 3] = ["finished", "declined", "withdrawn"];

impl Case {
    /// Once; of a case that was taken up again, once more when that is over.
    pub(super) fn rate(&self, rating: Rating) -> Result<Vec<Event>, Rejection> {
        let filed = self.known()?;
        if !RATED_IN.contains(&self.name()) {
            return Err(Rejection::NotOver { state: self.name() });
        }
        if filed.is_rated {
            return Err(Rejection::RatedBefore);
        }
        if rating.applicant.name.person() != filed.person {
            return Err(Rejection::OtherApplicant);
        }
        let Rating { satisfaction, aspects, words, applicant } = rating;
        Ok(vec![Event::ServiceRated(Box::new(Rated {
            case_id: filed.case_id,
            number: filed.number.clone(),
            item_code: filed.item_code.clone(),
            department: filed.department.clone(),
            satisfaction,
            aspects,
            words,
            applicant,
        }))])
    }
}

impl Filed {
    /// What was rated is not over any more.
    pub(super) fn unrated(self) -> Self {
        Self { is_rated: false, ..self }
    }
}
