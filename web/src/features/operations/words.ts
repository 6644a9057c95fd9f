import type { Texts } from '@/app/texts.zh';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** A size in bytes, in units that people read. */
export function sizeOf(bytes: number): string {
  const nth = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** nth;
  return `${nth === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[nth] ?? 'B'}`;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** How long something took or waits, in the largest unit of which there are two. */
export function durationOf(secs: number, { operations: { duration } }: Texts): string {
  if (secs >= 2 * DAY) return duration.days(Math.floor(secs / DAY));
  if (secs >= 2 * HOUR) return duration.hours(Math.floor(secs / HOUR));
  if (secs >= 2 * MINUTE) return duration.minutes(Math.floor(secs / MINUTE));
  return duration.seconds(Math.max(0, Math.round(secs)));
}
