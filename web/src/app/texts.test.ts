import { expect, test } from 'vitest';
import { language } from './preferences';
import { spoken } from './texts';
import { en } from './texts.en';
import { zh } from './texts.zh';

function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}/${name}`));
}

test('nothing is left without words, and Chinese is not English', () => {
  for (const [path, text] of leaves(zh)) expect(text, path).toMatch(/\S/);
  for (const [path, text] of leaves(en)) {
    if (path !== '/app/otherLanguage') expect(text, path).not.toMatch(/[\u4e00-\u9fff]/);
  }
});

test('a text of the office is said in the language that is chosen', () => {
  const text = { zh: '受理', en: 'Acceptance' };
  expect(spoken(text)).toBe('受理');
  language.value = 'en';
  expect(spoken(text)).toBe('Acceptance');
  expect(spoken({ zh: '受理' })).toBe('受理');
  expect(spoken(null)).toBe('');
});
