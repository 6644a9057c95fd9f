use tongban_kernel::Text;

/// What is wrong and what to do about it, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What is wrong.
    pub reason: Text,
    /// What to do about it.
    pub remedy: Text,
}

/// Puts a reason before its remedy; Chinese before English.
pub(super) fn words(reason: [impl Into<String>; 2], remedy: [&str; 2]) -> Words {
    let [zh, en] = reason;
    let [remedy_zh, remedy_en] = remedy;
    Words { reason: Text::new(zh, en), remedy: Text::new(remedy_zh, remedy_en) }
}
