import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type Ref } from 'vue';
import { api, told } from '@/api/client';
import { refreshMs } from '@/api/clock';
import { useLive } from '@/api/live';
import { department } from '@/app/session';
import { spoken, useTexts } from '@/app/texts';
import type { Conditions } from '@/features/coordination/saved/taskFilter';
import { useDepartments } from '@/features/edge/departments';
import { useCountdowns } from './countdowns';
import { useCaseItems } from './caseItems';
import type { InboxRow, StepRow, TaskRow } from './inboxRows';

export type View = 'mine' | 'department' | 'waiting';

const PAGE = 200;

/** What waits: tasks as they are looked at, and with those of the department its steps, unless tasks of a kind are wanted. */
export function useInbox(view: Readonly<Ref<View>>, conditions: Readonly<Ref<Conditions>>) {
  const texts = useTexts();
  const { canAsk } = useLive();
  const { nameOf } = useDepartments();
  const hasSteps = computed(() => view.value === 'department' && Object.keys(conditions.value).length === 0);

  const steps = useInfiniteQuery({
    queryKey: ['approval', 'steps', department],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/api/approval/steps', {
          params: { query: { department: department.value, limit: PAGE, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: computed(() => canAsk.value && hasSteps.value),
  });
  const tasks = useInfiniteQuery({
    queryKey: ['coordination', 'tasks', view, conditions],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/api/coordination/tasks', {
          params: { query: { ...conditions.value, view: view.value, limit: PAGE, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: canAsk,
    refetchInterval: () => refreshMs.value,
  });

  const stepRows = computed(() => (hasSteps.value ? (steps.data.value?.pages ?? []) : []).flatMap((page) => page.items));
  const taskRows = computed(() => (tasks.data.value?.pages ?? []).flatMap((page) => page.items));
  const { leftUntil } = useCountdowns(computed(() => stepRows.value.flatMap(({ due_at }) => due_at ?? [])));

  const { itemOf } = useCaseItems(computed(() => stepRows.value.length > 0));

  function ofStep(step: StepRow): InboxRow {
    const item = itemOf(step.case_id);
    return {
      id: `${step.case_id}/${step.step}`,
      kind: 'step',
      to: `/cases/${step.case_id}`,
      number: step.number,
      what: item ? `${item} · ${spoken(step.name)}` : spoken(step.name),
      about: step.asks > 0 ? texts.value.inbox.waitsFor(step.asks) : '',
      departmentCode: step.department,
      department: nameOf(step.department),
      handler: '',
      state: texts.value.states[step.state] ?? step.state,
      dueAt: step.due_at ?? null,
      left: leftUntil(step.due_at),
      step,
    };
  }

  function ofTask(task: TaskRow): InboxRow {
    const { asks, askOf } = texts.value.inbox;
    const isAsked = task.to_department === department.value;
    return {
      id: task.task_id,
      kind: 'task',
      to: `/tasks/${task.task_id}`,
      number: task.number,
      what: spoken(task.ask),
      about: isAsked ? asks(nameOf(task.from_department)) : askOf(nameOf(task.to_department)),
      departmentCode: task.to_department,
      department: nameOf(isAsked ? task.from_department : task.to_department),
      handler: task.handler ?? '',
      state: texts.value.states[task.state] ?? task.state,
      dueAt: task.due_at,
      left: task.countdown,
      task,
    };
  }

  const rows = computed(() => [...stepRows.value.map(ofStep), ...taskRows.value.map(ofTask)]);
  const isLoading = computed(() => !canAsk.value || tasks.isPending.value || (hasSteps.value && steps.isPending.value));
  const error = computed(() => tasks.error.value ?? (hasSteps.value ? steps.error.value : null));
  const hasMore = computed(() => tasks.hasNextPage.value || (hasSteps.value && steps.hasNextPage.value));

  const isMoving = computed(() => tasks.isFetching.value || steps.isFetching.value);

  function more(): void {
    if (tasks.hasNextPage.value && !tasks.isFetching.value) void tasks.fetchNextPage();
    if (hasSteps.value && steps.hasNextPage.value && !steps.isFetching.value) void steps.fetchNextPage();
  }

  function again(): void {
    void tasks.refetch();
    if (hasSteps.value) void steps.refetch();
  }

  return { rows, isLoading, isMoving, error, hasMore, more, again };
}
