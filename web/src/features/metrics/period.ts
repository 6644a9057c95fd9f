/** Beijing is so far ahead of UTC, in milliseconds. */
const AHEAD_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const WEEK = /^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/;

/** The month of an instant in the office's zone, as the office writes it: `2026-09`. */
export function monthOf(ms: number): string {
  return new Date(ms + AHEAD_MS).toISOString().slice(0, 7);
}

/** The week of an instant in the office's zone, by ISO 8601: from Monday, `2026-W40`. */
export function weekOf(ms: number): string {
  const day = Math.floor((ms + AHEAD_MS) / DAY_MS);
  // Day 0 of this counting was a Thursday, which is the day that says whose week it is.
  const thursday = day - ((day + 3) % 7) + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const nth = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1;
  return `${year}-W${String(nth).padStart(2, '0')}`;
}

export function isMonth(text: unknown): text is string {
  return typeof text === 'string' && MONTH.test(text);
}

/** A month or a week, as the office writes them. */
export function isPeriod(text: unknown): text is string {
  return isMonth(text) || (typeof text === 'string' && WEEK.test(text));
}

/** Monday of a week at midnight UTC. */
function mondayOf(week: string): number {
  const [year, nth] = week.split('-W').map(Number);
  const fourth = Date.UTC(year ?? 0, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
  return monday + ((nth ?? 1) - 1) * 7 * DAY_MS;
}

/** So many months or weeks after; before where it is negative. */
export function shifted(period: string, by: number): string {
  if (!isMonth(period)) return weekOf(mondayOf(period) + by * 7 * DAY_MS);
  const [year, nth] = period.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, (nth ?? 1) - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The first day of a month or week: `2026-09-28`. */
export function firstDayOf(period: string): string {
  return isMonth(period) ? `${period}-01` : new Date(mondayOf(period)).toISOString().slice(0, 10);
}

/** The first instant of a month or week in the office's zone. */
export function beginOf(period: string): string {
  return `${firstDayOf(period)}T00:00:00+08:00`;
}

/** The weeks of some months until now, the last so many of them. */
export function weeksOf({ from, through }: { from: string; through: string }, now: number, nMax: number): { from: string; through: string } {
  const [begin, end] = [beginOf(from), beginOf(shifted(through, 1))].map(Date.parse);
  const last = weekOf(Math.max(begin ?? now, Math.min(now, (end ?? now) - 1)));
  const [first, earliest] = [weekOf(begin ?? now), shifted(last, 1 - nMax)];
  return { from: first > earliest ? first : earliest, through: last };
}
