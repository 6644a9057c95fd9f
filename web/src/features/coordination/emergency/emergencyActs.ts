import { api, keyed, told, type Schemas } from '@/api/client';
import { hasRole } from '@/app/session';
import type { Texts } from '@/app/texts.zh';
import { need, type Act } from '@/ui/acts';

type Emergency = Pick<Schemas['EmergencyRow'], 'case_id' | 'state' | 'severity'>;
type Paper = Pick<Schemas['PaperRow'], 'paper' | 'state' | 'department'>;

const RUNNING = ['declared', 'responded'];

export function isRunning(state: string): boolean {
  return RUNNING.includes(state);
}

/** What may be done with an emergency as it stands: the office has the last word. */
export function actsOf({ case_id, state, severity }: Emergency, { emergency }: Texts): Act[] {
  if (!isRunning(state)) return [];
  const params = (key: string) => ({ path: { case_id }, header: keyed(key) });
  const commands = hasRole('coordinator', 'supervisor');
  const acts: Act[] = [];
  if (commands || hasRole('handler')) {
    acts.push({
      id: 'report',
      label: emergency.report,
      title: emergency.reportTitle,
      isMain: true,
      fields: [{ name: 'text', label: emergency.reportText, kind: 'text' }],
      send: ({ text }, key) =>
        told(api.POST('/api/coordination/emergencies/{case_id}/report', { params: params(key), body: { text: need(text) } })),
    });
  }
  if (commands) {
    const choices = Object.entries(emergency.severities).map(([value, label]) => ({ value, label }));
    acts.push(
      {
        id: 'severity',
        label: emergency.changeSeverity,
        title: emergency.changeSeverity,
        fields: [
          { name: 'severity', label: emergency.severity, kind: 'choice', choices, initial: severity },
          { name: 'reason', label: emergency.reason, kind: 'text' },
        ],
        send: (said, key) =>
          told(
            api.POST('/api/coordination/emergencies/{case_id}/severity', {
              params: params(key),
              body: { severity: need(said.severity), reason: need(said.reason) },
            }),
          ),
      },
      {
        id: 'end',
        label: emergency.end,
        title: emergency.endTitle,
        fields: [{ name: 'summary', label: emergency.summary, kind: 'text' }],
        send: ({ summary }, key) =>
          told(api.POST('/api/coordination/emergencies/{case_id}/end', { params: params(key), body: { summary: need(summary) } })),
      },
    );
  }
  return acts;
}

/** What may be done with a paper that was skipped: its department brings it, a supervisor waives it. */
export function paperActsOf(case_id: string, { paper, state, department }: Paper, own: string | undefined, { emergency }: Texts): Act[] {
  if (state !== 'outstanding') return [];
  const params = (key: string) => ({ path: { case_id, paper }, header: keyed(key) });
  const acts: Act[] = [];
  if (hasRole('handler') && department === own) {
    acts.push({
      id: `hand-in-${paper}`,
      label: emergency.handIn,
      title: emergency.handInTitle,
      isMain: true,
      fields: [{ name: 'reference', label: emergency.reference, kind: 'line' }],
      send: ({ reference }, key) =>
        told(
          api.POST('/api/coordination/emergencies/{case_id}/papers/{paper}/hand-in', {
            params: params(key),
            body: { reference: need(reference) },
          }),
        ),
    });
  }
  if (hasRole('supervisor')) {
    acts.push({
      id: `waive-${paper}`,
      label: emergency.waive,
      title: emergency.waiveTitle,
      fields: [{ name: 'reason', label: emergency.reason, kind: 'text' }],
      send: ({ reason }, key) =>
        told(
          api.POST('/api/coordination/emergencies/{case_id}/papers/{paper}/waive', {
            params: params(key),
            body: { reason: need(reason) },
          }),
        ),
    });
  }
  return acts;
}
