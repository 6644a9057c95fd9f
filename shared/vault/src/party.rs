use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongban_kernel::Personal;

use crate::{BlindIndex, KeyRing, Maskable, Opened, SealError, Sealer, UnsealError, mask};

mod stated;

pub use stated::{PartyFault, PartyPart, StatedParty, phone_digits};

/// A party (当事人): whoever hands in an application or complains, sealed under the party's key and
/// found by blind indexes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// A person or an organisation.
    pub kind: PartyKind,
    /// The name.
    pub name: Personal<String>,
    /// Citizen identity number or unified social credit code.
    pub identity: Personal<String>,
    /// Telephone number, as it was stated.
    pub phone: Option<Personal<String>>,
    /// Index of the identity.
    #[schemars(with = "String")]
    pub identity_index: BlindIndex,
    /// Index of the telephone number's digits.
    #[schemars(with = "Option<String>")]
    pub phone_index: Option<BlindIndex>,
    /// Indexes of every two neighbouring characters of the name.
    #[schemars(with = "Vec<String>")]
    pub name_indexes: Vec<BlindIndex>,
}

/// What a party is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// 自然人: identified by GB 11643.
    Citizen,
    /// 法人或其他组织: identified by GB 32100.
    Organisation,
}

/// How much of personal data is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// As much as is needed to recognise it.
    Masked,
    /// All of it: takes a permission, and leaves a trace, both of which are the caller's to see to.
    Clear,
}

/// A party as it is shown; what was erased is absent.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownParty {
    /// A person or an organisation.
    pub kind: PartyKind,
    /// The name.
    pub name: Option<String>,
    /// The identity number.
    pub identity: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
}

impl KeyRing {
    /// Seals what a party stated; answers also with the means to seal more about the same person.
    /// The person's key is durable when this answers.
    ///
    /// # Errors
    /// When the key cannot be kept.
    pub async fn seal_party(&self, stated: &StatedParty) -> Result<(Party, Sealer), SealError> {
        let index = self.index();
        let identity_index = stated.identity_index(index);
        let sealer = self.sealer_of(&identity_index).await?;
        let phone = stated.phone.as_ref();
        let party = Party {
            kind: stated.kind,
            name: sealer.seal(&stated.name)?,
            identity: sealer.seal(&stated.identity)?,
            phone: phone.map(|phone| sealer.seal(phone)).transpose()?,
            identity_index,
            phone_index: phone.map(|phone| index.blind_phone(phone)),
            name_indexes: index.name_bigrams(&stated.name),
        };
        Ok((party, sealer))
    }

    /// Shows a text about a person; none where the person's key was destroyed.
    ///
    /// # Errors
    /// When the key is missing though nobody erased the person, or the value is damaged.
    pub async fn show(
        &self,
        value: &Personal<String>,
        kind: Maskable,
        sight: Sight,
    ) -> Result<Option<String>, UnsealError> {
        Ok(match (self.unseal(value).await?, sight) {
            (Opened::Erased, _) => None,
            (Opened::Value(value), Sight::Clear) => Some(value),
            (Opened::Value(value), Sight::Masked) => Some(mask(kind, &value)),
        })
    }

    /// Shows a party. Organisations are public: their name and code are never masked.
    ///
    /// # Errors
    /// When the key is missing though nobody erased the person, or a value is damaged.
    pub async fn show_party(&self, party: &Party, sight: Sight) -> Result<ShownParty, UnsealError> {
        let of_itself = match party.kind {
            PartyKind::Citizen => sight,
            PartyKind::Organisation => Sight::Clear,
        };
        let phone = match &party.phone {
            Some(phone) => self.show(phone, Maskable::Phone, sight).await?,
            None => None,
        };
        Ok(ShownParty {
            kind: party.kind,
            name: self.show(&party.name, Maskable::Name, of_itself).await?,
            identity: self.show(&party.identity, Maskable::CitizenId, of_itself).await?,
            phone,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citizen() -> StatedParty {
        let number = "11010519491231002x";
        StatedParty::read(PartyKind::Citizen, " 王小明 ", number, Some("138 1234 1234")).unwrap()
    }

    #[tokio::test]
    async fn a_party_is_found_by_its_indexes_and_shown_masked() {
        let dir = tempfile::tempdir().unwrap();
        let keys = KeyRing::open(&dir.path().join("keys")).unwrap();
        let (party, _) = keys.seal_party(&citizen()).await.unwrap();
        let (again, _) = keys.seal_party(&citizen()).await.unwrap();
        assert_eq!(party.identity_index, again.identity_index);
        assert_eq!(party.name.person(), again.name.person());
        assert_eq!(party.phone_index, Some(keys.index().blind_phone("+86-13812341234")));
        let shown = keys.show_party(&party, Sight::Masked).await.unwrap();
        assert_eq!(shown.name.as_deref(), Some("王**"));
        assert_eq!(shown.identity.as_deref(), Some("110*************2X"));
        let clear = keys.show_party(&party, Sight::Clear).await.unwrap();
        assert_eq!(clear.identity.as_deref(), Some("11010519491231002X"));
        assert_eq!(clear.phone.as_deref(), Some("138 1234 1234"));
    }

    #[tokio::test]
    async fn an_erased_party_shows_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let keys = KeyRing::open(&dir.path().join("keys")).unwrap();
        let (party, _) = keys.seal_party(&citizen()).await.unwrap();
        keys.erase(party.name.person()).await.unwrap();
        let shown = keys.show_party(&party, Sight::Clear).await.unwrap();
        assert_eq!((shown.name, shown.identity, shown.phone), (None, None, None));
    }

    #[tokio::test]
    async fn an_organisation_is_public_and_its_telephone_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let keys = KeyRing::open(&dir.path().join("keys")).unwrap();
        let code = "91350100M000100Y43";
        let stated = StatedParty::read(
            PartyKind::Organisation,
            "海云食品有限公司",
            code,
            Some("13812341234"),
        );
        let (party, _) = keys.seal_party(&stated.unwrap()).await.unwrap();
        let shown = keys.show_party(&party, Sight::Masked).await.unwrap();
        assert_eq!(shown.name.as_deref(), Some("海云食品有限公司"));
        assert_eq!(shown.identity.as_deref(), Some(code));
        assert_eq!(shown.phone.as_deref(), Some("138****1234"));
    }
}
