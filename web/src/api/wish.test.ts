import { expect, test } from 'vitest';
import { shallowRef } from 'vue';
import { Refused } from './problem';
import { isOvertaken, newKey, useWish, type OpenWish } from './wish';

const problem = (status: number) => new Refused({ type: '/problems/x/y', title: 'no', status });

function sent(...outcomes: (Refused | null)[]) {
  const keys: string[] = [];
  const wish = useWish<string, string>((_, key) => {
    keys.push(key);
    const outcome = outcomes[keys.length - 1];
    return outcome ? Promise.reject(outcome) : Promise.resolve('done');
  });
  return { keys, wish };
}

test('a wish of which nobody knows what became is repeated under its key', async () => {
  const { keys, wish } = sent(new Refused(null), problem(503), problem(429), problem(401), null);
  expect(await wish.give('a')).toBeNull();
  expect(wish.refused.value?.isUncertain).toBe(true);
  for (let n = 0; n < 3; n += 1) expect(await wish.give('a')).toBeNull();
  expect(await wish.give('a')).toBe('done');
  expect(new Set(keys).size).toBe(1);
  expect(wish.refused.value).toBeNull();
});

test('a wish that outlives its page keeps its key', async () => {
  const open = shallowRef<OpenWish | null>(null);
  const keys: string[] = [];
  const lost = useWish<string, string>((_, key) => (keys.push(key), Promise.reject(new Refused(null))), open);
  await lost.give('a');
  const again = useWish<string, string>((_, key) => (keys.push(key), Promise.resolve('done')), shallowRef(open.value));
  expect(await again.give('a')).toBe('done');
  expect(new Set(keys).size).toBe(1);
});

test('what was refused or was done is a new wish the next time', async () => {
  const { keys, wish } = sent(problem(409), null, null);
  for (const said of ['a', 'a', 'a']) await wish.give(said);
  expect(new Set(keys).size).toBe(3);
});

test('what is said otherwise while nobody knows what became of it is done once, as it was said last', async () => {
  const { keys, wish } = sent(new Refused(null), problem(422), null);
  for (const said of ['a', 'b', 'c']) await wish.give(said);
  expect(new Set(keys).size).toBe(1);
  expect(isOvertaken.value).toBe(false);
});

test('what had been carried out as it was said first answers what is said otherwise since then', async () => {
  const all: string[] = [];
  const wish = useWish<string, string>((said, key) => {
    all.push(`${said} ${key}`);
    if (all.length === 1) return Promise.reject(new Refused(null));
    const reused = new Refused({ type: '/problems/common/key-reused', title: 'used', status: 422 });
    return said === 'a' ? Promise.resolve('done a') : Promise.reject(reused);
  });
  await wish.give('a');
  expect(await wish.give('b')).toBe('done a');
  expect(isOvertaken.value).toBe(true);
  expect(all.map((one) => one[0])).toEqual(['a', 'b', 'a']);
  expect(new Set(all.map((one) => one.slice(2))).size).toBe(1);
});

test('what was given up is another wish the next time', async () => {
  const { keys, wish } = sent(new Refused(null), null);
  await wish.give('a');
  wish.abandon();
  await wish.give('b');
  expect(new Set(keys).size).toBe(2);
});

test('a wish that is being sent is not sent twice', async () => {
  const { keys, wish } = sent(null);
  await Promise.all([wish.give('a'), wish.give('a')]);
  expect(keys).toHaveLength(1);
});

test('keys are UUIDs of version 7 and sort by time', () => {
  const key = newKey(Date.UTC(2026, 10, 26));
  expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(newKey(1_000) < newKey(2_000)).toBe(true);
});
