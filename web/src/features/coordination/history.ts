import type { Schemas } from '@/api/client';
import type { Texts } from '@/app/texts.zh';
import type { Moment } from '@/ui/Timeline.vue';

type Step = Schemas['TaskStep'];

interface Words {
  readonly texts: Texts;
  readonly nameOf: (department: string | null | undefined) => string;
  readonly dueWords: (at: string | null | undefined) => string;
}

/** What happened to a task, and what was different afterwards, the latest first. */
export function momentsOf(steps: readonly Step[], { texts, nameOf, dueWords }: Words): Moment[] {
  let [due, to, handler]: (string | null | undefined)[] = [null, null, null];
  const moments = steps.map((step) => {
    const changes: string[] = [];
    if (step.due_at && step.due_at !== due) changes.push(texts.changes.due(dueWords(step.due_at)));
    if (step.to_department && step.to_department !== to) changes.push(texts.changes.to(nameOf(step.to_department)));
    if (step.handler && step.handler !== handler) changes.push(texts.changes.handler(step.handler));
    [due, to] = [step.due_at ?? due, step.to_department ?? to];
    // Another department begins without anybody.
    handler = step.handler ?? (step.to_department ? null : handler);
    return {
      id: step.caused_by,
      at: step.at,
      what: texts.happened[step.happened] ?? step.happened,
      // Whoever works for no department is a policy of the system.
      who: step.by_department ? `${step.by} · ${nameOf(step.by_department)}` : texts.changes.system,
      note: texts.warnings.rungs[step.note ?? ''] ?? step.note,
      changes,
    };
  });
  return moments.reverse();
}
