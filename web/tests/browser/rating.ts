import { office } from './office';

interface Receipt {
  readonly case_id: string;
  readonly number: string;
  readonly check_code: string;
}

/** What stands on the receipt of a case that is over: its service can be rated. */
export async function aCaseThatIsOver(): Promise<Receipt> {
  const identity = '11010519491231002X';
  const receipt = await office<Receipt>('window', '/api/intake/cases', {
    item: 'old-age-card',
    channel: 'window',
    applicant: { kind: 'citizen', name: '钱乙丑', identity, phone: '13812341234' },
    form: { applicant: '钱乙丑', id_number: identity, phone: '13812341234', born_on: '1949-12-31' },
  });
  const grounds = { reason: '不属于本机关职权', legal_basis: '《中华人民共和国行政许可法》第三十二条' };
  await office('window', `/api/intake/cases/${receipt.case_id}/decline`, grounds);
  return receipt;
}
