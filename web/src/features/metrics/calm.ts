import { useQueryClient } from '@tanstack/vue-query';
import { onScopeDispose, watch } from 'vue';
import { useLive } from '@/api/live';

/** What is shown is asked for again at most this often, in milliseconds: sums over a year are not free. */
const CALM_MS = 5_000;

/** Asks again for figures when the office has counted something: soon, but not for each single event. */
export function useCalmly(): void {
  const client = useQueryClient();
  const { heard } = useLive();
  let timer: ReturnType<typeof setTimeout> | null = null;
  watch(heard, (changes) => {
    if (!changes.some(({ projection }) => projection === 'metrics')) return;
    timer ??= setTimeout(() => {
      timer = null;
      // An answer that is on its way is waited for, or a busy office would never be shown.
      void client.invalidateQueries({ queryKey: ['figures'] }, { cancelRefetch: false });
    }, CALM_MS);
  });
  onScopeDispose(() => {
    if (timer !== null) clearTimeout(timer);
  });
}
