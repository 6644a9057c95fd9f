import { expect, test } from 'vitest';
import { bodyOf, isSame } from './notice';

const draft = { notice: '{"year":2027,"days":[]}', from: '2026-12-01T09:00' };

test('what was previewed is what stands there only while it asks for the same', () => {
  const asked = bodyOf(draft);
  expect(asked).not.toBeNull();
  expect(isSame(asked, bodyOf({ ...draft, notice: ' {"year": 2027, "days": []} ' }))).toBe(true);
  expect(isSame(asked, bodyOf({ ...draft, notice: '{"year":2028,"days":[]}' }))).toBe(false);
  expect(isSame(asked, bodyOf({ ...draft, from: '2026-12-02T09:00' }))).toBe(false);
  expect(isSame(asked, bodyOf({ ...draft, notice: '{' }))).toBe(false);
});

test('what is no JSON asks for nothing', () => {
  expect(bodyOf({ ...draft, notice: '{"year":' })).toBeNull();
});
