import { afterEach, expect, test } from 'vitest';
import { session } from '@/app/session';
import { zh } from '@/app/texts.zh';
import { actsOf } from './complaintActs';

const OWN = 'health';

const EARLIER = [{ value: 'b', label: 'b' }];

function actsOfRole(role: string, state: string, department = OWN, { earlier = [] as typeof EARLIER, isSeparable = false } = {}): string[] {
  session.value = { token: '', expires_at: '', login: 'somebody', roles: [role], department: OWN, takes_password: true };
  return actsOf({ complaint_id: 'c', state, department }, OWN, zh, { departments: [], earlier, isSeparable }).map(({ id }) => id);
}

afterEach(() => {
  session.value = null;
});

test('a handler answers complaints of the own department alone, and what was ordered is reported first', () => {
  expect(actsOfRole('handler', 'assigned')).toEqual(['answer']);
  expect(actsOfRole('handler', 'rectifying')).toEqual(['report']);
  expect(actsOfRole('handler', 'rectified')).toEqual(['answer']);
  expect(actsOfRole('handler', 'assigned', 'education')).toEqual([]);
});

test('a coordinator assigns, and a supervisor only orders', () => {
  expect(actsOfRole('coordinator', 'lodged')).toEqual(['assign']);
  expect(actsOfRole('coordinator', 'assigned')).toEqual(['assign', 'order']);
  expect(actsOfRole('supervisor', 'assigned')).toEqual(['order']);
});

test('whoever answered neither closes nor reopens', () => {
  expect(actsOfRole('coordinator', 'answered', 'education')).toEqual(['confirm', 'reopen']);
  expect(actsOfRole('coordinator', 'answered')).toEqual([]);
  expect(actsOfRole('handler', 'answered')).toEqual([]);
  expect(actsOfRole('supervisor', 'confirmed', 'education')).toEqual(['reopen']);
});

test('a coordinator merges what is open where something came before, and separates it as long as the office takes that', () => {
  expect(actsOfRole('coordinator', 'lodged', OWN, { earlier: EARLIER })).toEqual(['assign', 'merge']);
  expect(actsOfRole('coordinator', 'lodged')).toEqual(['assign']);
  expect(actsOfRole('coordinator', 'rectified', OWN, { earlier: EARLIER })).toEqual(['assign', 'order', 'merge']);
  expect(actsOfRole('coordinator', 'rectifying', OWN, { earlier: EARLIER })).toEqual(['assign']);
  expect(actsOfRole('coordinator', 'answered', OWN, { earlier: EARLIER })).toEqual([]);
  expect(actsOfRole('handler', 'assigned', OWN, { earlier: EARLIER })).toEqual(['answer']);
  expect(actsOfRole('coordinator', 'merged', OWN, { isSeparable: true })).toEqual(['separate']);
  expect(actsOfRole('coordinator', 'merged')).toEqual([]);
  expect(actsOfRole('supervisor', 'merged', OWN, { isSeparable: true })).toEqual([]);
});
