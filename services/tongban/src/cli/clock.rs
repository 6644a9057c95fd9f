use anyhow::Result;
use clap::Subcommand;
use jiff::SignedDuration;
use tongban_auth::Login;
use tongban_kernel::Text;

use super::told::Told;
use super::work::perform_and_tell;
use super::{Data, Exit, Output, account};
use crate::operations::{ClockJump, Operation};

/// Whether the clock has jumped forwards by so much that warnings wait.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Clock {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Say that the clock is right: what is due by it is warned of.
    Confirm {
        /// Who says so: the name of an account.
        #[arg(long, value_name = "LOGIN", value_parser = account::login)]
        by: Login,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
}

impl Clock {
    pub(crate) async fn run(self) -> Result<Exit> {
        match self.act {
            None => perform_and_tell::<ClockJump>(&self.data, &self.output, Operation::Clock).await,
            Some(Act::Confirm { by, data, output }) => {
                perform_and_tell::<ClockJump>(&data, &output, Operation::ConfirmClock { by }).await
            }
        }
    }
}

impl Told for ClockJump {
    fn text(&self) -> Text {
        let Some(secs) = self.ahead_secs else {
            return Text::new(
                "时钟未曾跳前，无需确认",
                "the clock has not jumped; nothing waits for it",
            );
        };
        let ahead = SignedDuration::from_secs(secs);
        if self.is_confirmed {
            return Text::new(
                format!("已确认时钟跳前 {ahead:#}；到期事项随即预警"),
                format!(
                    "confirmed that the clock is right, {ahead:#} ahead; what is due is warned of"
                ),
            );
        }
        Text::new(
            format!(
                "时钟跳前 {ahead:#}，预警暂停；请校正时钟，或确认其无误：tongban clock confirm --by 账号"
            ),
            format!(
                "the clock jumped forwards by {ahead:#}, and warnings wait; put it right, or say that \
                 it is: tongban clock confirm --by LOGIN"
            ),
        )
    }
}
