use jiff::Timestamp;
use jiff::civil::Date;
use tongban_catalog::Catalog;
use tongban_catalog::model::Department;
use tongban_catalog::publication::Catalogs;
use tongban_kernel::Text;

/// The catalogue in force has no such department today; says which are near it, or which there are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct NoSuchDepartment(pub Text);

/// Refuses the code of a department that the catalogue in force does not have today: whoever worked
/// for it would see no case. Before the first catalogue any code may be one.
///
/// # Errors
/// When there is none; those near it are named, or all where none is.
pub fn check_department(
    catalogs: &Catalogs,
    code: &str,
    now: Timestamp,
) -> Result<(), NoSuchDepartment> {
    let Some(edition) = catalogs.in_force_at(now) else { return Ok(()) };
    let catalog = &edition.catalog;
    let today = catalog.city().office.date_of(now);
    if catalog.department_at(code, today).is_some() {
        return Ok(());
    }
    let Text { zh: zh_near, en: en_near } = near(catalog, code, today);
    Err(NoSuchDepartment(Text::new(
        format!("现行目录中没有部门 {code}；{zh_near}"),
        format!("the catalogue in force has no department {code}; {en_near}"),
    )))
}

/// Who took over from it, and those whose code or name is like it; all where there is none.
fn near(catalog: &Catalog, code: &str, today: Date) -> Text {
    let mut near: Vec<_> = catalog.successor_of(code, today).into_iter().collect();
    for department in catalog.departments_at(today).filter(|department| is_like(department, code)) {
        if !near.iter().any(|known| known.code == department.code) {
            near.push(department);
        }
    }
    if near.is_empty() {
        let all: Vec<_> = catalog.departments_at(today).collect();
        return listed("现有部门", "there are", &all);
    }
    listed("相近的有", "near it are", &near)
}

fn listed(zh: &str, en: &str, departments: &[&Department]) -> Text {
    let zh_name = |one: &&Department| format!("{}（{}）", one.code, one.names.zh);
    let en_name = |one: &&Department| format!("{} ({})", one.code, one.names.en);
    Text::new(
        format!("{zh}：{}", departments.iter().map(zh_name).collect::<Vec<_>>().join("、")),
        format!("{en}: {}", departments.iter().map(en_name).collect::<Vec<_>>().join(", ")),
    )
}

/// Whether somebody who wrote this may have meant the department: a part of its code or name, or
/// its code with a letter in three wrong.
fn is_like(department: &Department, written: &str) -> bool {
    let written = written.to_lowercase();
    let (code, names) = (department.code.as_str(), &department.names);
    let texts = [code, &names.zh, &names.en];
    !written.is_empty()
        && (texts.iter().any(|text| text.to_lowercase().contains(&written))
            || strsim::osa_distance(code, &written) * 3 <= code.chars().count())
}

#[cfg(test)]
mod tests {
    use tongban_catalog::publication::{Command, Published};
    use tongban_catalog::sample_city;
    use tongban_kernel::Decider as _;
    use tongban_kernel::testkit::given;

    use super::*;
    use crate::refusal::text_of;

    fn published() -> Catalogs {
        let content = sample_city().unwrap().content().clone();
        let command =
            Command::PublishCatalog { content, valid_from: Timestamp::UNIX_EPOCH, seen: None };
        let events = given::<Published>([]).when(command).events();
        let state = events.iter().fold(Published::default(), |state, event| state.evolve(event));
        state.catalogs().clone()
    }

    fn told(code: &str) -> Text {
        let now = "2026-11-09T01:00:00Z".parse().unwrap();
        text_of(&check_department(&published(), code, now).unwrap_err().into())
    }

    #[test]
    fn a_department_of_today_is_taken_and_any_before_the_first_catalogue() {
        let now = "2026-11-09T01:00:00Z".parse().unwrap();
        assert!(check_department(&published(), "housing-construction", now).is_ok());
        assert!(check_department(&Catalogs::default(), "anything", now).is_ok());
    }

    #[test]
    fn one_that_is_none_is_answered_with_those_near_it() {
        for (written, near) in [
            ("housing-constuction", "housing-construction"),
            ("housing", "housing-construction"),
            ("住房", "housing-construction"),
            // It was, and another took over.
            ("food-drug", "market-regulation"),
        ] {
            let Text { zh, en } = told(written);
            assert!(zh.contains("相近的有") && zh.contains(near), "{zh}");
            assert!(en.contains("near it are") && en.contains(near), "{en}");
            assert!(!en.contains("human-resources"), "{en}");
        }
    }

    #[test]
    fn one_that_is_like_no_other_is_answered_with_all() {
        let Text { zh, en } = told("D-7");
        for code in ["housing-construction", "human-resources", "natural-resources"] {
            assert!(zh.contains(code) && en.contains(code), "{zh} {en}");
        }
        assert!(!en.contains("food-drug"), "it is no more: {en}");
    }
}
