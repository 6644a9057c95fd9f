//! A bad rating is looked into as a complaint is (差评处理): the State Council General Office's
//! opinions of 2019 (国办发〔2019〕51号) have whoever rated badly called back, and what was bad put right.

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use serde::Deserialize;
use tongban_eventstore::readers::Policy;
use tongban_kernel::{
    CaseId, CaseNumber, ComplaintId, DecodeError, Personal, Recorded, Satisfaction,
};
use tongban_vault::Party;
use uuid::{Builder, Uuid};

/// From a bad rating to a complaint about the department that decided.
#[derive(Clone, Copy, Debug)]
pub struct BadRatings;

/// A complaint to be lodged for an applicant.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The complaint.
    pub complaint_id: ComplaintId,
    /// The case.
    pub case_id: CaseId,
    /// Its item.
    pub item_code: String,
    /// The department complained of.
    pub department: String,
    /// Who rated.
    pub complainant: Party,
    /// What it is about, in a line: not sealed yet.
    pub title: String,
    /// What the applicant said besides, where anything was said.
    pub words: Option<Personal<String>>,
    /// When it was rated: from then on the time to answer runs.
    pub rated_at: Timestamp,
}

/// What is read of intake's events.
#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Foreign {
    #[serde(rename = "intake.service_rated.v1")]
    Rated(Box<Rated>),
}

#[derive(Deserialize)]
struct Rated {
    case_id: CaseId,
    number: CaseNumber,
    item_code: String,
    department: String,
    satisfaction: Satisfaction,
    aspects: Vec<String>,
    words: Option<Personal<String>>,
    applicant: Party,
}

impl Policy for BadRatings {
    type Order = Order;

    const NAME: &'static str = "complaint-bad-ratings";
    const EVENTS: &'static [&'static str] = &["intake.service_rated.v1"];

    fn react(&self, event: &Recorded) -> Result<Vec<Order>, DecodeError> {
        let Foreign::Rated(rated) = event.decode()?;
        if rated.satisfaction.is_satisfied() {
            return Ok(Vec::new());
        }
        Ok(vec![Order {
            // One rating, one complaint: of a case that was taken up again there may be two.
            complaint_id: ComplaintId::derive(Self::NAME, key_of(event)),
            title: rated.title(),
            case_id: rated.case_id,
            item_code: rated.item_code,
            department: rated.department,
            complainant: rated.applicant,
            words: rated.words,
            rated_at: event.occurred_at,
        }])
    }
}

/// A key of the event with the time at which it was recorded: complaints sort by when they came, and
/// an event's own id bears the time of its case.
fn key_of(event: &Recorded) -> Uuid {
    let millis = u64::try_from(event.recorded_at.as_millisecond()).unwrap_or_default();
    let mut random = [0; 10];
    random.copy_from_slice(&event.id.uuid().as_bytes()[6..]);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

impl Rated {
    /// In the office's language, as people write it.
    fn title(&self) -> String {
        let Self { number, satisfaction, aspects, .. } = self;
        let grade = satisfaction.text().zh;
        let about: Vec<_> = aspects.iter().map(|aspect| named(aspect)).collect();
        let about = if about.is_empty() { "未说明方面".to_owned() } else { about.join("、") };
        format!("办件 {number} 服务评价为“{grade}”（{about}）")
    }
}

/// What a rating rests on; one that is not known here stands as it came.
fn named(aspect: &str) -> &str {
    match aspect {
        "time" => "办理时限",
        "manner" => "服务态度",
        "guidance" => "办事指引",
        "materials" => "申请材料",
        "channel" => "办理渠道",
        "outcome" => "办理结果",
        other => other,
    }
}
