import { nextTick, ref, useTemplateRef, type Ref } from 'vue';
import type { Refused } from '@/api/problem';
import { useTexts } from '@/app/texts';

interface Wish {
  readonly refused: Readonly<Ref<Refused | null>>;
  readonly forget: () => void;
}

/** What is wrong with the fields of `<form ref="form">`: said beside them, and the first of them gets the focus. */
export function useForm({ refused, forget }: Wish) {
  const texts = useTexts();
  const form = useTemplateRef<HTMLFormElement>('form');
  const isTried = ref(false);

  /** Nothing is said of what is missing before somebody tried; what may be left out has no `value`. */
  function faultOf(field: string, value?: string): string | undefined {
    if (isTried.value && value?.trim() === '') return texts.value.app.required;
    return refused.value?.remedyOf(field);
  }

  async function toFirstFault(): Promise<boolean> {
    await nextTick();
    const wrong = form.value?.querySelector<HTMLElement>('[aria-invalid="true"]');
    wrong?.focus();
    return Boolean(wrong);
  }

  /** Whether nothing is missing; what was refused before is asked once more. */
  async function isWhole(): Promise<boolean> {
    isTried.value = true;
    forget();
    return !(await toFirstFault());
  }

  /** What is written next has not been tried. */
  function beginAnew(): void {
    isTried.value = false;
    forget();
  }

  return { faultOf, isWhole, toFirstFault, beginAnew };
}
