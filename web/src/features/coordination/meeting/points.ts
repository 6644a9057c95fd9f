/** What is stuck, as an agenda and the fortnightly lists name it. */
export interface Item {
  readonly kind: 'blocker' | 'task';
  /** The project of a blocker, or the task. */
  readonly id: string;
}

/** A point of an agenda. */
export interface Point {
  readonly nth: number;
  readonly topic: string;
  readonly item?: Item;
}

/** What was made of a point. */
export interface FollowUp {
  readonly point: number;
  readonly course: string;
  readonly note: string;
}

const said = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
const text = (value: unknown, name: string): string => {
  const found = said(value, name);
  return typeof found === 'string' ? found : '';
};

function itemOf(value: unknown): Item | undefined {
  const [task, project] = [text(value, 'task_id'), text(value, 'project_id')];
  if (task) return { kind: 'task', id: task };
  return project ? { kind: 'blocker', id: project } : undefined;
}

/** The API answers points without saying their form. */
export function pointOf(value: unknown): Point {
  const item = itemOf(said(value, 'item'));
  return { nth: Number(said(value, 'nth')), topic: text(value, 'topic'), ...(item && { item }) };
}

export function followUpOf(value: unknown): FollowUp {
  return { point: Number(said(value, 'point')), course: text(value, 'course'), note: text(value, 'note') };
}

/** Where it is looked at. */
export function placeOf({ kind, id }: Item): string {
  return kind === 'task' ? `/tasks/${id}` : `/projects/${id}`;
}
