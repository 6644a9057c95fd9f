import { afterEach, expect, test } from 'vitest';
import { session } from '@/app/session';
import { zh } from '@/app/texts.zh';
import { countsOf } from './counts';
import { actsOf, linesOf, type Deliberation } from './talkActs';

const talk: Deliberation = {
  deliberation_id: 'd',
  number: '1',
  state: 'open',
  title: '公交专用道',
  text: '设置范围和时段',
  is_public: false,
  opened_at: '2026-10-01T01:00:00Z',
  closes_at: '2026-10-31T16:00:00Z',
  caused_by: 'e',
  departments: [{ department: 'health', before: [] }],
  follow_ups: [],
};

function seen(role: string, department: string, of: Partial<Deliberation> = {}): string[] {
  session.value = { token: '', expires_at: '', login: 'somebody', roles: [role], department, takes_password: true };
  return actsOf({ ...talk, ...of }, department, zh).map(({ id }) => id);
}

afterEach(() => {
  session.value = null;
});

test('departments that are asked speak while it is open', () => {
  expect(seen('handler', 'health')).toEqual(['speak']);
  expect(seen('handler', 'education')).toEqual([]);
  expect(seen('handler', 'health', { state: 'closed' })).toEqual([]);
});

test('who convenes closes, sums up, decides and follows up, one after the other', () => {
  expect(seen('coordinator', 'government')).toEqual(['close']);
  expect(seen('coordinator', 'government', { is_public: true }), 'the public is asked until the limit').toEqual([]);
  expect(seen('supervisor', 'government', { state: 'closed' })).toEqual(['summarise']);
  expect(seen('supervisor', 'government', { state: 'summarised' })).toEqual(['summarise', 'decide']);
  expect(seen('supervisor', 'government', { state: 'decided' })).toEqual(['follow-up']);
});

test('a decision is asked for an answer to each main point', () => {
  session.value = { token: '', expires_at: '', login: 'somebody', roles: ['coordinator'], department: 'government', takes_password: true };
  const summary = { summary: '', points: ['时段', '装卸货'], departments: {}, public: {} };
  const decide = actsOf({ ...talk, state: 'summarised', summary }, undefined, zh).find(({ id }) => id === 'decide');
  expect(decide?.fields.map(({ name }) => name)).toEqual(['decision', 'reasons', 'answer-0', 'answer-1']);
});

test('main points are the lines that say something', () => {
  expect(linesOf(' 时段\n\n  装卸货 \n')).toEqual(['时段', '装卸货']);
  expect(linesOf(undefined)).toEqual([]);
});

test('nobody is counted where nobody spoke', () => {
  expect(countsOf({ n_for: 2, n_against: 0, n_other: 1 })).toEqual({ n_for: 2, n_against: 0, n_other: 1 });
  expect(countsOf({ n_for: 0, n_against: 0, n_other: 0 })).toBeNull();
  expect(countsOf(null)).toBeNull();
});
