/// What kind of value is shown, and so how much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Maskable {
    /// Name of a person: the surname stays (王*, 欧阳**).
    Name,
    /// Citizen identity number: the first three and the last two characters stay. The customary
    /// six and four hide the date of birth alone, and the check character leaves but one date in
    /// eleven.
    CitizenId,
    /// Number of another document of identity: the last two characters stay.
    OtherDocument,
    /// Phone number: the last four digits stay, of a mobile number the first three too
    /// (138****1234).
    Phone,
    /// Address: the county or district stays, or else the first quarter.
    Address,
    /// Anything else about a person: nothing stays.
    Other,
}

/// Surnames of two characters that are in use; any other is taken to have one.
const COMPOUND_SURNAMES: [&str; 24] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "尉迟", "皇甫", "公孙",
    "慕容", "长孙", "宇文", "令狐", "钟离", "闻人", "端木", "申屠", "太史", "百里", "呼延", "轩辕",
];

/// Shows so much of a value that who knows it recognises it. Blanks around it are dropped; what is
/// too short for its kind is hidden as a whole.
pub fn mask(kind: Maskable, value: &str) -> String {
    let chars: Vec<char> = value.trim().chars().collect();
    match kind {
        Maskable::Name => keep(&chars, surname_len(&chars), 0),
        Maskable::CitizenId if chars.len() == 18 => keep(&chars, 3, 2),
        Maskable::OtherDocument if chars.len() > 5 => keep(&chars, 0, 2),
        Maskable::Phone if chars.len() == 11 && chars[0] == '1' => keep(&chars, 3, 4),
        Maskable::Phone if chars.len() > 7 => keep(&chars, 0, 4),
        Maskable::Address => keep(&chars, county_len(&chars), 0),
        Maskable::CitizenId | Maskable::OtherDocument | Maskable::Phone | Maskable::Other => {
            keep(&chars, 0, 0)
        }
    }
}

fn keep(chars: &[char], n_first: usize, n_last: usize) -> String {
    let hidden = n_first..chars.len() - n_last;
    chars.iter().enumerate().map(|(i, c)| if hidden.contains(&i) { '*' } else { *c }).collect()
}

fn surname_len(chars: &[char]) -> usize {
    let compound = |known: &&str| known.chars().eq(chars.iter().copied().take(2));
    match chars.len() {
        // A name of one character would stand there in full.
        0 | 1 => 0,
        3.. if COMPOUND_SURNAMES.iter().any(compound) => 2,
        _ => 1,
    }
}

fn county_len(chars: &[char]) -> usize {
    // Farther in, these characters stand in names of estates and roads.
    const COUNTY_WITHIN: usize = 12;
    let within = &chars[..chars.len().min(COUNTY_WITHIN)];
    let county = within.iter().rposition(|c| matches!(c, '区' | '县' | '旗'));
    match county {
        Some(last) if last + 1 < chars.len() => last + 1,
        _ => chars.len() / 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_much_of_each_kind_stays_as_is_needed_to_recognise_it() {
        for (kind, value, shown) in [
            (Maskable::Name, "王明", "王*"),
            (Maskable::Name, " 王小明 ", "王**"),
            (Maskable::Name, "欧阳修之", "欧阳**"),
            (Maskable::Name, "欧阳", "欧*"),
            (Maskable::Name, "王", "*"),
            (Maskable::Name, "", ""),
            (Maskable::CitizenId, "11010519491231002X", "110*************2X"),
            (Maskable::CitizenId, "110105", "******"),
            (Maskable::OtherDocument, "E12345678", "*******78"),
            (Maskable::Phone, "13812341234", "138****1234"),
            (Maskable::Phone, "010-65121234", "********1234"),
            (Maskable::Phone, "12345", "*****"),
            (Maskable::Address, "北京市朝阳区建国路1号", "北京市朝阳区*****"),
            (Maskable::Address, "幸福路12号3单元", "幸福*******"),
            (Maskable::Other, "某事", "**"),
        ] {
            assert_eq!(mask(kind, value), shown, "{kind:?} {value}");
        }
    }

    #[test]
    fn no_kind_shows_a_short_value_in_full() {
        use Maskable::{Address, CitizenId, Name, Other, OtherDocument, Phone};
        for kind in [Name, CitizenId, OtherDocument, Phone, Address, Other] {
            for len in 1..40 {
                let value = "1".repeat(len);
                let shown = mask(kind, &value);
                assert_eq!(shown.chars().count(), len);
                assert!(shown.contains('*'), "{kind:?} {value}");
            }
        }
    }
}
