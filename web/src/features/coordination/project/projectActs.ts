import { api, keyed, told, type Schemas } from '@/api/client';
import { hasRole } from '@/app/session';
import type { Texts } from '@/app/texts.zh';
import { need, type Act, type ActField } from '@/ui/acts';

export type Project = Schemas['ProjectView'];
export type Milestone = Schemas['MilestoneView'];
export type Blocker = Schemas['BlockerView'];

/** Who looks at a project. */
export interface Visitor {
  readonly login: string | undefined;
  readonly department: string | undefined;
}

type Choices = readonly { value: string; label: string }[];

const OUTCOMES = ['achieved', 'partly_achieved', 'given_up'];

/** Whether somebody leads a project by account, or convenes. */
function leads(project: Pick<Project, 'leader_account'>, { login }: Visitor): boolean {
  return login === project.leader_account || hasRole('coordinator', 'supervisor');
}

function speaksFor(department: string, visitor: Visitor): boolean {
  return hasRole('handler', 'coordinator', 'supervisor') && visitor.department === department;
}

const at = (project: Project, key: string) => ({ path: { project_id: project.project_id }, header: keyed(key) });

/** What somebody may do with a project as it stands: the office has the last word. */
export function actsOf(project: Project, visitor: Visitor, texts: Texts, departments: Choices): Act[] {
  if (project.state !== 'underway') return [];
  const acts: Act[] = [];
  const takesPart = project.departments.some((department) => speaksFor(department, visitor));
  if (takesPart || visitor.login === project.leader_account) acts.push(raise(project, texts, departments));
  if (leads(project, visitor)) {
    acts.push(plan(project, texts, departments), join(project, texts, departments), leave(project, texts, departments));
    acts.push(handOver(project, texts, departments), close(project, texts));
  }
  return acts;
}

/** What somebody may do with one milestone. */
export function actsOfMilestone(project: Project, milestone: Milestone, visitor: Visitor, { together: { projectActs } }: Texts): Act[] {
  if (project.state !== 'underway' || milestone.state === 'reached') return [];
  const params = (key: string) => ({ path: { project_id: project.project_id, nth: milestone.nth }, header: keyed(key) });
  const acts: Act[] = [];
  if (speaksFor(milestone.department, visitor) || leads(project, visitor)) {
    acts.push({
      id: `reach-${milestone.nth}`,
      label: projectActs.reach,
      title: projectActs.reachTitle(milestone.name),
      isMain: milestone.is_overdue,
      fields: [{ name: 'note', label: projectActs.reachNote, kind: 'text' }],
      send: ({ note }, key) =>
        told(api.POST('/api/coordination/projects/{project_id}/milestones/{nth}/reach', { params: params(key), body: { note: need(note) } })),
    });
  }
  if (leads(project, visitor)) {
    acts.push({
      id: `move-${milestone.nth}`,
      label: projectActs.move,
      title: projectActs.moveTitle(milestone.name),
      fields: [dayField(projectActs.move, milestone.due_on), { name: 'reason', label: projectActs.reason, kind: 'text' }],
      send: ({ due_on, reason }, key) =>
        told(
          api.POST('/api/coordination/projects/{project_id}/milestones/{nth}/move', {
            params: params(key),
            body: { due_on: need(due_on), reason: need(reason) },
          }),
        ),
    });
  }
  return acts;
}

/** What somebody may do with one blocker. */
export function actsOfBlocker(project: Project, blocker: Blocker, visitor: Visitor, { together: { projectActs } }: Texts): Act[] {
  const may = speaksFor(blocker.by_department, visitor) || leads(project, visitor);
  if (project.state !== 'underway' || !blocker.is_open || !may) return [];
  return [
    {
      id: `clear-${blocker.nth}`,
      label: projectActs.clear,
      title: projectActs.clearTitle,
      fields: [{ name: 'how', label: projectActs.how, kind: 'text' }],
      send: ({ how }, key) =>
        told(
          api.POST('/api/coordination/projects/{project_id}/blockers/{nth}/clear', {
            params: { path: { project_id: project.project_id, nth: blocker.nth }, header: keyed(key) },
            body: { how: need(how) },
          }),
        ),
    },
  ];
}

