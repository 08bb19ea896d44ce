import type { AdtMessage } from '@causeway/hl7v2';
import { payerKindOf } from '@causeway/domain';
import type { Act } from '../../platform/acts/act';

/** Who pays, from IN1 when the message has one. A plan type we do not know leaves nothing: an old answer would be a guess. */
export async function writeCoverage(act: Act, patientId: string, { coverage }: AdtMessage): Promise<void> {
  if (coverage?.planType === undefined) return;
  await act.query('update patient set payer_kind = $2 where id = $1 and payer_kind is distinct from $2', [patientId, coverage.planType === null ? null : payerKindOf(coverage.planType)]);
}
