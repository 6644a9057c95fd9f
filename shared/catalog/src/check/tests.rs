//! Every kind of fault, made by one change to the sample city, is found at its file and line.

mod plans;

use crate::fault::{Bound, Fault, Naming, Papers, Problem, Shape, Thing, Timing, Validity};
use crate::files::{File, check_files};
use crate::sample_files;

const FOOD: &str = "items/food-business-licence.yaml";
const TRANSFER: &str = "items/real-estate-transfer.yaml";
const DEPARTMENTS: &str = "departments.yaml";

/// The sample city with one text replaced by another, the first time it stands in a file.
fn city_with(changes: &[(&str, &str, &str)]) -> Vec<File> {
    let mut files: Vec<File> = sample_files().collect();
    for (name, from, to) in changes {
        let file = files.iter_mut().find(|file| file.name == *name).unwrap();
        assert!(file.text.contains(from), "{name} has no {from:?}");
        file.text = file.text.replacen(from, to, 1);
    }
    files
}

fn faults(changes: &[(&str, &str, &str)]) -> Vec<Fault> {
    check_files(city_with(changes)).expect_err("a fault")
}

/// After one change there is exactly this fault, at the line on which `at` now stands first.
#[track_caller]
fn finds(change: (&str, &str, &str), at: &str, problem: impl Into<Problem>) {
    let (name, ..) = change;
    let text = city_with(&[change]).into_iter().find(|file| file.name == name).unwrap().text;
    let before = text.split_once(at).unwrap_or_else(|| panic!("{at:?} is not there")).0;
    let line = before.lines().count().max(1) as u64 + u64::from(before.ends_with('\n'));
    let found = faults(&[change]);
    let told: Vec<_> = found.iter().map(|f| (f.file.as_str(), f.line, &f.problem)).collect();
    assert_eq!(told, [(name, line, &problem.into())]);
}

fn unknown(what: Thing, code: &str) -> Naming {
    Naming::Unknown { what, code: code.into() }
}

fn twice(what: Thing, code: &str) -> Naming {
    Naming::Twice { what, code: code.into() }
}

#[test]
fn text_that_is_no_yaml_is_named_with_its_line() {
    let found = faults(&[(FOOD, "power: licence", "power: [licence")]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].file, FOOD);
    assert!((6..=8).contains(&found[0].line), "{}", found[0]);
    assert!(matches!(found[0].problem, Problem::Shape(Shape::Syntax { .. })));
}

#[test]
fn unknown_missing_repeated_and_empty_fields_are_found() {
    let field = |name: &str| Shape::UnknownField { field: name.into() };
    finds((FOOD, "power: licence", "power: licence\ncolour: red"), "colour: red", field("colour"));
    finds((FOOD, "    post: window\n", "    pots: window\n"), "pots", field("pots"));
    let missing = Shape::MissingField { field: "level".into() };
    finds((FOOD, "level: city\n", ""), "code:", missing);
    let key = Shape::KeyTwice { key: "level".into() };
    finds((FOOD, "case_kind:", "level: city\ncase_kind:"), "level: city\ncase_kind", key);
    finds((FOOD, "zh: 现场核查,", "zh: \" \","), "zh: \" \"", Shape::Blank);
    finds((FOOD, "  - 《食品经营许可和备案管理办法》\n", "  - \"\"\n"), "- \"\"", Shape::Blank);
}

