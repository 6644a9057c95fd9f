import { expect, test } from 'vitest';
import { arrange, type Filter, type InboxRow } from './inboxRows';

const ALL: Filter = { words: '', kind: '', urgency: '' };
const NOW = Date.parse('2026-12-01T01:00:00Z');

function row(id: string, dueAt: string | null, more: Partial<InboxRow> = {}): InboxRow {
  return {
    id,
    kind: 'task',
    to: '',
    number: `2026-${id}`,
    what: '核实消防安全',
    about: '',
    departmentCode: 'fire-rescue',
    department: '消防救援支队',
    handler: '',
    state: '待承接',
    dueAt,
    left: null,
    ...more,
  };
}

const rows = [
  row('still', null),
  row('later', '2026-12-03T16:00:00Z', { kind: 'step' }),
  row('late', '2026-11-30T16:00:00Z'),
];
const ids = (filter: Partial<Filter>) => arrange(rows, { ...ALL, ...filter }, NOW).map(({ id }) => id);

test('the most pressing comes first and what has no clock last', () => {
  expect(ids({})).toEqual(['late', 'later', 'still']);
});

test('every word must fit somewhere', () => {
  expect(ids({ words: '消防 2026-LATE' })).toEqual(['late', 'later'].filter((id) => `2026-${id}`.includes('2026-late')));
  expect(ids({ words: '消防 nothing' })).toEqual([]);
});

test('kinds and colours narrow down', () => {
  expect(ids({ kind: 'step' })).toEqual(['later']);
  expect(ids({ urgency: 'late' })).toEqual(['late']);
  expect(ids({ urgency: 'still' })).toEqual(['still']);
});
