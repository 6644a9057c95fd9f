import { expect, test } from 'vitest';
import { zh } from '@/app/texts.zh';
import { actsOf } from './meetingActs';
import { followUpOf, placeOf, pointOf } from './points';

test('points of an agenda lead to what is stuck', () => {
  const task = pointOf({ nth: 1, topic: '核验', item: { kind: 'task', task_id: 't' } });
  expect(task).toEqual({ nth: 1, topic: '核验', item: { kind: 'task', id: 't' } });
  const blocker = pointOf({ nth: 2, topic: '征地', item: { kind: 'blocker', project_id: 'p', nth: 3 } });
  expect([task, blocker].map(({ item }) => item && placeOf(item))).toEqual(['/tasks/t', '/projects/p']);
  expect(pointOf({ nth: 3, topic: '其他' })).toEqual({ nth: 3, topic: '其他' });
  expect(followUpOf({ point: 1, course: 'carried', note: '续议' })).toEqual({ point: 1, course: 'carried', note: '续议' });
});

test('what was called can be cancelled, minutes only be corrected', () => {
  const ids = (state: string) => actsOf({ meeting_id: 'm', state }, zh).map(({ id }) => id);
  expect(ids('called')).toEqual(['cancel']);
  expect(ids('held')).toEqual(['correct']);
  expect(ids('cancelled')).toEqual([]);
});
