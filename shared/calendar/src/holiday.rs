use crate::Lang;

/// The holidays that the State Council's rule on festivals and memorial days names.
const ENGLISH: [(&str, &str); 7] = [
    ("元旦", "New Year's Day"),
    ("春节", "Spring Festival"),
    ("清明节", "Qingming Festival"),
    ("劳动节", "Labour Day"),
    ("端午节", "Dragon Boat Festival"),
    ("中秋节", "Mid-Autumn Festival"),
    ("国庆节", "National Day"),
];

/// A holiday's name as `lang` has it. Notices join two with `、` (国庆节、中秋节). A name that is not
/// one of the seven (a single celebration) stays as the notice wrote it.
pub fn holiday_name(notice_name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => notice_name.to_owned(),
        Lang::En => notice_name.split('、').map(english).collect::<Vec<_>>().join(" and "),
    }
}

fn english(name: &str) -> &str {
    ENGLISH.iter().find(|(zh, _)| *zh == name).map_or(name, |(_, en)| *en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_holidays_in_one_are_both_translated() {
        let name = holiday_name("国庆节、中秋节", Lang::En);
        assert_eq!(name, "National Day and Mid-Autumn Festival");
    }

    #[test]
    fn an_unknown_celebration_keeps_its_name() {
        assert_eq!(holiday_name("抗战胜利纪念日", Lang::En), "抗战胜利纪念日");
    }
}
