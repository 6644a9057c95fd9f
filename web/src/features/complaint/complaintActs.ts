import { api, keyed, told, type Schemas } from '@/api/client';
import { hasRole } from '@/app/session';
import type { Texts } from '@/app/texts.zh';
import { need, type Act } from '@/ui/acts';
import { satisfactionsIn } from '@/ui/satisfactions';

type Row = Schemas['ComplaintRow'];

/** What is known of a complaint where it may be acted on. */
export type Acted = Pick<Row, 'complaint_id' | 'state' | 'department'>;

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface Choices {
  readonly departments: readonly Choice[];
  /** What it may be merged into. */
  readonly earlier: readonly Choice[];
  /** Whether a merged one can be answered by itself again: its complainant never had the other's answer. */
  readonly isSeparable: boolean;
}

/** A department has to answer, and has not. */
const IN_WORK = ['assigned', 'rectifying', 'rectified'];

/** What somebody of this department may do with a complaint as it stands: the office has the last word. */
export function actsOf(complaint: Acted, own: string | undefined, texts: Texts, { departments, earlier, isSeparable }: Choices): Act[] {
  const isOwn = complaint.department === own;
  const answers = hasRole('handler') && isOwn;
  const coordinates = hasRole('coordinator');
  // Who answered neither closes nor reopens: the complainant is called back by somebody else.
  const callsBack = hasRole('coordinator', 'supervisor') && !isOwn;
  const is = (...states: string[]) => states.includes(complaint.state);
  const acts: Act[] = [];
  if (answers && is('rectifying')) acts.push(report(complaint, texts));
  if (answers && is('assigned', 'rectified')) acts.push(answer(complaint, texts));
  if (callsBack && is('answered')) acts.push(confirm(complaint, texts));
  if (coordinates && is('lodged', ...IN_WORK)) acts.push(assign(complaint, texts, departments));
  if (hasRole('coordinator', 'supervisor') && is('assigned', 'rectified')) acts.push(order(complaint, texts));
  // What was ordered is reported first: merged it would be lost.
  if (coordinates && is('lodged', 'assigned', 'rectified') && earlier.length > 0) acts.push(merge(complaint, texts, earlier));
  if (coordinates && isSeparable) acts.push(separate(complaint, texts));
  if (callsBack && is('answered', 'confirmed')) acts.push(reopen(complaint, texts));
  return acts;
}

const path = (complaint: Acted) => ({ complaint_id: complaint.complaint_id });

function assign(complaint: Acted, { desk: { complaintActs, complaints } }: Texts, departments: Choices['departments']): Act {
  return {
    id: 'assign',
    label: complaintActs.assign,
    title: complaintActs.assignTitle,
    isMain: complaint.state === 'lodged',
    fields: [
      { name: 'department', label: complaints.department, kind: 'choice', choices: departments, initial: complaint.department ?? '' },
    ],
    send: ({ department }, key) =>
      told(
        api.POST('/api/complaint/complaints/{complaint_id}/assign', {
          params: { path: path(complaint), header: keyed(key) },
          body: { department: need(department) },
        }),
      ),
  };
}

function merge(complaint: Acted, { complaint: texts }: Texts, earlier: readonly Choice[]): Act {
  return {
    id: 'merge',
    label: texts.merge,
    title: texts.mergeTitle,
    note: texts.mergeNote,
    fields: [
      { name: 'into', label: texts.into, kind: 'choice', choices: earlier, initial: earlier[0]?.value },
      { name: 'reason', label: texts.reason, kind: 'text' },
    ],
    send: ({ into, reason }, key) =>
      told(
        api.POST('/api/complaint/complaints/{complaint_id}/merge', {
          params: { path: path(complaint), header: keyed(key) },
          body: { into: need(into), reason: need(reason) },
        }),
      ),
  };
}

function separate(complaint: Acted, { complaint: texts }: Texts): Act {
  return {
    id: 'separate',
    label: texts.separate,
    title: texts.separateTitle,
    fields: [{ name: 'reason', label: texts.reason, kind: 'text' }],
    send: ({ reason }, key) =>
      told(
        api.POST('/api/complaint/complaints/{complaint_id}/separate', {
          params: { path: path(complaint), header: keyed(key) },
          body: { reason: need(reason) },
        }),
      ),
  };
}

function order(complaint: Acted, { desk: { complaintActs } }: Texts): Act {
  return {
    id: 'order',
    label: complaintActs.order,
    title: complaintActs.orderTitle,
    fields: [{ name: 'order', label: complaintActs.orderText, kind: 'text' }],
    send: (said, key) =>
      told(
        api.POST('/api/complaint/complaints/{complaint_id}/order-rectification', {
          params: { path: path(complaint), header: keyed(key) },
          body: { order: need(said.order) },
        }),
      ),
  };
}

function report(complaint: Acted, { desk: { complaintActs } }: Texts): Act {
  return {
    id: 'report',
    label: complaintActs.report,
    title: complaintActs.reportTitle,
    isMain: true,
    fields: [{ name: 'report', label: complaintActs.reportText, kind: 'text' }],
    send: (said, key) =>
      told(
        api.POST('/api/complaint/complaints/{complaint_id}/report-rectification', {
          params: { path: path(complaint), header: keyed(key) },
          body: { report: need(said.report) },
        }),
      ),
  };
}

function answer(complaint: Acted, { desk: { complaintActs } }: Texts): Act {
  return {
    id: 'answer',
    label: complaintActs.answer,
    title: complaintActs.answerTitle,
    isMain: true,
    fields: [{ name: 'answer', label: complaintActs.answerText, kind: 'text' }],
    send: (said, key) =>
      told(
        api.POST('/api/complaint/complaints/{complaint_id}/answer', {
          params: { path: path(complaint), header: keyed(key) },
          body: { answer: need(said.answer) },
        }),
      ),
  };
}

/** The callback (回访): the complainant's word closes the complaint. */
export function confirm(complaint: Pick<Acted, 'complaint_id'>, texts: Texts): Act {
  const { app, desk: { complaintActs, complaints } } = texts;
  return {
    id: 'confirm',
    label: complaintActs.confirm,
    title: complaintActs.confirmTitle,
    isMain: true,
    fields: [
      {
        name: 'solved',
        label: complaints.solved,
        kind: 'choice',
        choices: [
          { value: 'yes', label: app.yes },
          { value: 'no', label: app.no },
        ],
      },
      {
        name: 'satisfaction',
        label: complaints.satisfaction,
        kind: 'choice',
        choices: satisfactionsIn(texts),
      },
    ],
    send: ({ solved, satisfaction }, key) =>
      told(
        api.POST('/api/complaint/complaints/{complaint_id}/confirm', {
          params: { path: { complaint_id: complaint.complaint_id }, header: keyed(key) },
          body: { solved: solved === 'yes', satisfaction: Number(satisfaction) },
        }),
      ),
  };
}

export function reopen(complaint: Pick<Acted, 'complaint_id'>, { desk: { complaintActs } }: Texts): Act {
  return {
    id: 'reopen',
    label: complaintActs.reopen,
    title: complaintActs.reopenTitle,
    fields: [{ name: 'reason', label: complaintActs.reason, kind: 'text' }],
    send: ({ reason }, key) =>
      told(
        api.POST('/api/complaint/complaints/{complaint_id}/reopen', {
          params: { path: { complaint_id: complaint.complaint_id }, header: keyed(key) },
          body: { reason: need(reason) },
        }),
      ),
  };
}
