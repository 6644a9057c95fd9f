use super::{Parts, department_in_force, forms, limits, steps, twice};
use crate::fault::{Findings, Naming, Papers, Thing};
use crate::model::{Item, Material};

pub(super) fn check(parts: &Parts<'_>, item: &Item, at: &str, findings: &mut Findings) {
    if let (Some(city), Some(code)) = (parts.city, &item.implementation_code)
        && !city.implementation_codes.accepts(code)
    {
        findings.add(format!("{at}/implementation_code"), Naming::ImplementationCode);
    }
    let department = item.department.as_str();
    let pointer = format!("{at}/department");
    department_in_force(parts, department, item.valid_from, &pointer, findings);
    limits::check(item, at, findings);
    limits::check_procedures(item, at, findings);
    steps::check(parts, item, at, findings);
    materials(item, at, findings);
    procedures_and_results(item, at, findings);
    forms::check(item, at, findings);
}

fn materials(item: &Item, at: &str, findings: &mut Findings) {
    let codes = item.materials.iter().enumerate();
    let codes = codes.map(|(i, m)| (format!("{at}/materials/{i}/code"), m.code.as_str()));
    twice(Thing::Material, codes, findings);
    for (index, material) in item.materials.iter().enumerate() {
        let at = format!("{at}/materials/{index}");
        if !(1..=Material::BYTES_MAX).contains(&material.bytes_max) {
            let size = Papers::Size { bytes_max: Material::BYTES_MAX };
            findings.add(format!("{at}/bytes_max"), size);
        }
        if material.content_types.is_empty() {
            findings.add(format!("{at}/content_types"), Papers::ContentType);
        }
        for (place, content_type) in material.content_types.iter().enumerate() {
            if !is_content_type(content_type) {
                findings.add(format!("{at}/content_types/{place}"), Papers::ContentType);
            }
        }
    }
}

/// `type/subtype` of RFC 2045, without parameters.
fn is_content_type(text: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "+-._".contains(c))
    };
    text.split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub))
}

fn procedures_and_results(item: &Item, at: &str, findings: &mut Findings) {
    let codes = item.special_procedures.iter().enumerate();
    let codes = codes.map(|(i, p)| (format!("{at}/special_procedures/{i}/code"), p.code.as_str()));
    twice(Thing::Procedure, codes, findings);
    let codes = item.results.iter().enumerate();
    let codes = codes.map(|(i, r)| (format!("{at}/results/{i}/code"), r.code.as_str()));
    twice(Thing::Result, codes, findings);
}
