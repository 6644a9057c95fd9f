import { expect, test } from 'vitest';
import { readRating } from './rating';

test('a rating is sent as it was chosen, and nothing where nothing was said', () => {
  expect(readRating({ satisfaction: '4', aspects: ['time', 'manner'], words: ' 等了太久 ' })).toEqual({
    satisfaction: 4,
    aspects: ['manner', 'time'],
    words: '等了太久',
  });
  expect(readRating({ satisfaction: '1', aspects: [], words: '  ' })).toEqual({ satisfaction: 1, aspects: [], words: null });
});

test('the same rating is sent alike in whatever order it was chosen', () => {
  const chosen = (aspects: string[]) => JSON.stringify(readRating({ satisfaction: '2', aspects, words: '' }));
  expect(chosen(['outcome', 'time'])).toBe(chosen(['time', 'outcome']));
});