#[test]
fn values_that_cannot_stand_there_are_found() {
    let misfit = |given: &str, expected: &str| Shape::Misfit {
        given: given.into(),
        expected: expected.into(),
    };
    let kinds = "instant, promised, other";
    finds((FOOD, "case_kind: promised", "case_kind: quick"), "quick", misfit("quick", kinds));
    let pattern = "^[a-z][a-z0-9-]{0,59}$";
    finds((FOOD, "id: accept", "id: Accept"), "Accept", misfit("Accept", pattern));
    let found = faults(&[(FOOD, "{workdays: 20}", "{days: 20}")]);
    assert_eq!((found.len(), found[0].line), (1, 15));
    assert!(found[0].to_string().contains("workdays: …, calendar_days: …"), "{}", found[0]);
    let found = faults(&[(FOOD, "{workdays: 20}", "{workdays: twenty}")]);
    assert_eq!((found.len(), found[0].line), (1, 15));
    let found = faults(&[(FOOD, "valid_from: 2024-01-01", "valid_from: 2024-02-30")]);
    assert_eq!((found.len(), found[0].line), (1, 3), "{}", found[0]);
    let found = faults(&[("city.yaml", "\"09:00-12:00\"", "\"12:00-09:00\"")]);
    assert_eq!((found[0].file.as_str(), found[0].line), ("city.yaml", 8), "{}", found[0]);
}

#[test]
fn references_that_lead_nowhere_are_found() {
    let nobody = unknown(Thing::Department, "nobody");
    finds(
        (TRANSFER, "department: natural-resources", "department: nobody"),
        "nobody",
        nobody.clone(),
    );
    finds((FOOD, "department: fire-rescue", "department: nobody"), "nobody", nobody.clone());
    finds((DEPARTMENTS, "department: natural-resources", "department: nobody"), "nobody", nobody);
    finds((FOOD, "post: inspection", "post: spy"), "spy", unknown(Thing::Post, "spy"));
    finds((FOOD, "post: liaison", "post: spy"), "spy", unknown(Thing::Post, "spy"));
    let step = unknown(Thing::Step, "nowhere");
    finds((FOOD, "after: [accept]", "after: [nowhere]"), "nowhere", step);
    let field = unknown(Thing::Field, "sells_ice");
    finds((FOOD, "{field: sells_cold", "{field: sells_ice"), "sells_ice", field);
    let item = unknown(Thing::Item, "no-item");
    finds((DEPARTMENTS, "items: [road-occupation-permit]", "items: [no-item]"), "no-item", item);
    let post = unknown(Thing::Post, "nowhere");
    finds((DEPARTMENTS, "{registry: review}", "{registry: nowhere}"), "registry: nowhere", post);
}

#[test]
fn a_step_asks_a_department_once() {
    let ask = |department: &str| {
        format!(
            "    cooperation:\n      - {{department: {department}, asks: {{zh: 核查通道, en: Check}}, \
             limit: {{workdays: 2}}, basis: 消防法}}\n"
        )
    };
    // The ask that was there follows the new one: it is the second of the two.
    let two = |department: &str| (FOOD, "    cooperation:\n", ask(department));
    let (name, from, to) = two("fire-rescue");
    let found = "department: fire-rescue\n";
    finds((name, from, &to), found, Naming::AsksTwice { code: "fire-rescue".into() });
    let fault = faults(&[(name, from, &to)]).remove(0);
    let told = format!("{FOOD}:{}:", fault.line);
    assert!(fault.to_string().starts_with(&told), "{fault}");
    assert!(fault.to_string().contains("asks the department `fire-rescue` twice"), "{fault}");
    // Another code would be another department: what helps is one ask instead of two.
    let remedy = serde_json::to_value(&fault).unwrap()["remedy"].clone();
    assert_eq!(remedy["en"], "ask it once, with both questions in one");
    assert_eq!(remedy["zh"], "只请求一次，把两项要求并为一项");
    let (name, from, to) = two("health");
    assert!(check_files(city_with(&[(name, from, &to)])).is_ok(), "two departments are no fault");
}

#[test]
fn codes_that_are_used_twice_are_found() {
    let planning = "items/planning-permit-building.yaml";
    for (name, from, to, what, code) in [
        (FOOD, "id: decide", "id: accept", Thing::Step, "accept"),
        (FOOD, "code: layout", "code: premises-proof", Thing::Material, "premises-proof"),
        (FOOD, "name: contact", "name: organisation", Thing::Field, "organisation"),
        (FOOD, "value: canteen", "value: retail", Thing::Choice, "retail"),
        (planning, "code: expert-review", "code: hearing", Thing::Procedure, "hearing"),
        (planning, "code: refusal", "code: permit", Thing::Result, "permit"),
        (DEPARTMENTS, "code: registry", "code: window", Thing::Post, "window"),
    ] {
        let found = faults(&[(name, from, to)]);
        let problem = twice(what, code).into();
        let fault = found.iter().find(|fault| fault.problem == problem);
        let file = sample_files().find(|file| file.name == name).unwrap();
        let line = file.text.lines().position(|line| line.contains(from)).unwrap() as u64 + 1;
        assert_eq!(fault.map(|f| (f.file.as_str(), f.line)), Some((name, line)), "{found:?}");
    }
}

