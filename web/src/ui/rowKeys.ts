import { type Ref } from 'vue';
import { useTexts } from '@/app/texts';
import { useKeys, type KeyAct } from './keys';

/** Keys that go through the links `a.open` of a list, one by one. */
export function useRowKeys(list: Readonly<Ref<HTMLElement | null>>, others: readonly KeyAct[] = []): void {
  const texts = useTexts();
  function go(by: 1 | -1): void {
    const links = [...(list.value?.querySelectorAll<HTMLElement>('a.open') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.min(Math.max(at < 0 ? 0 : at + by, 0), links.length - 1)]?.focus();
  }
  useKeys([
    { key: 'j', label: () => texts.value.keys.down, run: () => go(1) },
    { key: 'k', label: () => texts.value.keys.up, run: () => go(-1) },
    { key: 'o', label: () => texts.value.keys.open, run: () => (document.activeElement as HTMLElement | null)?.click() },
    ...others,
  ]);
}
