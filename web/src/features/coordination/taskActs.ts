import { api, keyed, told, type Schemas } from '@/api/client';
import { hasRole } from '@/app/session';
import type { Texts } from '@/app/texts.zh';
import { need, orNull, type Act, type ActField, type Said } from '@/ui/acts';

type Task = Schemas['TaskRow'];

interface Choices {
  readonly departments: readonly { value: string; label: string }[];
  /** Tasks of other cases that may give way to this one. */
  readonly sharable: readonly { value: string; label: string }[];
}

const OPEN = ['requested', 'acknowledged', 'questioned', 'returned', 'disputed'];

/** What somebody of this department may do with a task as it stands: the office has the last word. */
export function actsOf(task: Task, own: string | undefined, texts: Texts, { departments, sharable }: Choices): Act[] {
  const isAsked = hasRole('handler') && task.to_department === own;
  const hasAsked = hasRole('handler', 'coordinator') && task.from_department === own;
  const coordinates = hasRole('coordinator');
  const is = (...states: string[]) => states.includes(task.state);
  const acts: Act[] = [];
  if (isAsked && is('requested')) acts.push(acknowledge(task, texts));
  if (isAsked && is('acknowledged', 'questioned')) {
    acts.push(reply(task, texts), replyPartly(task, texts), question(task, texts));
  }
  if (isAsked && is('requested', 'acknowledged')) acts.push(giveBack(task, texts), dispute(task, texts, departments));
  if (isAsked && is('acknowledged') && task.extension == null) acts.push(requestExtension(task, texts));
  if (hasAsked && is('questioned')) acts.push(answer(task, texts));
  if ((hasAsked || coordinates) && is('replied')) acts.push(acceptReply(task, texts), sendBackReply(task, texts));
  if ((hasAsked || coordinates) && is('requested', 'acknowledged')) acts.push(urge(task, texts));
  if ((isAsked || coordinates) && is('requested', 'acknowledged', 'questioned')) acts.push(assign(task, texts));
  if (coordinates && is(...OPEN)) acts.push(reassign(task, texts, departments));
  if (coordinates && is('requested', 'acknowledged', 'questioned')) acts.push(extend(task, texts));
  if (coordinates && task.extension != null && is(...OPEN)) acts.push(declineExtension(task, texts));
  if (coordinates && is(...OPEN) && sharable.length > 0) acts.push(share(task, texts, sharable));
  // What a step asks, and what others wait for, is not for one department to drop.
  const isOwnWish = hasAsked && task.step == null && task.n_shares === 0;
  if ((isOwnWish || coordinates) && is(...OPEN)) acts.push(withdraw(task, texts));
  if (coordinates && is(...OPEN, 'replied', 'joined')) acts.push(close(task, texts));
  return acts;
}

const path = (task: Task) => ({ task_id: task.task_id });

export function acknowledge(task: Task, { acts }: Texts): Act {
  return {
    id: 'acknowledge',
    label: acts.acknowledge,
    title: acts.acknowledgeTitle,
    isMain: true,
    fields: [],
    send: (_, key) =>
      told(api.POST('/api/coordination/tasks/{task_id}/acknowledge', { params: { path: path(task), header: keyed(key) }, body: {} })),
  };
}

export function reply(task: Task, { acts, outcomes }: Texts): Act {
  const choices = ['agreed', 'objected'].map((value) => ({ value, label: outcomes[value] ?? value }));
  return {
    id: 'reply',
    label: acts.reply,
    title: acts.replyTitle,
    isMain: true,
    fields: [
      { name: 'outcome', label: acts.outcome, kind: 'choice', choices, initial: 'agreed' },
      { name: 'opinion', label: acts.opinion, kind: 'text' },
    ],
    send: ({ outcome, opinion }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/reply', {
          params: { path: path(task), header: keyed(key) },
          body: { outcome: need(outcome), opinion: need(opinion) },
        }),
      ),
  };
}

