import { expect, test } from 'vitest';
import { colourOf, joined, type Warning } from './arrivals';

const warning = (caused_by: string, issued_at: string, task_state = 'requested') =>
  ({ caused_by, issued_at, task_state }) as Warning;

test('a warning that came live and is asked for again is shown once, as it is known last', () => {
  const asked = [warning('b', '2026-12-01T02:00:00Z', 'replied'), warning('a', '2026-12-01T01:00:00Z')];
  const arrived = [warning('c', '2026-12-01T03:00:00Z'), warning('b', '2026-12-01T02:00:00Z')];
  const all = joined(asked, arrived);
  expect(all.map(({ caused_by }) => caused_by)).toEqual(['c', 'b', 'a']);
  expect(all[1]?.task_state).toBe('replied');
});

test('the ladder goes from blue over yellow to red', () => {
  expect(['unacknowledged', 'due_soon', 'overdue', 'accountability'].map(colourOf)).toEqual(['blue', 'yellow', 'red', 'red']);
});
