import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { h } from 'vue';
import Field from './Field.vue';

test('a field is told its name, its hint and what is wrong with it', () => {
  const shown = mount(Field, { props: { id: 'goal', label: '目标', hint: '一句话', fault: '请填写此项' }, slots: { default: ({ aria }: { aria: object }) => h('input', { id: 'goal', ...aria }) } });
  expect(shown.find('label').attributes('for')).toBe('goal');
  const { id, 'aria-invalid': invalid, 'aria-describedby': by } = shown.find('input').attributes();
  expect({ id, invalid }).toEqual({ id: 'goal', invalid: 'true' });
  expect(by?.split(' ').map((one) => shown.find(`#${one}`).text())).toEqual(['一句话', '请填写此项']);
});
