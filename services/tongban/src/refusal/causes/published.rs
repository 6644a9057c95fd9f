use std::error::Error;

use tongban_catalog::publication::Rejection;
use tongban_eventstore::ExecuteError;
use tongban_kernel::calendar::{Notice, NoticeError};

use super::of;

/// Of publishing catalogues and calendars.
pub(super) fn zh(cause: &(dyn Error + 'static)) -> Option<String> {
    of(cause, execute)
        .or_else(|| of(cause, rejection))
        .or_else(|| of(cause, |error| Some(notice(error))))
}

fn execute(error: &ExecuteError<Rejection>) -> Option<String> {
    match error {
        ExecuteError::Refused(_) => Some("命令被拒绝".into()),
        ExecuteError::KeyReused
        | ExecuteError::Append(_)
        | ExecuteError::Load(_)
        | ExecuteError::Decode(_)
        | ExecuteError::Encode(_) => None,
    }
}

fn rejection(rejection: &Rejection) -> Option<String> {
    Some(match rejection {
        Rejection::InThePast { valid_from } => {
            format!("发布内容只能在将来生效，不能自 {valid_from} 起")
        }
        Rejection::NotLater { latest } => {
            format!("另一目录将于 {latest} 生效；请选择更晚的时间")
        }
        Rejection::NoticeNotLater(_) => "已有更晚生效的日历；请选择更晚的时间".into(),
        Rejection::SameContent { version } => format!("相同内容已发布，为第 {version} 版"),
        Rejection::SameNotice { year } => format!("{year} 年的相同放假安排已发布"),
        Rejection::ItemChanged { items } => {
            let items: Vec<_> =
                items.iter().map(|item| format!("{} {}", item.code, item.version)).collect();
            format!("已发布的事项版本被改动，请赋予新的版本号：{}", items.join("、"))
        }
        Rejection::PlanChanged { plans } => {
            format!("已发布的预案版本被改动，请赋予新的版本号：{}", plans.join("、"))
        }
        Rejection::NotAsSeen => {
            "将要发布的与预览的不同：文件或生效时间已改动，或其间已发布另一目录；请重新预览".into()
        }
        Rejection::OtherJurisdiction { expected, given } => {
            format!("这是 {given} 的目录，不是 {expected} 的")
        }
        Rejection::Faulty { findings } => format!("目录有 {} 处错误", findings.len()),
        Rejection::TooLong { n_bytes, n_bytes_max } => format!(
            "目录写入记录后为 {} KiB，最多 {} KiB；请去掉已无在办件的事项版本，或精简职责文本",
            n_bytes.div_ceil(1 << 10),
            n_bytes_max >> 10
        ),
        Rejection::NotJson { .. } => return None,
    })
}

fn notice(error: &NoticeError) -> String {
    match error {
        NoticeError::Shape(_) => {
            "放假安排无法读取：应为 {year, papers, days: [{name, date, isOffDay}]}".into()
        }
        NoticeError::Year { year } => format!(
            "year：{year} 应在 {} 至 {} 之间；请填写放假年份",
            Notice::YEAR_MIN,
            Notice::YEAR_MAX
        ),
        NoticeError::NoPaper { year } => {
            format!("papers：{year} 年的放假安排须引用至少一份文件；请补上其网址")
        }
        NoticeError::NoDay { year } => {
            format!("days：{year} 年的放假安排没有日期；请待其公布")
        }
        NoticeError::ForeignDate { index, date, year } => format!(
            "days[{index}].date：{date} 应在 {year} 年或上年十二月；请移至其所属年份的放假安排"
        ),
        NoticeError::Twice { index, date } => {
            format!("days[{index}].date：{date} 重复出现；请保留一个")
        }
        NoticeError::NoName { index, date } => {
            format!("days[{index}].name：{date} 未注明节日；请填写名称")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publication_that_may_not_be_is_told_in_chinese() {
        let refused = ExecuteError::Refused(Rejection::SameContent { version: 3 });
        let text = crate::refusal::text_of(&anyhow::Error::new(refused));
        assert_eq!(text.zh, "命令被拒绝：相同内容已发布，为第 3 版");
        let invalid = Notice::parse("{}").unwrap_err();
        assert!(zh(&invalid).unwrap().contains("放假安排无法读取"));
    }
}
