use axum::extract::State;
use serde::Deserialize;
use tongban_auth::Permission;
use tongban_calendar::{Budget, Ladder};
use tongban_httpkit::{Answer, Command as Request, CommandHeaders, FieldError, Problem, Wish};
use tongban_kernel::{CaseId, CaseNumber, TaskId, Text, Wording};
use tongban_readmodel::QueryError;
use utoipa::ToSchema;

use super::orders::TaskStatus;
use crate::Coordinating;
use crate::api::{Service, unknown_department, wording};
use crate::task::commands::{Command, NewTask, Parent};
use crate::task::events::Occasion;

/// A task asked by hand.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    /// The case that needs it: one that is worked on.
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
    /// Papers that go with it, by name; at most twenty.
    #[serde(default)]
    materials: Vec<String>,
    /// How long the answer may take, such as `{"workdays": 5}`.
    #[schema(value_type = Object)]
    limit: Budget,
    /// The task of one's own department that this one helps with: it ends when that one does.
    #[schema(value_type = Option<String>, format = Uuid)]
    parent_id: Option<TaskId>,
}

/// Papers of one task.
const MATERIALS_MAX: usize = 20;

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
    let tasks = service.tasks.aggregates();
    let executed = tasks.execute(task_id.uuid(), command, &envelope).await?;
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
        let materials = materials(&body.materials, &mut errors);
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
        let parent = match body.parent_id {
            Some(task_id) => Some(self.parent(task_id, body.case_id).await?),
            None => None,
        };
        let office = self.tasks.office_of(&body.to_department);
        let (occasion, number) = self.open_case(body.case_id).await?;
        let key = format!("{}/{}", wish.actor().id, wish.key());
        Ok(NewTask {
            task_id: TaskId::derive(body.case_id, key.as_bytes()),
            case_id: body.case_id,
            occasion,
            number,
            from_department,
            to_department: body.to_department,
            ask: Text::new(Wording::into_string(zh), Wording::into_string(en)),
            legal_basis: legal_basis.into_string(),
            materials,
            limit: body.limit,
            office,
            ladder: self.ladder_for(occasion, body.case_id).await?,
            source: None,
            parent,
        })
    }

    /// The open task of this case that a new one helps with.
    async fn parent(&self, task_id: TaskId, case_id: CaseId) -> Result<Parent, Problem> {
        let parent = self.tasks.aggregates().load(task_id.uuid()).await?;
        let work = parent.state().work().filter(|_| parent.state().case_id() == Some(case_id));
        let work = work.ok_or_else(|| {
            let remedy = Text::new("请填写该办件未结束的任务", "name an open task of the case");
            Problem::invalid([FieldError::new("/parent_id", "unknown", remedy)])
        })?;
        let department = work.to_department();
        let now = self.successions().answers_for(department, None).to_owned();
        Ok(Parent { task_id, department: now, due_at: work.deadline().due_at })
    }

    /// Who is warned when it is late: of an emergency as its plan says.
    async fn ladder_for(&self, occasion: Occasion, case_id: CaseId) -> Result<Ladder, Problem> {
        let own = match occasion {
            Occasion::Emergency | Occasion::Drill => {
                self.emergencies.aggregates().load(case_id.uuid()).await?.state().ladder()
            }
            Occasion::Application | Occasion::Project => None,
        };
        Ok(own.unwrap_or_else(|| self.tasks.ladder()))
    }

    /// What a case that is worked on is, and its number.
    async fn open_case(&self, case_id: CaseId) -> Result<(Occasion, CaseNumber), Problem> {
        let row =
            self.reads.query("SELECT occasion, number, is_open FROM cases WHERE case_id = $1");
        let row = row.bind(case_id).fetch_optional().await?;
        let row = row.ok_or_else(|| Problem::not_found(Text::new("办理中的办件", "case")))?;
        if !row.bool("is_open")? {
            let title = Text::new("办件已办结或终止", "The case is over");
            return Err(Problem::refused("coordination/case-over", title));
        }
        let (column, expected) = ("occasion".to_owned(), "an occasion");
        let occasion = Occasion::parse(&row.text("occasion")?);
        let occasion = occasion.ok_or(QueryError::Column { column, expected })?;
        let number = CaseNumber::parse(&row.text("number")?).map_err(Problem::internal)?;
        Ok((occasion, number))
    }
}

fn materials(named: &[String], errors: &mut Vec<FieldError>) -> Vec<String> {
    if named.len() > MATERIALS_MAX {
        let max = MATERIALS_MAX;
        let remedy = Text::new(format!("至多 {max} 项"), format!("at most {max}"));
        errors.push(FieldError::new("/materials", "length", remedy));
        return Vec::new();
    }
    let one = |(index, name): (usize, &String)| {
        // One to a line in the rows.
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        wording(&format!("/materials/{index}"), &name, errors).map(Wording::into_string)
    };
    named.iter().enumerate().filter_map(one).collect()
}
