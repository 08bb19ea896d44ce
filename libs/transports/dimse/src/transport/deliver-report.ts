import { STORAGE_COMMITMENT } from '../association/negotiation';
import type { CommitmentReport } from '../commitment';
import { REPORT_OFFER, reportCommitment } from '../scu/report-commitment';
import { openAssociation } from './session';
import type { DimsePartner } from './settings';

/**
 * Reports on a commitment on an association of our own to whoever asked for it (PS3.4 J.3.3). True once it was taken; throws what opening an
 * association throws.
 */
export async function deliverReport(settings: DimsePartner, report: CommitmentReport, signal: AbortSignal): Promise<boolean> {
  const association = await openAssociation(settings, [REPORT_OFFER], signal);
  try {
    const taken = await reportCommitment(association, association.contextFor(STORAGE_COMMITMENT), report);
    await association.release();
    return taken;
  } finally {
    association.abort();
  }
}
