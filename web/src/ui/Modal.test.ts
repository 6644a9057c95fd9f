import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import Modal from './Modal.vue';

function dialogOf(isKept: boolean) {
  const shown = mount(Modal, { props: { title: '密码', isKept }, attachTo: document.body });
  return { shown, dialog: shown.find('dialog') };
}

function escape(on: Element): KeyboardEvent {
  const key = new KeyboardEvent('keydown', { key: 'Escape', cancelable: true, bubbles: true });
  on.dispatchEvent(key);
  return key;
}

test('Escape closes a dialog', async () => {
  const { shown, dialog } = dialogOf(false);
  expect(escape(dialog.element).defaultPrevented).toBe(false);
  await dialog.trigger('cancel');
  expect(shown.emitted('close')).toHaveLength(1);
});

test('what is kept does not go away with Escape, only with a button', async () => {
  const { shown, dialog } = dialogOf(true);
  expect(escape(dialog.element).defaultPrevented).toBe(true);
  await dialog.trigger('cancel');
  expect(shown.emitted('close')).toBeUndefined();
  await shown.find('button').trigger('click');
  expect(shown.emitted('close')).toHaveLength(1);
});
