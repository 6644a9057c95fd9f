import { expect, test } from 'vitest';
import { zh } from '@/app/texts.zh';
import { durationOf, sizeOf } from './words';

test('sizes are told in units that people read', () => {
  expect([0, 999, 1_000, 1_234_567, 123_456_789, 5e15].map(sizeOf)).toEqual(['0 B', '999 B', '1.0 KB', '1.2 MB', '123 MB', '5000 TB']);
});

test('a time is told in the largest unit of which there are two', () => {
  const told = [-1, 0.4, 119, 120, 7_199, 7_200, 172_800].map((secs) => durationOf(secs, zh));
  expect(told).toEqual(['0 秒', '0 秒', '119 秒', '2 分钟', '119 分钟', '2 小时', '2 天']);
});
