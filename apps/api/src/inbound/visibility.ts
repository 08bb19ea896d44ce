import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import { decideRelease } from './advance';
import { examFacts } from './facts';
import { lockInbound } from './inbound.row';

/**
 * Somebody waits for an exam that is not released yet: whom may it be shown already? The release policy is asked with what is known now. What it shows at once is shown; what
 * it shows after the check stays with the care team and those who handle exams until then.
 */
export async function showEarly(act: Act, examId: string, settings: Settings): Promise<void> {
  const row = await lockInbound(act, examId);
  if (!row || !['identifying', 'checking', 'triaging'].includes(row.state)) return;
  const [need] = await act.query('select 1 as there from need where exam_id = $1', [examId]);
  if (!need) return;
  const release = await decideRelease(act, await examFacts(act, examId, settings));
  const visible = release.outcome.when === 'now' ? release.outcome.visible : null;
  if (visible === row.visible) return;
  await act.query('update inbound set visible = $2 where id = $1', [examId, visible]);
  act.audit({ action: 'inbound.shown', object: { kind: 'inbound', id: examId }, details: { visible, decision: release.id } });
  act.emit({ event: 'inbound.shown', kind: 'inbound', id: examId });
}
