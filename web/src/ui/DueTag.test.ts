import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { language } from '@/app/preferences';
import DueTag from './DueTag.vue';

const HOUR_MS = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const left = (wall_seconds: number, working_minutes: number, zh: string, en: string) => ({
  wall_seconds,
  working_minutes,
  workdays: working_minutes / 510,
  words: { zh, en },
});

test('a colour never stands alone: a sign and words say the same', () => {
  const tag = mount(DueTag, { props: { dueAt: at(HOUR_MS), left: left(3_600, 60, '还剩1小时', '1 h left') } });
  expect(tag.classes()).toContain('urgent');
  expect(tag.find('svg').exists()).toBe(true);
  expect(tag.text()).toContain('紧急');
  expect(tag.text()).toContain('还剩1小时');
});

test('that something is late is said once, by the words of the office', () => {
  language.value = 'en';
  const tag = mount(DueTag, { props: { dueAt: at(-HOUR_MS), left: left(-3_600, 0, '超期1小时', '1 h late'), brief: true } });
  expect(tag.classes()).toContain('late');
  expect(tag.text()).toBe('1 h late');
});

test('what became late since it was counted says so before it is counted again, and not what was left', () => {
  language.value = 'zh';
  const tag = mount(DueTag, { props: { dueAt: at(-1_000), left: left(60, 1, '还剩1分钟', '1 min left') } });
  expect(tag.text()).toContain('超期');
  expect(tag.text()).not.toContain('还剩');
});

test('a clock that stands still has no date', () => {
  const tag = mount(DueTag, { props: { dueAt: null } });
  expect(tag.classes()).toContain('still');
  expect(tag.text()).toBe('停止计时');
});
