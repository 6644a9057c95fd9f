import { expect, test } from 'vitest';
import { endOf, numberOf, titleOf } from './numbers';

test('a whole number is found however it was typed, and nothing else is one', () => {
  const number = '01932f3e-7a10-7cc3-98c8-1b2c3d4e5f60';
  expect(numberOf(` ${number.toUpperCase()} `)).toBe(number);
  expect(numberOf(number.slice(1))).toBeNull();
  expect(endOf(number)).toBe('3d4e5f60');
});

test('a title of asterisks is none', () => {
  expect(titleOf('****')).toBeNull();
  expect(titleOf(null)).toBeNull();
  expect(titleOf('办理太慢')).toBe('办理太慢');
});
