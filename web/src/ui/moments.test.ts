import { expect, test } from 'vitest';
import { instantOf } from './moments';

test('what is typed is Beijing time, wherever the machine stands', () => {
  expect(Date.parse(instantOf('2026-12-01T09:30') ?? '')).toBe(Date.UTC(2026, 11, 1, 1, 30));
  expect(instantOf('')).toBeNull();
});
