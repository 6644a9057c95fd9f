import { expect, test } from 'vitest';
import { citizenFault, organisationFault } from './identity';

/** Of a place that issues none. */
const CITIZEN = '11000019491231002X';
const CODE = '91350100M000100Y43';

test('a number that fits is taken, in either case and with blanks around it', () => {
  expect(citizenFault('11010519491231002X')).toBeNull();
  expect(citizenFault(' 11010519491231002x ')).toBeNull();
  expect(organisationFault(CODE)).toBeNull();
  expect(organisationFault(CODE.toLowerCase())).toBeNull();
});

test('every wrong digit and every swap of neighbours is noticed', () => {
  for (const [number, fault] of [['11010519491231002X', citizenFault], [CODE, organisationFault]] as const) {
    for (let place = 8; place < 17; place += 1) {
      const digits = [...number];
      const [own, next] = [digits[place] ?? '', digits[place + 1] ?? ''];
      digits[place] = own === '1' ? '2' : '1';
      if (digits.join('') !== number) expect(fault(digits.join('')), `${place}`).not.toBeNull();
      [digits[place], digits[place + 1]] = [next, own];
      if (own !== next && place < 16) expect(fault(digits.join('')), `${place} swapped`).not.toBeNull();
    }
  }
  expect(citizenFault(CITIZEN)).toBe('check');
});

test('what is wrong is named', () => {
  expect(citizenFault('1101051949')).toBe('length');
  expect(citizenFault('11010519491231002A')).toBe('characters');
  expect(citizenFault('11010519491331002X')).toBe('birth');
  expect(citizenFault('11010519490229002X')).toBe('birth');
  expect(organisationFault('91350100I000100Y43')).toBe('characters');
  expect(organisationFault('9135010AM000100Y43')).toBe('characters');
});
