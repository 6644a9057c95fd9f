import { useQuery } from '@tanstack/vue-query';
import type { Ref } from 'vue';
import { api, told } from '@/api/client';
import { useLive } from '@/api/live';
import { usePages } from '@/api/pages';

const PAGE = 50;

export function useReports(department: Readonly<Ref<string>>) {
  const { canAsk } = useLive();
  return usePages({
    queryKey: ['figures', 'reports', department],
    ask: (cursor) => told(api.GET('/api/metrics/reports', { params: { query: { department: department.value || undefined, limit: PAGE, cursor } } })),
    enabled: canAsk,
  });
}

/** A report as it was issued. */
export function useReport(reportId: () => string) {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['figures', 'report', reportId],
    queryFn: () => told(api.GET('/api/metrics/reports/{report_id}', { params: { path: { report_id: reportId() } } })),
    enabled: canAsk,
  });
}

/** What its figures are now, where that is wanted. */
export function useReportNow(reportId: () => string, isWanted: Readonly<Ref<boolean>>) {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['figures', 'report-now', reportId],
    queryFn: () => told(api.GET('/api/metrics/reports/{report_id}/now', { params: { path: { report_id: reportId() } } })),
    enabled: () => canAsk.value && isWanted.value,
  });
}

export interface Subject {
  readonly from: string;
  readonly through: string;
  readonly department?: string | undefined;
}

/** What a report would say now. */
export function useReportPreview(subject: Readonly<Ref<Subject>>, isWanted: Readonly<Ref<boolean>>) {
  const { canAsk } = useLive();
  return useQuery({
    queryKey: ['figures', 'report-preview', subject],
    queryFn: () => told(api.GET('/api/metrics/reports/preview', { params: { query: subject.value } })),
    enabled: () => canAsk.value && isWanted.value,
    retry: false,
  });
}
