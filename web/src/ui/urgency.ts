/** How pressing a due date is; each has a colour, a sign and words. */
export type Urgency = 'calm' | 'soon' | 'urgent' | 'late' | 'still';

export const URGENCIES = ['late', 'urgent', 'soon', 'calm', 'still'] as const satisfies Urgency[];

/** What the office says about how far away a due date is. */
export interface Left {
  readonly wall_seconds: number;
  readonly working_minutes: number;
  readonly workdays: number;
  readonly words: unknown;
}

/** From this much working time on nobody needs to hurry. */
const SOON_WORKDAYS = 1;
/** Two hours of an office. */
const URGENT_MINUTES = 120;

/**
 * Judges by what the office counted in working time, and by its clock: what has become late since it
 * counted is late.
 */
export function urgencyOf(dueAt: string | null | undefined, left: Left | null | undefined, now: number): Urgency {
  if (!dueAt) return 'still';
  if (now >= Date.parse(dueAt)) return 'late';
  if (!left) return 'calm';
  if (left.working_minutes <= URGENT_MINUTES) return 'urgent';
  return left.workdays <= SOON_WORKDAYS ? 'soon' : 'calm';
}
