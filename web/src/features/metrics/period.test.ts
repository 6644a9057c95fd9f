import { expect, test } from 'vitest';
import { beginOf, firstDayOf, isMonth, isPeriod, monthOf, shifted, weekOf, weeksOf } from './period';

test('a month is that of Beijing', () => {
  expect(monthOf(Date.parse('2026-09-30T16:00:00Z'))).toBe('2026-10');
  expect(monthOf(Date.parse('2026-09-30T15:59:59Z'))).toBe('2026-09');
  expect(Date.parse(beginOf('2026-10'))).toBe(Date.parse('2026-09-30T16:00:00Z'));
});

test('months are counted over the turn of a year', () => {
  expect(shifted('2026-02', -11)).toBe('2025-03');
  expect(shifted('2026-12', 1)).toBe('2027-01');
});

test('what is no month is not taken for one', () => {
  for (const text of ['2026-13', '2026-1', '', null, ['2026-01']]) expect(isMonth(text), String(text)).toBe(false);
  expect(isMonth('2026-12')).toBe(true);
});

test('a week begins on Monday in Beijing and belongs to the year of its Thursday', () => {
  expect(weekOf(Date.parse('2026-09-27T16:00:00Z'))).toBe('2026-W40');
  expect(weekOf(Date.parse('2026-09-27T15:59:59Z'))).toBe('2026-W39');
  expect(weekOf(Date.parse('2027-01-01T12:00:00+08:00'))).toBe('2026-W53');
  expect(weekOf(Date.parse('2024-12-30T12:00:00+08:00'))).toBe('2025-W01');
  expect(firstDayOf('2026-W40')).toBe('2026-09-28');
  expect(firstDayOf('2026-W53')).toBe('2026-12-28');
  expect(beginOf('2025-W01')).toBe('2024-12-30T00:00:00+08:00');
});

test('weeks are counted over the turn of a year', () => {
  expect(shifted('2026-W53', 1)).toBe('2027-W01');
  expect(shifted('2027-W02', -3)).toBe('2026-W52');
});

test('a month and a week are periods', () => {
  for (const text of ['2026-12', '2026-W01', '2026-W53']) expect(isPeriod(text), text).toBe(true);
  for (const text of ['2026-W00', '2026-W54', '2026-W5', '2026-13', null]) expect(isPeriod(text), String(text)).toBe(false);
});

test('the weeks of some months end now, and there are not too many', () => {
  const now = Date.parse('2026-09-30T12:00:00+08:00');
  expect(weeksOf({ from: '2026-09', through: '2026-09' }, now, 26)).toEqual({ from: '2026-W36', through: '2026-W40' });
  expect(weeksOf({ from: '2025-10', through: '2026-09' }, now, 26)).toEqual({ from: '2026-W15', through: '2026-W40' });
  expect(weeksOf({ from: '2026-01', through: '2026-02' }, now, 26)).toEqual({ from: '2026-W01', through: '2026-W09' });
  expect(weeksOf({ from: '2026-11', through: '2026-12' }, now, 26)).toEqual({ from: '2026-W44', through: '2026-W44' });
});
