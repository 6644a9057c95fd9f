use std::fmt::Write as _;

use anyhow::Result;
use clap::Subcommand;
use tongban_auth::Login;
use tongban_kernel::Text;
use tongban_readmodel::ROWS_PER_PAGE_MAX;
use uuid::Uuid;

use super::told::Told;
use super::work::perform_and_tell;
use super::{Data, Exit, Output, account};
use crate::operations::{Operation, ResolvedItem, WorkItemList};

/// Commands of the system that were refused, or one of them that somebody has looked at.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct WorkItems {
    #[command(subcommand)]
    act: Option<Act>,
    /// Those that somebody has looked at too.
    #[arg(long)]
    all: bool,
    /// Items of the answer.
    #[arg(long, value_name = "N",
        value_parser = clap::value_parser!(u32).range(1..=i64::from(ROWS_PER_PAGE_MAX)))]
    limit: Option<u32>,
    /// The `next` of the answer before.
    #[arg(long, value_name = "NEXT")]
    cursor: Option<String>,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Say that somebody has looked at an item, and what came of it.
    Resolve {
        /// The item.
        item: Uuid,
        /// Who has: the name of an account.
        #[arg(long, value_name = "LOGIN", value_parser = account::login)]
        by: Login,
        /// What came of it.
        #[arg(long, value_name = "TEXT")]
        note: String,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
}

impl WorkItems {
    pub(crate) async fn run(self) -> Result<Exit> {
        if let Some(Act::Resolve { item, by, note, data, output }) = self.act {
            let operation = Operation::ResolveWorkItem { item, by, note };
            return perform_and_tell::<ResolvedItem>(&data, &output, operation).await;
        }
        let Self { all, limit, cursor, data, output, .. } = self;
        let operation = Operation::WorkItems { all, limit, cursor };
        perform_and_tell::<WorkItemList>(&data, &output, operation).await
    }
}

impl Told for WorkItemList {
    fn text(&self) -> Text {
        if self.items.is_empty() {
            return Text::new("没有被拒绝的系统命令", "no command of the system was refused");
        }
        let mut text = Text::new("", "");
        let mut say = |zh: String, en: String| {
            // Writing into a string cannot fail; there is nothing to tell anyone.
            _ = writeln!(text.zh, "{zh}");
            _ = writeln!(text.en, "{en}");
        };
        for row in &self.items {
            let (item, case, reason) = (row.item, row.correlation, &row.reason);
            let head = format!("{:.0}  {}: {reason}", row.first_seen_at, row.reader);
            say(head.clone(), head);
            let event = row.event.map_or_else(|| "–".to_owned(), |event| event.to_string());
            say(
                format!("    待办 {item}  办件 {case}  事件 {event}"),
                format!("    item {item}  case {case}  event {event}"),
            );
            if let (Some(by), Some(resolution)) = (&row.resolved_by, &row.resolution) {
                say(
                    format!("    {by} 已处理：{resolution}"),
                    format!("    resolved by {by}: {resolution}"),
                );
            }
        }
        say(
            "处理后登记：tongban work-items resolve 待办 --by 账号 --note 结果".to_owned(),
            "when looked at: tongban work-items resolve ITEM --by LOGIN --note RESULT".to_owned(),
        );
        if let Some(next) = &self.next {
            say(
                format!("还有更多：tongban work-items --cursor {next}"),
                format!("there are more: tongban work-items --cursor {next}"),
            );
        }
        text
    }
}

impl Told for ResolvedItem {
    fn text(&self) -> Text {
        let item = self.item;
        if self.was_open {
            Text::new(format!("待办 {item} 已登记处理"), format!("item {item} is resolved"))
        } else {
            Text::new(
                format!("待办 {item} 此前已登记处理，未更改"),
                format!("item {item} was resolved before and stays as it was"),
            )
        }
    }
}
