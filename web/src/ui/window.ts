import { computed, onMounted, onScopeDispose, ref, type Ref } from 'vue';

/** Rows drawn above and below those in sight. */
const SPARE = 12;

/** Draws of a long list what is in sight: rows of one height, in a box that scrolls. */
export function useWindow<Row>(rows: Readonly<Ref<readonly Row[]>>, box: Ref<HTMLElement | null>, rowHeight: Readonly<Ref<number>>) {
  const top = ref(0);
  const height = ref(800);

  function look(): void {
    if (!box.value) return;
    [top.value, height.value] = [box.value.scrollTop, box.value.clientHeight];
  }

  const first = computed(() => Math.max(0, Math.floor(top.value / rowHeight.value) - SPARE));
  const last = computed(() => Math.min(rows.value.length, Math.ceil((top.value + height.value) / rowHeight.value) + SPARE));
  const drawn = computed(() => rows.value.slice(first.value, last.value));
  const above = computed(() => first.value * rowHeight.value);
  const below = computed(() => (rows.value.length - last.value) * rowHeight.value);

  /** Scrolls as far as is needed to show a row. */
  function show(place: number, headPx: number): void {
    if (!box.value) return;
    const [from, until] = [place * rowHeight.value, (place + 1) * rowHeight.value];
    if (from < box.value.scrollTop) box.value.scrollTop = from;
    const sight = box.value.clientHeight - headPx;
    if (until > box.value.scrollTop + sight) box.value.scrollTop = until - sight;
  }

  let watcher: ResizeObserver | null = null;
  onMounted(() => {
    watcher = new ResizeObserver(look);
    if (box.value) watcher.observe(box.value);
    look();
  });
  onScopeDispose(() => watcher?.disconnect());

  return { first, drawn, above, below, look, show };
}
