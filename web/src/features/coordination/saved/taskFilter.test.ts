import { expect, test } from 'vitest';
import { conditionsOf, isOfDepartment, read, written } from './taskFilter';

test('a filter is written in one order, whoever wrote it, and read again', () => {
  const text = written({ overdue: true, view: 'waiting', state: '', handler: undefined, words: '食品' });
  expect(text).toBe('view=waiting&overdue=true');
  expect(written(read('overdue=true&view=waiting'))).toBe(text);
});

test('whose tasks they are is no condition, and nothing is asked for that is not said', () => {
  expect(conditionsOf(read('view=mine&overdue=false&state=open&limit=5'))).toEqual({ overdue: false, state: 'open' });
  expect(conditionsOf({ state: ['open', 'replied'], overdue: null })).toEqual({});
});

test('the board shows views of a department, and no others', () => {
  expect(['', 'department=health', 'view=mine', 'department=health&overdue=true'].map(isOfDepartment)).toEqual([true, true, false, false]);
});
