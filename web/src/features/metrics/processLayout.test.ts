import { expect, test } from 'vitest';
import { layoutOf, type Process } from './processLayout';

const activity = (name: string, n: number, step?: string) => ({ activity: name, n, ...(step && { step }) });
const way = (from: object, to: object, n: number) => ({ from, to, n, median_minutes: 60, p90_minutes: 90 });
const step = (name: string) => ({ activity: 'step_decided', step: name });

const process = {
  as_of: { at: '2026-09-01T00:00:00Z', position: '0' },
  n_cases: 100,
  activities: [activity('accepted', 90), activity('granted', 80), activity('received', 100), activity('step_decided', 80, 'b'), activity('step_decided', 85, 'a'), activity('withdrawn', 2)],
  transitions: [
    way({ activity: 'received' }, { activity: 'accepted' }, 90),
    way({ activity: 'accepted' }, step('a'), 85),
    way(step('a'), step('b'), 80),
    way(step('b'), { activity: 'granted' }, 80),
    way({ activity: 'received' }, { activity: 'withdrawn' }, 2),
  ],
} as Process;

test('a case goes down, steps in the order of the catalogue', () => {
  const { nodes, ways } = layoutOf(process, ['a', 'b'], 0.05);
  const down = [...nodes].sort((one, other) => one.y - other.y).map(({ id }) => id);
  expect(down).toEqual(['received', 'accepted', 'step_decided/a', 'step_decided/b', 'granted']);
  expect(new Set(nodes.map(({ x }) => x)).size).toBe(1);
  expect(ways).toHaveLength(4);
});

test('what is rare is drawn where all is wanted, beside the way', () => {
  const { nodes, ways } = layoutOf(process, ['a', 'b'], 0);
  const withdrawn = nodes.find(({ id }) => id === 'withdrawn');
  expect(withdrawn?.x).toBeLessThan(nodes.find(({ id }) => id === 'received')?.x ?? 0);
  expect(ways.map(({ width }) => width)).toEqual([...ways.map(({ width }) => width)].sort((one, other) => other - one));
});

test('nothing happened, nothing is drawn', () => {
  expect(layoutOf({ ...process, n_cases: 0, activities: [], transitions: [] }, [], 0)).toMatchObject({ nodes: [], ways: [] });
});
