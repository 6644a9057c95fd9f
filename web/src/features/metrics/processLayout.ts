import type { Schemas } from '@/api/client';

export type Process = Schemas['Process'];
export type Transition = Process['transitions'][number];

/** A node of the map: where it stands, in units of the drawing. */
export interface Placed {
  readonly id: string;
  readonly activity: string;
  readonly step: string | null;
  readonly n: number;
  readonly x: number;
  readonly y: number;
}

/** A way between two nodes, and where its words stand. */
export interface Way {
  readonly id: string;
  readonly transition: Transition;
  readonly path: string;
  readonly at: { readonly x: number; readonly y: number };
  /** How heavy it is drawn. */
  readonly width: number;
}

export interface Layout {
  readonly nodes: readonly Placed[];
  readonly ways: readonly Way[];
  readonly width: number;
  readonly height: number;
}

/** What a node takes up. */
export const NODE = { width: 176, height: 44 } as const;
const LANES = { left: 110, main: 430, right: 750 } as const;
const WIDTH = 860;
const ROW = 104;
const WIDTH_MAX = 7;
/** The head of an arrow is so long. */
const HEAD = 12;
/** Words stand so far beside a way that leads down. */
const BESIDE = 64;

/** What a case goes through, one below the other; everything else stands beside it. */
const LEFT = ['declined', 'duplicate', 'withdrawn', 'refused', 'annulled'];
const RIGHT = ['correction_requested', 'supplemented', 'suspended', 'step_returned', 'resumed', 'extended', 'reopened'];

interface Moment {
  readonly activity: string;
  readonly step?: string | null;
}

export function idOf({ activity, step }: Moment): string {
  return step ? `${activity}/${step}` : activity;
}

/** Draws the frequent ways of a map; steps stand in the order of the catalogue. */
export function layoutOf(process: Process, steps: readonly string[], shareMin: number): Layout {
  const shown = process.transitions.filter(({ n }) => n >= shareMin * process.n_cases);
  const ends = new Set(shown.flatMap(({ from, to }) => [idOf(from), idOf(to)]));
  const known = process.activities.filter((one) => ends.has(idOf(one)));
  const place = (step: string | null | undefined) => (step ? (steps.indexOf(step) + steps.length + 1) % (steps.length + 1) : -1);
  const rank = (one: Moment) => {
    if (one.activity === 'step_decided') return 2 + place(one.step) / (steps.length + 2);
    return { received: 0, accepted: 1, granted: 3 }[one.activity] ?? 4;
  };
  const inLane = (names: readonly string[]) =>
    known.filter(({ activity }) => names.includes(activity)).sort((one, other) => names.indexOf(one.activity) - names.indexOf(other.activity));
  const left = inLane(LEFT);
  const right = inLane(RIGHT);
  const main = known
    .filter((one) => !LEFT.includes(one.activity) && !RIGHT.includes(one.activity))
    .sort((one, other) => rank(one) - rank(other));
  const rows = Math.max(main.length, left.length, right.length, 1);
  const column = (all: typeof known, x: number): Placed[] =>
    all.map((one, nth) => ({
      id: idOf(one),
      activity: one.activity,
      step: one.step ?? null,
      n: one.n,
      x,
      y: ROW / 2 + (all.length === 1 ? (rows - 1) / 2 : (nth * (rows - 1)) / (all.length - 1)) * ROW,
    }));
  const nodes = [...column(left, LANES.left), ...column(main, LANES.main), ...column(right, LANES.right)];
  const at = new Map(nodes.map((node) => [node.id, node]));
  const most = Math.max(...shown.map(({ n }) => n), 1);
  const ways = shown.flatMap((transition) => {
    const [from, to] = [at.get(idOf(transition.from)), at.get(idOf(transition.to))];
    if (!from || !to) return [];
    const width = 1.5 + (WIDTH_MAX - 1.5) * (transition.n / most);
    return [{ id: `${from.id}>${to.id}`, transition, width, ...wayOf(from, to) }];
  });
  return { nodes, ways, width: WIDTH, height: rows * ROW };
}

/** From the side that looks at the other node; back and over others in a bow. */
function wayOf(from: Placed, to: Placed): Pick<Way, 'path' | 'at'> {
  const half = { x: NODE.width / 2, y: NODE.height / 2 };
  if (from.id === to.id) {
    const x = from.x + half.x;
    return bezier([x, from.y - 10], [x + 52, from.y - 34], [x + 52, from.y + 14], [x + HEAD, from.y + 10]);
  }
  if (from.x === to.x) {
    const isNext = to.y > from.y && to.y - from.y <= ROW * 1.6;
    if (isNext) {
      const way = bezier([from.x, from.y + half.y], [from.x, from.y + half.y + 12], [to.x, to.y - half.y - HEAD - 12], [to.x, to.y - half.y - HEAD]);
      return { ...way, at: { x: way.at.x + BESIDE, y: way.at.y } };
    }
    // Down on the left, up on the right.
    const side = to.y > from.y ? -1 : 1;
    const bow = side * (half.x + 40 + Math.min(Math.abs(to.y - from.y) / 8, 50));
    const x = from.x + side * half.x;
    return bezier([x, from.y + 8 * side], [from.x + bow, from.y], [from.x + bow, to.y + 8 * side], [x + side * HEAD, to.y + 8 * side]);
  }
  const side = to.x > from.x ? 1 : -1;
  // There and back do not lie on each other.
  const shift = side * 7;
  const [x1, x2] = [from.x + side * half.x, to.x - side * (half.x + HEAD)];
  const middle = (x1 + x2) / 2;
  return bezier([x1, from.y + shift], [middle, from.y + shift], [middle, to.y + shift], [x2, to.y + shift]);
}

type Point = readonly [number, number];

function bezier(a: Point, b: Point, c: Point, d: Point): Pick<Way, 'path' | 'at'> {
  const middle = (axis: 0 | 1) => (a[axis] + 3 * b[axis] + 3 * c[axis] + d[axis]) / 8;
  const text = (point: Point) => point.map((one) => Math.round(one * 10) / 10).join(' ');
  return { path: `M${text(a)} C${text(b)} ${text(c)} ${text(d)}`, at: { x: middle(0), y: middle(1) } };
}
