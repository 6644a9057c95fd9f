import { computed, readonly, ref } from 'vue';

/** The office's clock: the machine's, unless every answer says that it runs otherwise. */
interface OfficeClock {
  readonly shownAt: number;
  readonly heardAt: number;
  readonly speed: number;
}

const clock = ref<OfficeClock>({ shownAt: 0, heardAt: 0, speed: 1 });
const tick = ref(0);
/** How often what shows the time looks at it, in milliseconds. */
const TICK_MS = 1_000;

/** Reads `Tongban-Clock: 2026-11-30T06:43:34.7292Z; speed=1200`. */
export function hearClock(header: string | null, heardAt = Date.now()): void {
  const [instant, speed] = (header ?? '').split('; speed=');
  const shownAt = Date.parse(instant ?? '');
  const factor = Number(speed);
  if (Number.isFinite(shownAt) && factor > 0) clock.value = { shownAt, heardAt, speed: factor };
}

/** The time of the office, in milliseconds. */
export function officeNow(at = Date.now()): number {
  const { shownAt, heardAt, speed } = clock.value;
  return heardAt === 0 ? at : shownAt + (at - heardAt) * speed;
}

let ticking = false;

/** A number that changes each second: read it where the time is shown. */
export function useTick() {
  if (!ticking) {
    ticking = true;
    setInterval(() => (tick.value += 1), TICK_MS);
  }
  return { tick: readonly(tick), clock: readonly(clock) };
}

/** Words about hours and minutes are good for so long, and not for less, in milliseconds. */
const GOOD_MS = 60_000;
const GOOD_MS_MIN = 3_000;

/** How often time left is asked for again: a minute of the office, where its clock is not much faster. */
export const refreshMs = computed(() => Math.max(GOOD_MS_MIN, GOOD_MS / clock.value.speed));
