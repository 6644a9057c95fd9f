import { expect, test } from 'vitest';
import { groupsOf, runs, stateOf, type Stop } from './asked';

const reader = (n: Partial<Record<'n_running' | 'n_standby' | 'n_stalled' | 'n_stopped', number>>) =>
  ({ reader: 'intake', kind: 'projection', n_running: 0, n_standby: 0, n_stalled: 0, n_stopped: 0, n_behind: 0, ...n }) as const;

test('a reader does as badly as the worst of its partitions', () => {
  expect(stateOf(reader({ n_running: 3, n_stopped: 1 }))).toBe('stopped');
  expect(stateOf(reader({ n_running: 3, n_stalled: 1 }))).toBe('stalled');
  expect(stateOf(reader({ n_running: 1, n_standby: 3 }))).toBe('running');
  expect(stateOf(reader({ n_standby: 4 }))).toBe('standby');
});

test('a verification runs until it has ended', () => {
  const last = { by: 'op-1', begun_at: '2026-11-09T01:00:00Z' };
  expect(runs(last)).toBe(true);
  expect(runs({ ...last, ended_at: '2026-11-09T01:00:01Z' })).toBe(false);
  expect(runs(null)).toBe(false);
});

test('only what a reader has not passed has stopped it, and what was decided about stands apart', () => {
  const stop: Stop = {
    reader: 'intake',
    event: 'waits',
    kind: 'test.noted.v9',
    partition: 1,
    seq: 4,
    reason: 'unknown type',
    stopped_at: '2026-11-09T01:00:00Z',
    is_passed: false,
  };
  const parked = { ...stop, event: 'parked', parked_at: '2026-11-09T02:00:00Z', parked_by: 'op-1' };
  const read = { ...stop, event: 'read', is_passed: true };
  const leftOut = { ...parked, event: 'left out', is_passed: true };
  const { waiting, parked: decided, past } = groupsOf([read, parked, stop, leftOut]);
  expect([waiting, decided, past].map((stops) => stops.map(({ event }) => event))).toEqual([['waits'], ['parked'], ['read', 'left out']]);
});
