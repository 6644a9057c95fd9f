import { afterEach, expect, test } from 'vitest';
import { session } from '@/app/session';
import { zh } from '@/app/texts.zh';
import { actsOf, paperActsOf } from './emergencyActs';
import { minutesLeft } from './minutes';

function as(role: string): void {
  session.value = { token: '', expires_at: '', login: 'somebody', roles: [role], department: 'health', takes_password: true };
}

const ids = (state: string) => actsOf({ case_id: 'c', state, severity: 'ordinary' }, zh).map(({ id }) => id);
const ofPaper = (state: string, department = 'health') => paperActsOf('c', { paper: 'permit', state, department }, 'health', zh).map(({ id }) => id);

afterEach(() => {
  session.value = null;
});

test('who was asked reports, who commands ends it, and nothing is done with what is over', () => {
  as('handler');
  expect(ids('declared')).toEqual(['report']);
  expect(ids('ended')).toEqual([]);
  as('supervisor');
  expect(ids('responded')).toEqual(['report', 'severity', 'end']);
  expect(ids('closed')).toEqual([]);
});

test('a paper is brought by its department and waived by a supervisor, once', () => {
  as('handler');
  expect(ofPaper('outstanding')).toEqual(['hand-in-permit']);
  expect(ofPaper('outstanding', 'education')).toEqual([]);
  as('supervisor');
  expect(ofPaper('outstanding')).toEqual(['waive-permit']);
  expect(ofPaper('handed_in')).toEqual([]);
});

test('minutes are said as they are, left or late', () => {
  expect(minutesLeft(12, zh)).toMatchObject({ wall_seconds: 720, words: zh.emergency.left(12) });
  expect(minutesLeft(-3, zh)).toMatchObject({ wall_seconds: -180, words: zh.emergency.lateBy(3) });
  expect(minutesLeft(null, zh)).toBeUndefined();
});
