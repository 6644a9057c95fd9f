//! Text as the words that are compared.

use std::sync::LazyLock;

use jieba_rs::Jieba;

// Reading the dictionary takes longer than cutting thousands of texts.
static JIEBA: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Single characters that join words and say nothing by themselves.
const JOINING: &str = "的和与及或等对在为由将其之于从以向被把是了不中并且各该本经所有者";
const JOINING_EN: [&str; 14] =
    ["and", "are", "at", "by", "for", "from", "in", "it", "of", "on", "or", "that", "the", "their"];

/// The words of a text in their order, long ones beside the shorter ones inside them (行政许可 is
/// 行政, 许可 and 行政许可), so that either finds the other.
pub(super) fn words(text: &str) -> Vec<String> {
    let tokens = JIEBA.cut_for_search(text, true);
    tokens.into_iter().filter_map(|token| word(token.word)).collect()
}

fn word(token: &str) -> Option<String> {
    if !token.chars().any(char::is_alphanumeric) {
        return None;
    }
    let word = token.to_lowercase();
    let says_something = match word.is_ascii() {
        true => word.len() > 1 && !JOINING_EN.contains(&word.as_str()),
        false => word.chars().count() > 1 || !JOINING.contains(&word),
    };
    says_something.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_come_with_the_shorter_ones_inside_them() {
        assert_eq!(words("行政许可"), ["行政", "许可", "行政许可"]);
    }

    #[test]
    fn what_only_joins_words_is_left_out() {
        assert_eq!(words("企业的登记，和（注销）"), ["企业", "登记", "注销"]);
        assert_eq!(words("The noise of a Factory"), ["noise", "factory"]);
    }
}
