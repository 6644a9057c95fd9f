import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api } from '@/api/client';
import { session, type Session } from '@/app/session';
import { zh } from '@/app/texts.zh';
import OwnPassword from './OwnPassword.vue';

const texts = zh.desk.password;
const before: Session = { token: 'old', expires_at: '2099-01-01T00:00:00Z', login: 'h-1', department: 'health', roles: ['handler'], takes_password: true };

beforeEach(() => {
  session.value = before;
});
afterEach(() => {
  vi.restoreAllMocks();
  session.value = null;
});

/** What the office answers to the next change. */
function answers(status: number, body: object) {
  const said = { response: new Response(null, { status }), ...(status === 200 ? { data: body } : { error: body }) };
  return vi.spyOn(api, 'POST').mockResolvedValue(said as never);
}

async function opened() {
  const shown = mount(OwnPassword, { attachTo: document.body });
  await shown.find('button').trigger('click');
  return shown;
}

async function typed(old: string, fresh: string, again = fresh) {
  const shown = await opened();
  await shown.find('#old-password').setValue(old);
  await shown.find('#new-password').setValue(fresh);
  await shown.find('#again-password').setValue(again);
  await shown.find('form').trigger('submit');
  await flushPromises();
  return shown;
}

test('what is missing or was typed in two ways is said beside its field, and nothing is sent', async () => {
  const post = answers(200, before);
  const empty = await opened();
  await empty.find('form').trigger('submit');
  for (const id of ['old-password', 'new-password', 'again-password']) expect(empty.find(`#${id}-fault`).text()).toBe(zh.app.required);
  const shown = await typed('the old one', 'a new password', 'a new passwort');
  expect(shown.find('#again-password-fault').text()).toBe(texts.differs);
  expect(shown.find('#again-password').attributes('aria-invalid')).toBe('true');
  expect(post).not.toHaveBeenCalled();
});

test('what the office refuses stands beside its field, and who is signed in stays so', async () => {
  const errors = [{ field: '/old_password', rule: 'wrong', remedy: '当前密码不正确' }];
  answers(422, { type: '/problems/common/invalid', title: '填写的内容不符合要求', status: 422, errors });
  const shown = await typed('wrong', 'a new password');
  expect(shown.find('#old-password-fault').text()).toBe('当前密码不正确');
  expect(session.value).toEqual(before);
});

test('the session that is answered takes the place of the one before, and what was typed is gone', async () => {
  const post = answers(200, { ...before, token: 'new' });
  const shown = await typed('the old one', 'a new password');
  expect(post.mock.calls[0]).toEqual(['/api/password', { body: { old_password: 'the old one', new_password: 'a new password' } }]);
  expect(session.value?.token).toBe('new');
  expect(shown.find('[role=status]').text()).toBe(texts.changed);
  await shown.find('button').trigger('click');
  expect(shown.find<HTMLInputElement>('#old-password').element.value).toBe('');
  expect(shown.find('#old-password-fault').text()).toBe('');
});

test('who signs in at the provider alone is told so, and has nothing to fill in', () => {
  session.value = { ...before, takes_password: false };
  const shown = mount(OwnPassword);
  expect(shown.text()).toContain(texts.atProvider);
  expect(shown.findAll('button, input')).toHaveLength(0);
});
