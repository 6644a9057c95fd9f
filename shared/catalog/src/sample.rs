//! A city that does not exist, for demonstrations and tests: 海云市, Haiyun.

use crate::Catalog;
use crate::fault::Fault;
use crate::files::{File, check_files};

macro_rules! embed {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../sample/", $name)))),*]
    };
}

const FILES: &[(&str, &str)] = embed![
    "city.yaml",
    "departments.yaml",
    "duties/city-management.yaml",
    "duties/civil-affairs.yaml",
    "duties/environment.yaml",
    "duties/fire-rescue.yaml",
    "duties/government-services.yaml",
    "duties/health.yaml",
    "duties/housing-construction.yaml",
    "duties/human-resources.yaml",
    "duties/market-regulation.yaml",
    "duties/natural-resources.yaml",
    "duties/public-security.yaml",
    "duties/transport.yaml",
    "items/company-registration.yaml",
    "items/completion-acceptance.yaml",
    "items/construction-permit.yaml",
    "items/drug-retail-licence.yaml",
    "items/eia-approval.yaml",
    "items/fire-safety-inspection.yaml",
    "items/food-business-licence.v2.yaml",
    "items/food-business-licence.yaml",
    "items/household-move.yaml",
    "items/individual-business-registration.yaml",
    "items/insurance-certificate.yaml",
    "items/labour-dispatch-licence.yaml",
    "items/land-use-permit.yaml",
    "items/large-event-permit.yaml",
    "items/medical-institution-licence.yaml",
    "items/minimum-living-allowance.yaml",
    "items/old-age-card.yaml",
    "items/open-a-restaurant.yaml",
    "items/planning-permit-building.yaml",
    "items/pollutant-permit.yaml",
    "items/presale-permit.yaml",
    "items/public-housing.yaml",
    "items/public-place-hygiene.yaml",
    "items/radiation-licence.yaml",
    "items/real-estate-transfer.yaml",
    "items/residence-permit.yaml",
    "items/road-occupation-permit.yaml",
    "items/road-transport-licence.yaml",
    "items/social-organisation-registration.yaml",
    "items/special-equipment-registration.yaml",
    "items/startup-subsidy.yaml",
    "items/taxi-driver-certificate.yaml",
    "items/waste-transport-permit.yaml",
    "items/work-injury.yaml",
    "plans/flood.yaml",
    "plans/food-poisoning.yaml",
    "plans/hazardous-spill.yaml",
];

/// The files of the sample city, as they would lie in a directory.
pub fn sample_files() -> impl Iterator<Item = File> {
    FILES.iter().map(|(name, text)| File { name: (*name).to_owned(), text: (*text).to_owned() })
}

/// The sample city: 19 departments of past and present, more than 30 items, three plans.
///
/// # Errors
/// Never in a program whose tests pass: the files are part of it.
pub fn sample_city() -> Result<Catalog, Vec<Fault>> {
    check_files(sample_files())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use jiff::civil::date;
    use serde_json::json;

    use super::*;
    use crate::model::{CaseKind, MaterialCode, StepId};

    #[test]
    fn the_sample_city_has_no_fault() {
        if let Err(faults) = sample_city() {
            panic!("{}", faults.iter().map(|f| format!("{f}\n")).collect::<String>());
        }
    }

    #[test]
    fn every_file_of_the_directory_is_embedded() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
        let n_in = |folder| fs::read_dir(dir.join(folder)).unwrap().count();
        let n_files = n_in("items") + n_in("duties") + n_in("plans") + 2;
        assert_eq!(FILES.len(), n_files, "name every file in FILES");
        assert_eq!(crate::check(&dir).unwrap(), sample_city().unwrap());
    }

    #[test]
    fn the_sample_city_shows_what_a_catalogue_can_say() {
        let city = sample_city().unwrap();
        let today = date(2026, 9, 28);
        assert!(city.departments_at(today).count() >= 12);
        let items: Vec<_> = city.items_in_force(today).collect();
        assert!(items.len() >= 30);
        for department in city.departments_at(today) {
            let list = city.duties().iter().find(|list| list.department == department.code);
            assert!(list.is_some_and(|list| list.duties.len() >= 5), "{}", department.code);
        }
        let steps = || items.iter().flat_map(|item| &item.steps);
        assert!(steps().filter(|step| !step.cooperation.is_empty()).count() >= 10);
        assert!(steps().any(|step| step.cooperation.len() > 1));
        assert!(items.iter().any(|item| item.case_kind == CaseKind::Instant));
        assert!(items.iter().any(|item| !item.special_procedures.is_empty()));
        assert!(city.departments().iter().any(|department| department.successors.len() > 1));
        let plans: Vec<_> = city.plans_in_force(today).collect();
        assert_eq!(plans.len(), 3);
        assert!(plans.iter().all(|plan| plan.tasks.iter().any(|task| !task.skips.is_empty())));
    }

    #[test]
    fn steps_become_ready_in_their_order_and_side_by_side() {
        let city = sample_city().unwrap();
        let item = city.item("food-business-licence", 1).unwrap();
        let ready = |done: &[&str]| -> Vec<String> {
            let done: BTreeSet<_> = done.iter().map(|id| StepId::parse(id).unwrap()).collect();
            item.ready_steps(&done).map(|step| step.id.to_string()).collect()
        };
        assert_eq!(ready(&[]), ["accept"]);
        assert_eq!(ready(&["accept"]), ["documents", "site"]);
        assert_eq!(ready(&["accept", "documents"]), ["site"]);
        assert_eq!(ready(&["accept", "documents", "site"]), ["decide"]);
    }

    #[test]
    fn everything_missing_is_said_at_once_and_nothing_is_asked_twice() {
        let city = sample_city().unwrap();
        let item = city.item("food-business-licence", 1).unwrap();
        let answers = json!({ "sells_cold": true, "business_form": "retail", "area_m2": 2000 });
        let handed_in = BTreeSet::from([MaterialCode::parse("layout").unwrap()]);
        let missing = item.missing_materials(answers.as_object().unwrap(), &handed_in);
        let codes: Vec<_> = missing.iter().map(|material| material.code.as_str()).collect();
        assert_eq!(codes, ["application-form", "premises-proof", "safety-rules", "cold-storage"]);
        assert!(item.material("business-licence-copy").unwrap().shared, "held already");
    }

    #[test]
    fn a_new_version_comes_into_force_on_its_day() {
        let city = sample_city().unwrap();
        let version = |on| city.item_in_force("food-business-licence", on).map(|i| i.version);
        assert_eq!(version(date(2023, 12, 31)), None);
        assert_eq!(version(date(2026, 12, 31)), Some(1));
        assert_eq!(version(date(2027, 1, 1)), Some(2));
        assert_eq!(city.item("food-business-licence", 1).unwrap().version, 1, "kept for its cases");
    }

    #[test]
    fn office_hours_are_those_of_the_department_or_of_the_city() {
        let city = sample_city().unwrap();
        let today = date(2026, 9, 28);
        assert_eq!(city.office_of("civil-affairs", today), &city.city().office);
        assert_ne!(city.office_of("government-services", today), &city.city().office);
    }
}
