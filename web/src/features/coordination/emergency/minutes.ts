import type { Texts } from '@/app/texts.zh';
import type { Left } from '@/ui/urgency';

/** Minutes left around the clock, as the office counted them: in an emergency nobody has days. */
export function minutesLeft(minutes: number | null | undefined, { emergency }: Texts): Left | undefined {
  if (minutes == null) return undefined;
  const words = minutes < 0 ? emergency.lateBy(-minutes) : emergency.left(minutes);
  return { wall_seconds: minutes * 60, working_minutes: minutes, workdays: 0, words };
}
