import { office, once } from './office';
import { city } from './visitor';

const COMPLAINTS = '/api/complaint/complaints';

interface Lodged {
  readonly complaint_id: string;
}

/** Who complains: an identity that passes every check and is nobody's. */
export const NEIGHBOUR = { kind: 'citizen', name: '孙丙寅', identity: '110105194912310038' };

/** The number of a complaint that nobody has dealt with: the city may not have had one yet. */
export function aComplaint(): Promise<string> {
  return once('complaint', () => lodged({ title: '窗口排队时间长', text: '排队两小时没有叫号' }));
}

/** The number of a complaint that came a second time. */
export function aRepeat(): Promise<string> {
  return once('repeat', async () => {
    await lodged({ complainant: NEIGHBOUR, department: 'city-management' });
    return lodged({ complainant: NEIGHBOUR, department: 'city-management' });
  });
}

/** A complaint that the hotline took down. */
export async function lodged(changes: object): Promise<string> {
  const complainant = { kind: 'citizen', name: '钱乙丑', identity: '11010519491231002X' };
  const body = { complainant, channel: 'hotline', title: '路灯不亮', text: '门前路灯三天不亮', ...changes };
  return (await office<Lodged>('window', COMPLAINTS, body)).complaint_id;
}

/** A complaint of the applicant about the case of the city: who asks does not matter. */
export async function complained(title: string): Promise<string> {
  const { number, code } = city();
  const body = { number, code, title, text: '多日没有收到任何通知' };
  return (await office<Lodged>('window', '/api/complaint/public/complaints', body)).complaint_id;
}

/** Has a department answer. */
export async function answered(complaint: string, department: string, answer: string): Promise<void> {
  await office('coordinator', `${COMPLAINTS}/${complaint}/assign`, { department });
  await office(department, `${COMPLAINTS}/${complaint}/answer`, { answer });
}

/** The applicant of the city's case has an answer to say something to. */
export function anOwnAnswer(): Promise<string> {
  return once('own answer', async () => {
    const complaint = await complained('办理进度缓慢');
    await answered(complaint, 'health', '经核查，您的办件正在审核，预计三个工作日内办结。');
    return complaint;
  });
}
