import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { officeNow } from '@/api/clock';
import type { paths } from '@/api/schema';
import { firstDayOf, isMonth, monthOf, shifted } from './period';

/** A figure whose rows the office tells. */
export type Figure = paths['/api/metrics/cases']['get']['parameters']['query']['figure'];

/** What every figure of the screen goes by: months, or weeks. */
export interface Filter {
  readonly from: string;
  readonly through: string;
  readonly department?: string | undefined;
  readonly item_code?: string | undefined;
}

/** The list of what the share of coordination is made of, beside the figures that are counted in rows. */
export const COST = 'coordination_cost';
/** A year, the last month included. */
const MONTHS_BEFORE = 11;

/** Where the rows behind a figure are listed. */
export function rowsOf(figure: Figure | typeof COST, filter: Filter) {
  return { path: '/dashboard/cases', query: { ...filter, figure } };
}

/** Where the figures of a list stand: by weeks where it is of weeks. */
export function dashboardOf(filter: Filter) {
  if (isMonth(filter.from)) return { path: '/dashboard', query: { ...filter } };
  const [from, through] = [filter.from, filter.through].map((week) => firstDayOf(week).slice(0, 7));
  return { path: '/dashboard', query: { ...filter, from, through, by: 'week' } };
}

/** The filters stand in the address: they are kept, shared and printed with it. Weeks may stand there instead of months where rows are listed. */
export function useFilters(isKnown: (text: unknown) => text is string = isMonth) {
  const route = useRoute();
  const router = useRouter();
  const text = (name: string) => {
    const value = route.query[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const write = (name: keyof Filter, value: string) =>
    void router.replace({ query: { ...route.query, [name]: value === '' ? undefined : value } });
  const thisMonth = computed(() => monthOf(officeNow()));
  const through = computed({
    get: () => (isKnown(route.query.through) ? route.query.through : thisMonth.value),
    set: (value) => write('through', value),
  });
  const from = computed({
    get: () => (isKnown(route.query.from) ? route.query.from : shifted(through.value, -MONTHS_BEFORE)),
    set: (value) => write('from', value),
  });
  const department = computed({ get: () => text('department') ?? '', set: (value) => write('department', value) });
  const item = computed({ get: () => text('item_code') ?? '', set: (value) => write('item_code', value) });
  const filter = computed<Filter>(() => ({
    from: from.value,
    through: through.value,
    department: department.value || undefined,
    item_code: item.value || undefined,
  }));
  return { from, through, department, item, filter };
}
