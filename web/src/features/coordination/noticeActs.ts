import { api, keyed, told, type Schemas } from '@/api/client';
import { hasRole } from '@/app/session';
import type { Texts } from '@/app/texts.zh';
import { need, type Act } from '@/ui/acts';

export type Notice = Schemas['NoticeRow'];

/** What somebody of this department may do with a warning as it stands: the office has the last word. */
export function actsOf(notice: Pick<Notice, 'notice_id' | 'state' | 'department'>, own: string | undefined, { desk: { noticeActs } }: Texts): Act[] {
  const isWarned = hasRole('handler') && notice.department === own;
  const supervises = hasRole('supervisor');
  const params = (key: string) => ({ path: { notice_id: notice.notice_id }, header: keyed(key) });
  const acts: Act[] = [];
  if (isWarned && notice.state === 'open') {
    acts.push(
      {
        id: 'answer',
        label: noticeActs.answer,
        title: noticeActs.answerTitle,
        isMain: true,
        fields: [{ name: 'statement', label: noticeActs.statement, kind: 'text' }],
        send: ({ statement }, key) =>
          told(api.POST('/api/coordination/notices/{notice_id}/answer', { params: params(key), body: { statement: need(statement) } })),
      },
      {
        id: 'appeal',
        label: noticeActs.appeal,
        title: noticeActs.appealTitle,
        fields: [
          { name: 'grounds', label: noticeActs.grounds, kind: 'text' },
          { name: 'legal_basis', label: noticeActs.basis, kind: 'line' },
        ],
        send: ({ grounds, legal_basis }, key) =>
          told(
            api.POST('/api/coordination/notices/{notice_id}/appeal', {
              params: params(key),
              body: { grounds: need(grounds), legal_basis: need(legal_basis) },
            }),
          ),
      },
    );
  }
  if (supervises && notice.state === 'answered') {
    acts.push({
      id: 'accept',
      label: noticeActs.accept,
      title: noticeActs.acceptTitle,
      isMain: true,
      fields: [],
      send: (_, key) => told(api.POST('/api/coordination/notices/{notice_id}/accept', { params: params(key), body: {} })),
    });
  }
  const reason = [{ name: 'reason', label: noticeActs.reason, kind: 'text' }] as const;
  if (supervises && notice.state === 'appealed') {
    acts.push({
      id: 'uphold',
      label: noticeActs.uphold,
      title: noticeActs.upholdTitle,
      isMain: true,
      fields: reason,
      send: (said, key) =>
        told(api.POST('/api/coordination/notices/{notice_id}/uphold', { params: params(key), body: { reason: need(said.reason) } })),
    });
  }
  if (supervises && ['open', 'appealed', 'answered'].includes(notice.state)) {
    acts.push({
      id: 'revoke',
      label: noticeActs.revoke,
      title: noticeActs.revokeTitle,
      fields: reason,
      send: (said, key) =>
        told(api.POST('/api/coordination/notices/{notice_id}/revoke', { params: params(key), body: { reason: need(said.reason) } })),
    });
  }
  return acts;
}
