import { api, keyed, told, type Schemas } from '@/api/client';
import type { Texts } from '@/app/texts.zh';
import { need, type Act } from '@/ui/acts';

type Meeting = Pick<Schemas['MeetingRow'], 'meeting_id' | 'state'>;

/** What whoever chairs may do with a meeting as it stands, besides writing its minutes. */
export function actsOf({ meeting_id, state }: Meeting, { between: { meeting } }: Texts): Act[] {
  const params = (key: string) => ({ path: { meeting_id }, header: keyed(key) });
  if (state === 'called') {
    return [
      {
        id: 'cancel',
        label: meeting.cancel,
        title: meeting.cancelTitle,
        fields: [{ name: 'reason', label: meeting.reason, kind: 'text' }],
        send: ({ reason }, key) =>
          told(api.POST('/api/coordination/meetings/{meeting_id}/cancel', { params: params(key), body: { reason: need(reason) } })),
      },
    ];
  }
  if (state !== 'held') return [];
  return [
    {
      id: 'correct',
      label: meeting.correct,
      title: meeting.correctTitle,
      fields: [{ name: 'correction', label: meeting.correction, kind: 'text' }],
      send: ({ correction }, key) =>
        told(
          api.POST('/api/coordination/meetings/{meeting_id}/correct-minutes', {
            params: params(key),
            body: { correction: need(correction) },
          }),
        ),
    },
  ];
}
