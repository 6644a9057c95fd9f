use super::twice;
use crate::fault::{Findings, Naming, Thing, Validity};
use crate::model::{Department, Successor};

pub(super) fn check(department: &Department, at: &str, findings: &mut Findings) {
    let codes = department.posts.iter().enumerate();
    let codes = codes.map(|(i, post)| (format!("{at}/posts/{i}/code"), post.code.as_str()));
    twice(Thing::Post, codes, findings);
    for (index, post) in department.posts.iter().enumerate() {
        let at = format!("{at}/posts/{index}");
        let from = post.valid_from.unwrap_or(department.valid_from);
        if post.valid_until.is_some_and(|until| until <= from) {
            findings.add(format!("{at}/valid_until"), Validity::Empty);
        }
        match (&post.successor, post.valid_until) {
            (Some(_), None) => {
                findings.add(format!("{at}/successor"), Validity::SuccessorTooEarly);
            }
            (None, Some(_)) => findings.add(format!("{at}/valid_until"), Validity::NobodyTakesOver),
            (Some(next), Some(until)) => match department.post(next) {
                None => {
                    let unknown = Naming::Unknown { what: Thing::Post, code: next.to_string() };
                    findings.add(format!("{at}/successor"), unknown);
                }
                Some(_) if department.post_at(next, until).is_none() => {
                    findings.add(format!("{at}/successor"), Validity::Ring);
                }
                Some(_) => (),
            },
            (None, None) => (),
        }
    }
}

/// Posts that are handed over exist on both sides.
pub(super) fn handed_over(
    department: &Department,
    successor: &Successor,
    taker: &Department,
    at: &str,
    findings: &mut Findings,
) {
    for (from, to) in &successor.posts {
        let pointer = format!("{at}/posts/{from}");
        for (post, owner) in [(from, department), (to, taker)] {
            if owner.post(post).is_none() {
                let unknown = Naming::Unknown { what: Thing::Post, code: post.to_string() };
                findings.add(&pointer, unknown);
            }
        }
    }
}