#[test]
fn a_department_that_is_gone_when_the_item_begins_is_found() {
    let gone = Naming::NotInForce {
        what: Thing::Department,
        code: "land".into(),
        on: jiff::civil::date(2024, 1, 1),
    };
    let found = faults(&[(TRANSFER, "department: natural-resources", "department: land")]);
    assert_eq!(
        found.iter().map(|f| (f.line, &f.problem)).collect::<Vec<_>>(),
        [(10, &gone.into())]
    );
}

#[test]
fn a_ring_of_steps_is_named_step_by_step() {
    let ring = Timing::Cycle {
        ids: ["accept", "documents", "decide", "accept"].map(str::to_owned).to_vec(),
    };
    let change = (FOOD, "post: window", "post: window\n    after: [decide]");
    finds(change, "[decide]", ring);
}

#[test]
fn limits_that_do_not_fit_are_found() {
    let longer = |bound| Timing::LongerThan { bound };
    let ids = ["accept", "tax", "register"].map(str::to_owned).to_vec();
    finds(
        (TRANSFER, "promised: {workdays: 3}", "promised: {workdays: 2}"),
        "{workdays: 2}",
        Timing::PathTooLong { ids },
    );
    finds(
        (TRANSFER, "promised: {workdays: 3}", "promised: {workdays: 31}"),
        "{workdays: 31}",
        longer(Bound::Statutory),
    );
    finds(
        (FOOD, "        limit: {workdays: 3}", "        limit: {workdays: 6}"),
        "{workdays: 6}",
        longer(Bound::Step),
    );
    let found = faults(&[(FOOD, "    limit: {workdays: 5}", "    limit: {workdays: 21}")]);
    let problems: Vec<_> = found.iter().map(|f| f.problem.clone()).collect();
    assert!(problems.contains(&longer(Bound::Statutory).into()), "{problems:?}");
    finds(
        (FOOD, "delivery: {workdays: 10}", "delivery: {workdays: 0}"),
        "workdays: 0}",
        Timing::Amount,
    );
    finds((FOOD, "max: {workdays: 10}", "max: {hours: 10}"), "{hours: 10}", Timing::UnitDiffers);
    finds(
        (FOOD, "limits:", "ladder: {lead_after: {workdays: 4}}\nlimits:"),
        "ladder:",
        Timing::LadderOrder,
    );
    finds(
        ("city.yaml", "office:", "arbitration: {answer_within: {workdays: 11}}\noffice:"),
        "arbitration:",
        longer(Bound::Ruling),
    );
    let card = "items/old-age-card.yaml";
    finds(
        (
            card,
            "statutory: {workdays: 1}\n  promised: same_day",
            "statutory: {workdays: 5}\n  promised: {workdays: 3}",
        ),
        "{workdays: 3}",
        Timing::NotInstant,
    );
    let nothing = "kind: hearing\n    suspends: []";
    finds((FOOD, "kind: hearing", nothing), "[]", Timing::SuspendsNothing);
}

#[test]
fn no_special_procedure_has_the_code_of_a_closed_case() {
    finds((FOOD, "code: hearing", "code: closed"), "closed", Naming::CodeOfClosure);
}

#[test]
fn a_department_cannot_ask_itself() {
    let change = (FOOD, "department: fire-rescue", "department: market-regulation");
    finds(change, "department: market-regulation\n        post", Naming::AsksItself);
}

