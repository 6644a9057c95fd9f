import { expect, test } from 'vitest';
import { hearClock, officeNow } from './clock';

test('the office has the time of this machine until an answer says otherwise', () => {
  expect(officeNow(5_000)).toBe(5_000);
  hearClock(null);
  hearClock('nonsense');
  expect(officeNow(5_000)).toBe(5_000);
});

test('an accelerated clock runs on between two answers', () => {
  hearClock('2026-11-30T06:00:00.0000Z; speed=1200', 1_000);
  expect(new Date(officeNow(2_000)).toISOString()).toBe('2026-11-30T06:20:00.000Z');
});
