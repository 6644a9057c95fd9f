import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { api, told } from '@/api/client';
import { department } from '@/app/session';
import { spoken } from '@/app/texts';

const CASES_MAX = 200;
const GOOD_MS = 60_000;

/** What the open cases of one's own department are about: rows of steps do not say it. */
export function useCaseItems(isNeeded: Readonly<Ref<boolean>>) {
  const cases = useQuery({
    queryKey: ['approval', 'open', department],
    queryFn: () =>
      told(
        api.GET('/api/approval/cases', {
          params: { query: { department: department.value, state: 'open', limit: CASES_MAX } },
        }),
      ),
    enabled: isNeeded,
  });
  const items = useQuery({
    queryKey: ['catalog', 'items'],
    queryFn: () => told(api.GET('/api/catalog/items', { params: { query: {} } })),
    enabled: isNeeded,
    staleTime: GOOD_MS,
  });
  const names = computed(() => new Map((items.data.value ?? []).map(({ code, names: name }) => [code, spoken(name)])));
  const codes = computed(() => new Map((cases.data.value?.items ?? []).map(({ case_id, item_code }) => [case_id, item_code])));
  function itemOf(caseId: string): string {
    return names.value.get(codes.value.get(caseId) ?? '') ?? '';
  }
  return { itemOf };
}
