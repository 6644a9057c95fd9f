use tongban_kernel::Text;

/// One value that must change before the request can be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where: a JSON pointer (RFC 6901) into the body such as `/materials/0/code`, `?name` for a
    /// query parameter, `{name}` for a part of the path, a name for a header.
    pub field: String,
    /// Which rule it breaks: a stable word such as `missing`, for programs.
    pub rule: &'static str,
    /// What to do about it, for people.
    pub remedy: Text,
}

impl FieldError {
    /// A value that breaks a rule.
    pub fn new(field: impl Into<String>, rule: &'static str, remedy: Text) -> Self {
        Self { field: field.into(), rule, remedy }
    }
}
