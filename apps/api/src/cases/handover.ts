import type { HandoverPlan, SaveHandover } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { partnerOf } from '../exchange/directory';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import type { CaseColumns } from './case.row';

/** Says where care goes on. Another facility or physician has to say for itself that it has what it needs. */
export async function saveHandover(act: Act, row: CaseColumns, body: z.output<typeof SaveHandover>): Promise<Readonly<Record<string, string>>> {
  if (row.use_case !== 'U11') throw new Refusal(422, 'handover', 'The next facility is named where care goes on elsewhere (U11).');
  const to = await partnerOf(act, body.facilityId);
  if (to.host) throw new Refusal(422, 'facility', 'Care that goes on here needs no transfer of it.', { errors: [{ pointer: '/facilityId', detail: 'another facility' }] });
  const { version: _, ...plan } = body;
  const before = row.handover;
  const same = before !== null && before.facilityId === body.facilityId && before.physician === body.physician;
  await act.query('update exchange_case set handover = $2, version = version + 1 where id = $1', [row.id, JSON.stringify({ ...(same ? before : {}), ...plan })]);
  return { to: to.name, physician: body.physician, ...(body.followUpOn ? { followUpOn: body.followUpOn } : {}) };
}

/**
 * The plan of a case with the exams that belong to the stay: those of the case, and what of the same patient was released here since they came in.
 * What was sent counts as delivered, and not what is still on its way.
 */
export async function handoverOf(acts: Pick<Acts, 'read'>, row: CaseColumns): Promise<HandoverPlan | null> {
  const h = row.handover;
  if (row.use_case !== 'U11' || !h) return null;
  const [to] = await acts.read<{ id: string; name: string }>('select id, name from facility where id = $1', [h.facilityId]);
  const exams = await acts.read<{ id: string; sent: boolean }>(
    `select x.id, exists (select 1 from send_item i join send s on s.id = i.send_id where i.exam_id = x.id and s.recipient_id = $3 and s.state in ('delivered', 'accepted')) as sent
     from inbound x where x.state = 'released' and (x.id in (select exam_id from case_exam where case_id = $1) or x.id in (
       select m.exam_id from match m join patient p on p.id = m.patient_id join exam e on e.id = m.exam_id
       where m.patient_id = $2 and m.state in ('matched', 'overridden') and p.encounter->>'since' ~ '^\\d{4}-\\d\\d-\\d\\dT' and e.first_at >= (p.encounter->>'since')::timestamptz))
     order by x.id limit 50`, [row.id, row.patient_id, h.facilityId]);
  return {
    facility: to ?? { id: h.facilityId, name: '' }, physician: h.physician, phone: h.phone, followUp: h.followUp, followUpOn: h.followUpOn, receivedAt: h.receivedAt ?? null, receivedBy: h.receivedBy ?? null,
    exams: exams.map((e) => e.id), sent: exams.filter((e) => e.sent).length,
  };
}
