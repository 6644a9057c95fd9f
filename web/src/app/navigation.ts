import type { RouteMeta } from 'vue-router';

/** What screens stand together under; one of no group stands in the bar by itself. */
export const GROUPS = ['coordination', 'supervision', 'public', 'operations'] as const;

export type Group = (typeof GROUPS)[number];

export interface NavScreen {
  readonly path: string;
  readonly meta?: RouteMeta;
}

/** What stands in the bar: a screen, or a group with a menu of its screens. */
export interface Entry<Screen> {
  readonly id: string;
  readonly group?: Group;
  readonly screens: readonly Screen[];
}

/** Screens in their order, each group where its first screen stands; a group of one screen needs no menu. */
export function entriesOf<Screen extends NavScreen>(screens: readonly Screen[]): Entry<Screen>[] {
  const entries = new Map<string, Screen[]>();
  for (const screen of screens) {
    const id = screen.meta?.group ?? screen.path;
    entries.set(id, [...(entries.get(id) ?? []), screen]);
  }
  return [...entries].map(([id, all]) => {
    const group = GROUPS.find((one) => one === id);
    return group && all.length > 1 ? { id, group, screens: all } : { id, screens: all };
  });
}
