import { expect, test } from 'vitest';
import { instantsOf, taskAt } from './asOf';

const steps = [
  { happened: 'task_requested', at: '2026-12-01T01:00:00Z', by: 'li', caused_by: '1', to_department: 'health', due_at: '2026-12-04T16:00:00Z' },
  { happened: 'task_acknowledged', at: '2026-12-01T02:00:00Z', by: 'wang', caused_by: '2', handler: 'wang' },
  { happened: 'task_reassigned', at: '2026-12-02T01:00:00Z', by: 'sun', caused_by: '3', to_department: 'education', due_at: '2026-12-08T16:00:00Z' },
];
const at = (text: string) => taskAt(steps, Date.parse(text));

test('a task is as it was after what had happened until then', () => {
  expect(at('2026-12-01T00:59:59Z')).toBeNull();
  expect(at('2026-12-01T01:00:00Z')).toEqual({ department: 'health', handler: null, dueAt: '2026-12-04T16:00:00Z', happened: 'task_requested' });
  expect(at('2026-12-01T05:00:00Z')).toMatchObject({ department: 'health', handler: 'wang', happened: 'task_acknowledged' });
  expect(at('2026-12-09T00:00:00Z'), 'who worked it for another department does not any more').toEqual({
    department: 'education',
    handler: null,
    dueAt: '2026-12-08T16:00:00Z',
    happened: 'task_reassigned',
  });
});

test('what happened in the same instant is one moment', () => {
  expect(instantsOf(['2026-12-02T01:00:00Z', '2026-12-01T01:00:00Z', '2026-12-02T01:00:00.000Z'])).toEqual([
    Date.parse('2026-12-01T01:00:00Z'),
    Date.parse('2026-12-02T01:00:00Z'),
  ]);
});
