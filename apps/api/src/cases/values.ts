import { bayTimeSaved, ctBeforeTransfer, doorToImages, transferAvoided, travelSaved, valueBasedReview, visitReviewed, type DecidedCase } from '@causeway/domain';
import { roundOf, writeValue } from '../exchange/values';
import type { Act } from '../platform/acts/act';
import type { CaseColumns } from './case.row';

type Decided = Pick<CaseColumns, 'id' | 'use_case' | 'made_at' | 'disposition' | 'transfer_asked' | 'partner_id' | 'service_line' | 'payer'>;

async function decided(act: Act, row: Decided): Promise<DecidedCase> {
  const [ct] = await act.query<{ id: string; first_at: Date }>(
    `select e.id, e.first_at from case_exam c join exam e on e.id = c.exam_id join inbound x on x.id = e.id where c.case_id = $1 and 'CT' = any(x.modalities) and ($2::uuid is null or e.source_facility_id = $2) order by e.first_at limit 1`,
    [row.id, row.partner_id]);
  return { id: row.id, useCase: row.use_case, openedAt: row.made_at, disposition: row.disposition ?? '', transferAsked: row.transfer_asked, senderCt: ct ? { exam: ct.id, madeAt: ct.first_at } : null };
}

/** V6, V7 and V10 of a decision. V10 stays silent until the site's mean stay is known. */
export async function valuesOfDecided(act: Act, row: Decided): Promise<void> {
  const c = await decided(act, row);
  const of = async (value: string) => ({ caseId: row.id, facilityId: row.partner_id, serviceLine: row.service_line, key: `case ${row.id} ${await roundOf(act, row.id, value)}` });
  const avoided = transferAvoided(c);
  await writeValue(act, ctBeforeTransfer(c), await of('V6'));
  await writeValue(act, avoided, await of('V7'));
  await writeValue(act, bayTimeSaved(avoided, await meanStay(act)), await of('V10'));
}

/** V12 and V16 of a case that is over. */
export async function valuesOfClosed(act: Act, row: Decided): Promise<void> {
  const c = await decided(act, row);
  const of = async (value: string) => ({ caseId: row.id, facilityId: row.partner_id, serviceLine: row.service_line, key: `case ${row.id} ${await roundOf(act, row.id, value)}` });
  await writeValue(act, visitReviewed(c), await of('V12'));
  await writeValue(act, valueBasedReview(c, row.payer), await of('V16'));
}

/** V13 of a case that replaced visits: what whoever closes it wrote down, with where the distance comes from. */
export async function valueOfTravel(act: Act, row: Pick<Decided, 'id' | 'partner_id' | 'service_line'>, travel: { readonly visits: number; readonly roundTripKm: number; readonly source: string; readonly coPayCents: number }): Promise<void> {
  await writeValue(act, travelSaved({ id: row.id }, travel.visits, travel.roundTripKm * 1000, travel.source, travel.coPayCents), { caseId: row.id, facilityId: row.partner_id, serviceLine: row.service_line, key: `case ${row.id} ${await roundOf(act, row.id, 'V13')}` });
}

/** V4 of an emergency: from the patient at our door, where they came first, else from the opening of the case. */
export async function valueOfReleased(act: Act, row: CaseColumns, examId: string): Promise<void> {
  if (row.profile !== 'E') return;
  const [visit] = await act.query<{ since: string | null }>(`select encounter->>'since' as since from patient where id = $1 and encounter_class = 'emergency'`, [row.patient_id]);
  const arrived = visit?.since ? new Date(visit.since) : null;
  const atDoor = arrived !== null && !Number.isNaN(arrived.getTime()) && arrived < act.now && act.now.getTime() - arrived.getTime() < 86_400_000;
  await writeValue(act, doorToImages(row.id, examId, atDoor ? arrived : row.started_at, act.now, atDoor ? 'arrival' : 'opened'),
    { caseId: row.id, examId, facilityId: row.partner_id, serviceLine: row.service_line, key: `case ${row.id} exam ${examId}` });
}

/** Mean stay of ended emergency visits of the last 90 days, when there were at least twenty. */
async function meanStay(act: Act): Promise<{ minutes: number; month: string } | null> {
  const [row] = await act.query<{ n: number; minutes: number | null; month: string }>(
    `select count(*)::int as n, avg(extract(epoch from (encounter->>'endedAt')::timestamptz - (encounter->>'since')::timestamptz) / 60)::int as minutes, to_char(clock_timestamp(), 'YYYY-MM') as month
     from patient where encounter->>'class' = 'emergency' and encounter->>'endedAt' ~ '^\\d{4}-\\d\\d-\\d\\dT' and encounter->>'since' ~ '^\\d{4}-\\d\\d-\\d\\dT' and (encounter->>'endedAt')::timestamptz > clock_timestamp() - interval '90 days'`);
  return row && row.n >= 20 && row.minutes !== null ? { minutes: row.minutes, month: row.month } : null;
}
