import { api, keyed, told } from '@/api/client';
import { hasRole } from '@/app/session';
import type { Texts } from '@/app/texts.zh';
import { need, type Act } from '@/ui/acts';

/** Who convenes says when lists are due, and issues the one that is. */
export function actsOf(isSet: boolean, { between: { rhythm } }: Texts): Act[] {
  if (!hasRole('coordinator', 'supervisor')) return [];
  const set: Act = {
    id: 'set',
    label: rhythm.set,
    title: rhythm.setTitle,
    isMain: !isSet,
    fields: [{ name: 'first_on', label: rhythm.firstOn, kind: 'date' }],
    send: ({ first_on }, key) =>
      told(api.POST('/api/coordination/dispatch', { params: { header: keyed(key) }, body: { first_on: need(first_on) } })),
  };
  const issue: Act = {
    id: 'issue',
    label: rhythm.issue,
    title: rhythm.issueTitle,
    isMain: true,
    fields: [],
    send: (_, key) => told(api.POST('/api/coordination/dispatch/lists', { params: { header: keyed(key) }, body: {} })),
  };
  return isSet ? [issue, set] : [set];
}
