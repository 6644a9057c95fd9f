import { shifted } from '../period';

/** The months that a report is about, both bounds included. */
export interface Months {
  readonly from: string;
  readonly through: string;
}

export type Kind = 'month' | 'quarter' | 'span';

/** A quarter begins with January, April, July or October. */
function beginsQuarter(month: string): boolean {
  return (Number(month.slice(5)) - 1) % 3 === 0;
}

export function kindOf({ from, through }: Months): Kind {
  if (from === through) return 'month';
  return beginsQuarter(from) && shifted(from, 2) === through ? 'quarter' : 'span';
}

/** The quarter that a month lies in. */
export function quarterOf(month: string): Months {
  const from = shifted(month, -((Number(month.slice(5)) - 1) % 3));
  return { from, through: shifted(from, 2) };
}

/** What is reported first of a kind: the last that is over. */
export function lastOf(kind: Kind, thisMonth: string): Months {
  if (kind === 'quarter') return quarterOf(shifted(quarterOf(thisMonth).from, -1));
  const before = shifted(thisMonth, -1);
  return { from: before, through: before };
}

/** The last so many quarters until now, the newest first. */
export function quartersUntil(thisMonth: string, n: number): Months[] {
  const { from } = quarterOf(thisMonth);
  return Array.from({ length: n }, (_, place) => quarterOf(shifted(from, -3 * place)));
}

interface Words {
  readonly month: (year: string, month: number) => string;
  readonly quarter: (year: string, nth: number) => string;
  readonly span: (from: string, through: string) => string;
}

/** What the months are called. */
export function nameOf(months: Months, words: Words): string {
  const of = (month: string) => words.month(month.slice(0, 4), Number(month.slice(5)));
  const { from, through } = months;
  switch (kindOf(months)) {
    case 'month':
      return of(from);
    case 'quarter':
      return words.quarter(from.slice(0, 4), Math.ceil(Number(through.slice(5)) / 3));
    case 'span':
      return words.span(of(from), of(through));
  }
}
