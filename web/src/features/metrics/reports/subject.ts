import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { officeNow } from '@/api/clock';
import { isMonth, monthOf, shifted } from '../period';
import { kindOf, lastOf, quarterOf, quartersUntil, type Kind, type Months } from './months';

/** Quarters that are offered: two years. */
const QUARTERS = 8;
/** A report is about no more months. */
const MONTHS_MAX = 12;

const KINDS: readonly string[] = ['month', 'quarter', 'span'];

/** What a new report is to be about: it stands in the address. */
export function useSubject() {
  const route = useRoute();
  const router = useRouter();
  const thisMonth = computed(() => monthOf(officeNow()));
  const write = (query: Record<string, string | undefined>) => void router.replace({ query: { ...route.query, ...query } });

  const asked = computed<Months | null>(() => {
    const { from, through } = route.query;
    return isMonth(from) && isMonth(through) ? { from, through } : null;
  });
  /** Said by itself, for a span may be as long as a month or a quarter. */
  const kind = computed<Kind>({
    get: () => {
      const { kind: said } = route.query;
      if (typeof said === 'string' && KINDS.includes(said)) return said as Kind;
      return asked.value ? kindOf(asked.value) : 'month';
    },
    set: (value) => write({ kind: value, ...lastOf(value, thisMonth.value) }),
  });
  const months = computed<Months>(() => asked.value ?? lastOf(kind.value, thisMonth.value));
  const from = computed({
    get: () => months.value.from,
    set: (value) => {
      if (isMonth(value)) write({ kind: kind.value, from: value, through: kind.value === 'month' ? value : months.value.through });
    },
  });
  const through = computed({
    get: () => months.value.through,
    set: (value) => {
      if (isMonth(value)) write({ kind: kind.value, from: months.value.from, through: value });
    },
  });
  const quarters = computed(() => quartersUntil(thisMonth.value, QUARTERS));
  const quarter = computed({
    get: () => quarterOf(months.value.from).from,
    set: (value) => write({ kind: 'quarter', ...quarterOf(value) }),
  });
  const department = computed({
    get: () => (typeof route.query.department === 'string' ? route.query.department : ''),
    set: (value) => write({ department: value || undefined }),
  });
  const isInOrder = computed(() => {
    const { from: first, through: last } = months.value;
    return first <= last && last < shifted(first, MONTHS_MAX);
  });
  return { kind, months, quarters, quarter, from, through, department, isInOrder, thisMonth };
}
