import { afterEach, expect, test } from 'vitest';
import { session } from '@/app/session';
import { zh } from '@/app/texts.zh';
import { actsOf } from './noticeActs';

function actsOfRole(role: string, state: string, department = 'health'): string[] {
  session.value = { token: '', expires_at: '', login: 'somebody', roles: [role], department: 'health', takes_password: true };
  return actsOf({ notice_id: 'n', state, department }, 'health', zh).map(({ id }) => id);
}

afterEach(() => {
  session.value = null;
});

test('the department that was warned answers or appeals, and nobody else', () => {
  expect(actsOfRole('handler', 'open')).toEqual(['answer', 'appeal']);
  expect(actsOfRole('handler', 'open', 'education')).toEqual([]);
  expect(actsOfRole('handler', 'answered')).toEqual([]);
});

test('the supervisor decides about answers and appeals, and revokes what is not over', () => {
  expect(actsOfRole('supervisor', 'answered')).toEqual(['accept', 'revoke']);
  expect(actsOfRole('supervisor', 'appealed')).toEqual(['uphold', 'revoke']);
  expect(actsOfRole('supervisor', 'open')).toEqual(['revoke']);
  expect(actsOfRole('supervisor', 'met')).toEqual([]);
  expect(actsOfRole('coordinator', 'open')).toEqual([]);
});
