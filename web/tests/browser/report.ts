import { ahead, office, once } from './office';

interface Reports {
  readonly items: readonly { report_id: string; replaced_by?: string | null; department?: string | null; months: { from: string; through: string } }[];
}

const DAY = 24 * 60 * 60 * 1000;

/** The report about the present month, with the one before while it is young: nothing has come in on its first morning. */
export function aReport(): Promise<string> {
  return once('report', async () => {
    const [from, through] = [(await ahead(-20 * DAY)).slice(0, 7), (await ahead(0)).slice(0, 7)];
    const known = async () => {
      const { items } = await office<Reports>('supervisor', '/api/metrics/reports?limit=200');
      return items.find(({ replaced_by, department, months }) => !replaced_by && !department && months.from === from && months.through === through)?.report_id;
    };
    const found = await known();
    if (found) return found;
    const word = '总体平稳，协同答复仍有超期，请相关部门在月底前整改。';
    try {
      const { report_id } = await office<{ report_id: string }>('supervisor', '/api/metrics/reports', { from, through, word });
      return report_id;
    } catch (error) {
      // Somebody else was faster.
      const other = await known();
      if (other) return other;
      throw error;
    }
  });
}
