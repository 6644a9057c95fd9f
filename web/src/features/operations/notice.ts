import type { Schemas } from '@/api/client';
import { instantOf } from '@/ui/moments';

type Body = Schemas['PublishNotice'];

/** What is asked with what was written; none where that is no JSON. */
export function bodyOf({ notice, from }: { readonly notice: string; readonly from: string }): Body | null {
  try {
    return { notice: JSON.parse(notice) as Record<string, never>, valid_from: instantOf(from) ?? '' };
  } catch {
    return null;
  }
}

/** Whether two ask for the same. */
export function isSame(one: Body | null, other: Body | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
