use tongban_kernel::{CaseId, Recorded};
use tongban_readmodel::{Cells, RowOp, Table, change, delete, put};

use crate::project::events::{Event, Leader};
use crate::projection::cases;
use crate::task::events::Occasion;

/// One row per project.
pub(super) static PROJECTS: Table = Table {
    name: "projects",
    key: &["project_id"],
    ddl: &[
        "CREATE TABLE projects (
            project_id UUID PRIMARY KEY,
            number TEXT NOT NULL,
            state TEXT NOT NULL,
            title TEXT NOT NULL,
            goal TEXT NOT NULL,
            leader_account TEXT NOT NULL,
            leader_department TEXT NOT NULL,
            set_up_at BIGINT NOT NULL,
            closed_at BIGINT,
            outcome TEXT,
            result TEXT,
            changed_at BIGINT NOT NULL,
            caused_by UUID NOT NULL
        )",
        "CREATE INDEX projects_newest ON projects (set_up_at, project_id)",
        "CREATE INDEX projects_state ON projects (state, set_up_at, project_id)",
    ],
};

/// The departments of each project, the leading one included.
pub(super) static MEMBERS: Table = Table {
    name: "project_members",
    key: &["project_id", "department"],
    ddl: &[
        "CREATE TABLE project_members (
            project_id UUID NOT NULL,
            department TEXT NOT NULL,
            is_member INTEGER NOT NULL,
            PRIMARY KEY (project_id, department)
        )",
        "CREATE INDEX project_members_of ON project_members (department, project_id)",
    ],
};

pub(super) fn rows(event: &Event, cause: &Recorded) -> Vec<RowOp> {
    match event {
        Event::ProjectSetUp { .. } => set_up(event, cause),
        Event::MemberJoined { project_id, department } => {
            vec![member(*project_id, department), changed(*project_id, Vec::new(), cause)]
        }
        Event::MemberLeft { project_id, department, .. } => {
            let key = [("project_id", (*project_id).into()), ("department", department.into())];
            vec![delete(&MEMBERS, key), changed(*project_id, Vec::new(), cause)]
        }
        Event::LeaderHandedOver { project_id, to, .. } => {
            // Whoever led takes part, and has its row.
            vec![member(*project_id, &to.department), changed(*project_id, leader(to), cause)]
        }
        Event::ProjectClosed { project_id, outcome, result, closed_at } => {
            let set = vec![
                ("state", "closed".into()),
                ("outcome", outcome.as_str().into()),
                ("result", result.into()),
                ("closed_at", (*closed_at).into()),
            ];
            let is_over = cases::is_open(*project_id, false, cause.id);
            vec![changed(*project_id, set, cause), is_over]
        }
        Event::MilestonePlanned { .. }
        | Event::MilestoneMoved { .. }
        | Event::MilestoneReached { .. }
        | Event::MilestoneMissed { .. }
        | Event::BlockerRaised { .. }
        | Event::BlockerCleared { .. } => Vec::new(),
    }
}

fn set_up(event: &Event, cause: &Recorded) -> Vec<RowOp> {
    let Event::ProjectSetUp {
        project_id,
        number,
        title,
        goal,
        leader: led_by,
        members,
        set_up_at,
        ..
    } = event
    else {
        return Vec::new();
    };
    let department = &led_by.department;
    let mut set = leader(led_by);
    set.extend([
        ("number", number.as_str().into()),
        ("state", "underway".into()),
        ("title", title.into()),
        ("goal", goal.into()),
        ("set_up_at", (*set_up_at).into()),
        ("changed_at", cause.recorded_at.into()),
        ("caused_by", cause.id.into()),
    ]);
    let mut rows = vec![
        put(&PROJECTS, [("project_id", (*project_id).into())], set),
        cases::opened(*project_id, Occasion::Project, number, department, cause.id),
    ];
    let departments = std::iter::once(department).chain(members);
    rows.extend(departments.map(|department| member(*project_id, department)));
    rows
}

fn member(project_id: CaseId, department: &String) -> RowOp {
    let key = [("project_id", project_id.into()), ("department", department.into())];
    put(&MEMBERS, key, [("is_member", true.into())])
}

fn leader(leader: &Leader) -> Cells {
    vec![
        ("leader_account", (&leader.account).into()),
        ("leader_department", (&leader.department).into()),
    ]
}

fn changed(project_id: CaseId, mut set: Cells, cause: &Recorded) -> RowOp {
    set.extend([("changed_at", cause.recorded_at.into()), ("caused_by", cause.id.into())]);
    change(&PROJECTS, [("project_id", project_id.into())], set)
}
