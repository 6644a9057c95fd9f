use jiff::civil::date;
use tongban_catalog::sample_city;
use tongban_kernel::{MatterId, Successions, Text};
use uuid::Uuid;

use super::*;
use crate::matching::events::{Level, Proposal};

fn of_city() -> Vec<Known> {
    let city = sample_city().unwrap();
    let today = date(2026, 9, 28);
    of_catalog(&city, today, &city.successions(today))
}

fn propose(title: &str) -> Proposal {
    Engine::new(of_city()).propose(title, "")
}

fn departments(candidates: &[crate::matching::events::Candidate]) -> Vec<&str> {
    candidates.iter().map(|one| one.department.as_str()).collect()
}

fn matter_id() -> MatterId {
    MatterId::derive("zhao", Uuid::from_u128(7))
}

#[test]
fn a_department_is_found_by_its_duty_with_its_rules_and_the_words_that_matched() {
    let proposal = propose("电梯困人，物业未维护，特种设备安全监察");
    assert_eq!(proposal.lead(), Some("market-regulation"));
    let ground = &proposal.candidates[0].grounds[0];
    assert_eq!(ground.source, Source::Duty { code: "special-equipment".to_owned() });
    assert_eq!(ground.legal_basis, ["《中华人民共和国特种设备安全法》第五条"]);
    for word in ["电梯", "特种设备", "监察"] {
        assert!(ground.words.iter().any(|found| found == word), "{word}: {ground:?}");
    }
    assert!(!ground.words.iter().any(|word| word == "困人"), "no duty says so");
    assert_eq!(proposal.candidates[0].percent, 100);
}

#[test]
fn who_has_words_of_its_own_assists() {
    let proposal = propose("电梯困人，小区物业纠纷");
    assert_eq!(departments(&proposal.candidates)[0], "housing-construction");
    assert!(departments(&proposal.assisting).contains(&"market-regulation"), "{proposal:#?}");
}

#[test]
fn duties_of_others_with_the_same_words_are_told_as_overlaps() {
    let proposal = propose("查处餐饮油烟污染扰民");
    assert_eq!(proposal.lead(), Some("city-management"));
    let overlap = proposal.overlaps.iter().find(|one| one.department == "environment");
    let overlap = overlap.unwrap_or_else(|| panic!("{proposal:#?}"));
    assert_eq!(overlap.ground.source, Source::Duty { code: "air".to_owned() });
    assert!(overlap.ground.words.iter().any(|word| word == "油烟"));
    let named: Vec<_> = proposal.overlaps.iter().map(|one| &one.department).collect();
    assert!(!named.iter().any(|one| *one == "city-management"), "{named:?}");
}

#[test]
fn english_words_find_the_english_text() {
    let proposal = propose("Cooking fumes trouble residents");
    assert_eq!(proposal.lead(), Some("city-management"), "{proposal:#?}");
}

#[test]
fn the_text_counts_less_than_the_title() {
    let engine = Engine::new(of_city());
    let (taxi, marriage) = ("网络预约出租汽车驾驶员", "办理结婚登记");
    assert_eq!(engine.propose(taxi, marriage).lead(), Some("transport"));
    assert_eq!(engine.propose(marriage, taxi).lead(), Some("civil-affairs"));
}

#[test]
fn what_a_coordinator_confirmed_comes_first_the_next_time() {
    let title = "无人机夜间低空飞行扰民";
    let before = propose(title);
    assert_ne!(before.lead(), Some("transport"));
    let mut known = of_city();
    known.push(Known::led("transport", matter_id(), "无人机低空飞行投诉", "详情另附"));
    known.push(Known::assisted("public-security", matter_id(), "无人机低空飞行投诉", ""));
    let engine = Engine::new(known);
    let after = engine.propose(title, "");
    assert_eq!(after.lead(), Some("transport"));
    let ground = &after.candidates[0].grounds[0];
    assert_eq!(ground.source, Source::Matter { matter_id: matter_id() });
    assert_eq!(
        ground.said.zh, "无人机低空飞行投诉",
        "what else was said is for those who may read it"
    );
    assert!(departments(&after.candidates).contains(&"public-security"), "{after:#?}");
    assert_eq!(engine.precedents("无人机", 10), [matter_id().uuid()]);
    assert!(engine.precedents("户口", 10).is_empty());
}

