import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { Refused } from '@/api/problem';
import ActDialog from './ActDialog.vue';
import type { Act } from './acts';

function dialog(send: Act['send']) {
  const act: Act = {
    id: 'refuse',
    label: '不予通过',
    title: '不予通过',
    fields: [
      { name: 'reason', label: '理由', kind: 'text' },
      { name: 'legal_basis', label: '依据', kind: 'line', isOptional: true },
    ],
    send,
  };
  return mount(ActDialog, { props: { act }, attachTo: document.body });
}

const problem = (status: number, errors: { field: string; rule: string; remedy: string }[] = []) =>
  new Refused({ type: '/problems/common/invalid', title: '填写的内容不符合要求', status, trace_id: 'a'.repeat(32), errors });

test('what is left out is said beside its field, and nothing is sent', async () => {
  const send = vi.fn(() => Promise.resolve({}));
  const shown = dialog(send);
  await shown.find('form').trigger('submit');
  expect(send).not.toHaveBeenCalled();
  expect(shown.find('#act-reason').attributes('aria-invalid')).toBe('true');
  expect(shown.find('#act-reason-fault').text()).toBe('请填写此项');
  expect(shown.find('#act-legal_basis').attributes('aria-invalid')).toBe('false');
});

test('what the office refuses stands beside its field, with a trace id for the rest', async () => {
  const shown = dialog(() => Promise.reject(problem(422, [{ field: '/legal_basis', rule: 'value', remedy: '请写明条款' }])));
  await shown.find('#act-reason').setValue('材料不全');
  await shown.find('form').trigger('submit');
  await flushPromises();
  expect(shown.find('#act-legal_basis-fault').text()).toBe('请写明条款');
  const note = shown.find('[role=alert]');
  expect(note.text()).toContain('a'.repeat(32));
  expect(note.text(), 'not said twice').not.toContain('请写明条款');
  expect(shown.emitted('done')).toBeUndefined();
});

test('where nobody answered it is tried again under the same key', async () => {
  const keys: string[] = [];
  const shown = dialog((_, key) => {
    keys.push(key);
    return keys.length === 1 ? Promise.reject(new Refused(null)) : Promise.resolve({});
  });
  await shown.find('#act-reason').setValue('材料不全');
  await shown.find('form').trigger('submit');
  await flushPromises();
  await shown.find('[role=alert] .button').trigger('click');
  await flushPromises();
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
  expect(shown.emitted('done')).toHaveLength(1);
});
