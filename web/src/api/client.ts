import createClient, { type Middleware } from 'openapi-fetch';
import { language } from '@/app/preferences';
import { session, tokenEnded } from '@/app/session';
import { hearClock } from './clock';
import { answered, unanswered } from './connection';
import { Refused, problemOf } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** How long what a command answered is asked for by the queries that follow, in milliseconds. */
const OWN_WRITES_MS = 30_000;
/** How long the office may wait for its read models before it answers. */
const WAIT = 'wait=5';

let written: { position: string; until: number } | null = null;

const edge: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language.value === 'zh' ? 'zh-CN' : 'en');
    const token = session.value?.token;
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
    // Who has just changed something sees it in whatever is asked next.
    if (request.method === 'GET' && written && written.until > Date.now()) {
      request.headers.set('Case-Position', written.position);
      request.headers.set('Prefer', WAIT);
    }
    return request;
  },
  onResponse({ request, response }) {
    answered();
    hearClock(response.headers.get('Tongban-Clock'));
    const position = response.headers.get('Case-Position');
    if (position) written = { position, until: Date.now() + OWN_WRITES_MS };
    if (response.status === 401) tokenEnded(request.headers.get('Authorization')?.replace('Bearer ', ''));
    return undefined;
  },
  onError() {
    unanswered();
    return new Refused(null);
  },
};

export const api = createClient<paths>({ baseUrl: location.origin });
api.use(edge);

interface Answered<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer; everything else is thrown as what was refused. */
export async function told<Data>(asked: Promise<Answered<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await asked;
  if (data === undefined || data === null || error !== undefined) throw problemOf(error, response);
  return data;
}

/** The headers of a command. */
export function keyed(key: string) {
  return { 'Idempotency-Key': key, Prefer: 'wait=2' };
}

/** The headers of a command that is meant for a thing as it was read. */
export function keyedFor(key: string, revision: number) {
  return { ...keyed(key), 'If-Match': `"${revision}"` };
}
