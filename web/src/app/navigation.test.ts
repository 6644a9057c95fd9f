import { expect, test } from 'vitest';
import { entriesOf, type Group } from './navigation';

const screen = (path: string, group?: Group) => ({ path, meta: group ? { group } : {} });

test('screens of a group stand together where its first one stands', () => {
  const entries = entriesOf([screen('/a'), screen('/b', 'coordination'), screen('/c'), screen('/d', 'coordination')]);
  expect(entries.map(({ group, screens }) => [group, ...screens.map(({ path }) => path)])).toEqual([
    [undefined, '/a'],
    ['coordination', '/b', '/d'],
    [undefined, '/c'],
  ]);
});

test('a group of one screen is that screen', () => {
  expect(entriesOf([screen('/a', 'public')])).toEqual([{ id: 'public', screens: [screen('/a', 'public')] }]);
});
