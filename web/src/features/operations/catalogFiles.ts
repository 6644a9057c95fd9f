import type { Schemas } from '@/api/client';

export type CatalogFile = Schemas['CatalogFile'];

/** Its name in the folder that was chosen, which itself is no part of it: `my-city/items/a.yaml` is `items/a.yaml`. */
export function nameInFolder(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

/** Whether a file may be part of a catalogue, by its name. */
export const isOfCatalog = (name: string): boolean => /\.ya?ml$/.test(name);

/** What only a list of duties, or a plan, says at its beginning. */
const KINDS = [
  { folder: 'duties', says: /^duties:/m },
  { folder: 'plans', says: /^roles:/m },
] as const;
const ALONE = ['city.yaml', 'departments.yaml'];

/** Where a file belongs that was chosen without its folder: beside the one of its name, or by what it says. */
export function nameAlone(name: string, text: string, known: readonly CatalogFile[]): string {
  if (ALONE.includes(name)) return name;
  const same = known.find((file) => file.name.endsWith(`/${name}`));
  if (same) return same.name;
  const kind = KINDS.find(({ says }) => says.test(text));
  return `${kind?.folder ?? 'items'}/${name}`;
}

/** These files, and those of the others that are not among them, by name. */
export function withFiles(known: readonly CatalogFile[], more: readonly CatalogFile[]): CatalogFile[] {
  const others = known.filter((file) => !more.some(({ name }) => name === file.name));
  return [...others, ...more].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** What an editor jumps to: `items/a.yaml:12:7`. */
export function placeOf({ file, line, column }: Pick<Schemas['FaultRow'], 'file' | 'line' | 'column'>): string {
  return [file, line, ...(column ? [column] : [])].join(':');
}
