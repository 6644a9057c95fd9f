use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_calendar::Budget;
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, FieldError, Problem, Wish};
use tongban_kernel::{CaseId, CaseNumber, TaskId, Text, Wording};
use utoipa::ToSchema;

use super::Service;
use super::orders::{TaskStatus, unknown_department, wording};
use crate::Coordinating;
use crate::commands::{Command, NewTask};

/// A task asked by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    /// The case that needs it: one that approval is working on.
    #[schema(value_type = String, format = Uuid)]
    case_id: CaseId,
    /// Who asks; one's own department where it is left out.
    from_department: Option<String>,
    /// Who is asked.
    to_department: String,
    /// What is asked.
    #[schema(value_type = Object)]
    ask: Text,
    /// The rule by which it may be asked.
    legal_basis: String,
    /// How long the answer may take, such as `{"workdays": 5}`.
    #[schema(value_type = Object)]
    limit: Budget,
}

/// Asks another department to help with a case.
#[utoipa::path(post, path = "/api/coordination/tasks", tag = "coordination",
    params(CommandHeaders), request_body = Ask, responses((status = 201, body = TaskStatus)))]
pub(crate) async fn request(
    State(service): Service,
    Request { wish, body }: Request<Ask>,
) -> Result<Answer<TaskStatus>, Problem> {
    wish.may(Permission::RequestTask)?;
    let case_id = body.case_id;
    let task = service.new_task(&wish, body).await?;
    let task_id = task.task_id;
    let envelope = wish.envelope(case_id.uuid());
    let command = Command::Request(Box::new(task));
    let executed = service.tasks.execute(task_id, command, &envelope).await?;
    let status = TaskStatus::of(task_id, case_id, executed.aggregate.state());
    let answer = wish.answer(&*service, &executed, status).await;
    Ok(answer.created(format!("/api/coordination/tasks/{task_id}")))
}

impl Coordinating {
    async fn new_task(&self, wish: &Wish, body: Ask) -> Result<NewTask, Problem> {
        let mut errors = Vec::new();
        let legal_basis = wording("/legal_basis", &body.legal_basis, &mut errors);
        let zh = wording("/ask/zh", &body.ask.zh, &mut errors);
        let en = wording("/ask/en", &body.ask.en, &mut errors);
        if !self.tasks.is_department(&body.to_department) {
            errors.push(unknown_department("/to_department"));
        }
        let own = wish.actor().department.clone();
        let from_department = body.from_department.or(own);
        if from_department.is_none() {
            let remedy = Text::new("请填写发起部门", "say which department asks");
            errors.push(FieldError::new("/from_department", "missing", remedy));
        }
        let parsed = legal_basis.zip(zh.zip(en)).zip(from_department);
        let Some(((legal_basis, (zh, en)), from_department)) = parsed.filter(|_| errors.is_empty())
        else {
            return Err(Problem::invalid(errors));
        };
        let office = self.tasks.office_of(&body.to_department);
        let key = format!("{}/{}", wish.actor().id, wish.key());
        Ok(NewTask {
            task_id: TaskId::derive(body.case_id, key.as_bytes()),
            case_id: body.case_id,
            number: self.number_of_open(body.case_id).await?,
            from_department,
            to_department: body.to_department,
            ask: Text::new(Wording::into_string(zh), Wording::into_string(en)),
            legal_basis: legal_basis.into_string(),
            limit: body.limit,
            office,
            source: None,
        })
    }

    /// The number of a case that approval is working on.
    async fn number_of_open(&self, case_id: CaseId) -> Result<CaseNumber, Problem> {
        let row = self.reads.query("SELECT number, is_open FROM cases WHERE case_id = $1");
        let row = row.bind(case_id).fetch_optional().await?;
        let row = row.ok_or_else(|| Problem::not_found(Text::new("审批中的办件", "case")))?;
        if !row.bool("is_open")? {
            let title = Text::new("办件已办结或终止", "The case is over");
            return Err(Problem::refused("coordination/case-over", title));
        }
        CaseNumber::parse(&row.text("number")?).map_err(Problem::internal)
    }
}