function replyPartly(task: Task, { acts }: Texts): Act {
  return {
    id: 'partial-reply',
    label: acts.partly,
    title: acts.partlyTitle,
    fields: [{ name: 'opinion', label: acts.opinion, kind: 'text' }],
    send: ({ opinion }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/partial-reply', {
          params: { path: path(task), header: keyed(key) },
          body: { opinion: need(opinion) },
        }),
      ),
  };
}

function question(task: Task, { acts }: Texts): Act {
  return {
    id: 'question',
    label: acts.question,
    title: acts.questionTitle,
    fields: [{ name: 'question', label: acts.questionText, kind: 'text' }],
    send: (said, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/question', {
          params: { path: path(task), header: keyed(key) },
          body: { question: need(said.question) },
        }),
      ),
  };
}

function answer(task: Task, { acts }: Texts): Act {
  return {
    id: 'answer',
    label: acts.answer,
    title: acts.answerTitle,
    isMain: true,
    fields: [{ name: 'answer', label: acts.answerText, kind: 'text' }],
    send: (said, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/answer', {
          params: { path: path(task), header: keyed(key) },
          body: { answer: need(said.answer) },
        }),
      ),
  };
}

function giveBack(task: Task, { acts }: Texts): Act {
  return {
    id: 'return',
    label: acts.giveBack,
    title: acts.giveBackTitle,
    fields: [
      { name: 'reason', label: acts.reason, kind: 'text' },
      { name: 'legal_basis', label: acts.returnBasis, kind: 'line' },
    ],
    send: ({ reason, legal_basis }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/return', {
          params: { path: path(task), header: keyed(key) },
          body: { reason: need(reason), legal_basis: need(legal_basis) },
        }),
      ),
  };
}

function dispute(task: Task, { acts }: Texts, departments: Choices['departments']): Act {
  return {
    id: 'dispute',
    label: acts.dispute,
    title: acts.disputeTitle,
    fields: [
      { name: 'reason', label: acts.reason, kind: 'text' },
      { name: 'legal_basis', label: acts.basis, kind: 'line' },
      {
        name: 'responsible',
        label: acts.responsible,
        kind: 'choice',
        isOptional: true,
        choices: [{ value: '', label: '—' }, ...departments.filter(({ value }) => value !== task.to_department)],
      },
    ],
    send: ({ reason, legal_basis, responsible }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/dispute', {
          params: { path: path(task), header: keyed(key) },
          body: { reason: need(reason), legal_basis: need(legal_basis), responsible: orNull(responsible) },
        }),
      ),
  };
}

/** Time is asked for and given in the same words. */
function moreTime({ acts }: Texts): ActField[] {
  return [
    { name: 'amount', label: acts.workdays, kind: 'number' },
    { name: 'reason', label: acts.reason, kind: 'text' },
  ];
}

const by = ({ amount, reason }: Said) => ({ by: { workdays: Number(amount) }, reason: need(reason) });

function requestExtension(task: Task, texts: Texts): Act {
  return {
    id: 'request-extension',
    label: texts.acts.askTime,
    title: texts.acts.askTimeTitle,
    fields: moreTime(texts),
    send: (said, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/request-extension', {
          params: { path: path(task), header: keyed(key) },
          body: by(said),
        }),
      ),
  };
}

function extend(task: Task, texts: Texts): Act {
  return {
    id: 'extend',
    label: texts.acts.giveTime,
    title: texts.acts.giveTimeTitle,
    fields: moreTime(texts),
    send: (said, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/extend', {
          params: { path: path(task), header: keyed(key) },
          body: by(said),
        }),
      ),
  };
}

function declineExtension(task: Task, { acts }: Texts): Act {
  return {
    id: 'decline-extension',
    label: acts.declineTime,
    title: acts.declineTimeTitle,
    fields: [{ name: 'reason', label: acts.reason, kind: 'text' }],
    send: ({ reason }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/decline-extension', {
          params: { path: path(task), header: keyed(key) },
          body: { reason: need(reason) },
        }),
      ),
  };
}

