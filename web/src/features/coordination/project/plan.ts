import type { Milestone } from './projectActs';

/** How a milestone stands: its day may have passed before that is on record. */
export type Standing = 'reached' | 'missed' | 'overdue' | 'ahead';

export function standingOf({ state, is_overdue }: Pick<Milestone, 'state' | 'is_overdue'>): Standing {
  if (state === 'reached' || state === 'missed') return state;
  return is_overdue ? 'overdue' : 'ahead';
}

/** The milestones by their days, parted by now: those whose day has passed, and those ahead. */
export function parted(milestones: readonly Milestone[], now: number): { past: Milestone[]; ahead: Milestone[] } {
  const byDay = [...milestones].sort((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at) || one.nth - other.nth);
  return {
    past: byDay.filter(({ due_at }) => Date.parse(due_at) <= now),
    ahead: byDay.filter(({ due_at }) => Date.parse(due_at) > now),
  };
}
