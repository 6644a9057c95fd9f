import { beforeEach, expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { session } from '@/app/session';
import { zh } from '@/app/texts.zh';
import { actsOf } from './stepActs';

type Case = Schemas['ApprovalCaseView'];

const name = (text: string) => ({ zh: text, en: text });
const step = (code: string, state: string, more: Partial<Case['steps'][number]> = {}) => ({
  step: code,
  name: name(code),
  department: 'health',
  state,
  waits_for: [],
  ...more,
});
const view = (steps: Case['steps'], state = 'open'): Case => ({ case_id: 'c-1', state, steps, clocks: [] });
const labels = (shown: Case) => actsOf(shown, 'health', zh).map(({ label }) => label);

beforeEach(() => {
  session.value = { token: 't', login: 'health', department: 'health', roles: ['handler'], expires_at: '2099-01-01T00:00:00Z', takes_password: true };
});

test('a step of the own department can be decided, and only sent back where something is done', () => {
  expect(labels(view([step('accept', 'active')]))).toEqual(['通过', '不予通过', '延长期限']);
  expect(labels(view([step('accept', 'done'), step('review', 'active')]))).toEqual(['通过', '不予通过', '退回', '延长期限']);
});

test('where several steps wait each button says which it means', () => {
  const shown = labels(view([step('review', 'active'), step('site', 'active', { waits_for: ['fire-rescue'] })]));
  expect(shown).toEqual(['通过 · review', '不予通过 · review', '不予通过 · site', '延长期限']);
});

test('steps of others are theirs to decide, and what is over is over', () => {
  expect(labels(view([step('review', 'active', { department: 'environment' })]))).toEqual([]);
  expect(labels(view([step('review', 'active')], 'concluded'))).toEqual([]);
  expect(labels(view([step('review', 'active')], 'suspended'))).toEqual(['恢复计时']);
  session.value = { ...session.value!, roles: ['coordinator'] };
  expect(labels(view([step('review', 'active')]))).toEqual([]);
});
