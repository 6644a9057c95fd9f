import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { zh } from '@/app/texts.zh';
import OncePassword from './OncePassword.vue';

afterEach(() => vi.unstubAllGlobals());

async function copied(clipboard: unknown): Promise<string> {
  vi.stubGlobal('navigator', { clipboard });
  const shown = mount(OncePassword, { props: { login: 'w-1', password: 'plain-once' }, attachTo: document.body });
  await shown.findAll('button').find((button) => button.text() === zh.operations.accounts.copy)?.trigger('click');
  await flushPromises();
  return shown.find('[role=status]').text();
}

test('a password is copied', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  expect(await copied({ writeText })).toBe(zh.operations.accounts.copied);
  expect(writeText).toHaveBeenCalledWith('plain-once');
});

test('where a browser has no clipboard the password is selected', async () => {
  expect(await copied(undefined)).toBe(zh.operations.accounts.selected);
  expect(getSelection()?.toString()).toBe('plain-once');
});
