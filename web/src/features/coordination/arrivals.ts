import type { Schemas } from '@/api/client';

export type Warning = Schemas['WarningRow'];

/** Warnings shown at once: who needs older ones asks for a department or a rung. */
const SHOWN_MAX = 500;

/** Those that were asked for, and those that came since: each once, as it is known last. */
export function joined(asked: readonly Warning[], arrived: readonly Warning[]): Warning[] {
  const all = new Map(arrived.map((warning) => [warning.caused_by, warning]));
  for (const warning of asked) all.set(warning.caused_by, warning);
  const latestFirst = (one: Warning, other: Warning) => Date.parse(other.issued_at) - Date.parse(one.issued_at);
  return [...all.values()].sort(latestFirst).slice(0, SHOWN_MAX);
}

export type Colour = 'blue' | 'yellow' | 'red';

const COLOURS: Record<string, Colour> = { unacknowledged: 'blue', due_soon: 'yellow' };

/** The colour of a rung of the ladder; from overdue on it is red. */
export function colourOf(rung: string): Colour {
  return COLOURS[rung] ?? 'red';
}

export function isWarning(value: unknown): value is Warning {
  const fields = ['caused_by', 'task_id', 'rung', 'department', 'issued_at'];
  return typeof value === 'object' && value !== null && fields.every((field) => typeof Reflect.get(value, field) === 'string');
}