function dayField(label: string, initial?: string): ActField {
  return { name: 'due_on', label, kind: 'date', ...(initial === undefined ? {} : { initial }) };
}

/** The departments of the project among all. */
function membersOf(project: Project, departments: Choices): Choices {
  return departments.filter(({ value }) => project.departments.includes(value));
}

function raise(project: Project, { together: { projectActs } }: Texts, departments: Choices): Act {
  return {
    id: 'raise',
    label: projectActs.raise,
    title: projectActs.raiseTitle,
    fields: [
      { name: 'what', label: projectActs.what, kind: 'text' },
      { name: 'needs_department', label: projectActs.needs, kind: 'choice', choices: departments },
    ],
    send: ({ what, needs_department }, key) =>
      told(
        api.POST('/api/coordination/projects/{project_id}/blockers', {
          params: at(project, key),
          body: { what: need(what), needs_department: need(needs_department) },
        }),
      ),
  };
}

function plan(project: Project, { together: { projectActs, projects } }: Texts, departments: Choices): Act {
  return {
    id: 'plan',
    label: projectActs.plan,
    title: projectActs.planTitle,
    fields: [
      { name: 'name', label: projects.milestoneName, kind: 'line' },
      { name: 'department', label: projects.responsible, kind: 'choice', choices: membersOf(project, departments) },
      dayField(projects.dueOn),
    ],
    send: ({ name, department, due_on }, key) =>
      told(
        api.POST('/api/coordination/projects/{project_id}/milestones', {
          params: at(project, key),
          body: { name: need(name), department: need(department), due_on: need(due_on) },
        }),
      ),
  };
}

function join(project: Project, { together: { projectActs } }: Texts, departments: Choices): Act {
  return {
    id: 'join',
    label: projectActs.join,
    title: projectActs.joinTitle,
    fields: [
      {
        name: 'department',
        label: projectActs.department,
        kind: 'choice',
        choices: departments.filter(({ value }) => !project.departments.includes(value)),
      },
    ],
    send: ({ department }, key) =>
      told(
        api.POST('/api/coordination/projects/{project_id}/join', { params: at(project, key), body: { department: need(department) } }),
      ),
  };
}

function leave(project: Project, { together: { projectActs } }: Texts, departments: Choices): Act {
  return {
    id: 'leave',
    label: projectActs.leave,
    title: projectActs.leaveTitle,
    fields: [
      { name: 'department', label: projectActs.department, kind: 'choice', choices: membersOf(project, departments) },
      { name: 'reason', label: projectActs.reason, kind: 'text' },
    ],
    send: ({ department, reason }, key) =>
      told(
        api.POST('/api/coordination/projects/{project_id}/leave', {
          params: at(project, key),
          body: { department: need(department), reason: need(reason) },
        }),
      ),
  };
}

function handOver(project: Project, { together: { projectActs } }: Texts, departments: Choices): Act {
  return {
    id: 'hand-over',
    label: projectActs.handOver,
    title: projectActs.handOverTitle,
    fields: [
      { name: 'account', label: projectActs.account, kind: 'line' },
      { name: 'department', label: projectActs.department, kind: 'choice', choices: departments, initial: project.leader_department },
      { name: 'reason', label: projectActs.reason, kind: 'text' },
    ],
    send: ({ account, department, reason }, key) =>
      told(
        api.POST('/api/coordination/projects/{project_id}/hand-over', {
          params: at(project, key),
          body: { to: { account: need(account), department: need(department) }, reason: need(reason) },
        }),
      ),
  };
}

function close(project: Project, { together: { projectActs, projects } }: Texts): Act {
  return {
    id: 'close',
    label: projectActs.close,
    title: projectActs.closeTitle,
    fields: [
      {
        name: 'outcome',
        label: projects.outcome,
        kind: 'choice',
        choices: OUTCOMES.map((value) => ({ value, label: projects.outcomes[value] ?? value })),
      },
      { name: 'result', label: projects.result, kind: 'text' },
    ],
    send: ({ outcome, result }, key) =>
      told(
        api.POST('/api/coordination/projects/{project_id}/close', {
          params: at(project, key),
          body: { outcome: need(outcome), result: need(result) },
        }),
      ),
  };
}
