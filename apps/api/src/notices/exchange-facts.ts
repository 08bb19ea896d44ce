import type { Facts } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { About } from './recipients';

/** What the notification policy may know of a case or request that no exam stands for yet. */
export async function exchangeFacts(act: Act, about: About): Promise<Facts> {
  if (about.kind === 'case') {
    const [c] = await act.query<{ use_case: string; urgency: string; service_line: string }>('select use_case, urgency, service_line from exchange_case where id = $1', [about.id]);
    return c ? { 'case.useCase': c.use_case, 'case.urgency': c.urgency, 'case.serviceLine': c.service_line } : {};
  }
  if (about.kind === 'requestOut') {
    const [r] = await act.query<{ urgency: string; service_line: string; purpose: string; use_case: string | null }>(
      'select r.urgency, r.service_line, r.purpose, c.use_case from request_out r left join exchange_case c on c.id = r.case_id where r.id = $1', [about.id]);
    return r ? { 'case.useCase': r.use_case, 'case.urgency': r.urgency, 'case.serviceLine': r.service_line, 'request.purpose': r.purpose } : {};
  }
  if (about.kind === 'transfer') {
    const [t] = await act.query<{ request_id: string | null }>('select request_id from transfer where id = $1', [about.id]);
    return t?.request_id ? exchangeFacts(act, { kind: 'requestOut', id: t.request_id, examId: null }) : {};
  }
  return {};
}
