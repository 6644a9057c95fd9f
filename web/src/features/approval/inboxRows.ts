import type { Schemas } from '@/api/client';
import { urgencyOf, type Left, type Urgency } from '@/ui/urgency';

export type StepRow = Schemas['StepRow'];
export type TaskRow = Schemas['TaskRow'];

/** Something that waits: a step to decide, or a task between departments. */
export interface InboxRow {
  readonly id: string;
  readonly kind: 'step' | 'task';
  readonly to: string;
  readonly number: string;
  readonly what: string;
  readonly about: string;
  readonly departmentCode: string;
  readonly department: string;
  readonly handler: string;
  readonly state: string;
  readonly dueAt: string | null;
  readonly left: Left | null | undefined;
  readonly step?: StepRow;
  readonly task?: TaskRow;
}

export interface Filter {
  readonly words: string;
  readonly kind: '' | 'step' | 'task';
  readonly urgency: '' | Urgency;
}

/** What fits a filter, the most pressing first; where the clock stands still comes last. */
export function arrange(rows: readonly InboxRow[], filter: Filter, now: number): InboxRow[] {
  const words = filter.words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fits = (row: InboxRow) => {
    const text = [row.number, row.what, row.about, row.department, row.handler, row.state].join(' ').toLocaleLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (filter.kind === '' || row.kind === filter.kind) &&
      (filter.urgency === '' || urgencyOf(row.dueAt, row.left, now) === filter.urgency)
    );
  };
  const due = (row: InboxRow) => (row.dueAt ? Date.parse(row.dueAt) : Number.POSITIVE_INFINITY);
  // Where both stand still the difference is no number: the order of the office stays.
  return rows.filter(fits).sort((one, other) => due(one) - due(other) || 0);
}
