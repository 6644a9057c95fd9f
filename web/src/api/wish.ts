import { ref, shallowRef, type ShallowRef } from 'vue';
import { Refused } from './problem';

/** A UUID of version 7: what is newer sorts later, also in the office's log. */
export function newKey(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let ms = now;
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((from, place, all) => hex.slice(from, all[place + 1]));
  return `${a}-${b}-${c}-${d}-${e}`;
}

/** A wish of which nobody knows what became. */
export interface OpenWish {
  readonly key: string;
  readonly said: string;
}

/** Whether what was changed was not sent, for what had been said before it was carried out. */
export const isOvertaken = ref(false);

/**
 * Something that a person wants done once, however often it is sent.
 *
 * It keeps its key while nobody knows what became of it, so that a repetition is the same wish to the
 * office, also where it is said otherwise meanwhile: had the office carried it out as it was said first,
 * it says so, and that answer is the answer. What was answered gets a new key. Where `open` outlives the
 * page, so does the key.
 */
export function useWish<Said, Answer>(
  send: (said: Said, key: string) => Promise<Answer>,
  open: ShallowRef<OpenWish | null> = shallowRef(null),
) {
  const isSending = shallowRef(false);
  const refused = shallowRef<Refused | null>(null);

  async function answerTo(said: Said, wish: OpenWish): Promise<Answer> {
    try {
      return await send(said, wish.key);
    } catch (error) {
      if (!(error instanceof Refused) || error.kind !== 'common/key-reused') throw error;
      const answer = await send(JSON.parse(wish.said) as Said, wish.key);
      isOvertaken.value = true;
      return answer;
    }
  }

  async function give(said: Said): Promise<Answer | null> {
    if (isSending.value) return null;
    const text = JSON.stringify(said);
    const wish = open.value ?? { key: newKey(), said: text };
    open.value = wish;
    isSending.value = true;
    refused.value = null;
    isOvertaken.value = false;
    try {
      const answer = await answerTo(said, wish);
      open.value = null;
      return answer;
    } catch (error) {
      refused.value = error instanceof Refused ? error : new Refused(null);
      // A refusal of what is said now tells nothing of what was said first.
      if (!refused.value.isTurnedAway && wish.said === text) open.value = null;
      return null;
    } finally {
      isSending.value = false;
    }
  }

  function forget(): void {
    refused.value = null;
  }

  /** What is given next is another wish. */
  function abandon(): void {
    open.value = null;
    forget();
  }

  return { give, isSending, refused, forget, abandon };
}
