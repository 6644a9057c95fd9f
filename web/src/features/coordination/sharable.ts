import { useQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { api, told, type Schemas } from '@/api/client';
import { useLive } from '@/api/live';
import { hasRole } from '@/app/session';
import { useDueWords } from '@/ui/times';
import { askOf } from './dispute/rulings';

type Task = Schemas['TaskRow'];

const TASKS = 200;

/** Open tasks of other cases that ask the same of the same department: they may give way to this one. */
export function useSharable(task: Readonly<Ref<Task | undefined>>) {
  const dueWords = useDueWords();
  const { canAsk } = useLive();
  const of = computed(() => task.value?.to_department);
  const { data } = useQuery({
    queryKey: ['coordination', 'sharable', of],
    queryFn: () =>
      told(api.GET('/api/coordination/tasks', { params: { query: { department: of.value, state: 'open', limit: TASKS } } })),
    enabled: computed(() => canAsk.value && hasRole('coordinator') && of.value !== undefined),
  });
  return computed(() => {
    const one = task.value;
    const others = one ? (data.value?.items ?? []).filter((other) => gives(other, one)) : [];
    return others.map(({ task_id, number, due_at }) => ({ value: task_id, label: `${number} · ${dueWords(due_at)}` }));
  });
}

function gives(other: Task, one: Task): boolean {
  return other.case_id !== one.case_id && (other.occasion === 'drill') === (one.occasion === 'drill') && askOf(other.ask) === askOf(one.ask);
}