function acceptReply(task: Task, { acts }: Texts): Act {
  return {
    id: 'accept-reply',
    label: acts.acceptReply,
    title: acts.acceptReplyTitle,
    isMain: true,
    fields: [],
    send: (_, key) =>
      told(api.POST('/api/coordination/tasks/{task_id}/accept-reply', { params: { path: path(task), header: keyed(key) }, body: {} })),
  };
}

function sendBackReply(task: Task, { acts }: Texts): Act {
  return {
    id: 'send-back-reply',
    label: acts.sendBackReply,
    title: acts.sendBackReplyTitle,
    fields: [{ name: 'reason', label: acts.reason, kind: 'text' }],
    send: ({ reason }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/send-back-reply', {
          params: { path: path(task), header: keyed(key) },
          body: { reason: need(reason) },
        }),
      ),
  };
}

function urge(task: Task, { acts }: Texts): Act {
  return {
    id: 'urge',
    label: acts.urge,
    title: acts.urgeTitle,
    fields: [{ name: 'note', label: acts.note, kind: 'text' }],
    send: ({ note }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/urge', {
          params: { path: path(task), header: keyed(key) },
          body: { note: need(note) },
        }),
      ),
  };
}

function assign(task: Task, { acts }: Texts): Act {
  return {
    id: 'assign',
    label: acts.assign,
    title: acts.assignTitle,
    fields: [
      { name: 'handler', label: acts.handler, kind: 'line', isOptional: true },
      { name: 'reason', label: acts.handOver, kind: 'text', isOptional: true },
    ],
    send: ({ handler, reason }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/assign', {
          params: { path: path(task), header: keyed(key) },
          body: { handler: orNull(handler), reason: orNull(reason) },
        }),
      ),
  };
}

function reassign(task: Task, { acts }: Texts, departments: Choices['departments']): Act {
  return {
    id: 'reassign',
    label: acts.reassign,
    title: acts.reassignTitle,
    fields: [
      { name: 'to_department', label: acts.toDepartment, kind: 'choice', choices: departments },
      { name: 'reason', label: acts.reason, kind: 'text' },
    ],
    send: ({ to_department, reason }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/reassign', {
          params: { path: path(task), header: keyed(key) },
          body: { to_department: need(to_department), reason: need(reason) },
        }),
      ),
  };
}

function share(task: Task, { between: { taskActs } }: Texts, sharable: Choices['sharable']): Act {
  return {
    id: 'share',
    label: taskActs.share,
    title: taskActs.shareTitle,
    fields: [{ name: 'with_task_id', label: taskActs.shareWith, kind: 'choice', choices: sharable }],
    send: ({ with_task_id }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/share', {
          params: { path: path(task), header: keyed(key) },
          body: { with_task_id: need(with_task_id) },
        }),
      ),
  };
}

function withdraw(task: Task, { acts, between: { taskActs } }: Texts): Act {
  return {
    id: 'withdraw',
    label: taskActs.withdraw,
    title: taskActs.withdrawTitle,
    fields: [{ name: 'reason', label: acts.reason, kind: 'text' }],
    send: ({ reason }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/withdraw', {
          params: { path: path(task), header: keyed(key) },
          body: { reason: need(reason) },
        }),
      ),
  };
}

function close(task: Task, { acts, between: { taskActs } }: Texts): Act {
  return {
    id: 'close',
    label: taskActs.close,
    title: taskActs.closeTitle,
    fields: [{ name: 'reason', label: acts.reason, kind: 'text' }],
    send: ({ reason }, key) =>
      told(
        api.POST('/api/coordination/tasks/{task_id}/close', {
          params: { path: path(task), header: keyed(key) },
          body: { reason: need(reason) },
        }),
      ),
  };
}
