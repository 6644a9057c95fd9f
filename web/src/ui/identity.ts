/** What is wrong with an identity number: as the office checks it, said while it is typed. */
export type IdentityFault = 'length' | 'characters' | 'birth' | 'check';

const LENGTH = 18;
const CITIZEN = /^\d{17}[\dX]$/;
/** GB 32100: digits and letters without I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function normal(text: string): string {
  return text.trim().toUpperCase();
}

/** Citizen identity number (GB 11643): ISO 7064 MOD 11-2. */
export function citizenFault(text: string): IdentityFault | null {
  const number = normal(text);
  if (number.length !== LENGTH) return 'length';
  if (!CITIZEN.test(number)) return 'characters';
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
  const born = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  born.setUTCFullYear(year ?? 0);
  if (born.getUTCMonth() + 1 !== month || born.getUTCDate() !== day) return 'birth';
  const sum = [...number.slice(0, 17)].reduce((before, digit) => ((before + Number(digit)) * 2) % 11, 0);
  const check = (12 - sum) % 11;
  return number.at(-1) === (check === 10 ? 'X' : String(check)) ? null : 'check';
}

/** Unified social credit code of an organisation (GB 32100). */
export function organisationFault(text: string): IdentityFault | null {
  const code = normal(text);
  if (code.length !== LENGTH) return 'length';
  const values = [...code].map((character) => ALPHABET.indexOf(character));
  if (values.includes(-1) || !/^\d{6}$/.test(code.slice(2, 8))) return 'characters';
  let [sum, weight] = [0, 1];
  for (const value of values.slice(0, 17)) {
    sum += value * weight;
    weight = (weight * 3) % ALPHABET.length;
  }
  return values[17] === (ALPHABET.length - (sum % ALPHABET.length)) % ALPHABET.length ? null : 'check';
}
