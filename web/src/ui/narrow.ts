import { onScopeDispose, readonly, ref } from 'vue';

/** Whether the window is as narrow as a phone or half a screen. */
export function useNarrow() {
  const query = matchMedia('(max-width: 900px)');
  const isNarrow = ref(query.matches);
  const look = () => (isNarrow.value = query.matches);
  query.addEventListener('change', look);
  onScopeDispose(() => query.removeEventListener('change', look));
  return readonly(isNarrow);
}
