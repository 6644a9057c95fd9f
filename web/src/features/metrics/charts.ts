import { computed, type Ref } from 'vue';
import { useTexts } from '@/app/texts';
import type { Goals, TrendPeriod } from './asked';
import type { Figure } from './filters';
import type { Ink } from './ink';
import { counts, rates } from './options';
import { percent } from './words';

/** What a point of a chart opens, by its line or bars. */
export const OPENS: Readonly<Record<string, Figure>> = {
  onTime: 'concluded',
  tasks: 'tasks_answered',
  rated: 'rated',
  satisfied: 'complaints_confirmed',
  received: 'received',
  concluded: 'concluded',
  late: 'late_by_law',
};

/** Shares and counts, month by month or week by week, in the words of the language. */
export function useCharts(trend: Readonly<Ref<{ readonly periods: readonly TrendPeriod[]; readonly goals: Goals } | undefined>>) {
  const texts = useTexts();
  const shares = computed(() => {
    const { tiles, goalLine } = texts.value.figures;
    const { periods = [], goals } = trend.value ?? {};
    const line = (at: number | undefined) => (at === undefined ? {} : { goal: { at, name: goalLine(percent(at)) } });
    const series = [
      { id: 'onTime', name: tiles.onTime, value: ({ flow }: TrendPeriod) => flow.on_time_rate_by_law, ...line(goals?.on_time_rate_min) },
      { id: 'tasks', name: tiles.tasks, value: ({ tasks }: TrendPeriod) => tasks.in_time_rate },
      { id: 'rated', name: tiles.rated, value: ({ ratings }: TrendPeriod) => ratings.satisfied_rate, ...line(goals?.satisfied_rate_min) },
      { id: 'satisfied', name: tiles.satisfied, value: ({ complaints }: TrendPeriod) => complaints.satisfied_rate, ...line(goals?.satisfied_rate_min) },
    ];
    return (ink: Ink) => rates(periods, series, ink);
  });
  const volumes = computed(() => {
    const { figure } = texts.value.figures;
    const { periods = [] } = trend.value ?? {};
    const series = [
      { id: 'received', name: figure.received, value: ({ flow }: TrendPeriod) => flow.received },
      { id: 'concluded', name: figure.concluded, value: ({ flow }: TrendPeriod) => flow.concluded },
      { id: 'late', name: figure.late_by_law, value: ({ flow }: TrendPeriod) => flow.late_by_law },
    ];
    return (ink: Ink) => counts(periods, series, ink);
  });
  return { shares, volumes };
}
