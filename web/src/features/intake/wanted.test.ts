import { expect, test } from 'vitest';
import { wantedOf } from './wanted';

test('what was typed tells by what a case is looked for', () => {
  expect(wantedOf('')).toEqual({});
  expect(wantedOf(' 20261130-K5PT-ZW04-A2AR-Z ')).toEqual({ number: '20261130-K5PT-ZW04-A2AR-Z' });
  expect(wantedOf('11010519491231002x')).toEqual({ identity: '11010519491231002X' });
  expect(wantedOf('91350100M000100Y43')).toEqual({ identity: '91350100M000100Y43' });
  expect(wantedOf('010-06788123')).toEqual({ phone: '010-06788123' });
  expect(wantedOf('海云食品')).toEqual({ name: '海云食品' });
});
