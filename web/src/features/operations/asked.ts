import { useQuery } from '@tanstack/vue-query';
import { api, told, type Schemas } from '@/api/client';
import { useLive } from '@/api/live';

export type Status = Schemas['ProcessStatus'];
export type ServiceStatus = Schemas['ServiceStatus'];
export type Stop = Schemas['StopRow'];
export type VerificationRow = Schemas['VerificationRow'];
export type ReaderState = 'running' | 'standby' | 'stalled' | 'stopped' | 'held_up';

/** The office tells nobody how its processes do: they are asked, in milliseconds. */
const STATUS_MS = 3_000;
const RUNS_MS = 700;
const RESTS_MS = 15_000;

/** How the process does that answers. */
export function useStatus() {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['operations', 'status'],
    queryFn: () => told(api.GET('/api/operations/status')),
    enabled: canAsk,
    refetchInterval: STATUS_MS,
  });
}

/** The verification that runs, or the last one. */
export function useVerification() {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['operations', 'verification'],
    queryFn: () => told(api.GET('/api/operations/verification')),
    enabled: canAsk,
    refetchInterval: ({ state }) => (runs(state.data?.last) ? RUNS_MS : RESTS_MS),
  });
}

export function runs(last: VerificationRow | null | undefined): boolean {
  return Boolean(last && !last.ended_at);
}

/** Stops that wait for somebody, those decided about that readers have not passed yet, and those behind them. */
export function groupsOf(stops: readonly Stop[]): { waiting: Stop[]; parked: Stop[]; past: Stop[] } {
  const ahead = stops.filter(({ is_passed }) => !is_passed);
  return {
    waiting: ahead.filter(({ parked_at }) => !parked_at),
    parked: ahead.filter(({ parked_at }) => parked_at),
    past: stops.filter(({ is_passed }) => is_passed),
  };
}

/** How a reader does as a whole: the worst of its partitions, and running where any runs here. */
export function stateOf(reader: ServiceStatus['readers'][number]): ReaderState {
  if (reader.n_stopped > 0) return 'stopped';
  if (reader.n_stalled > 0) return 'stalled';
  return reader.n_running > 0 ? 'running' : 'standby';
}
