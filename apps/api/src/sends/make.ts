import { sendMachine } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { made, move } from '../platform/acts/move';
import { newId } from '../platform/ids';

export interface PromisedSend {
  readonly examIds: readonly string[];
  readonly withReports: boolean;
  readonly facilityId: string;
  readonly person: string | null;
  readonly purpose: string;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly whenFinal: boolean;
  /** Who promised it: the send is theirs, and their promise is the attestation. */
  readonly owner: string;
  /** Who said yes where the policy asks; they need not say it again. */
  readonly approver: string | null;
  readonly because: Readonly<Record<string, unknown>>;
}

/** A send that follows from a promise: put together and submitted at once, so that its pre-flight decides how it goes on. Answers its id. */
export async function makeSend(act: Act, s: PromisedSend): Promise<string> {
  const id = newId(act.now.getTime());
  const exams = await act.query<{ facility_ids: string[]; service_line: string; care_team: string[] }>('select facility_ids, service_line, care_team from inbound where id = any($1::uuid[]) order by id', [s.examIds]);
  await act.query(
    `insert into send (id, state, owner_id, facility_ids, service_line, care_team, recipient_id, recipient_kind, recipient_person, purpose, urgency, when_kind, attested_by, attested_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'facility', $8, $9, $10, $11, $3, clock_timestamp())`,
    [id, sendMachine.initial, s.owner, [...new Set([...exams.flatMap((x) => x.facility_ids), s.facilityId])], exams[0]?.service_line ?? 'general', [...new Set(exams.flatMap((x) => x.care_team))], s.facilityId, s.person,
      s.purpose, s.urgency, s.whenFinal ? 'report-final' : 'now']);
  await act.query('insert into send_item (send_id, exam_id, with_reports) select $1::uuid, unnest($2::uuid[]), $3', [id, s.examIds, s.withReports]);
  made(act, 'send', id, { exams: s.examIds, recipient: s.facilityId, purpose: s.purpose, ...s.because });
  await move(act, {
    machine: 'send', id, move: 'submit', set: { approved_by: s.approver, approved_at: s.approver ? act.now : null }, details: { exams: s.examIds.length, recipient: s.facilityId, attested: true, ...s.because },
  });
  return id;
}
