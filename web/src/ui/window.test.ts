import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import { useWindow } from './window';

const ROWS = 10_000;
const HEIGHT = 50;

function list() {
  const rows = ref(Array.from({ length: ROWS }, (_, nth) => nth));
  const box = ref<HTMLElement | null>(null);
  let drawn: ReturnType<typeof useWindow<number>> | undefined;
  const component = defineComponent(() => {
    drawn = useWindow(rows, box, ref(HEIGHT));
    return () => h('div', { ref: box });
  });
  mount(component);
  if (!drawn || !box.value) throw new Error('not mounted');
  Object.defineProperty(box.value, 'clientHeight', { value: 500 });
  return { window: drawn, box: box.value };
}

test('of ten thousand rows only those in sight are drawn, and the rest keep their place', () => {
  const { window, box } = list();
  box.scrollTop = 5_000 * HEIGHT;
  window.look();
  expect(window.drawn.value).toContain(5_000);
  expect(window.drawn.value.length).toBeLessThan(60);
  expect(window.above.value + window.drawn.value.length * HEIGHT + window.below.value).toBe(ROWS * HEIGHT);
});

test('a row that is chosen is scrolled into sight, and no further than needed', () => {
  const { window, box } = list();
  window.show(20, 40);
  expect(box.scrollTop).toBe(21 * HEIGHT - 460);
  const before = box.scrollTop;
  window.show(19, 40);
  expect(box.scrollTop).toBe(before);
  window.show(0, 40);
  expect(box.scrollTop).toBe(0);
});
