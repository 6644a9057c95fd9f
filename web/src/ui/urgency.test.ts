import { expect, test } from 'vitest';
import { urgencyOf } from './urgency';

const DUE = '2026-12-02T16:00:00Z';
const before = Date.parse(DUE) - 1;
const left = (workdays: number, working_minutes: number) => ({ workdays, working_minutes, wall_seconds: 1, words: {} });

test('working time says how pressing something is', () => {
  expect(urgencyOf(DUE, left(3.2, 1_400), before)).toBe('calm');
  expect(urgencyOf(DUE, left(1, 510), before)).toBe('soon');
  expect(urgencyOf(DUE, left(0.2, 120), before)).toBe('urgent');
});

test('what became late after the office counted is late from the first instant on', () => {
  expect(urgencyOf(DUE, left(3.2, 1_400), Date.parse(DUE))).toBe('late');
});

test('without a due date the clock stands still, and without a count nothing is claimed', () => {
  expect(urgencyOf(null, null, before)).toBe('still');
  expect(urgencyOf(DUE, null, before)).toBe('calm');
});
