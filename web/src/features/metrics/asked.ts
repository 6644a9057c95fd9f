import { useQuery } from '@tanstack/vue-query';
import { computed, ref, type Ref } from 'vue';
import { api, told, type Schemas } from '@/api/client';
import { refreshMs } from '@/api/clock';
import { useLive } from '@/api/live';
import { spoken } from '@/app/texts';
import type { Filter } from './filters';
import { beginOf, shifted } from './period';

/** Rows of departments and items: an office has fewer, and what is more is told. */
const ROWS_MAX = 200;

export type Goals = Schemas['Goals'];
export type TrendPeriod = Schemas['TrendPeriod'];
export type TrendBy = Schemas['TrendBy'];

type CostBy = 'department' | 'item' | 'pair';

/** The figures of everyone, or of one department or item. */
export function useSummary(filter: Readonly<Ref<Filter>>) {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['figures', 'summary', filter],
    queryFn: () => told(api.GET('/api/metrics/summary', { params: { query: filter.value } })),
    enabled: canAsk,
    // What is overdue moves with the clock alone.
    refetchInterval: () => refreshMs.value,
    placeholderData: (before) => before,
  });
}

/** The figures month by month, or week by week where the filter names weeks. */
export function useTrend(filter: Readonly<Ref<Filter>>, by: Readonly<Ref<TrendBy>> = ref('month')) {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['figures', 'trend', by, filter],
    queryFn: () => told(api.GET('/api/metrics/trend', { params: { query: { ...filter.value, by: by.value } } })),
    enabled: canAsk,
    placeholderData: (before) => before,
  });
}

export function useDepartmentRows(filter: Readonly<Ref<Filter>>) {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['figures', 'departments', () => [filter.value.from, filter.value.through]],
    queryFn: () => {
      const { from, through } = filter.value;
      return told(api.GET('/api/metrics/departments', { params: { query: { from, through, limit: ROWS_MAX } } }));
    },
    enabled: canAsk,
    refetchInterval: () => refreshMs.value,
    placeholderData: (before) => before,
  });
}

export function useItemRows(filter: Readonly<Ref<Filter>>) {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['figures', 'items', () => [filter.value.from, filter.value.through, filter.value.department]],
    queryFn: () => {
      const { from, through, department } = filter.value;
      return told(api.GET('/api/metrics/items', { params: { query: { from, through, department, limit: ROWS_MAX } } }));
    },
    enabled: canAsk,
    refetchInterval: () => refreshMs.value,
    placeholderData: (before) => before,
  });
}

/** The months as the instants between which working time counts. */
export function spanOf({ from, through }: Filter) {
  return { from: beginOf(from), until: beginOf(shifted(through, 1)) };
}

export function useCost(by: CostBy, filter: Readonly<Ref<Filter>>) {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['figures', 'cost', by, filter],
    queryFn: () => {
      const { department, item_code } = filter.value;
      return told(api.GET('/api/metrics/coordination-cost', { params: { query: { by, department, item_code, ...spanOf(filter.value) } } }));
    },
    enabled: canAsk,
    placeholderData: (before) => before,
  });
}

/** Items and their names. */
export function useItems() {
  const { canAsk } = useLive();
  const { data } = useQuery({
    queryKey: ['catalog', 'search', ''],
    queryFn: () => told(api.GET('/api/catalog/items', { params: { query: { query: '' } } })),
    enabled: canAsk,
    staleTime: 600_000,
  });
  const items = computed(() => data.value ?? []);
  const names = computed(() => new Map(items.value.map(({ code, names: name }) => [code, spoken(name)])));
  const itemName = (code: string | null | undefined) => (code ? (names.value.get(code) ?? code) : '');
  return { items, itemName };
}
