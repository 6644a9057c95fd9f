use std::collections::BTreeSet;

use super::{Parts, twice};
use crate::fault::{Findings, Naming, Thing};

pub(super) fn check(parts: &Parts<'_>, findings: &mut Findings) {
    let mut listed = BTreeSet::new();
    for (index, duties) in parts.duties.iter().enumerate() {
        let Some(duties) = duties else { continue };
        let at = format!("/duties/{index}");
        let code = || duties.department.to_string();
        let is_department = parts
            .departments
            .is_none_or(|all| all.iter().any(|other| other.code == duties.department));
        if !is_department {
            let unknown = Naming::Unknown { what: Thing::Department, code: code() };
            findings.add(format!("{at}/department"), unknown);
        }
        if !listed.insert(&duties.department) {
            let twice = Naming::Twice { what: Thing::Duties, code: code() };
            findings.add(format!("{at}/department"), twice);
        }
        let codes = duties.duties.iter().enumerate();
        let codes = codes.map(|(i, d)| (format!("{at}/duties/{i}/code"), d.code.as_str()));
        twice(Thing::Duty, codes, findings);
    }
}
