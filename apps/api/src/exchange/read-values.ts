import { answeredExchange, costDefaults, disagreement, serviceRevenue } from '@causeway/domain';
import { system } from '../platform/acts/actor';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import { ratesNow } from '../values/rates';
import { reverseValues, writeValue } from './values';

export const valueJobKinds = { 'value.read': jobKind('fast', 20, 1, 60), 'value.sent': jobKind('fast', 20, 1, 60) } as const;

export const valueReactions: readonly Reaction[] = [
  ...['overread.signed', 'overread.addended', 'overread.retracted'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'value.read', key: `value.read ${e.id}`, data: { id: e.id } }) })),
  { on: 'send.accepted', wish: (e) => ({ kind: 'value.sent', key: `value.sent ${e.id}`, data: { id: e.id } }) },
];

/** Hours a recipient has to take up what was delivered; minutes of an emergency (clock `opened` of a send). */
const OPENED = { high: 10 / 60, medium: 48, low: 48 } as const;

/** Rows of the value ledger that stand on a signed read (V8) or on a send that was taken up (V11). */
export class ValueJobs implements JobHandler {
  readonly kinds = Object.keys(valueJobKinds);

  constructor(private readonly acts: Acts) {}

  run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    return this.acts.run(system('values'), (act) => (job.kind === 'value.read' ? read(act, id) : sent(act, id)));
  }
}

/** The grade as it stands now: an addendum takes the place of what was signed, and a retracted read counts for nothing. */
async function read(act: Act, id: string): Promise<void> {
  const [row] = await act.query<{ exam_id: string; service_line: string; state: string; modalities: string[]; report: string | null; grade: string | null; outside: string | null; facility: string | null }>(
    `select o.exam_id, o.service_line, o.state, coalesce(x.modalities, '{}') as modalities, r.id as report, r.grade, e.source_facility_id as facility,
       (select p.id from report p where p.exam_id = o.exam_id and p.kind = 'outside' and p.status <> 'W' order by p.received_at limit 1) as outside
     from overread o join exam e on e.id = o.exam_id left join inbound x on x.id = e.id left join lateral (select id, grade from overread_report where overread_id = o.id order by signed_at desc, id desc limit 1) r on true where o.id = $1 for update of o`, [id]);
  if (!row?.report) return;
  const key = `read ${row.report}`;
  const [known] = await act.query(`select 1 as known from value_row v where v.dedupe_key = $1 and not exists (select 1 from value_row r where r.reverses = v.id)`, [`V8 ${key}`]);
  const over = row.state === 'retracted';
  await revenue(act, id, row, over);
  // a primary read has no grade: it is work of the house and never a disagreement
  if (row.grade === null) return;
  if (known && !over) return;
  await reverseValues(act, { examId: row.exam_id, values: ['V8'], evidence: { read: id } }, over ? 'read-retracted' : 'read-addended');
  if (over) return;
  await writeValue(act, disagreement({ id, examId: row.exam_id, grade: row.grade, outsideReport: row.outside }), { examId: row.exam_id, facilityId: row.facility, serviceLine: row.service_line, key });
}

/** V15: what the read brings by the rates that hold when it is signed, once; an addendum brings nothing more. */
async function revenue(act: Act, id: string, row: { readonly exam_id: string; readonly service_line: string; readonly modalities: readonly string[]; readonly facility: string | null }, over: boolean): Promise<void> {
  if (over) return reverseValues(act, { examId: row.exam_id, values: ['V15'], evidence: { read: id } }, 'read-retracted');
  const rates = await ratesNow(act);
  if (!rates) return;
  const wrvuHundredths = Math.max(...[...row.modalities, 'other'].map((m) => costDefaults.rvuHundredths[m] ?? 0));
  await writeValue(act, serviceRevenue({ id, serviceLine: row.service_line, wrvuHundredths }, { version: rates.version, cents: rates.lines }), { examId: row.exam_id, facilityId: row.facility, serviceLine: row.service_line, key: `read ${id}` });
}

async function sent(act: Act, id: string): Promise<void> {
  const [send] = await act.query<{ recipient_id: string; service_line: string; urgency: keyof typeof OPENED; delivered_at: Date | null; state: string; state_since: Date }>(
    'select recipient_id, service_line, urgency, delivered_at, state, state_since from send where id = $1 and link is null', [id]);
  if (send?.state !== 'accepted') return;
  const inTime = send.delivered_at !== null && send.state_since.getTime() - send.delivered_at.getTime() <= OPENED[send.urgency] * 3_600_000;
  await writeValue(act, answeredExchange(send.recipient_id, { kind: 'send', id }, inTime), { facilityId: send.recipient_id, serviceLine: send.service_line, key: `send ${id}` });
}
