import { api, keyed, told, type Schemas } from '@/api/client';
import { department, hasRole } from '@/app/session';
import type { Texts } from '@/app/texts.zh';
import { need, type Act } from '@/ui/acts';

type Case = Schemas['IntakeCaseView'];

/** What somebody may do with an application before it is accepted: the office has the last word. */
export function actsOf(view: Case, { acts }: Texts): Act[] {
  const mayAccept = hasRole('window_clerk') || (hasRole('handler') && view.department === department.value);
  if (!mayAccept || view.state !== 'submitted') return [];
  const path = { case_id: view.case_id };
  return [
    {
      id: 'accept',
      label: acts.accept,
      title: acts.acceptTitle,
      isMain: true,
      fields: [],
      send: (_, key) => told(api.POST('/api/intake/cases/{case_id}/accept', { params: { path, header: keyed(key) }, body: {} })),
    },
    {
      id: 'decline',
      label: acts.decline,
      title: acts.declineTitle,
      fields: [
        { name: 'reason', label: acts.reason, kind: 'text' },
        { name: 'legal_basis', label: acts.basis, kind: 'line' },
      ],
      send: ({ reason, legal_basis }, key) =>
        told(
          api.POST('/api/intake/cases/{case_id}/decline', {
            params: { path, header: keyed(key) },
            body: { reason: need(reason), legal_basis: need(legal_basis) },
          }),
        ),
    },
  ];
}
