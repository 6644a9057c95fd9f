import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

/** What stands between a request and its answer: said by the office, or nobody answered. */
export class Refused extends Error {
  /** What the office said; none where no answer came. */
  readonly problem: Problem | null;
  /** After how many seconds it is worth another try, where the office says so. */
  readonly retryAfterSecs: number | null;

  constructor(problem: Problem | null, retryAfterSecs: number | null = null) {
    super(problem?.title ?? 'no answer');
    this.problem = problem;
    this.retryAfterSecs = retryAfterSecs;
  }

  /** Whether nobody knows what became of the request: it may be repeated under the same key alone. */
  get isUncertain(): boolean {
    return this.problem === null || this.problem.status >= 500;
  }

  /** Whether it tells nothing of an earlier sending of the same wish: it was turned away before anybody looked. */
  get isTurnedAway(): boolean {
    return this.isUncertain || [401, 408, 429].includes(this.problem?.status ?? 0);
  }

  get status(): number | null {
    return this.problem?.status ?? null;
  }

  /** The kind, without its prefix: `common/stale`. */
  get kind(): string {
    return (this.problem?.type ?? '').replace('/problems/', '');
  }

  /** What must change in a field of the body, named by the beginning of its JSON pointer. */
  remedyOf(field: string): string | undefined {
    const at = `/${field}`;
    const errors = this.problem?.errors ?? [];
    return errors.find((error) => error.field === at || error.field.startsWith(`${at}/`))?.remedy;
  }
}

/** Reads the body of an answer that is none of the expected ones. */
export function problemOf(body: unknown, response: Response): Refused {
  const retry = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const retryAfterSecs = Number.isFinite(retry) ? retry : null;
  const isProblem = typeof body === 'object' && body !== null && 'type' in body && 'title' in body;
  const problem = isProblem
    ? (body as Problem)
    : { type: '', title: `HTTP ${response.status}`, status: response.status };
  return new Refused(problem, retryAfterSecs);
}
