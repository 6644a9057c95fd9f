import { api, keyed, told, type Schemas } from '@/api/client';
import { hasRole } from '@/app/session';
import { spoken } from '@/app/texts';
import type { Texts } from '@/app/texts.zh';
import { need, orNull, type Act } from '@/ui/acts';

type Case = Schemas['ApprovalCaseView'];
type Step = Schemas['StepView'];

/** What is known of a step wherever it is shown. */
export interface StepRef {
  readonly caseId: string;
  readonly step: string;
  readonly name: string;
}

/** What somebody of this department may do with a case and the steps that it works. */
export function actsOf(view: Case, own: string | undefined, texts: Texts): Act[] {
  if (!hasRole('handler')) return [];
  const mine = view.steps.filter((step) => step.state === 'active' && step.department === own);
  // Of several steps each button says which it means.
  const named = (step: Step, acts: Act[]) =>
    mine.length === 1 ? acts : acts.map((act) => ({ ...act, label: `${act.label} · ${spoken(step.name)}` }));
  const acts = view.state === 'open' ? mine.flatMap((step) => named(step, ofStep(view, step, texts))) : [];
  if (view.state === 'open' && mine.length > 0) acts.push(extend(view.case_id, texts));
  if (view.state === 'suspended') acts.push(resume(view.case_id, texts));
  return acts;
}

function ofStep(view: Case, step: Step, texts: Texts): Act[] {
  const at = { caseId: view.case_id, step: step.step, name: spoken(step.name) };
  const before = view.steps.filter(({ state }) => state === 'done');
  const acts = step.waits_for.length > 0 ? [] : [approve(at, texts)];
  acts.push(refuse(at, texts));
  return before.length > 0 ? [...acts, sendBack(at, before, texts)] : acts;
}

const path = (at: StepRef) => ({ case_id: at.caseId, step: at.step });

export function approve(at: StepRef, { acts }: Texts): Act {
  return {
    id: `approve-${at.step}`,
    label: acts.approve,
    title: acts.approveTitle(at.name),
    isMain: true,
    fields: [{ name: 'opinion', label: acts.opinion, kind: 'text', isOptional: true }],
    send: ({ opinion }, key) =>
      told(
        api.POST('/api/approval/cases/{case_id}/steps/{step}/approve', {
          params: { path: path(at), header: keyed(key) },
          body: { opinion: orNull(opinion) },
        }),
      ),
  };
}

export function refuse(at: StepRef, { acts }: Texts): Act {
  return {
    id: `refuse-${at.step}`,
    label: acts.refuse,
    title: acts.refuseTitle(at.name),
    fields: [
      { name: 'reason', label: acts.reason, kind: 'text' },
      { name: 'legal_basis', label: acts.basis, kind: 'line' },
    ],
    send: ({ reason, legal_basis }, key) =>
      told(
        api.POST('/api/approval/cases/{case_id}/steps/{step}/reject', {
          params: { path: path(at), header: keyed(key) },
          body: { reason: need(reason), legal_basis: need(legal_basis) },
        }),
      ),
  };
}

function sendBack(at: StepRef, before: readonly Step[], { acts }: Texts): Act {
  const choices = before.map(({ step, name }) => ({ value: step, label: spoken(name) }));
  return {
    id: `return-${at.step}`,
    label: acts.sendBack,
    title: acts.sendBackTitle(at.name),
    fields: [
      { name: 'to', label: acts.toStep, kind: 'choice', choices, initial: choices.at(-1)?.value },
      { name: 'reason', label: acts.reason, kind: 'text' },
    ],
    send: ({ to, reason }, key) =>
      told(
        api.POST('/api/approval/cases/{case_id}/steps/{step}/return', {
          params: { path: path(at), header: keyed(key) },
          body: { to: need(to), reason: need(reason) },
        }),
      ),
  };
}

function extend(case_id: string, { acts }: Texts): Act {
  return {
    id: 'extend',
    label: acts.extend,
    title: acts.extendTitle,
    fields: [
      { name: 'amount', label: acts.amount, kind: 'number' },
      { name: 'reason', label: acts.reason, kind: 'text' },
      { name: 'approved_by', label: acts.approvedBy, kind: 'line' },
    ],
    send: ({ amount, reason, approved_by }, key) =>
      told(
        api.POST('/api/approval/cases/{case_id}/extend', {
          params: { path: { case_id }, header: keyed(key) },
          body: { amount: Number(amount), reason: need(reason), approved_by: need(approved_by) },
        }),
      ),
  };
}

function resume(case_id: string, { acts }: Texts): Act {
  return {
    id: 'resume',
    label: acts.resume,
    title: acts.resumeTitle,
    isMain: true,
    fields: [],
    send: (_, key) =>
      told(api.POST('/api/approval/cases/{case_id}/resume', { params: { path: { case_id }, header: keyed(key) }, body: {} })),
  };
}
