//! Bad ratings of a service, which intake records, as the desk finds them.

use tongban_kernel::{CaseId, CaseNumber, Category};
use tongban_vault::{PartyKind, StatedParty};

use super::*;

const CASE: uuid::Uuid = uuid::Uuid::from_u128(0x0192_f00d_cafe_8abc_8def_0123_4567_89ab);

impl Hotline {
    /// Intake records a rating; answers whose it is.
    async fn rated(&self, satisfaction: u8, words: Option<&str>) -> tongban_kernel::PersonId {
        let keys = &self.world.platform.keys;
        let stated = StatedParty::read(PartyKind::Citizen, "王小明", IDENTITY, None).unwrap();
        let (applicant, sealer) = keys.seal_party(&stated).await.unwrap();
        let words = words.map(|words| sealer.seal(&words.to_owned()).unwrap());
        let number = CaseNumber::of(CaseId::from_uuid(CASE), jiff::civil::date(2026, 9, 28));
        let data = json!({
            "case_id": CASE, "number": number, "item_code": "old-age-card",
            "department": DEPARTMENT, "satisfaction": satisfaction, "aspects": ["manner"],
            "words": words, "applicant": applicant,
        });
        let intake = Category::new("intake");
        self.world.happens(intake, CASE, "intake.service_rated.v1", &data).await;
        self.world.settle().await;
        applicant.name.person()
    }

    async fn lodged_by_itself(&self) -> Vec<Value> {
        let list = self.get(&self.desk, COMPLAINTS).await.body;
        list["items"].as_array().unwrap().clone()
    }
}

#[tokio::test]
async fn a_bad_rating_is_lodged_for_its_applicant_with_what_was_said() {
    let hotline = Hotline::open().await;
    hotline.rated(2, Some("很好")).await;
    assert_eq!(hotline.lodged_by_itself().await, Vec::<Value>::new());
    hotline.rated(4, Some("态度生硬")).await;
    let found = hotline.lodged_by_itself().await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (&found[0]["department"], &found[0]["state"]),
        (&json!(DEPARTMENT), &json!("lodged"))
    );
    let path = format!("{COMPLAINTS}/{}", found[0]["complaint_id"].as_str().unwrap());
    let shown = hotline.get(&hotline.desk, &format!("{path}?reveal=true")).await.body;
    assert_eq!(shown["said"], "态度生硬", "{shown}");
    let title = shown["title"].as_str().unwrap();
    assert!(title.ends_with("服务评价为“不满意”（服务态度）"), "{title}");
}

#[tokio::test]
async fn who_rates_badly_without_a_word_is_called_back_all_the_same() {
    let hotline = Hotline::open().await;
    hotline.rated(5, None).await;
    let found = hotline.lodged_by_itself().await;
    let path = format!("{COMPLAINTS}/{}", found[0]["complaint_id"].as_str().unwrap());
    let shown = hotline.get(&hotline.desk, &format!("{path}?reveal=true")).await.body;
    assert_eq!(shown["said"], "申请人没有留言，请回访了解情况。", "{shown}");
}
