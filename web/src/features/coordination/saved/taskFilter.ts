import type { paths } from '@/api/schema';

type Asked = NonNullable<paths['/api/coordination/tasks']['get']['parameters']['query']>;

/** What a saved view keeps: what the list of tasks is asked for, but for pages. */
type TaskFilter = Omit<Asked, 'limit' | 'cursor'>;

/** In this order they are written, so that the same filter is the same text. */
const NAMES = ['view', 'department', 'state', 'overdue', 'case_id', 'handler', 'handler_away'] as const satisfies (keyof TaskFilter)[];

/** Conditions beside whose tasks they are. */
export type Conditions = Omit<TaskFilter, 'view'>;

type Said = Readonly<Record<string, unknown>>;

function text(from: Said, name: string): string | undefined {
  const value = from[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function flag(from: Said, name: string): boolean | undefined {
  const value = text(from, name);
  return value === undefined ? undefined : value === 'true';
}

/** The conditions in the query of an address; what it says besides is no condition. */
export function conditionsOf(query: Said): Conditions {
  const all: Conditions = {
    department: text(query, 'department'),
    state: text(query, 'state'),
    overdue: flag(query, 'overdue'),
    case_id: text(query, 'case_id'),
    handler: text(query, 'handler'),
    handler_away: flag(query, 'handler_away'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** As a saved view has it: `view=waiting&overdue=true`. */
export function written(filter: Said): string {
  const said = new URLSearchParams();
  for (const name of NAMES) {
    const value = filter[name];
    if (value !== undefined && value !== null && value !== '') said.append(name, String(value));
  }
  return said.toString();
}

/** What a saved view says, by its names. */
export function read(filter: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(filter));
}

/** Whether it says nothing but the department: what the board and the warnings can show. */
export function isOfDepartment(filter: string): boolean {
  return Object.keys(read(filter)).every((name) => name === 'department');
}
