//! Applicants whose case is over say what the service was like.

use rand::RngExt as _;
use serde_json::json;

use super::agenda::Errand;
use super::window::{Anything, Receipt};
use super::{CallError, City};
use crate::demo::staff::By;

/// Of a hundred applicants so many rate: nobody's address may ask for more than some in a minute.
const RATED_PERCENT: u32 = 20;
/// What a rating rests on, as intake names it.
const ASPECTS: [&str; 6] = ["time", "manner", "guidance", "materials", "channel", "outcome"];

impl City {
    /// The applicant goes home, and may have something to say.
    pub(super) fn goes_home(&mut self, receipt: Receipt) {
        if self.happens(RATED_PERCENT) {
            let at = self.about(12);
            self.agenda.write(at, Errand::Rate(receipt));
        }
    }

    /// Most are content; who is not says why.
    pub(super) async fn rate(&mut self, receipt: Receipt) -> Result<(), CallError> {
        let satisfaction = match self.rng.random_range(0..100) {
            0..45 => 1,
            45..78 => 2,
            78..90 => 3,
            90..97 => 4,
            _ => 5,
        };
        let aspect = ASPECTS[self.rng.random_range(0..ASPECTS.len())];
        let words = if satisfaction > 3 { Some("希望办理进度能及时告知") } else { None };
        let body = json!({
            "number": receipt.number, "code": receipt.check_code, "satisfaction": satisfaction,
            "aspects": [aspect], "words": words,
        });
        // Nobody signs in for it: whoever is named counts for nothing.
        let path = "/api/intake/progress/rating";
        let _: Anything = self.client.command(By::Clerk, path, body).await?;
        if satisfaction > 3 {
            let at = self.about(6);
            self.agenda.write(at, Errand::TakeUp { case_id: receipt.case_id });
        }
        Ok(())
    }
}
