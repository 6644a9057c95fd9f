import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { api, keyed, told, type Schemas } from '@/api/client';
import { useWish, type OpenWish } from '@/api/wish';
import { session } from '@/app/session';
import { fieldsOf, useItem, type Field } from '@/features/edge/items';
import { citizenFault, normal, organisationFault } from '@/ui/identity';
import { forgetDraft, keepDraft, keptDraft } from './draft';
import { answerOf, missingOf } from './needs';

export interface HandedIn {
  readonly sha256: string;
  readonly content_type: string;
  readonly name: string;
}

export type Kind = 'citizen' | 'organisation';

interface Draft {
  item: string;
  kind: Kind;
  name: string;
  identity: string;
  phone: string;
  answers: Record<string, string>;
  materials: Record<string, HandedIn[]>;
  acceptsIncomplete: boolean;
}

const EMPTY: Readonly<Draft> = {
  item: '',
  kind: 'citizen',
  name: '',
  identity: '',
  phone: '',
  answers: {},
  materials: {},
  acceptsIncomplete: false,
};
/** So long after the last key it is kept, in milliseconds. */
const KEEP_MS = 150;

const fresh = (): Draft => structuredClone(EMPTY);

/** Which part of the applicant a field asks again. */
function sourceOf({ kind, personal }: Field, applicant: Kind): 'name' | 'identity' | 'phone' | null {
  if (kind === (applicant === 'citizen' ? 'citizen_id' : 'unified_code')) return 'identity';
  if (kind === 'phone') return 'phone';
  return personal === 'name' && applicant === 'citizen' ? 'name' : null;
}

function isDraft(value: unknown): value is Draft & { open?: OpenWish | null } {
  return typeof value === 'object' && value !== null && Object.keys(EMPTY).every((name) => name in value);
}

/** An application as it is taken at the window. */
export function useCase() {
  const draft = reactive(fresh());
  const receipt = ref<Schemas['Receipt'] | null>(null);
  const { item, error } = useItem(computed(() => draft.item || undefined));

  const answers = computed(() => {
    const read = fieldsOf(item.value).map((field) => [field.name, answerOf(field, draft.answers[field.name] ?? '')] as const);
    return Object.fromEntries(read.filter(([, answer]) => answer !== undefined));
  });
  const missing = computed(() => {
    const handedIn = Object.entries(draft.materials).filter(([, files]) => files.length > 0);
    return item.value ? missingOf(item.value, answers.value, new Set(handedIn.map(([code]) => code))) : { fields: [], materials: [] };
  });
  const identityFault = computed(() => {
    if (draft.identity.trim() === '') return null;
    return draft.kind === 'citizen' ? citizenFault(draft.identity) : organisationFault(draft.identity);
  });
  const lacksApplicant = computed(() => draft.name.trim() === '' || draft.identity.trim() === '' || identityFault.value !== null);

  // Whom an item serves says who mostly applies.
  watch(item, (now, before) => {
    if (!now || before?.code === now.code || draft.name || draft.identity) return;
    draft.kind = now.service_objects?.includes('person') ? 'citizen' : 'organisation';
  });

  // What the form asks again of the applicant is not typed twice; what was typed otherwise stays.
  watch(
    () => ({ item: item.value, name: draft.name, identity: draft.identity, phone: draft.phone }),
    (now, before) => {
      for (const field of fieldsOf(now.item)) {
        const from = sourceOf(field, draft.kind);
        const typed = draft.answers[field.name] ?? '';
        if (from && (typed === '' || typed === before[from])) draft.answers[field.name] = now[from];
      }
    },
  );

  // Kept with the draft: what was sent before a reload, and may have been taken, is not taken twice.
  const open = shallowRef<OpenWish | null>(null);
  const { give, isSending, refused, forget } = useWish(
    (body: Schemas['Submit'], key) => told(api.POST('/api/intake/cases', { params: { header: keyed(key) }, body })),
    open,
  );

  async function submit(): Promise<void> {
    const files = Object.entries(draft.materials).filter(([, all]) => all.length > 0);
    const answer = await give({
      item: draft.item,
      channel: 'window',
      applicant: {
        kind: draft.kind,
        name: draft.name.trim(),
        identity: normal(draft.identity),
        phone: draft.phone.trim() || null,
      },
      form: answers.value,
      materials: Object.fromEntries(files.map(([code, all]) => [code, all.map(({ sha256, content_type }) => ({ sha256, content_type }))])),
      accept_incomplete: draft.acceptsIncomplete,
    });
    if (answer) {
      receipt.value = answer;
      discard();
    }
  }

  function discard(): void {
    Object.assign(draft, fresh());
    open.value = null;
    forget();
    forgetDraft();
  }

  const login = session.value?.login ?? '';
  /** Whether the draft outlives the page as it is now. */
  const isKept = ref(false);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let n_changes = 0;

  async function keep(nth: number): Promise<void> {
    const kept = await keepDraft(login, { ...draft, open: open.value });
    isKept.value = kept && nth === n_changes;
  }

  void keptDraft(login).then((kept) => {
    if (isDraft(kept)) {
      const { open: before, ...typed } = kept;
      Object.assign(draft, typed);
      open.value = before ?? null;
    }
    watch([draft, open], () => {
      n_changes += 1;
      isKept.value = false;
      const nth = n_changes;
      if (timer) clearTimeout(timer);
      timer = draft.item ? setTimeout(() => void keep(nth), KEEP_MS) : null;
    });
  });

  return { draft, item, error, answers, missing, identityFault, lacksApplicant, submit, discard, isSending, refused, receipt, isKept };
}
