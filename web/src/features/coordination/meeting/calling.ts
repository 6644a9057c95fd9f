import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { api, told } from '@/api/client';
import { useLive } from '@/api/live';
import { hasRole, session } from '@/app/session';

const PROJECTS = 200;

/** Who calls meetings: coordinators and supervisors any, who leads a project those of it. */
export function useCalling() {
  const { canAsk } = useLive();
  const convenes = hasRole('coordinator', 'supervisor');
  const { data } = useQuery({
    queryKey: ['coordination', 'projects', 'underway'],
    queryFn: () => told(api.GET('/api/coordination/projects', { params: { query: { state: 'underway', limit: PROJECTS } } })),
    enabled: canAsk,
  });
  const projects = computed(() =>
    (data.value?.items ?? []).filter(({ leader_account }) => convenes || leader_account === session.value?.login),
  );
  const mayCall = computed(() => convenes || projects.value.length > 0);
  return { convenes, projects, mayCall };
}
