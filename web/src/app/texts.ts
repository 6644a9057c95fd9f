import { computed } from 'vue';
import { en } from './texts.en';
import { language } from './preferences';
import { zh, type Texts } from './texts.zh';

const ALL: Record<typeof language.value, Texts> = { zh, en };

/** What the pages say, in the language that is chosen. */
export function useTexts() {
  return computed(() => ALL[language.value]);
}

/** A text that the office names in both languages. */
export function spoken(text: unknown): string {
  if (typeof text === 'string') return text;
  if (typeof text !== 'object' || text === null) return '';
  const value: unknown = Reflect.get(text, language.value) ?? Reflect.get(text, 'zh');
  return typeof value === 'string' ? value : '';
}
