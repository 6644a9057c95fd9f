use std::collections::BTreeMap;

/// Who answers now for work that was given to a department which is no more (职能承接). History
/// keeps the department that it was given to; only the question "who now?" goes through here.
///
/// A department that is not named answers for itself: an empty table is right wherever nothing was
/// merged or split, and in tests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Successions(BTreeMap<String, Takeover>);

/// Who took over from one department. Chains have been followed to their end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Takeover {
    /// Who took over what no item decides; none where nobody did.
    pub rest: Option<String>,
    /// Who took over cases of an item, where it is not whoever takes the rest.
    pub by_item: BTreeMap<String, String>,
}

impl Successions {
    /// Who answers for work of this item that was given to `department`. Where the item is not
    /// known it goes to whoever took the rest.
    pub fn answers_for<'a>(&'a self, department: &'a str, item: Option<&str>) -> &'a str {
        let Some(takeover) = self.0.get(department) else { return department };
        let by_item = item.and_then(|item| takeover.by_item.get(item));
        by_item.or(takeover.rest.as_ref()).map_or(department, String::as_str)
    }

    /// The departments whose work is seen by `department`: itself first, then those it took over
    /// from. A department that was split by item is seen whole by each that took over a part, since
    /// a list is only read; who may act is asked of [`Self::answers_for`].
    pub fn seen_by(&self, department: &str) -> Vec<String> {
        let took_over = |takeover: &Takeover| {
            takeover.rest.iter().chain(takeover.by_item.values()).any(|taker| taker == department)
        };
        let others = self
            .0
            .iter()
            .filter(|(gone, takeover)| gone.as_str() != department && took_over(takeover));
        let others = others.map(|(gone, _)| gone.clone());
        std::iter::once(department.to_owned()).chain(others).collect()
    }
}

impl FromIterator<(String, Takeover)> for Successions {
    fn from_iter<I: IntoIterator<Item = (String, Takeover)>>(takeovers: I) -> Self {
        Self(takeovers.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Market was split: food licences went to food, the rest to trade.
    fn split() -> Successions {
        let by_item = BTreeMap::from([("food-licence".to_owned(), "food".to_owned())]);
        [("market".to_owned(), Takeover { rest: Some("trade".to_owned()), by_item })]
            .into_iter()
            .collect()
    }

    #[test]
    fn whoever_was_not_merged_answers_for_itself() {
        assert_eq!(Successions::default().answers_for("market", None), "market");
        assert_eq!(split().answers_for("trade", Some("food-licence")), "trade");
    }

    #[test]
    fn a_split_goes_by_item_and_the_rest_to_one() {
        assert_eq!(split().answers_for("market", Some("food-licence")), "food");
        assert_eq!(split().answers_for("market", Some("trade-name")), "trade");
        assert_eq!(split().answers_for("market", None), "trade");
    }

    #[test]
    fn each_that_took_over_a_part_sees_the_whole() {
        assert_eq!(split().seen_by("food"), ["food", "market"]);
        assert_eq!(split().seen_by("trade"), ["trade", "market"]);
        assert_eq!(split().seen_by("market"), ["market"]);
    }
}
