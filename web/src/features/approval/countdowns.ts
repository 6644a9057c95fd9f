import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { api, told } from '@/api/client';
import { refreshMs } from '@/api/clock';
import { department } from '@/app/session';
import type { Left } from '@/ui/urgency';

/** The office answers so many at once. */
const DUE_MAX = 200;

/** How far away due dates are, in working time of one's own department, as the office counts it. */
export function useCountdowns(dueAts: Readonly<Ref<readonly string[]>>) {
  const asked = computed(() => [...new Set(dueAts.value)].sort().slice(0, DUE_MAX));
  const { data } = useQuery({
    queryKey: ['countdowns', department, asked],
    queryFn: () =>
      told(
        api.GET('/api/catalog/countdowns', {
          params: { query: { department: department.value, due_at: asked.value.join(',') } },
        }),
      ),
    enabled: computed(() => asked.value.length > 0),
    refetchInterval: () => refreshMs.value,
    placeholderData: (before) => before,
  });
  const known = computed(() => new Map((data.value ?? []).map((left) => [Date.parse(left.due_at), left])));
  function leftUntil(dueAt: string | null | undefined): Left | undefined {
    return dueAt ? known.value.get(Date.parse(dueAt)) : undefined;
  }
  return { leftUntil };
}
