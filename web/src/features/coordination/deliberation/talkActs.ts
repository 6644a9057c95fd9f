import { api, keyed, told, type Schemas } from '@/api/client';
import { hasRole } from '@/app/session';
import type { Texts } from '@/app/texts.zh';
import { need, type Act } from '@/ui/acts';

export type Deliberation = Schemas['DeliberationView'];

export const STANCES = ['for', 'against', 'other'];

const at = ({ deliberation_id }: Deliberation, key: string) => ({ path: { deliberation_id }, header: keyed(key) });

/** What somebody of this department may do with a deliberation as it stands: the office has the last word. */
export function actsOf(talk: Deliberation, own: string | undefined, texts: Texts): Act[] {
  const isAsked = hasRole('handler', 'coordinator', 'supervisor') && talk.departments.some(({ department }) => department === own);
  const convenes = hasRole('coordinator', 'supervisor');
  const acts: Act[] = [];
  if (isAsked && talk.state === 'open') acts.push(speak(talk, texts));
  if (convenes && talk.state === 'open' && !talk.is_public) acts.push(close(talk, texts));
  if (convenes && ['closed', 'summarised'].includes(talk.state)) acts.push(summarise(talk, texts));
  if (convenes && talk.state === 'summarised') acts.push(decide(talk, texts));
  if (convenes && talk.state === 'decided') acts.push(followUp(talk, texts));
  return acts;
}

function speak(talk: Deliberation, { together: { talkActs, talks } }: Texts): Act {
  return {
    id: 'speak',
    label: talkActs.speak,
    title: talkActs.speakTitle,
    isMain: true,
    fields: [
      { name: 'stance', label: talks.stance, kind: 'choice', choices: STANCES.map((value) => ({ value, label: talks.stances[value] ?? value })) },
      { name: 'opinion', label: talkActs.opinion, kind: 'text' },
    ],
    send: ({ stance, opinion }, key) =>
      told(
        api.POST('/api/coordination/deliberations/{deliberation_id}/opinion', {
          params: at(talk, key),
          body: { stance: need(stance), opinion: need(opinion) },
        }),
      ),
  };
}

function close(talk: Deliberation, { together: { talkActs } }: Texts): Act {
  return {
    id: 'close',
    label: talkActs.close,
    title: talkActs.closeTitle,
    fields: [],
    send: (_, key) => told(api.POST('/api/coordination/deliberations/{deliberation_id}/close', { params: at(talk, key), body: {} })),
  };
}

/** The lines of a text that say something. */
export function linesOf(text: string | undefined): string[] {
  return need(text).split('\n').map((line) => line.trim()).filter(Boolean);
}

function summarise(talk: Deliberation, { together: { talkActs } }: Texts): Act {
  return {
    id: 'summarise',
    label: talkActs.summarise,
    title: talkActs.summariseTitle,
    isMain: talk.state === 'closed',
    fields: [
      { name: 'summary', label: talkActs.summary, kind: 'text', initial: talk.summary?.summary ?? '' },
      { name: 'points', label: talkActs.points, kind: 'text', initial: talk.summary?.points.join('\n') ?? '', lengthMax: 8_000 },
    ],
    send: ({ summary, points }, key) =>
      told(
        api.POST('/api/coordination/deliberations/{deliberation_id}/summarise', {
          params: at(talk, key),
          body: { summary: need(summary), points: linesOf(points) },
        }),
      ),
  };
}

/** A decision answers every main point, in their order. */
function decide(talk: Deliberation, { together: { talkActs } }: Texts): Act {
  const points = talk.summary?.points ?? [];
  return {
    id: 'decide',
    label: talkActs.decide,
    title: talkActs.decideTitle,
    isMain: true,
    fields: [
      { name: 'decision', label: talkActs.decision, kind: 'text' },
      { name: 'reasons', label: talkActs.reasons, kind: 'text' },
      ...points.map((point, nth) => ({ name: `answer-${nth}`, label: talkActs.answerTo(point), kind: 'text' as const })),
    ],
    send: (said, key) =>
      told(
        api.POST('/api/coordination/deliberations/{deliberation_id}/decide', {
          params: at(talk, key),
          body: { decision: need(said.decision), reasons: need(said.reasons), answers: points.map((_, nth) => need(said[`answer-${nth}`])) },
        }),
      ),
  };
}

function followUp(talk: Deliberation, { together: { talkActs } }: Texts): Act {
  return {
    id: 'follow-up',
    label: talkActs.followUp,
    title: talkActs.followUpTitle,
    isMain: true,
    fields: [{ name: 'what', label: talkActs.what, kind: 'text' }],
    send: ({ what }, key) =>
      told(api.POST('/api/coordination/deliberations/{deliberation_id}/follow-up', { params: at(talk, key), body: { what: need(what) } })),
  };
}
