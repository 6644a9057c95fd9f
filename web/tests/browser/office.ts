import { expect } from '@playwright/test';
import { city, isLeaving } from './visitor';

const made = new Map<string, Promise<string>>();

/** What was made once, for all who look at it; what went wrong is tried again. */
export function once(name: string, make: () => Promise<string>): Promise<string> {
  const known = made.get(name);
  if (known) return known;
  const making = make();
  made.set(name, making);
  making.catch(() => made.delete(name));
  return making;
}

async function send(path: string, headers: Record<string, string>, body?: object): Promise<unknown> {
  const answer = await fetch(`${city().address}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const said: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(said)}`);
  return said;
}

function tokenOf(login: string): Promise<string> {
  return once(`token of ${login}`, async () => {
    const said = await send('/api/sign-in', {}, { login, password: city().passwords[login] ?? '' });
    return (said as { token: string }).token;
  });
}

/** What somebody else does or asks meanwhile, without a page of their own: with all that follows from it. */
export async function office<Answer>(login: string, path: string, body?: object): Promise<Answer> {
  const headers: Record<string, string> = { Authorization: `Bearer ${await tokenOf(login)}`, Prefer: 'wait=10, settled' };
  if (body) headers['Idempotency-Key'] = crypto.randomUUID();
  return (await send(path, headers, body)) as Answer;
}

/** An instant of the office, so far ahead of its clock, as a field takes it: Beijing time. */
export async function ahead(ms: number): Promise<string> {
  const answer = await fetch(`${city().address}/api/sign-in`);
  const now = (answer.headers.get('Tongban-Clock') ?? '').slice(0, 19);
  return new Date(Date.parse(`${now}Z`) + ms + 8 * 3_600_000).toISOString().slice(0, 16);
}

interface Step {
  readonly case_id: string;
  readonly department: string;
  readonly asks: number;
  /** None while its clock stands still. */
  readonly due_at?: string | null;
}

/** Of the steps that can be decided the one that the city decides last: what is looked at does not run away. */
export async function aStep(): Promise<Step> {
  const running = async () => {
    const { items } = await office<{ items: readonly Step[] }>('coordinator', '/api/approval/steps?limit=200');
    return items.flatMap((step) => (step.due_at && step.asks === 0 && !isLeaving(step.department) ? [{ ...step, due_at: step.due_at }] : []));
  };
  await expect.poll(async () => (await running()).length).toBeGreaterThan(0);
  const [last] = (await running()).sort((one, other) => other.due_at.localeCompare(one.due_at));
  if (!last) throw new Error('no step can be decided');
  return last;
}

/** A task that nobody works on but who is told to: it is asked by hand. */
export async function askedByHand(to_department: string, zh: string): Promise<string> {
  const { case_id } = await aStep();
  const { task_id } = await office<{ task_id: string }>('coordinator', '/api/coordination/tasks', {
    case_id,
    to_department,
    ask: { zh, en: 'Say what is known about the site' },
    legal_basis: '《优化营商环境条例》第三十七条',
    limit: { workdays: 20 },
  });
  return task_id;
}

/** Where a drill is looked at, that runs on. */
export function aDrill(): Promise<string> {
  return once('drill', async () => {
    const body = { plan: 'flood', what: '防汛演练', place: '海云市滨江路下穿通道', drill: true };
    const { case_id } = await office<{ case_id: string }>('coordinator', '/api/coordination/emergencies', body);
    await office('fire-rescue', `/api/coordination/emergencies/${case_id}/report`, { text: '演练队伍已到位' });
    return `/emergencies/${case_id}`;
  });
}

/** Where a dispute is looked at, that nobody rules on. */
export function aDispute(): Promise<string> {
  return once('dispute', async () => {
    const task = await askedByHand('city-management', '说明道路管理情况');
    const body = { reason: '该路段由交通部门管理', legal_basis: '《公路法》第八条', responsible: 'transport' };
    await office('city-management', `/api/coordination/tasks/${task}/dispute`, body);
    const { dispute_id } = await office<{ dispute_id: string }>('coordinator', `/api/coordination/tasks/${task}`);
    const members = ['health', 'environment', 'public-security'].map((account) => ({ account, department: account }));
    await office('coordinator', `/api/coordination/disputes/${dispute_id}/panel`, { members, chair: 'health' });
    const ruling = { kind: 'responsible', department: 'transport', assisting: ['city-management'] };
    await office('environment', `/api/coordination/disputes/${dispute_id}/vote`, { ruling, reason: '路段已移交交通部门' });
    return `/disputes/${dispute_id}`;
  });
}

/** Where a meeting is looked at, that is still to be held. */
export function aMeeting(): Promise<string> {
  return once('meeting', async () => {
    const held_at = `${await ahead(90 * 24 * 3_600_000)}:00+08:00`;
    const body = { title: '道路管理联席会议', held_at, departments: ['transport', 'city-management'], topics: ['移交路段的管理'], with_blockers: true };
    const { meeting_id } = await office<{ meeting_id: string }>('coordinator', '/api/coordination/meetings', body);
    return `/meetings/${meeting_id}`;
  });
}

export interface CatalogFile {
  readonly name: string;
  readonly text: string;
}

/** The newest catalogue, as files. */
export async function theNewest(): Promise<{ version: number; files: readonly CatalogFile[] }> {
  const { catalogs } = await office<{ catalogs: readonly { version: number }[] }>('supervisor', '/api/operations/reference');
  const version = catalogs[0]?.version ?? 0;
  return office('supervisor', `/api/operations/reference/catalogs/${version}/files`);
}

/** A file that is stored, as an application names it. */
async function stored(): Promise<object> {
  const headers = { Authorization: `Bearer ${await tokenOf('window')}`, 'Content-Type': 'application/pdf' };
  const body = `%PDF-1.4\n${crypto.randomUUID()}\n%%EOF\n`;
  const answer = await fetch(`${city().address}/api/intake/materials`, { method: 'POST', headers, body });
  const { sha256, content_type } = (await answer.json()) as { sha256: string; content_type: string };
  return { sha256, content_type };
}

/** A case that was received and accepted just now. */
export async function anApplication(item: string): Promise<string> {
  const applicant = { kind: 'citizen', name: '李丁卯', identity: '11010519491231002X', phone: '13800000000' };
  const form = { applicant: applicant.name, id_number: applicant.identity, phone: applicant.phone, bank_account: crypto.randomUUID() };
  const materials = { 'application-form': [await stored()], account: [await stored()] };
  const { case_id } = await office<{ case_id: string }>('window', '/api/intake/cases', { item, channel: 'window', applicant, form, materials });
  await office('window', `/api/intake/cases/${case_id}/accept`, {});
  return case_id;
}
