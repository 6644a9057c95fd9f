import type { Schemas } from '@/api/client';

/** A rating as it is chosen and typed. */
export interface RatingDraft {
  satisfaction: string;
  aspects: string[];
  words: string;
}

export const EMPTY: Readonly<RatingDraft> = { satisfaction: '', aspects: [], words: '' };

/** What is sent of it, beside number and code. */
export function readRating({ satisfaction, aspects, words }: RatingDraft): Omit<Schemas['Rate'], 'number' | 'code'> {
  // In one order, however they were chosen: the same rating is the same wish.
  return { satisfaction: Number(satisfaction), aspects: [...aspects].sort(), words: words.trim() || null };
}