#[test]
fn codes_with_a_wrong_check_character_are_found() {
    let change = (FOOD, "\"11990100MB0000008G", "\"11990100MB0000008H");
    finds(change, "implementation_code", Naming::ImplementationCode);
    let change = (DEPARTMENTS, "unified_code: 1", "unified_code: 2");
    finds(change, "unified_code: 2", Naming::UnifiedCode);
}

#[test]
fn validities_that_overlap_or_are_empty_are_found() {
    let on = jiff::civil::date(2018, 1, 1);
    let overlap = Validity::Overlap { code: "environment".into(), on };
    let name = "Ecology and Environment}\n    unified_code: 11990100MB";
    let text = sample_files().find(|file| file.name == DEPARTMENTS).unwrap().text;
    let after = text.split_once(name).unwrap().1.split_once("valid_from").unwrap().0;
    let from = format!("{name}{after}valid_from: 2019-03-01");
    let to = format!("{name}{after}valid_from: 2018-01-01");
    let found = faults(&[(DEPARTMENTS, &from, &to)]);
    assert!(found.iter().any(|f| f.problem == overlap.clone().into()), "{found:?}");
    let until = (TRANSFER, "names:", "valid_until: 2020-01-01\nnames:");
    finds(until, "2020-01-01", Validity::Empty);
    let second = "items/food-business-licence.v2.yaml";
    let on = jiff::civil::date(2024, 1, 1);
    let overlap = Validity::Overlap { code: "food-business-licence".into(), on };
    finds((second, "valid_from: 2027-01-01", "valid_from: 2024-01-01"), "2024-01-01", overlap);
    let version = twice(Thing::Version, "food-business-licence 1");
    let found = faults(&[(second, "version: 2", "version: 1")]);
    // Both files are equally wrong; the one that is read later is named.
    assert_eq!((found[0].file.as_str(), &found[0].problem), (FOOD, &version.into()));
    let order = Validity::VersionOrder { earlier: 2 };
    let found = faults(&[(second, "valid_from: 2027-01-01", "valid_from: 2020-01-01")]);
    assert_eq!((found[0].file.as_str(), &found[0].problem), (FOOD, &order.into()));
}

#[test]
fn successors_that_leave_work_without_an_owner_are_found() {
    let rest = Validity::RestUnclear { n_rest: 2 };
    let change =
        (DEPARTMENTS, "city-management, items: [road-occupation-permit]}", "city-management}");
    let found = faults(&[change]);
    assert_eq!(found.iter().map(|f| &f.problem).collect::<Vec<_>>(), [&rest.into()]);
    let change = (DEPARTMENTS, "    successors:\n      - {department: natural-resources}\n", "");
    let found = faults(&[change]);
    assert_eq!(found[0].problem, Validity::NobodyTakesOver.into(), "{}", found[0]);
    let change = (DEPARTMENTS, "    valid_until: 2016-07-01\n", "");
    let found = faults(&[change]);
    assert_eq!(found[0].problem, Validity::SuccessorTooEarly.into(), "{}", found[0]);
    let ring = "{code: coordination, valid_until: 2020-01-01, successor: coordination, names";
    finds((DEPARTMENTS, "{code: coordination, names", ring), ring, Validity::Ring);
}

#[test]
fn papers_that_nobody_could_hand_in_are_found() {
    let photo = "items/old-age-card.yaml";
    finds((photo, "image/jpeg", "jpeg"), "[jpeg", Papers::ContentType);
    let size = Papers::Size { bytes_max: 20 * 1024 * 1024 };
    finds((photo, "bytes_max: 2097152", "bytes_max: 99000000"), "99000000", size);
    let never = Papers::NeverHolds { field: "sells_cold".into() };
    finds(
        (FOOD, "sells_cold, value: true", "sells_cold, value: cold"),
        "sells_cold, value: cold",
        never,
    );
    let change = (FOOD, "{equals: {field: sells_cold, value: true}}", "{all: []}");
    finds(change, "{all: []}", Papers::EmptyCondition);
    let change = (FOOD, "kind: phone\n      personal: phone", "kind: phone");
    finds(change, "kind: phone", Papers::NotMarkedPersonal);
    let change = (
        FOOD,
        "          - {value: catering, titles: {zh: 餐饮服务, en: Catering}}\n          - {value: canteen, titles: {zh: 单位食堂, en: Canteen}}\n",
        "",
    );
    let found = faults(&[change]);
    assert!(found.iter().any(|f| f.problem == Papers::NoChoice.into()), "{found:?}");
}

