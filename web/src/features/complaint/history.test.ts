import { expect, test } from 'vitest';
import type { Schemas } from '@/api/client';
import { zh } from '@/app/texts.zh';
import { momentsOf } from './history';

const NONE = { by: null, by_department: null, to_department: null, note: null, due_at: null, in_time: null, satisfaction: null, solved: null, other: null, has_sealed_note: false };
const words = { texts: zh, nameOf: (department: string | null | undefined) => department ?? '', dateTime: (at: string) => at };

function step(happened: string, said: Partial<Schemas['ComplaintStep']>): Schemas['ComplaintStep'] {
  return { ...NONE, happened, at: '2026-09-28T02:00:00Z', caused_by: happened, ...said };
}

test('the latest comes first, and only what is different is told', () => {
  const moments = momentsOf(
    [
      step('complaint_lodged', { by: 'window-3', due_at: 'monday', to_department: 'health' }),
      step('complaint_assigned', { by: 'desk', due_at: 'monday', to_department: 'health' }),
      step('complaint_answered', { by: 'handler', by_department: 'health', note: '已办', in_time: false }),
      step('complaint_confirmed', { satisfaction: 2, solved: true }),
    ],
    words,
  );
  expect(moments.map(({ what }) => what)).toEqual(['确认办结', '答复投诉人', '交办', '登记']);
  expect(moments.map(({ changes }) => changes)).toEqual([['已解决，满意'], ['超过期限答复'], [], ['承办部门：health', '答复期限：monday']]);
  expect(moments.map(({ who }) => who)).toEqual(['投诉人', 'handler · health', 'desk', 'window-3']);
});

test('why an answer will not do is sealed, and the history says so', () => {
  const [reopened] = momentsOf([step('complaint_reopened', { by: 'window-3', has_sealed_note: true })], words);
  expect(reopened).toMatchObject({ what: '重新办理', note: zh.complaint.sealedNote });
});

test('what was merged names the other complaint', () => {
  const [merged] = momentsOf([step('complaint_merged', { by: 'desk', note: '同一路灯', other: '01932f3e-7a10-7cc3-98c8-1b2c3d4e5f60' })], words);
  expect(merged).toMatchObject({ what: '并案', note: '同一路灯', changes: ['投诉 …3d4e5f60'] });
});
