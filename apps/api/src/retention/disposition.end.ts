import { canonicalJson } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import { signText } from '../platform/signing';
import type { Settings } from '../platform/settings/settings';
import { lockDisposition } from './disposition.row';

/** Every purge of an approved disposition has ended: it is executed, with a signed list of what went, what stayed and why. */
export async function endDisposition(act: Act, id: string, settings: Settings): Promise<void> {
  const row = await lockDisposition(act, id);
  if (row?.state !== 'approved') return;
  const [open] = await act.query<{ n: number }>(`select count(*)::int as n from purge where disposition_id = $1 and state not in ('finished', 'refused')`, [id]);
  if (open?.n !== 0) return;
  const items = await act.query<{ exam_id: string; study_uid: string; state: string; cause: string | null; digest: Buffer | null; instances: number | null }>(
    `select i.exam_id, e.study_uid, i.state, i.cause, t.digest, t.instances from disposition_item i join exam e on e.id = i.exam_id left join tombstone t on t.exam_id = i.exam_id where i.disposition_id = $1 order by i.exam_id`, [id]);
  const [people] = await act.query<{ reviewer: string; approver: string }>('select r.name as reviewer, a.name as approver from disposition d left join person r on r.id = d.reviewer_id left join person a on a.id = d.approver_id where d.id = $1', [id]);
  const purged = items.filter((i) => i.state === 'purged').length;
  const text = canonicalJson({
    certificate: 'disposition', site: settings.SITE_NAME, number: row.number, title: row.title, action: row.action, reviewedBy: people?.reviewer ?? null, approvedBy: people?.approver ?? null, at: act.now.toISOString(), purged, kept: items.length - purged,
    exams: items.map((i) => ({ exam: i.exam_id, studyUid: i.study_uid, ended: i.state, cause: i.cause, images: i.instances, digest: i.digest?.toString('hex') ?? null })),
  });
  const { signature, keyId } = await signText(act, settings, text);
  await signal(act, { machine: 'disposition', id, move: 'execute', set: { certificate: text, signature, key_id: keyId }, details: { purged, kept: items.length - purged } });
}
