import { api, keyed, told, type Schemas } from '@/api/client';
import { hasRole, session } from '@/app/session';
import type { Texts } from '@/app/texts.zh';
import { need, type Act } from '@/ui/acts';

export type Dispute = Schemas['DisputeView'];
export type Member = Schemas['MemberView'];

interface Choices {
  readonly departments: readonly { value: string; label: string }[];
}

/** Who has part in a dispute that is open, as somebody of this department. */
export function partOf(dispute: Pick<Dispute, 'state' | 'chair' | 'members'>) {
  const isOpen = dispute.state === 'open';
  const me = session.value?.login;
  return {
    presides: isOpen && hasRole('coordinator', 'supervisor'),
    votes: isOpen && dispute.members.some(({ account, recused }) => account === me && !recused),
    chairs: isOpen && me !== undefined && dispute.chair === me,
  };
}

const params = (dispute_id: string, key: string) => ({ path: { dispute_id }, header: keyed(key) });

/** What somebody of this department may do with a dispute as it stands: the office has the last word. */
export function actsOf(dispute: Dispute, own: string | undefined, texts: Texts, { departments }: Choices): Act[] {
  const words = texts.between.dispute;
  const { presides, chairs } = partOf(dispute);
  const isOpen = dispute.state === 'open';
  const id = dispute.dispute_id;
  const reason = { name: 'reason', label: words.reason, kind: 'text' } as const;
  const basis = { name: 'legal_basis', label: words.basis, kind: 'line' } as const;
  const isHeard = dispute.parties.some((party) => party.department === own && !party.disputes && !party.answered_at);
  const acts: Act[] = [];
  if (isOpen && hasRole('handler') && isHeard) {
    acts.push({
      id: 'answer',
      label: words.answer,
      title: words.answerTitle,
      isMain: true,
      fields: [{ name: 'position', label: words.position, kind: 'text' }, basis],
      send: ({ position, legal_basis }, key) =>
        told(
          api.POST('/api/coordination/disputes/{dispute_id}/answer', {
            params: params(id, key),
            body: { position: need(position), legal_basis: need(legal_basis) },
          }),
        ),
    });
  }
  if (chairs) {
    acts.push({
      id: 'rule',
      label: words.rule,
      title: words.ruleTitle,
      isMain: true,
      fields: [reason, basis],
      send: (said, key) =>
        told(
          api.POST('/api/coordination/disputes/{dispute_id}/rule', {
            params: params(id, key),
            body: { reason: need(said.reason), legal_basis: need(said.legal_basis) },
          }),
        ),
    });
  }
  if (presides) {
    const heard = new Set(dispute.parties.map(({ department }) => department));
    acts.push({
      id: 'hear',
      label: words.hear,
      title: words.hearTitle,
      fields: [{ name: 'department', label: words.hearWhom, kind: 'choice', choices: departments.filter(({ value }) => !heard.has(value)) }],
      send: ({ department }, key) =>
        told(
          api.POST('/api/coordination/disputes/{dispute_id}/hear', { params: params(id, key), body: { department: need(department) } }),
        ),
    });
  }
  if (isOpen && hasRole('handler') && dispute.by_department === own) {
    acts.push({
      id: 'withdraw',
      label: words.withdraw,
      title: words.withdrawTitle,
      fields: [reason],
      send: (said, key) =>
        told(
          api.POST('/api/coordination/disputes/{dispute_id}/withdraw', { params: params(id, key), body: { reason: need(said.reason) } }),
        ),
    });
  }
  return acts;
}

/** A member steps back, or is taken out by who presides. */
export function recusalOf(dispute: Dispute, { account, recused }: Member, { between }: Texts): Act[] {
  const { presides, votes } = partOf(dispute);
  const may = !recused && (presides || (votes && account === session.value?.login));
  if (!may) return [];
  return [
    {
      id: `recuse-${account}`,
      label: between.dispute.recuse,
      title: between.dispute.recuseTitle(account),
      fields: [{ name: 'reason', label: between.dispute.reason, kind: 'text' }],
      send: ({ reason }, key) =>
        told(
          api.POST('/api/coordination/disputes/{dispute_id}/recuse', {
            params: params(dispute.dispute_id, key),
            body: { account, reason: need(reason) },
          }),
        ),
    },
  ];
}

/** A ruling of before is followed. */
export function follow(dispute: Dispute, precedent: string, { between }: Texts): Act {
  return {
    id: `follow-${precedent}`,
    label: between.dispute.follow,
    title: between.dispute.followTitle,
    fields: [{ name: 'reason', label: between.dispute.reason, kind: 'text' }],
    send: ({ reason }, key) =>
      told(
        api.POST('/api/coordination/disputes/{dispute_id}/follow', {
          params: params(dispute.dispute_id, key),
          body: { precedent, reason: need(reason) },
        }),
      ),
  };
}
