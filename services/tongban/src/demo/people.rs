//! People and organisations that do not exist: their numbers pass every check and belong to nobody.

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};
use rand::RngExt as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tongban_kernel::{CitizenId, UnifiedCode};

/// Names as examples in textbooks have them: a common family name and two characters of the sixty
/// cycle (干支), by which people were never called.
const FAMILY_NAMES: [&str; 8] = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王"];
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const BRANCHES: [&str; 12] =
    ["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"];
const TRADES: [&str; 8] = ["食品", "餐饮", "医药", "建筑", "运输", "环保", "文化", "物业"];

/// Numbers are issued by counties; this is the code of a whole municipality, so of nobody's county.
const NO_COUNTY: &str = "110000";
/// An enterprise registered in Haiyun, a division (990100) that does not exist.
const HAIYUN_ENTERPRISE: &str = "91990100";
/// What the last character of either number may be.
const CHECK_CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

const OLDEST_BORN_ON: Date = date(1940, 1, 1);
const YOUNGEST_BORN_ON: Date = date(2000, 1, 1);

/// Somebody.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) name: String,
    /// Valid by GB 11643.
    pub(super) citizen_id: String,
    pub(super) born_on: Date,
    /// With a subscriber number that begins with 0, which none does.
    pub(super) phone: String,
}

/// Who applies or complains.
#[derive(Clone, Debug)]
pub(super) enum Party {
    /// For oneself.
    Citizen(Person),
    /// For an organisation.
    Organisation {
        name: String,
        /// Valid by GB 32100.
        unified_code: String,
        contact: Person,
    },
}

impl Person {
    pub(super) fn invent(rng: &mut StdRng) -> Self {
        let days = OLDEST_BORN_ON.until(YOUNGEST_BORN_ON).map_or(1, |span| span.get_days());
        let days: Span = rng.random_range(0..days).days();
        let born_on = OLDEST_BORN_ON.checked_add(days).unwrap_or(YOUNGEST_BORN_ON);
        let family = FAMILY_NAMES[rng.random_range(0..FAMILY_NAMES.len())];
        let body = format!(
            "{NO_COUNTY}{:04}{:02}{:02}{:03}",
            born_on.year(),
            born_on.month(),
            born_on.day(),
            rng.random_range(0..1_000)
        );
        Self {
            name: format!("{family}{}", sixty(rng)),
            citizen_id: checked(&body, |id| CitizenId::parse(id).is_ok()),
            born_on,
            phone: format!("010-0{:07}", rng.random_range(0..10_000_000)),
        }
    }
}

impl Party {
    pub(super) fn invent_citizen(rng: &mut StdRng) -> Self {
        Self::Citizen(Person::invent(rng))
    }

    pub(super) fn invent_organisation(rng: &mut StdRng) -> Self {
        let trade = TRADES[rng.random_range(0..TRADES.len())];
        Self::Organisation {
            name: format!("海云{}{trade}有限公司", sixty(rng)),
            unified_code: unified_code(rng),
            contact: Person::invent(rng),
        }
    }

    /// Whom the office speaks with.
    pub(super) fn person(&self) -> &Person {
        match self {
            Self::Citizen(person) => person,
            Self::Organisation { contact, .. } => contact,
        }
    }

    /// As requests state it.
    pub(super) fn stated(&self) -> Value {
        match self {
            Self::Citizen(person) => json!({
                "kind": "citizen", "name": person.name, "identity": person.citizen_id,
                "phone": person.phone,
            }),
            Self::Organisation { name, unified_code, contact } => json!({
                "kind": "organisation", "name": name, "identity": unified_code,
                "phone": contact.phone,
            }),
        }
    }
}

/// A code of an organisation that does not exist.
pub(super) fn unified_code(rng: &mut StdRng) -> String {
    let body = format!("{HAIYUN_ENTERPRISE}{:09}", rng.random_range(0..1_000_000_000));
    checked(&body, |code| UnifiedCode::parse(code).is_ok())
}

fn sixty(rng: &mut StdRng) -> String {
    let n = rng.random_range(0..60);
    format!("{}{}", STEMS[n % STEMS.len()], BRANCHES[n % BRANCHES.len()])
}

/// The number of this body: of all last characters exactly one passes the check.
fn checked(body: &str, passes: impl Fn(&str) -> bool) -> String {
    let numbers = CHECK_CHARACTERS.chars().map(|check| format!("{body}{check}"));
    numbers.into_iter().find(|number| passes(number)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use tongban_vault::{PartyKind, StatedParty};

    use super::*;

    fn kind(stated: &Value) -> PartyKind {
        serde_json::from_value(stated["kind"].clone()).unwrap()
    }

    #[test]
    fn everyone_invented_passes_the_checks_of_the_window() {
        let mut rng = StdRng::seed_from_u64(7);
        for _ in 0..500 {
            for party in [Party::invent_citizen(&mut rng), Party::invent_organisation(&mut rng)] {
                let stated = party.stated();
                let text = |field: &str| stated[field].as_str().unwrap().to_owned();
                let (name, identity, phone) = (text("name"), text("identity"), text("phone"));
                let read = StatedParty::read(kind(&stated), &name, &identity, Some(&phone));
                assert!(read.is_ok(), "{stated}: {read:?}");
            }
        }
    }

    #[test]
    fn numbers_name_places_that_issue_none() {
        let mut rng = StdRng::seed_from_u64(8);
        let person = Person::invent(&mut rng);
        assert!(person.citizen_id.starts_with("110000"), "{}", person.citizen_id);
        let born_on = person.born_on.strftime("%Y%m%d").to_string();
        assert_eq!(person.citizen_id[6..14], born_on);
        assert!(unified_code(&mut rng).starts_with("91990100"));
    }

    #[test]
    fn the_same_seed_invents_the_same_people() {
        let (mut one, mut other) = (StdRng::seed_from_u64(9), StdRng::seed_from_u64(9));
        for _ in 0..10 {
            let (one, other) = (Party::invent_citizen(&mut one), Party::invent_citizen(&mut other));
            assert_eq!(one.stated(), other.stated());
        }
    }
}
