use std::fmt::{self, Write};

use tongban_kernel::Text;

use super::{Count, Field, Report};

impl Report {
    /// The report for people, several lines, in Chinese and English.
    pub fn text(&self) -> Text {
        let mut text = Text::new("", "");
        // Writing into a string cannot fail; there is nothing to tell anyone.
        _ = self.write_zh(&mut text.zh);
        _ = self.write_en(&mut text.en);
        text
    }

    fn write_zh(&self, out: &mut String) -> fmt::Result {
        writeln!(
            out,
            "办件 {} 件，记录 {} 条，时间节点（收件、受理、办结、时限）{} 个",
            self.n_cases, self.n_rows, self.n_milestones
        )?;
        if let (Some(first), Some(last)) = (self.first_at, self.last_at) {
            writeln!(out, "最早 {first}，最晚 {last}")?;
        }
        if self.n_concluded_with_deadline > 0 {
            writeln!(
                out,
                "有时限的办结件 {} 件，其中超期 {} 件",
                self.n_concluded_with_deadline, self.n_late
            )?;
        }
        for (field, count) in self.with_gaps() {
            let Count { n_found, n_missing, n_unreadable, .. } = count;
            write!(out, "{}：有 {n_found}，缺 {n_missing}，无法识别 {n_unreadable}", field.zh())?;
            writeln!(out, "；例：办件 {}", examples(count, "、"))?;
        }
        for field in self.never_found() {
            writeln!(out, "注意：{}在整个文件中均未找到，请检查映射文件中的名称", field.zh())?;
        }
        if self.n_repeated_names > 0 {
            let names = self.repeated_names.join("、");
            writeln!(out, "办件名称重复 {} 次；例：{names}", self.n_repeated_names)?;
        }
        for (key, n_dropped) in &self.dropped {
            writeln!(out, "按映射未保留的属性 {key}：{n_dropped} 个")?;
        }
        if self.n_stray_events > 0 {
            writeln!(out, "不属于任何办件的记录 {} 条，未导入", self.n_stray_events)?;
        }
        if self.n_local_dates > 0 {
            writeln!(out, "未注明时区的日期 {} 个，按映射文件的时区读取", self.n_local_dates)?;
        }
        Ok(())
    }

    fn write_en(&self, out: &mut String) -> fmt::Result {
        writeln!(
            out,
            "{} cases, {} rows, {} milestones (received, accepted, concluded, deadline)",
            self.n_cases, self.n_rows, self.n_milestones
        )?;
        if let (Some(first), Some(last)) = (self.first_at, self.last_at) {
            writeln!(out, "from {first} to {last}")?;
        }
        if self.n_concluded_with_deadline > 0 {
            writeln!(
                out,
                "{} concluded cases have a deadline, {} of them were late",
                self.n_concluded_with_deadline, self.n_late
            )?;
        }
        for (field, count) in self.with_gaps() {
            let Count { n_found, n_missing, n_unreadable, .. } = count;
            write!(out, "{}: {n_found} found, {n_missing} missing, ", field.en())?;
            writeln!(
                out,
                "{n_unreadable} not readable; for example case {}",
                examples(count, ", ")
            )?;
        }
        for field in self.never_found() {
            let field = field.en();
            writeln!(out, "note: the file never has a {field}; check its name in the mapping")?;
        }
        if self.n_repeated_names > 0 {
            let names = self.repeated_names.join(", ");
            writeln!(out, "{} repeated case names; for example {names}", self.n_repeated_names)?;
        }
        for (key, n_dropped) in &self.dropped {
            writeln!(out, "attribute {key} is not kept by the mapping: {n_dropped}")?;
        }
        if self.n_stray_events > 0 {
            writeln!(out, "{} events belong to no case and stay out", self.n_stray_events)?;
        }
        if self.n_local_dates > 0 {
            writeln!(
                out,
                "{} dates name no offset from UTC and were read in that of the mapping",
                self.n_local_dates
            )?;
        }
        Ok(())
    }

    fn with_gaps(&self) -> impl Iterator<Item = (Field, &Count)> {
        let gaps = self.fields.iter().filter(|(_, count)| !count.examples.is_empty());
        gaps.map(|(field, count)| (*field, count))
    }
}

fn examples(count: &Count, separator: &str) -> String {
    let examples = count.examples.iter().map(|example| match &example.text {
        Some(text) => format!("{} ({text:?})", example.case),
        None => example.case.clone(),
    });
    examples.collect::<Vec<_>>().join(separator)
}

impl Field {
    fn zh(self) -> &'static str {
        match self {
            Self::CaseName => "办件名称",
            Self::Lifecycle => "环节状态",
            Self::Resource => "办理人",
            Self::Department => "部门",
            Self::Received => "收件时间",
            Self::Accepted => "受理时间",
            Self::Concluded => "办结时间",
            Self::Deadline => "办理时限",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::CaseName => "case name",
            Self::Lifecycle => "lifecycle",
            Self::Resource => "resource",
            Self::Department => "department",
            Self::Received => "received milestone",
            Self::Accepted => "accepted milestone",
            Self::Concluded => "concluded milestone",
            Self::Deadline => "deadline milestone",
        }
    }
}
