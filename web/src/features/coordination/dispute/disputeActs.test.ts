import { afterEach, expect, test } from 'vitest';
import { session } from '@/app/session';
import { zh } from '@/app/texts.zh';
import { actsOf, partOf, recusalOf, type Dispute } from './disputeActs';
import { askOf } from './rulings';

const member = (account: string) => ({ account, department: 'transport', has_voted: false, caused_by: 'e' });

const OPEN: Dispute = {
  dispute_id: 'd',
  task_id: 't',
  case_id: 'c',
  number: '1',
  state: 'open',
  ask: { zh: '核验', en: 'Check' },
  by_department: 'health',
  from_department: 'market-regulation',
  reason: '',
  legal_basis: '',
  disputed_at: '',
  rule_by_at: '',
  is_overdue: false,
  changed_at: '',
  caused_by: 'e',
  chair: 'transport',
  members: [member('transport'), member('civil-affairs')],
  parties: [
    { department: 'health', disputes: true, caused_by: 'e' },
    { department: 'market-regulation', disputes: false, caused_by: 'e' },
  ],
};

function as(role: string, login: string): string[] {
  session.value = { token: '', expires_at: '', login, roles: [role], department: login, takes_password: true };
  return actsOf(OPEN, login, zh, { departments: [] }).map(({ id }) => id);
}

afterEach(() => {
  session.value = null;
});

test('who is heard answers, who disputes withdraws, and the chair rules', () => {
  expect(as('handler', 'market-regulation')).toEqual(['answer']);
  expect(as('handler', 'health')).toEqual(['withdraw']);
  expect(as('handler', 'transport')).toEqual(['rule']);
  expect(as('handler', 'civil-affairs')).toEqual([]);
  expect(as('coordinator', 'coordinator')).toEqual(['hear']);
});

test('members vote and step back themselves, and nobody does in what is over', () => {
  as('handler', 'civil-affairs');
  expect(partOf(OPEN)).toMatchObject({ presides: false, votes: true, chairs: false });
  expect(OPEN.members.map((one) => recusalOf(OPEN, one, zh).length)).toEqual([0, 1]);
  const ruled = { ...OPEN, state: 'ruled' };
  expect(partOf(ruled).votes).toBe(false);
  as('supervisor', 'supervisor');
  expect(OPEN.members.map((one) => recusalOf(OPEN, one, zh).length)).toEqual([1, 1]);
  expect(recusalOf(ruled, member('transport'), zh)).toEqual([]);
});

test('asks are compared in the language of the office', () => {
  expect(askOf({ zh: ' 核验 ', en: 'Check' })).toBe('核验');
  expect(askOf(undefined)).toBe('');
});
