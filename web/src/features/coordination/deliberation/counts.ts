/** How many spoke which way. */
export interface Counts {
  readonly n_for: number;
  readonly n_against: number;
  readonly n_other: number;
}

function numberOf(value: object, name: keyof Counts): number {
  const n: unknown = Reflect.get(value, name);
  return typeof n === 'number' ? n : 0;
}

/** The office counts so without saying it in the API's types; none where nobody was asked or spoke. */
export function countsOf(value: unknown): Counts | null {
  if (typeof value !== 'object' || value === null) return null;
  const counts = { n_for: numberOf(value, 'n_for'), n_against: numberOf(value, 'n_against'), n_other: numberOf(value, 'n_other') };
  return counts.n_for + counts.n_against + counts.n_other > 0 ? counts : null;
}