#[test]
fn all_faults_of_all_files_are_told_at_once_in_order() {
    let found = faults(&[
        (TRANSFER, "after: [tax]", "after: [taxes]"),
        (FOOD, "power: licence", "power: licence\ncolour: red"),
        (FOOD, "post: inspection", "post: spy"),
        (DEPARTMENTS, "unified_code: 1", "unified_code: 2"),
    ]);
    let files: Vec<_> = found.iter().map(|fault| fault.file.as_str()).collect();
    assert_eq!(files, [DEPARTMENTS, FOOD, FOOD, TRANSFER]);
}

#[test]
fn a_file_that_cannot_be_read_hides_no_fault_elsewhere_and_invents_none() {
    let found = faults(&[
        (DEPARTMENTS, "departments:", "departments: ["),
        (FOOD, "after: [accept]", "after: [nowhere]"),
    ]);
    let files: Vec<_> = found.iter().map(|fault| fault.file.as_str()).collect();
    assert_eq!(files, [DEPARTMENTS, FOOD]);
}

#[test]
fn a_directory_without_a_catalogue_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let found = crate::check(dir.path()).unwrap_err();
    let files: Vec<_> = found.iter().map(|fault| fault.file.as_str()).collect();
    assert_eq!(files, ["items", "city.yaml", "departments.yaml"]);
}

#[test]
fn a_fault_reads_like_a_compiler_message_and_speaks_both_languages() {
    let found = faults(&[(FOOD, "after: [accept]", "after: [nowhere]")]);
    let line = "items/food-business-licence.yaml:28:13: there is no step `nowhere`";
    assert_eq!(found[0].to_string(), line);
    let json = serde_json::to_value(&found[0]).unwrap();
    assert_eq!(json["reason"]["zh"], "环节 `nowhere` 不存在");
    assert_eq!(json["remedy"]["en"], "check the code, or define it first");
}

#[test]
fn faults_of_duties_are_found() {
    let name = "duties/health.yaml";
    let department = "department: health\n";
    let unknown = unknown(Thing::Department, "nobody");
    finds((name, department, "department: nobody\n"), "department: nobody", unknown);
    let again = twice(Thing::Duties, "transport");
    let (first, second) = ("department: health\n", "duties/transport.yaml");
    let found = faults(&[(name, first, "department: transport\n")]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].file.as_str(), found[0].line), (second, 1));
    assert_eq!(found[0].problem, again.into());
    let code = twice(Thing::Duty, "institutions");
    finds(
        (name, "code: public-places", "code: institutions"),
        "institutions\n    text:\n      zh: 负责公共场所",
        code,
    );
    let text = "zh: 负责职业病防治监督管理和职业卫生检查";
    finds((name, text, "zh: \" \""), "zh: \" \"", Shape::Blank);
    let basis = "    legal_basis:\n      - 《公共场所卫生管理条例》\n";
    let missing = Shape::MissingField { field: "legal_basis".into() };
    finds((name, basis, ""), "code: public-places", missing);
    let found = faults(&[(name, basis, "    legal_basis: []\n")]);
    assert_eq!(found.len(), 1, "{found:?}");
    let told = serde_json::to_value(&found[0]).unwrap();
    assert!(told["reason"]["zh"].as_str().unwrap().contains("应为：≥ 1 entries"), "{told}");
}

#[test]
fn a_catalogue_without_duties_is_sound() {
    let files: Vec<_> = sample_files().filter(|file| !file.name.starts_with("duties/")).collect();
    assert!(check_files(files).unwrap().duties().is_empty());
}
