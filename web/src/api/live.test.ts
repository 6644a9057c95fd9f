import { expect, test } from 'vitest';
import { isChange } from './changes';
import { concerns } from './live';

const change = {
  projection: 'coordination',
  stream: 'coordination',
  id: 'task-1',
  event: 'coordination.task_replied.v1',
  correlation: 'case-1',
};

test('a change concerns the lists of its read model and the things it names', () => {
  expect(concerns(change, ['coordination', 'tasks', { view: 'mine' }])).toBe(true);
  expect(concerns(change, ['coordination', 'case', 'case-1'])).toBe(true);
  expect(concerns(change, ['coordination', 'task', 'task-1'])).toBe(true);
  expect(concerns(change, ['coordination', 'task', 'task-2'])).toBe(false);
  expect(concerns(change, ['approval', 'steps'])).toBe(false);
});

test('what is no change is not taken for one', () => {
  expect(isChange(change)).toBe(true);
  expect(isChange({})).toBe(false);
  expect(isChange(null)).toBe(false);
});
