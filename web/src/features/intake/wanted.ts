/** By what a case is found: what was typed tells. */
export interface Wanted {
  readonly number?: string;
  readonly identity?: string;
  readonly phone?: string;
  readonly name?: string;
}

const NUMBER = /^\d{8}-?[0-9A-Z]{4}/i;
const IDENTITY = /^[0-9A-HJ-NP-RTUWXY]{18}$/i;
const PHONE = /^[+\d][\d -]{5,}$/;

export function wantedOf(words: string): Wanted {
  const text = words.trim();
  if (text === '') return {};
  if (IDENTITY.test(text)) return { identity: text.toUpperCase() };
  // Of digits alone it is a telephone number, unless it is as long as a case's.
  if (PHONE.test(text) && text.replace(/\D/g, '').length <= 13) return { phone: text };
  if (NUMBER.test(text)) return { number: text };
  return { name: text };
}
