import type { Schemas } from '@/api/client';
import { language } from '@/app/preferences';
import type { Texts } from '@/app/texts.zh';
import { COST, rowsOf, type Filter } from '../filters';
import { count, hours, percent } from '../words';

export type Reported = Schemas['ReportFigure'];

type Form = 'share' | 'hours' | 'number';

/** How a figure is written goes by its name, so that one that is new is written too. */
export function formOf(name: string): Form {
  if (/(_rate(_|$)|\.share$)/.test(name)) return 'share';
  return name.endsWith('_minutes') ? 'hours' : 'number';
}

function number(value: number): string {
  if (Number.isInteger(value)) return count(value);
  return new Intl.NumberFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits: 1 }).format(value);
}

const WRITTEN: Readonly<Record<Form, (value: number) => string>> = { share: (value) => percent(value), hours, number };

/** A value as people write it; a dash where there is none. */
export function written(name: string, value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : WRITTEN[formOf(name)](value);
}

/** By how much a value differs from another: a share by points of a hundred. Nothing where one is not known or both are the same. */
export function moved(name: string, value: number | null | undefined, from: number | null | undefined, points: (n: string) => string): string {
  if (value === null || value === undefined || from === null || from === undefined || value === from) return '';
  const sign = value > from ? '+' : '−';
  const by = Math.abs(value - from);
  const amount = formOf(name) === 'share' ? points(number(Math.round(by * 1000) / 10)) : written(name, by);
  return `${sign}${amount}`;
}

/** What a figure is called: one that these pages do not know yet by what it counts, or by its own name. */
export function nameOfFigure({ name, behind }: Pick<Reported, 'name' | 'behind'>, { figures, reports }: Texts): string {
  const own = reports.figure[name];
  if (own) return own;
  const counted = behind ? figures.figure[behind] : undefined;
  if (!counted) return name;
  return formOf(name) === 'share' ? reports.shareOf(counted) : counted;
}

/** Where what stands behind a figure is listed. */
export function wayTo({ name, behind, value }: Reported, filter: Filter) {
  if (!value) return null;
  if (name.startsWith('coordination.')) return rowsOf(COST, filter);
  return behind ? rowsOf(behind, filter) : null;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly figures: readonly Reported[];
}

/** Warnings stand by themselves. */
const groupIdOf = (name: string) => (name.startsWith('tasks.warnings.') ? 'warnings' : (name.split('.')[0] ?? name));

/** In the order in which these pages name them; what they do not name comes after. */
function inOrder(all: readonly Reported[], { reports }: Texts): Reported[] {
  const order = Object.keys(reports.figure);
  const place = ({ name }: Reported) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...all].sort((one, other) => place(one) - place(other));
}

/** Figures by what they are about. */
export function groupsOf(all: readonly Reported[], texts: Texts): Group[] {
  const { group } = texts.reports;
  const known = Object.keys(group);
  const found = [...new Set(all.map(({ name }) => groupIdOf(name)))];
  const rank = (id: string) => (known.includes(id) ? known.indexOf(id) : known.length);
  return found
    .sort((one, other) => rank(one) - rank(other))
    .map((id) => ({
      id,
      name: group[id] ?? id,
      figures: inOrder(all, texts).filter(({ name }) => groupIdOf(name) === id),
    }));
}

/** Those with a goal: what a report is about first. */
export function withGoals(all: readonly Reported[], texts: Texts): Reported[] {
  return inOrder(all, texts).filter(({ goal_min, goal_max }) => typeof goal_min === 'number' || typeof goal_max === 'number');
}

export function figureOf(all: readonly Reported[], name: string): Reported | undefined {
  return all.find((one) => one.name === name);
}
