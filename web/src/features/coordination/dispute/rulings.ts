import type { Schemas } from '@/api/client';
import { useTexts } from '@/app/texts';

type Ruling = Schemas['Ruling'];

/** Who has to answer, and who helps, in words. */
export function useRulingWords(nameOf: (department: string) => string) {
  const texts = useTexts();
  return (ruling: Ruling): string => {
    const words = texts.value.between.dispute;
    if (ruling.kind === 'not_needed') return words.notNeeded;
    const helpers = (ruling.assisting ?? []).map(nameOf);
    const answers = words.responsibleIs(nameOf(ruling.department));
    return helpers.length > 0 ? `${answers} · ${words.assistedBy(helpers.join(' · '))}` : answers;
  };
}

/** An ask as the office compares it and finds it by: in its own language. */
export function askOf(ask: unknown): string {
  const text: unknown = typeof ask === 'object' && ask !== null ? Reflect.get(ask, 'zh') : ask;
  return typeof text === 'string' ? text.trim() : '';
}