#[test]
fn who_assisted_in_much_the_same_matter_assists_again() {
    let title = "无人机低空飞行";
    let mut known = of_city();
    known.push(Known::led("transport", matter_id(), title, ""));
    known.push(Known::assisted("public-security", matter_id(), title, ""));
    let proposal = Engine::new(known).propose(title, "");
    assert_eq!(proposal.lead(), Some("transport"));
    assert_eq!(departments(&proposal.assisting), ["public-security"]);
}

#[test]
fn an_answered_task_speaks_for_a_department_less_than_a_duty() {
    let known = |text: &str| Text::new(text, "");
    let duty = Known::listed("A", Source::Duty { code: "x".into() }, known("核实水闸安全"));
    let task = Known::answered("B", known("核实水闸安全"));
    let proposal = Engine::new(vec![task.clone(), duty]).propose("水闸安全", "");
    assert_eq!(departments(&proposal.candidates), ["A", "B"]);
    assert_eq!(Engine::new(vec![task]).propose("水闸安全", "").lead(), Some("B"));
}

#[test]
fn nothing_is_proposed_where_no_word_is_known() {
    let proposal = propose("！？");
    assert_eq!((proposal.lead(), proposal.confidence.level), (None, Level::Low));
    assert!(proposal.assisting.is_empty() && proposal.overlaps.is_empty());
    assert_eq!(Engine::new(Vec::new()).propose("油烟", "").lead(), None);
}

#[test]
fn one_weak_word_gives_no_confidence() {
    let proposal = propose("登记一下量子计算机的叠加态与纠缠态实验记录");
    assert_eq!(proposal.confidence.level, Level::Low, "{:?}", proposal.confidence);
}

#[test]
fn duties_of_a_department_that_is_no_more_count_for_who_took_over() {
    let city = sample_city().unwrap();
    let mut content = (**city.content()).clone();
    let list =
        content.duties.iter_mut().find(|list| list.department.as_str() == "market-regulation");
    list.unwrap().department = "food-drug".to_owned().try_into().unwrap();
    let city = tongban_catalog::Catalog::new(content);
    let known = |on| of_catalog(&city, on, &city.successions(on));
    let food = |known: Vec<Known>| Engine::new(known).propose("餐饮服务食品安全监督", "");
    assert_eq!(food(known(date(2026, 9, 28))).lead(), Some("market-regulation"));
    assert_eq!(food(known(date(2018, 9, 28))).lead(), Some("food-drug"));
    let nobody = of_catalog(&city, date(2026, 9, 28), &Successions::default());
    assert!(!nobody.iter().any(|known| known.department == "food-drug"));
}

#[test]
fn the_scan_tells_overlaps_of_duties_once_and_items_without_a_duty() {
    let engine = Engine::new(of_city());
    let scan = engine.scan();
    let overlap = |pair: &scan::Pair| {
        let [a, b] = pair.duties.each_ref().map(|duty| duty.department.clone());
        format!("{a} {b} {}", pair.words.join(" "))
    };
    // Not that nearly all of them grant permits and supervise.
    let expected = [
        "public-security transport 化学 化学品 道路 运输",
        "city-management market-regulation 摊贩 治理 流动",
        "city-management natural-resources 违章 违章建筑 违法",
        "public-security transport 超载 超限 车辆 货运",
        "housing-construction human-resources 农民 农民工 工资 民工",
        "city-management environment 油烟 污染 餐饮",
        "environment health 用水 饮用 饮用水",
        "environment health 射线 放射 装置",
        "environment housing-construction 扬尘 施工",
    ];
    assert_eq!(scan.overlaps.iter().map(overlap).collect::<Vec<_>>(), expected);
    let gaps: Vec<_> = scan.gaps.iter().map(|gap| gap.item.as_str()).collect();
    assert_eq!(gaps, ["open-a-restaurant"], "a bundle of others' items");
}

#[test]
fn an_item_that_only_another_departments_duty_covers_is_a_gap_that_names_it() {
    let item =
        Known::listed("A", Source::Item { code: "taxi".into() }, Text::new("出租车驾驶员证", ""));
    let duty =
        Known::listed("B", Source::Duty { code: "t".into() }, Text::new("管理出租车驾驶员", ""));
    let none = Known::listed("A", Source::Item { code: "kite".into() }, Text::new("风筝许可", ""));
    let engine = Engine::new(vec![item, duty, none]);
    let gaps = &engine.scan().gaps;
    let told = gaps.iter().map(|gap| (gap.item.as_str(), gap.covered_elsewhere.as_deref()));
    let told: Vec<_> = told.collect();
    assert_eq!(told, [("taxi", Some("B")), ("kite", None)]);
}
