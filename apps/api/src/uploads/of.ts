import { caseGuarded } from '../cases/case.row';
import type { Act } from '../platform/acts/act';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { seesRequest, type requestGuarded } from '../requests/out.row';
import type { UploadLinkColumns } from './upload-link.row';

/** What links and awaited discs belong to: a request, or a case. */
export interface Of {
  readonly requestId: string | null;
  readonly caseId: string | null;
}

/** Whose it is, for whoever may see it; 404 for everybody else. A restricted case is its team's alone. */
export async function sightOf(db: Pick<Act, 'query'>, caller: Caller, of: Of): Promise<Pick<UploadLinkColumns, 'facility_ids' | 'service_line' | 'care_team'>> {
  if (of.requestId) {
    const [r] = await db.query<Parameters<typeof requestGuarded>[0]>('select * from request_out where id = $1', [of.requestId]);
    if (!r || !seesRequest(caller, r)) throw notFound('request');
    return r;
  }
  const [c] = await db.query<Parameters<typeof caseGuarded>[0]>('select * from exchange_case where id = $1', [of.caseId]);
  if (!c || !(caller.may('case.work', caseGuarded(c, caller)) || caller.may('case.decide', caseGuarded(c, caller)))) throw notFound('case');
  return c.restricted ? { ...c, facility_ids: [] } : c;
}
