/** What a field for a day and a time says, in the office's zone. */
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** The instant that was typed as `2026-12-01T09:30` in Beijing time, which has no summer time. */
export function instantOf(local: string): string | null {
  return LOCAL.test(local) ? `${local}:00+08:00` : null;
}
