import type { Schemas } from '@/api/client';

type Step = Schemas['TaskStep'];

/** What a task said of itself at some time. */
export interface TaskThen {
  readonly department: string | null;
  readonly handler: string | null;
  readonly dueAt: string | null;
  /** What had happened to it last. */
  readonly happened: string;
}

/** A task as it was after everything that had happened to it until then; none before it was asked. */
export function taskAt(steps: readonly Step[], ms: number): TaskThen | null {
  const until = steps.filter(({ at }) => Date.parse(at) <= ms);
  return until.reduce<TaskThen | null>(
    (before, step) => ({
      department: step.to_department ?? before?.department ?? null,
      // Another department begins without anybody.
      handler: step.handler ?? (step.to_department ? null : (before?.handler ?? null)),
      dueAt: step.due_at ?? before?.dueAt ?? null,
      happened: step.happened,
    }),
    null,
  );
}

/** When something happened, each instant once, the first first. */
export function instantsOf(ats: readonly string[]): number[] {
  return [...new Set(ats.map((at) => Date.parse(at)))].sort((one, other) => one - other);
}
