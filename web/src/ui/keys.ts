import { onScopeDispose, shallowReactive } from 'vue';

/** A key that does something on the screen that is shown. */
export interface KeyAct {
  readonly key: string;
  readonly label: () => string;
  readonly run: () => void;
}

const all = shallowReactive(new Map<string, KeyAct>());

export const keyActs: ReadonlyMap<string, KeyAct> = all;

/** Keys for as long as the scope lasts. */
export function useKeys(acts: readonly KeyAct[]): void {
  const before = acts.map(({ key }) => [key, all.get(key)] as const);
  for (const act of acts) all.set(act.key, act);
  onScopeDispose(() => {
    for (const [key, act] of before) {
      if (act) all.set(key, act);
      else all.delete(key);
    }
  });
}

/** Whether a key is meant for what has the focus: somebody writes, chooses, or is asked something. */
export function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** Listens for keys on the page. */
export function listenForKeys(): void {
  const press = (event: KeyboardEvent) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
    const isOnButton = event.target instanceof HTMLElement && event.target.matches('a, button, summary');
    if (!isPlain || isTyping(event.target) || (isOnButton && ['Enter', ' '].includes(event.key))) return;
    const act = all.get(event.key);
    if (!act) return;
    event.preventDefault();
    act.run();
  };
  addEventListener('keydown', press);
  onScopeDispose(() => removeEventListener('keydown', press));
}
