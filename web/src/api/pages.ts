import { useInfiniteQuery } from '@tanstack/vue-query';
import { computed, type MaybeRefOrGetter } from 'vue';

interface Page<Row> {
  readonly items: readonly Row[];
  readonly next?: string | null;
}

interface Asked<Row> {
  /** Begins with the read model that answers, as every key does. */
  readonly queryKey: readonly unknown[];
  readonly ask: (cursor: string | undefined) => Promise<Page<Row>>;
  readonly enabled?: MaybeRefOrGetter<boolean>;
}

/** The rows of a list that the office answers page by page. */
export function usePages<Row>({ queryKey, ask, enabled = true }: Asked<Row>) {
  const asked = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled,
    placeholderData: (before) => before,
  });
  return {
    rows: computed(() => (asked.data.value?.pages ?? []).flatMap(({ items }) => items)),
    error: asked.error,
    isPending: asked.isPending,
    hasMore: asked.hasNextPage,
    isMoving: asked.isFetchingNextPage,
    more: () => void asked.fetchNextPage(),
    again: () => void asked.refetch(),
  };
}
