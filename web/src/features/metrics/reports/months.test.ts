import { expect, test } from 'vitest';
import { kindOf, lastOf, nameOf, quarterOf, quartersUntil } from './months';

const words = {
  month: (year: string, month: number) => `${year}/${month}`,
  quarter: (year: string, nth: number) => `${year} Q${nth}`,
  span: (from: string, through: string) => `${from} to ${through}`,
};

test('a month, a quarter and a span are told apart and called by their names', () => {
  for (const [from, through, kind, name] of [
    ['2026-09', '2026-09', 'month', '2026/9'],
    ['2026-07', '2026-09', 'quarter', '2026 Q3'],
    ['2026-10', '2026-12', 'quarter', '2026 Q4'],
    ['2026-08', '2026-10', 'span', '2026/8 to 2026/10'],
    ['2026-01', '2026-12', 'span', '2026/1 to 2026/12'],
  ] as const) {
    expect(kindOf({ from, through })).toBe(kind);
    expect(nameOf({ from, through }, words)).toBe(name);
  }
});

test('what is over is reported first', () => {
  expect(lastOf('month', '2027-01')).toEqual({ from: '2026-12', through: '2026-12' });
  expect(lastOf('quarter', '2027-02')).toEqual({ from: '2026-10', through: '2026-12' });
  expect(lastOf('span', '2026-10')).toEqual({ from: '2026-09', through: '2026-09' });
});

test('quarters follow each other back over the turn of a year', () => {
  expect(quarterOf('2026-11')).toEqual({ from: '2026-10', through: '2026-12' });
  expect(quartersUntil('2026-02', 3).map(({ from }) => from)).toEqual(['2026-01', '2025-10', '2025-07']);
});
