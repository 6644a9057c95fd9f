import { useQueryClient } from '@tanstack/vue-query';
import { inject, provide, readonly, ref, shallowRef, watch, type InjectionKey, type Ref } from 'vue';
import { isChange, type Change } from './changes';
import { useStream, type StreamState } from './stream';

interface Live {
  /** Whether listening has begun, or cannot: from then on it is safe to ask for what is shown. */
  readonly canAsk: Readonly<Ref<boolean>>;
  readonly state: Readonly<Ref<StreamState>>;
  /** What changed last, for screens that do not want to ask again for each change. */
  readonly heard: Readonly<Ref<readonly Change[]>>;
}

const LIVE: InjectionKey<Live> = Symbol('live');
/** Changes within this time lead to one question, in milliseconds. */
const GATHER_MS = 400;

/**
 * Keeps what is shown as it is: hears what changed, and asks again for what the change may concern.
 *
 * Keys of queries begin with the read model that answers them; those about one case go on with
 * `case` and its id. First it listens, then the screens ask: nothing falls between.
 */
export function provideLive(): Live {
  const client = useQueryClient();
  const canAsk = ref(false);
  const heard = shallowRef<readonly Change[]>([]);
  let gathered: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;

  function askAgain(): void {
    const changes = gathered;
    [gathered, timer] = [[], null];
    heard.value = changes;
    void client.invalidateQueries({
      predicate: ({ queryKey }) => changes.some((change) => concerns(change, queryKey)),
    });
  }

  const { state } = useStream('/api/events', ({ event, data }) => {
    if (event === 'reset') {
      canAsk.value = true;
      void client.invalidateQueries();
    } else if (event === 'ready') {
      // What was asked before anything was listened to may have changed since.
      if (canAsk.value) void client.invalidateQueries();
      canAsk.value = true;
    } else if (event === 'changed') {
      const change: unknown = JSON.parse(data);
      if (!isChange(change)) return;
      gathered.push(change);
      timer ??= setTimeout(askAgain, GATHER_MS);
    }
  });
  // Without the stream the screens still work, as they were when they were opened.
  watch(state, (now) => {
    if (now === 'lost') canAsk.value = true;
  });

  const live = { canAsk: readonly(canAsk), state, heard };
  provide(LIVE, live);
  return live;
}

export function concerns(change: Change, key: readonly unknown[]): boolean {
  const [projection, what, id] = key;
  if (projection !== change.projection) return false;
  return what !== 'case' && what !== 'task'
    ? true
    : id === change.correlation || id === change.id;
}

export function useLive(): Live {
  const live = inject(LIVE);
  if (!live) throw new Error('outside of the shell');
  return live;
}
