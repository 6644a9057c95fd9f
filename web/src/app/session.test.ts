import { afterEach, expect, test } from 'vitest';
import { Refused } from '@/api/problem';
import { renewed, session, tokenEnded, type Session } from './session';

const one: Session = { token: 'old', expires_at: '2099-01-01T00:00:00Z', login: 'h-1', department: 'health', roles: ['handler'], takes_password: true };

afterEach(() => {
  session.value = null;
});

test('whoever works under a token that the office knows no more is signed out', () => {
  session.value = one;
  tokenEnded('another');
  expect(session.value).toEqual(one);
  tokenEnded('old');
  expect(session.value).toBeNull();
});

test('what is refused under the session before signs nobody out while another one takes its place', async () => {
  session.value = one;
  let answer: (now: Session) => void = () => undefined;
  const renewing = renewed(new Promise((resolve) => (answer = resolve)));
  tokenEnded('old');
  answer({ ...one, token: 'new' });
  await renewing;
  tokenEnded('old');
  expect(session.value?.token).toBe('new');
});

test('where the session had ended already, nobody is signed in any more', async () => {
  session.value = one;
  await expect(renewed(Promise.reject(new Refused({ type: '', title: '', status: 401 })))).rejects.toThrow();
  expect(session.value).toBeNull();
});
