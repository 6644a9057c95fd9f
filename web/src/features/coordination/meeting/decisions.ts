/** A decision while it is written. */
export interface DraftDecision {
  readonly id: number;
  what: string;
  whatEn: string;
  department: string;
  workdays: string;
  legalBasis: string;
}

let nth = 0;

export function newDecision(): DraftDecision {
  nth += 1;
  return { id: nth, what: '', whatEn: '', department: '', workdays: '', legalBasis: '' };
}

/** A whole number above 0, as it is typed. */
export function isWhole(text: string): boolean {
  return /^[1-9]\d*$/.test(text.trim());
}
