import { computed, ref, watch } from 'vue';
import { Refused } from '@/api/problem';
import type { components } from '@/api/schema';

export type Session = components['schemas']['SignedIn'];
export type Role = 'window_clerk' | 'handler' | 'coordinator' | 'supervisor' | 'operator';

const KEY = 'tongban.session';

function kept(): Session | null {
  try {
    const session = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Session | null;
    return session && Date.parse(session.expires_at) > Date.now() ? session : null;
  } catch {
    return null;
  }
}

/** Who is signed in: kept for this tab alone, gone when it is closed. */
export const session = ref<Session | null>(kept());

watch(
  session,
  (now) => {
    if (now) sessionStorage.setItem(KEY, JSON.stringify(now));
    else sessionStorage.removeItem(KEY);
  },
  { flush: 'sync' },
);

let isRenewed = false;

/** The office does not know this token any more: whoever works under it is signed out. */
export function tokenEnded(token: string | undefined): void {
  if (!isRenewed && token === session.value?.token) session.value = null;
}

/**
 * Takes the session that is answered in place of the present one.
 *
 * The office ends the present one a moment before it answers: what was asked under it meanwhile, and is
 * refused, signs nobody out.
 */
export async function renewed(asked: Promise<Session>): Promise<Session> {
  isRenewed = true;
  const before = session.value?.token;
  try {
    const answered = await asked;
    // Who signed out meanwhile, or signed in as somebody else, stays so.
    if (session.value?.token === before) session.value = answered;
    return answered;
  } catch (error) {
    if (error instanceof Refused && error.status === 401) session.value = null;
    throw error;
  } finally {
    isRenewed = false;
  }
}

/** The department that one works for. */
export const department = computed(() => session.value?.department ?? undefined);

export function hasRole(...roles: Role[]): boolean {
  return roles.some((role) => session.value?.roles.includes(role));
}
