import { expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { isAny, namedIn } from './changes';

const names = { zh: '卡', en: 'Card' };
const none = { n: 0, first: [] };
const nothing: Schemas['CatalogChanges'] = {
  items_added: none,
  items_gone: none,
  items_moved: none,
  departments_added: none,
  departments_changed: none,
  departments_gone: none,
  departments_ended: [],
  duties_added: none,
  duties_changed: none,
  duties_gone: none,
  plans_added: none,
  plans_gone: none,
  plans_moved: none,
  city_limits: [],
  city_fields: [],
};

test('a version of which it is told what moves is not named again', () => {
  const moved = { code: 'card', names, version_before: 1, version: 2, valid_from: '2027-01-01', limits: [], parts: [], fields: [] };
  const rows = [
    { code: 'card 2', names },
    { code: 'permit 1', names },
  ];
  const changes = { ...nothing, items_moved: { n: 1, first: [moved] }, items_added: { n: 102, first: rows } };
  expect(namedIn(changes)).toEqual([{ id: 'items_added', n: 101, rows: [rows[1]] }]);
  expect(namedIn({ ...changes, items_added: { n: 1, first: [{ code: 'card 2', names }] } })).toEqual([]);
});

test('a catalogue that says the same changes nothing', () => {
  expect(isAny(nothing)).toBe(false);
  expect(isAny({ ...nothing, city_fields: ['names'] })).toBe(true);
  expect(isAny({ ...nothing, duties_gone: { n: 1, first: [] } })).toBe(true);
});
