import type { Schemas } from '@/api/client';

type Changes = Schemas['CatalogChanges'];

/** Of what is only named, in the order in which it is read. */
const NAMED = [
  'items_added',
  'items_gone',
  'departments_added',
  'departments_changed',
  'departments_gone',
  'plans_added',
  'plans_gone',
  'duties_added',
  'duties_changed',
  'duties_gone',
] as const;

/** What is named one by one; versions of which more is told are not named again. */
export function namedIn(changes: Changes) {
  const isTold = { items_added: told(changes.items_moved), plans_added: told(changes.plans_moved) };
  return NAMED.map((id) => {
    const { n, first } = changes[id];
    const known = id === 'items_added' || id === 'plans_added' ? isTold[id] : new Set<string>();
    const rows = first.filter(({ code }) => !known.has(code));
    return { id, n: n - (first.length - rows.length), rows };
  }).filter(({ n }) => n > 0);
}

function told(moves: Schemas['Moves']): Set<string> {
  return new Set(moves.first.map(({ code, version }) => `${code} ${version}`));
}

/** Whether it says anything otherwise. */
export function isAny(changes: Changes): boolean {
  const { items_moved, plans_moved, departments_ended, city_limits, city_fields } = changes;
  const n = items_moved.n + plans_moved.n + departments_ended.length + city_limits.length + city_fields.length;
  return n > 0 || namedIn(changes).length > 0;
}
