import type { Schemas } from '@/api/client';
import type { Texts } from '@/app/texts.zh';
import type { Moment } from '@/ui/Timeline.vue';
import { endOf } from './numbers';

type Step = Schemas['ComplaintStep'];

interface Words {
  readonly texts: Texts;
  readonly nameOf: (department: string | null | undefined) => string;
  readonly dateTime: (at: string) => string;
}

/** What happened to a complaint, and what was different afterwards, the latest first. */
export function momentsOf(steps: readonly Step[], { texts, nameOf, dateTime }: Words): Moment[] {
  const words = texts.complaint;
  let [due, to]: (string | null | undefined)[] = [null, null];
  const moments = steps.map((step) => {
    const changes: string[] = [];
    if (step.to_department && step.to_department !== to) changes.push(words.toDepartment(nameOf(step.to_department)));
    if (step.due_at && step.due_at !== due) changes.push(words.dueBy(dateTime(step.due_at)));
    if (step.in_time === false) changes.push(words.late);
    if (step.satisfaction) changes.push(words.outcome(step.solved === true, texts.desk.complaints.satisfactions[step.satisfaction] ?? ''));
    if (step.other) changes.push(texts.desk.complaints.brief(endOf(step.other)));
    [due, to] = [step.due_at ?? due, step.to_department ?? to];
    const who = step.by ?? words.complainant;
    return {
      id: step.caused_by,
      at: step.at,
      what: words.happened[step.happened] ?? step.happened,
      who: step.by_department ? `${who} · ${nameOf(step.by_department)}` : who,
      note: step.has_sealed_note ? words.sealedNote : step.note,
      changes,
    };
  });
  return moments.reverse();
}
