import { goLiveScore, type AgreementTerms, type ContactKind, type ScoreFacts, type StageFacts } from '@causeway/domain';

type Query = <T extends object>(sql: string, parameters?: readonly unknown[]) => Promise<T[]>;

interface Row {
  id: string; contacts: ContactKind[]; purposes: string[]; volume: number | null; agreements: AgreementTerms[] | null; terms_said: boolean; green: number; open_work: number; exams: number; mapped: number;
  sent: boolean; received: boolean; report_sent: boolean; report_received: boolean;
}

/** A connection that answers on every rung that was climbed. */
const GREEN = `e.disabled_at is null and e.state = 'passing'`;
/** Reports that travel as DICOM objects: Encapsulated PDF, Basic Text, Enhanced and Comprehensive SR (PS3.4 B.5). */
const REPORT_CLASSES = ['1.2.840.10008.5.1.4.1.1.104.1', '1.2.840.10008.5.1.4.1.1.88.11', '1.2.840.10008.5.1.4.1.1.88.22', '1.2.840.10008.5.1.4.1.1.88.33'];
const YEAR = `clock_timestamp() - interval '1 year'`;
/** A synthetic exam or report went the way in a test of one of its connections: see the doctor's ladder. */
const climbed = (rung: string): string => `exists (select 1 from endpoint_run r join endpoint e on e.id = r.endpoint_id where e.facility_id = f.id and r.depth = 'send' and r.at > ${YEAR} and r.rungs @> '[{"rung": "${rung}", "state": "ok"}]')`;
const proof = (way: string): string => `exists (select 1 from facility_proof p where p.facility_id = f.id and p.way = '${way}' and p.at > ${YEAR})`;

/**
 * What the guards and the score look at, of one or several facilities at once. A way counts as proven when somebody or something proved it within a year: by a test, or by a real
 * exam or report that went it.
 */
export async function stageFacts(query: Query, ids: readonly string[], today: string): Promise<Map<string, StageFacts>> {
  const rows = await query<Row>(
    `select f.id, f.purposes, f.volume, f.redisclosure is not null or exists (select 1 from agreement a where a.facility_id = f.id and a.redisclosure is not null) as terms_said,
       array(select distinct c.kind from facility_contact c where c.facility_id = f.id and c.ended_at is null) as contacts,
       (select jsonb_agg(jsonb_build_object('kind', a.kind, 'purposes', a.purposes, 'signed', a.signed_at is not null, 'beginsOn', a.begins_on::text, 'endsOn', case when a.renewal <> 'automatic' then a.ends_on::text end, 'endedOn', a.ended_on::text)) from agreement a where a.facility_id = f.id) as agreements,
       (select count(*)::int from endpoint e where e.facility_id = f.id and ${GREEN}) as green,
       (select count(*)::int from request_out r where r.facility_id = f.id and r.state not in ('fulfilled', 'declined', 'expired', 'cancelled'))
         + (select count(*)::int from request_in r where r.facility_id = f.id and r.state not in ('fulfilled', 'declined', 'withdrawn'))
         + (select count(*)::int from send s where s.recipient_id = f.id and s.state in ('pre-flight', 'awaiting-approval', 'scheduled', 'sending'))
         + (select count(*)::int from transfer t join endpoint e on e.id = t.endpoint_id where e.facility_id = f.id and t.state in ('waiting', 'running', 'paused', 'verifying')) as open_work,
       (select coalesce(sum(p.exams), 0)::int from facility_procedure p where p.facility_id = f.id) as exams,
       (select coalesce(sum(p.exams), 0)::int from facility_procedure p where p.facility_id = f.id and p.ours is not null) as mapped,
       ${proof('sent')} or ${climbed('seen')} or exists (select 1 from transfer t join endpoint e on e.id = t.endpoint_id where e.facility_id = f.id and t.direction = 'out' and t.state = 'done' and t.state_since > ${YEAR}) as sent,
       ${proof('received')} or ${climbed('retrieve')} or exists (select 1 from exam x where x.source_facility_id = f.id and x.door in ('dimse', 'dicomweb') and x.first_at > ${YEAR}) as received,
       ${proof('report-sent')} or ${climbed('report')} or exists (select 1 from send s join send_document d on d.send_id = s.id where s.recipient_id = f.id and d.report_id is not null and s.state in ('delivered', 'accepted') and s.state_since > ${YEAR}) as report_sent,
       ${proof('report-received')} or ${climbed('report-back')} or exists (select 1 from instance i join exam x on x.id = i.exam_id where x.source_facility_id = f.id and i.sop_class = any($2) and x.first_at > ${YEAR}) or exists (select 1 from report r join exam x on x.id = r.exam_id where x.source_facility_id = f.id and r.kind = 'outside' and r.received_at > ${YEAR}) as report_received
     from facility f where f.id = any($1::uuid[])`, [ids, REPORT_CLASSES]);
  return new Map(rows.map((r) => [r.id, factsOf(r, today)]));
}

/** When the newest exam and the newest report of a partner came over the wire: what it can see arrive while it tries. */
export async function arrivedFrom(acts: { readonly read: Query }, facilityId: string): Promise<{ readonly exam: string | null; readonly report: string | null }> {
  const [row] = await acts.read<{ exam: Date | null; report: Date | null }>(
    `select (select max(x.first_at) from exam x where x.source_facility_id = $1 and x.door in ('dimse', 'dicomweb')) as exam,
       greatest((select max(r.received_at) from report r join exam x on x.id = r.exam_id where x.source_facility_id = $1 and r.kind = 'outside'),
         (select max(i.received_at) from instance i join exam x on x.id = i.exam_id where x.source_facility_id = $1 and i.sop_class = any($2))) as report`, [facilityId, REPORT_CLASSES]);
  return { exam: row?.exam?.toISOString() ?? null, report: row?.report?.toISOString() ?? null };
}

function factsOf(r: Row, today: string): StageFacts {
  const agreements = r.agreements ?? [];
  const score: ScoreFacts = {
    contacts: r.contacts, purposes: r.purposes, agreements, termsSaid: r.terms_said, today, greenEndpoints: r.green,
    proven: { sent: r.sent, received: r.received, reportSent: r.report_sent, reportReceived: r.report_received }, procedures: { exams: r.exams, mapped: r.mapped },
  };
  return { contacts: r.contacts, purposes: r.purposes, volume: r.volume, agreements, today, greenEndpoints: r.green, openWork: r.open_work, score: goLiveScore(score) };
}
