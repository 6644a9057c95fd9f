//! How often the right department is found: real items, of which each fifth is asked for with the
//! engine that knows the other four. Read at run time; where they are absent the test says that it
//! is skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use tongban_kernel::{Hash, Text};

use super::*;
use crate::matching::events::Level;

const N_FOLDS: usize = 5;
/// The one department to which a third of the items of all fields was moved (行政审批局).
const LICENSING_BUREAU: &str = "区行政审批局";

struct Item {
    name: String,
    department: String,
    /// The main item (主项), or the name without what stands in brackets: 新办, 变更 and 注销 of one
    /// licence are much the same words.
    family: String,
}

/// All items; none when the data are not there.
fn items() -> Option<Vec<Item>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let path = data.join("10-service-catalogue/guangan_items.csv");
    let Ok(csv) = fs::read_to_string(&path) else {
        println!("skipped: the real items are not there");
        return None;
    };
    // Department, main item, item, …; only names of items are ever quoted.
    let row = |line: &str| {
        let [department, main, rest] = line.splitn(3, ',').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let quoted = rest.strip_prefix('"').and_then(|rest| rest.split_once("\","));
        let (name, _) = quoted.or_else(|| rest.split_once(',')).unwrap();
        let stem = name.split(['（', '(']).next().unwrap();
        let family = if main == "未分类" { stem } else { main };
        let [name, department, family] = [name, department, family].map(str::to_owned);
        Item { name, department, family }
    };
    Some(csv.lines().skip(1).map(row).collect())
}

/// What became of one question.
struct Asked {
    department: String,
    rank: Option<usize>,
    level: Level,
}

/// Which fold something is in: the same on every machine.
fn fold(seed: u8, key: &[u8]) -> usize {
    let hash = Hash::of(&[&[seed], key]).to_string();
    usize::from_str_radix(&hash[..8], 16).unwrap() % N_FOLDS
}

/// Asks for each item with an engine that knows the names of the departments and the other folds.
fn hold_out(items: &[Item], fold_of: impl Fn(usize, &Item) -> usize) -> Vec<Asked> {
    let departments: BTreeSet<_> = items.iter().map(|item| &item.department).collect();
    let known = |department: &str, source: Source, text: &str| {
        Known::listed(department, source, Text::new(text, ""))
    };
    let mut asked = Vec::new();
    for fold in 0..N_FOLDS {
        let in_order = || items.iter().enumerate();
        let (held_out, others): (Vec<_>, Vec<_>) =
            in_order().partition(|(place, item)| fold_of(*place, item) == fold);
        let names = departments.iter().map(|name| known(name, Source::Name, name));
        let others = others.into_iter().map(|(place, item)| {
            known(&item.department, Source::Item { code: place.to_string() }, &item.name)
        });
        let engine = Engine::new(names.chain(others).collect());
        asked.extend(held_out.into_iter().map(|(_, Item { name, department, .. })| {
            let proposal = engine.propose(name, "");
            let candidates = proposal.candidates.iter();
            let rank = candidates.map(|one| &one.department).position(|one| one == department);
            Asked { department: department.clone(), rank, level: proposal.confidence.level }
        }));
    }
    asked
}

/// Every item by itself, whatever else there is of its family.
fn one_by_one(items: &[Item], seed: u8) -> Vec<Asked> {
    hold_out(items, |place, _| fold(seed, &place.to_be_bytes()))
}

/// The share of the questions whose department is among the first so many.
fn share<'a>(asked: impl IntoIterator<Item = &'a Asked>, n_first: usize) -> f64 {
    let asked: Vec<_> = asked.into_iter().collect();
    let n_found = asked.iter().filter(|one| one.rank.is_some_and(|rank| rank < n_first)).count();
    n_found as f64 / asked.len() as f64
}

/// The mean over the departments, however few items each has.
fn macro_share(asked: &[Asked], n_first: usize) -> f64 {
    let mut by_department: BTreeMap<&str, Vec<&Asked>> = BTreeMap::new();
    for one in asked {
        by_department.entry(&one.department).or_default().push(one);
    }
    let shares = by_department.values().map(|asked| share(asked.iter().copied(), n_first));
    shares.sum::<f64>() / by_department.len() as f64
}

fn print(what: &str, asked: &[Asked]) {
    println!(
        "{what}: n = {}, first {:.3}, among three {:.3}; mean over departments {:.3}, {:.3}",
        asked.len(),
        share(asked, 1),
        share(asked, 3),
        macro_share(asked, 1),
        macro_share(asked, 3),
    );
}

#[test]
fn the_department_of_a_real_item_is_among_the_first_three() {
    let Some(items) = items() else { return };
    let asked = one_by_one(&items, 0);
    print("one by one", &asked);
    assert!(share(&asked, 3) >= 0.90, "{}", share(&asked, 3));

    // Naming the three largest without looking would be right so often.
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &items {
        *sizes.entry(&item.department).or_default() += 1;
    }
    let mut sizes: Vec<_> = sizes.into_values().collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let blind = sizes.iter().take(3).sum::<usize>() as f64 / items.len() as f64;
    println!("always the three largest: {blind:.3}");
    assert!(share(&asked, 3) > blind + 0.3);
}

#[test]
fn what_no_relative_of_an_item_tells_is_found_less_often() {
    let Some(mut items) = items() else { return };
    // Its whole family is held out with it: what remains are words that it shares with others.
    let by_family = |items: &[Item]| hold_out(items, |_, item| fold(0, item.family.as_bytes()));
    let asked = by_family(&items);
    print("family by family", &asked);
    assert!(share(&asked, 3) >= 0.85, "{}", share(&asked, 3));

    // A third of the items sits with one bureau of all fields, and is easily guessed.
    items.retain(|item| item.department != LICENSING_BUREAU);
    let one_by_one = one_by_one(&items, 0);
    print("without the licensing bureau, one by one", &one_by_one);
    assert!(share(&one_by_one, 3) >= 0.87, "{}", share(&one_by_one, 3));
    let asked = by_family(&items);
    print("without the licensing bureau, family by family", &asked);
    assert!(share(&asked, 3) >= 0.80, "{}", share(&asked, 3));
}

#[test]
fn the_more_confident_the_more_often_right() {
    let Some(items) = items() else { return };
    // The bounds were chosen on other folds.
    let asked: Vec<_> = (10..14).flat_map(|seed| one_by_one(&items, seed)).collect();
    let right = [Level::Low, Level::Medium, Level::High].map(|level| {
        let of_level: Vec<_> = asked.iter().filter(|one| one.level == level).collect();
        let right = share(of_level.iter().copied(), 1);
        let part = of_level.len() as f64 / asked.len() as f64;
        println!("{level:?}: {part:.3} of all, right {right:.3}");
        right
    });
    assert!(right[0] < 0.6 && (0.65..0.85).contains(&right[1]) && right[2] > 0.93, "{right:?}");
}
