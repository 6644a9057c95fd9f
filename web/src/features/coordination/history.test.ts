import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '@/app/texts.en';
import { zh } from '@/app/texts.zh';
import { momentsOf } from './history';

const words = { texts: zh, nameOf: (code: unknown) => `<${String(code)}>`, dueWords: (at: unknown) => String(at) };
const step = { by: 'h-1', by_department: 'health', at: '2026-12-01T01:00:00Z' };

test('every event of a task has a name in both languages', () => {
  const schema = readFileSync('../schemas/events/coordination.schema.json', 'utf8');
  const names = new Set([...schema.matchAll(/"const": "coordination\.([a-z_]+)\.v\d+"/g)].map((found) => found[1] ?? ''));
  expect(names.size).toBeGreaterThan(20);
  for (const name of names) {
    expect(zh.happened[name], name).toBeTruthy();
    expect(en.happened[name], name).toBeTruthy();
  }
});

test('a moment says what was different afterwards, and no more', () => {
  const moments = momentsOf(
    [
      { ...step, caused_by: '1', happened: 'task_requested', due_at: 'A', to_department: 'fire' },
      { ...step, caused_by: '2', happened: 'task_acknowledged', handler: 'h-2', due_at: 'A' },
      { ...step, caused_by: '3', happened: 'task_reassigned', to_department: 'env', due_at: 'B' },
      { ...step, caused_by: '4', happened: 'task_acknowledged', handler: 'h-2' },
    ],
    words,
  );
  expect(moments.map(({ id }) => id)).toEqual(['4', '3', '2', '1']);
  const changes = moments.map((moment) => moment.changes);
  expect(changes[3]).toEqual([zh.changes.due('A'), zh.changes.to('<env>').replace('env', 'fire')]);
  expect(changes[2]).toEqual([zh.changes.handler('h-2')]);
  expect(changes[1]).toEqual([zh.changes.due('B'), zh.changes.to('<env>')]);
  expect(changes[0], 'nobody worked it for the other department yet').toEqual([zh.changes.handler('h-2')]);
});
