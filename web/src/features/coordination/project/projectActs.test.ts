import { afterEach, expect, test } from 'vitest';
import { session } from '@/app/session';
import { zh } from '@/app/texts.zh';
import { actsOf, actsOfBlocker, actsOfMilestone, type Project } from './projectActs';

const milestone = { nth: 1, name: '印发办法', department: 'health', state: 'missed', due_on: '2026-10-12', due_at: '2026-10-12T16:00:00Z', is_overdue: true, moves: [] };
const blocker = { nth: 1, by_department: 'health', what: '缺标准', needs_department: 'education', is_open: true, raised_at: '2026-10-01T01:00:00Z' };
const project: Project = {
  project_id: 'p',
  number: '1',
  state: 'underway',
  title: '专班',
  goal: '目标',
  leader_account: 'li',
  leader_department: 'transport',
  set_up_at: '2026-09-01T01:00:00Z',
  changed_at: '2026-09-01T01:00:00Z',
  caused_by: 'e',
  departments: ['health', 'transport'],
  milestones: [milestone],
  blockers: [blocker],
};

function seen(login: string, role: string, department: string, of: Project = project): string[] {
  session.value = { token: '', expires_at: '', login, roles: [role], department, takes_password: true };
  const visitor = { login, department };
  const acts = [...actsOf(of, visitor, zh, []), ...actsOfMilestone(of, milestone, visitor, zh), ...actsOfBlocker(of, blocker, visitor, zh)];
  return acts.map(({ id }) => id);
}

afterEach(() => {
  session.value = null;
});

test('who leads by account does everything, and a colleague of theirs does not', () => {
  expect(seen('li', 'handler', 'transport')).toEqual(['raise', 'plan', 'join', 'leave', 'hand-over', 'close', 'reach-1', 'move-1', 'clear-1']);
  expect(seen('wang', 'handler', 'transport')).toEqual(['raise']);
});

test('a department reaches its own milestones and clears what it raised', () => {
  expect(seen('zhao', 'handler', 'health')).toEqual(['raise', 'reach-1', 'clear-1']);
  expect(seen('qian', 'handler', 'education')).toEqual([]);
});

test('a coordinator does what the leader may, and nobody anything once it is closed', () => {
  expect(seen('sun', 'coordinator', 'government')).not.toContain('raise');
  expect(seen('sun', 'coordinator', 'government')).toContain('hand-over');
  expect(seen('li', 'handler', 'transport', { ...project, state: 'closed' })).toEqual([]);
});
