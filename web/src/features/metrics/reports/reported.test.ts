import { expect, test } from 'vitest';
import { en } from '@/app/texts.en';
import { zh } from '@/app/texts.zh';
import { formOf, groupsOf, moved, nameOfFigure, wayTo, withGoals, written, type Reported } from './reported';

const figure = (name: string, value: number | null = 1, more: Partial<Reported> = {}): Reported => ({ name, value, stands: false, ...more });
const points = (n: string) => `${n} points`;

test('a figure is written by its name, also one that is new', () => {
  expect(formOf('ratings.satisfied_rate')).toBe('share');
  expect(formOf('flow.on_time_rate_by_law')).toBe('share');
  expect(written('coordination.share', 0.254)).toBe('25.4%');
  expect(written('coordination.between_minutes', 90)).toBe('1.5');
  expect(written('flow.duration.mean_workdays', 7.25)).toMatch(/^7\.[23]$/);
  expect(written('flow.received', 1234)).toBe('1,234');
  expect(written('flow.on_time_rate_by_law', null)).toBe('–');
});

test('what moved is told with its sign, a share by points', () => {
  expect(moved('flow.received', 5, 3, points)).toBe('+2');
  expect(moved('flow.received', 3, 5, points)).toBe('−2');
  expect(moved('flow.on_time_rate_by_law', 0.857, 0.9, points)).toBe('−4.3 points');
  for (const [value, from] of [[3, 3], [null, 3], [3, null], [3, undefined]] as const) expect(moved('flow.received', value, from, points)).toBe('');
});

test('a figure that nobody named yet is called by what it counts, or by its own name', () => {
  expect(nameOfFigure({ name: 'flow.received' }, zh)).toBe('收件');
  expect(nameOfFigure({ name: 'new.closed', behind: 'complaints_closed' }, en)).toBe('Complaints answered');
  expect(nameOfFigure({ name: 'new.closed_rate', behind: 'complaints_closed' }, en)).toBe('Complaints answered (share)');
  expect(nameOfFigure({ name: 'new.unknown' }, en)).toBe('new.unknown');
});

test('groups stand in their order and what is unknown comes last', () => {
  const all = ['new.given', 'complaints.received', 'tasks.warnings.lead', 'tasks.answered', 'flow.accepted', 'flow.received'].map((name) => figure(name));
  expect(groupsOf(all, en).map(({ id, figures }) => [id, figures.map(({ name }) => name)])).toEqual([
    ['flow', ['flow.received', 'flow.accepted']],
    ['tasks', ['tasks.answered']],
    ['warnings', ['tasks.warnings.lead']],
    ['complaints', ['complaints.received']],
    ['new', ['new.given']],
  ]);
});

test('every figure that is named has a group that is named, in both languages', () => {
  for (const { reports } of [zh, en]) {
    expect(Object.keys(reports.figure)).toEqual(Object.keys(zh.reports.figure));
    expect(groupsOf(Object.keys(reports.figure).map((name) => figure(name)), zh).map(({ id }) => id)).toEqual(Object.keys(reports.group));
  }
});

test('a figure opens what stands behind it, where rows are told', () => {
  const filter = { from: '2026-09', through: '2026-09' };
  expect(wayTo(figure('flow.received', 3, { behind: 'received' }), filter)?.query.figure).toBe('received');
  expect(wayTo(figure('coordination.share', 0.2), filter)?.query.figure).toBe('coordination_cost');
  expect(wayTo(figure('flow.received', 0, { behind: 'received' }), filter)).toBeNull();
  expect(wayTo(figure('flow.reopened', 3), filter)).toBeNull();
});

test('those with a goal stand in the order of the pages', () => {
  const goal = { goal_min: 0.9, goal_max: null };
  const all = [figure('a'), figure('new.satisfied_rate', 1, goal), figure('coordination.share', 1, { goal_min: null, goal_max: 0 }), figure('flow.on_time_rate_by_law', 1, goal)];
  const names = ['flow.on_time_rate_by_law', 'coordination.share', 'new.satisfied_rate'];
  expect(withGoals(all, zh).map(({ name }) => name)).toEqual(names);
});
