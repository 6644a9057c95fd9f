import { expect, test } from 'vitest';
import type { Item } from '@/features/edge/items';
import { answerOf, missingOf } from './needs';

const text = (zh: string) => ({ zh, en: zh });
const item = {
  form: {
    fields: [
      { name: 'area', titles: text('面积'), kind: 'number' },
      { name: 'cold', titles: text('冷藏'), kind: 'boolean' },
      { name: 'note', titles: text('备注'), kind: 'text', optional: true },
    ],
  },
  materials: [
    { code: 'form', names: text('申请表') },
    { code: 'licence', names: text('营业执照'), shared: true },
    { code: 'photo', names: text('照片'), need: 'optional' },
    {
      code: 'plan',
      names: text('流程图'),
      need: { when: { all: [{ equals: { field: 'cold', value: true } }, { not: { at_least: { field: 'area', value: 100 } } }] } },
    },
  ],
} as unknown as Item;

const names = (answers: Record<string, unknown>, handedIn: string[] = []) => {
  const { fields, materials } = missingOf(item, answers, new Set(handedIn));
  return [...fields.map(({ name }) => name), ...materials.map(({ code }) => code)];
};

test('everything that is missing is named at once', () => {
  expect(names({})).toEqual(['area', 'cold', 'form']);
  expect(names({ area: 20, cold: true })).toEqual(['form', 'plan']);
  expect(names({ area: 100, cold: true }, ['form'])).toEqual([]);
});

test('no is an answer, and what the government holds is never asked for', () => {
  expect(names({ area: 0, cold: false }, ['form'])).toEqual([]);
});

test('what is typed becomes what the field takes', () => {
  const [area, cold] = item.form?.fields ?? [];
  if (!area || !cold) throw new Error('two fields');
  expect(answerOf(area, ' 12.5 ')).toBe(12.5);
  expect(answerOf(area, 'viel')).toBe('viel');
  expect(answerOf(area, '  ')).toBeUndefined();
  expect(answerOf(cold, 'false')).toBe(false);
});
