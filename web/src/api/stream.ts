import { onScopeDispose, readonly, ref } from 'vue';
import { language } from '@/app/preferences';
import { session, tokenEnded } from '@/app/session';
import { hearClock } from './clock';
import { answered, unanswered } from './connection';
import { Reader, type Told } from './sse';

/** `opening` before anything was heard; `live`; `lost` while it is tried again. */
export type StreamState = 'opening' | 'live' | 'lost';

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 15_000;
/** The office says something at least every fifteen seconds: three times that is a dead connection. */
const SILENCE_MS_MAX = 45_000;

/** Listens at an address until the scope that asked for it ends; comes back with what it heard last. */
export function useStream(path: string, hear: (told: Told) => void) {
  const state = ref<StreamState>('opening');
  const ended = new AbortController();
  let last: string | null = null;
  let n_failures = 0;

  async function listen(): Promise<void> {
    const token = session.value?.token;
    if (!token) return;
    const headers: Record<string, string> = {
      Accept: 'text/event-stream',
      Authorization: `Bearer ${token}`,
      'Accept-Language': language.value === 'zh' ? 'zh-CN' : 'en',
    };
    if (last !== null) headers['Last-Event-ID'] = last;
    const once = new AbortController();
    const both = AbortSignal.any([once.signal, ended.signal]);
    let silence = setTimeout(() => once.abort(), SILENCE_MS_MAX);
    try {
      const response = await fetch(path, { headers, signal: both, cache: 'no-store' });
      hearClock(response.headers.get('Tongban-Clock'));
      if (response.status === 401) tokenEnded(token);
      if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
      answered();
      const reader = new Reader();
      const body = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await body.read();
        if (done) return;
        // Whatever became of a request meanwhile: the office is there.
        answered();
        clearTimeout(silence);
        silence = setTimeout(() => once.abort(), SILENCE_MS_MAX);
        [n_failures, state.value] = [0, 'live'];
        for (const told of reader.read(value)) {
          last = told.id ?? last;
          hear(told);
        }
      }
    } finally {
      clearTimeout(silence);
    }
  }

  async function keepListening(): Promise<void> {
    while (!ended.signal.aborted && session.value) {
      try {
        await listen();
      } catch (error) {
        if (ended.signal.aborted) return;
        if (error instanceof TypeError) unanswered();
      }
      if (ended.signal.aborted) return;
      state.value = 'lost';
      const wait = Math.min(RETRY_MS_MIN * 2 ** n_failures, RETRY_MS_MAX);
      n_failures += 1;
      // Not all at once: a thousand windows come back after the same interruption.
      await pause(wait * (0.5 + Math.random() / 2), ended.signal);
    }
  }

  void keepListening();
  onScopeDispose(() => ended.abort());
  return { state: readonly(state) };
}

/** Waits so long, or until the network is back, or until it is ended. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
