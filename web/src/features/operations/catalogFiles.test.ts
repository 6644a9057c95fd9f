import { expect, test } from 'vitest';
import { nameAlone, nameInFolder, placeOf, withFiles } from './catalogFiles';

const known = [
  { name: 'city.yaml', text: '' },
  { name: 'plans/flood.yaml', text: '' },
];

test('the folder that was chosen is no part of the names', () => {
  expect(nameInFolder('my-city/city.yaml')).toBe('city.yaml');
  expect(nameInFolder('my-city/items/a.yaml')).toBe('items/a.yaml');
});

test('a file that was chosen alone goes beside the one of its name, or by what it says', () => {
  expect(nameAlone('city.yaml', 'roles:', known)).toBe('city.yaml');
  expect(nameAlone('flood.yaml', 'code: flood', known)).toBe('plans/flood.yaml');
  expect(nameAlone('health.yaml', 'department: health\nduties:\n', known)).toBe('duties/health.yaml');
  expect(nameAlone('fire.yaml', 'code: fire\nroles:\n', known)).toBe('plans/fire.yaml');
  expect(nameAlone('card.yaml', 'code: card\nsteps:\n', known)).toBe('items/card.yaml');
});

test('a file takes the place of the one of its name', () => {
  const files = withFiles(known, [{ name: 'city.yaml', text: 'new' }, { name: 'items/a.yaml', text: '' }]);
  expect(files.map(({ name }) => name)).toEqual(['city.yaml', 'items/a.yaml', 'plans/flood.yaml']);
  expect(files[0]?.text).toBe('new');
});

test('a fault names file, line and column where it is known', () => {
  expect(placeOf({ file: 'city.yaml', line: 3, column: 7 })).toBe('city.yaml:3:7');
  expect(placeOf({ file: 'city.yaml', line: 3, column: null })).toBe('city.yaml:3');
});
