import { ahead, office, once } from './office';

const DAY_MS = 86_400_000;

/** A day of the office, so many from today. */
export async function dayAhead(days: number): Promise<string> {
  return (await ahead(days * DAY_MS)).slice(0, 10);
}

/** The id of a project with a plan, one milestone of it reached and one moved, and blockers. */
export function aProject(): Promise<string> {
  return once('project', async () => {
    const { project_id } = await office<{ project_id: string }>('coordinator', '/api/coordination/projects', {
      title: '工程建设项目联合验收专班',
      goal: '半年内联合验收压缩到十个工作日',
      leader: { account: 'housing-construction', department: 'housing-construction' },
      members: ['natural-resources', 'fire-rescue'],
      milestones: [
        { name: '联合验收细则印发', department: 'natural-resources', due_on: await dayAhead(20) },
        { name: '首批项目试行', department: 'fire-rescue', due_on: await dayAhead(90) },
      ],
    });
    const at = `/api/coordination/projects/${project_id}`;
    await office('coordinator', `${at}/milestones/1/reach`, { note: '已印发' });
    await office('coordinator', `${at}/milestones/2/move`, { due_on: await dayAhead(120), reason: '消防验收标准修订中' });
    await office('housing-construction', `${at}/blockers`, { what: '规划核实与竣工测绘口径不一', needs_department: 'natural-resources' });
    return project_id;
  });
}

interface Deliberation {
  readonly deliberation_id: string;
}

/** The id of a deliberation of departments that is decided. */
export function aDecision(): Promise<string> {
  return once('decision', async () => {
    const { deliberation_id } = await office<Deliberation>('coordinator', '/api/coordination/deliberations', {
      title: '占道施工审批合并办理',
      text: '拟将占道、挖掘、交通组织三项审批合并为一项。',
      departments: ['transport'],
      limit: { workdays: 20 },
    });
    const at = `/api/coordination/deliberations/${deliberation_id}`;
    await office('transport', `${at}/opinion`, { stance: 'other', opinion: '原则同意，建议保留交通组织方案审查' });
    await office('transport', `${at}/opinion`, { stance: 'for', opinion: '同意' });
    await office('coordinator', `${at}/close`, {});
    await office('coordinator', `${at}/summarise`, { summary: '均同意合并。', points: ['交通组织方案由谁审查'] });
    await office('coordinator', `${at}/decide`, { decision: '合并为一项办理。', reasons: '减少重复提交材料。', answers: ['仍由交通部门审查'] });
    await office('coordinator', `${at}/follow-up`, { what: '办事指南已更新' });
    return deliberation_id;
  });
}

/** The id of a matter that is put to the public, for long. */
export function aConsultation(): Promise<string> {
  return once('consultation', async () => {
    const { deliberation_id } = await office<Deliberation>('coordinator', '/api/coordination/deliberations', {
      title: '城市书房选址征求意见',
      text: '今年新建五处城市书房，您希望建在哪里？',
      departments: ['natural-resources'],
      is_public: true,
      limit: { calendar_days: 300 },
    });
    return deliberation_id;
  });
}

/** The id of a matter for which departments are proposed, and others have duties like it. */
export function aMatter(): Promise<string> {
  return once('matter', async () => {
    const body = { title: '货运车辆超限超载损坏公路' };
    const { matter_id } = await office<{ matter_id: string }>('coordinator', '/api/coordination/matters', body);
    return matter_id;
  });
}
