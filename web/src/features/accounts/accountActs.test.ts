import { expect, test } from 'vitest';
import { zh } from '@/app/texts.zh';
import { actsOf, type Account } from './accountActs';

const account: Account = {
  login: 'w-1',
  roles: ['window_clerk'],
  department: 'government-services',
  state: 'active',
  takes_password: true,
  at_provider: false,
  created_at: '2026-11-09T01:00:00Z',
  is_own: false,
  is_privileged: false,
};
const offered = (change: Partial<Account>) => actsOf({ ...account, ...change }, () => undefined, zh).map(({ id }) => id);

test('an account gets a new password, and is disabled or enabled as it stands', () => {
  expect(offered({})).toEqual(['password', 'disable']);
  expect(offered({ state: 'disabled' })).toEqual(['password', 'enable']);
});

test('nothing is done with the own account, and no password is made that would be refused', () => {
  expect(offered({ is_own: true })).toEqual([]);
  expect(offered({ takes_password: false, at_provider: true })).toEqual(['disable']);
});

test('accounts that are changed on the server alone are disabled here, and nothing else', () => {
  expect(offered({ is_privileged: true })).toEqual(['disable']);
  expect(offered({ is_privileged: true, state: 'disabled' })).toEqual([]);
});
