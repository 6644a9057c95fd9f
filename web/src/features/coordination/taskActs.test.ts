import { afterEach, expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { session } from '@/app/session';
import { zh } from '@/app/texts.zh';
import { actsOf } from './taskActs';

const BY_HAND = {
  task_id: 't',
  state: 'requested',
  from_department: 'health',
  to_department: 'transport',
  step: null,
  n_shares: 0,
} as Schemas['TaskRow'];

const ENDS = ['share', 'withdraw', 'close'];

function endsFor(role: string, task: Partial<Schemas['TaskRow']> = {}, sharable = 0): string[] {
  session.value = { token: '', expires_at: '', login: 'somebody', roles: [role], department: 'health', takes_password: true };
  const others = Array.from({ length: sharable }, (_, n) => ({ value: `${n}`, label: `${n}` }));
  const acts = actsOf({ ...BY_HAND, ...task }, 'health', zh, { departments: [], sharable: others });
  return acts.map(({ id }) => id).filter((id) => ENDS.includes(id));
}

afterEach(() => {
  session.value = null;
});

test('who asked by hand withdraws it, and a coordinator withdraws and closes anything', () => {
  expect(endsFor('handler')).toEqual(['withdraw']);
  expect(endsFor('handler', { step: 'review' }), 'what a step asks').toEqual([]);
  expect(endsFor('handler', { n_shares: 1 }), 'what others wait for').toEqual([]);
  expect(endsFor('handler', { state: 'replied' })).toEqual([]);
  expect(endsFor('coordinator', { step: 'review' })).toEqual(['withdraw', 'close']);
  expect(endsFor('coordinator', { state: 'joined' })).toEqual(['close']);
  expect(endsFor('coordinator', { state: 'accepted' })).toEqual([]);
});

test('a task is shared by a coordinator, where another one may give way', () => {
  expect(endsFor('coordinator', {}, 1)).toEqual(['share', 'withdraw', 'close']);
  expect(endsFor('handler', {}, 1)).toEqual(['withdraw']);
});
