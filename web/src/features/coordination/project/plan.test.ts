import { expect, test } from 'vitest';
import { parted, standingOf } from './plan';

const of = (nth: number, due_at: string) => ({ nth, name: '', department: '', state: 'ahead', due_on: '', due_at, is_overdue: false, moves: [] });

test('what is too late is said before it is on record, and what was reached late is reached', () => {
  expect(standingOf({ state: 'ahead', is_overdue: false })).toBe('ahead');
  expect(standingOf({ state: 'ahead', is_overdue: true })).toBe('overdue');
  expect(standingOf({ state: 'missed', is_overdue: true })).toBe('missed');
  expect(standingOf({ state: 'reached', is_overdue: false })).toBe('reached');
});

test('milestones stand by their days, on both sides of today', () => {
  const all = [of(1, '2026-12-03T16:00:00Z'), of(2, '2026-12-01T16:00:00Z'), of(3, '2026-12-01T16:00:00Z')];
  const { past, ahead } = parted(all, Date.parse('2026-12-02T00:00:00Z'));
  expect(past.map(({ nth }) => nth)).toEqual([2, 3]);
  expect(ahead.map(({ nth }) => nth)).toEqual([1]);
});
