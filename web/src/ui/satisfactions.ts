import { computed } from 'vue';
import { useTexts } from '@/app/texts';
import type { Texts } from '@/app/texts.zh';

/** From the best to the worst, as GB/T 39046 counts them. */
const GRADES = ['1', '2', '3', '4', '5'] as const;

/** The grades as choices, in these words. */
export const satisfactionsIn = ({ desk }: Texts) => GRADES.map((value) => ({ value, label: desk.complaints.satisfactions[value] ?? value }));

/** The grades as choices, in the language that is chosen. */
export function useSatisfactions() {
  const texts = useTexts();
  return computed(() => satisfactionsIn(texts.value));
}
