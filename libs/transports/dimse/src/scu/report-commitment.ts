import { EXPLICIT_LE, IMPLICIT_LE, STORAGE_COMMITMENT, STORAGE_COMMITMENT_INSTANCE } from '../association/negotiation';
import { COMMITMENT_EVENT, writeReport, type CommitmentReport } from '../commitment';
import { COMMAND, ELEMENT, WITH_DATA_SET, writeCommand } from '../message/command';
import { explainStatus } from '../message/status';
import type { Asking } from './asking';
import type { Offer } from './client-association';

/** We are the provider, and it is we who open the association for the report (PS3.4 J.3.3, PS3.7 D.3.3.4). */
export const REPORT_OFFER: Offer = { abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [EXPLICIT_LE, IMPLICIT_LE], provider: true };

/** N-EVENT-REPORT on a commitment (PS3.7 10.1.1). True once the requester has taken it. */
export async function reportCommitment(
  association: Asking,
  context: { readonly id: number; readonly transferSyntax: string },
  report: CommitmentReport,
): Promise<boolean> {
  const request = association.requests.begin();
  try {
    association.link.writeMessage(
      context.id,
      writeCommand([
        [ELEMENT.affectedSopClass, STORAGE_COMMITMENT],
        [ELEMENT.commandField, COMMAND.eventReportRq],
        [ELEMENT.messageId, request.messageId],
        [ELEMENT.dataSetType, WITH_DATA_SET],
        [ELEMENT.affectedSopInstance, STORAGE_COMMITMENT_INSTANCE],
        [ELEMENT.eventTypeId, report.failed.length > 0 ? COMMITMENT_EVENT.failuresExist : COMMITMENT_EVENT.allCommitted],
      ]),
      writeReport(report, context.transferSyntax === EXPLICIT_LE),
    );
    const { command } = await request.replies.next('answer N-EVENT-REPORT', association.limits.responseMs);
    const { kind } = explainStatus(command.status);
    return kind === 'success' || kind === 'warning';
  } finally {
    association.requests.end(request);
  }
}
