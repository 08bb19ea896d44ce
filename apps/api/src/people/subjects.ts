import type { Guarded, Principal } from '@causeway/access';
import type { ExplainableKind } from '@causeway/contracts';
import { caseGuarded, type CaseColumns } from '../cases/case.row';
import { guardedExam, guardedOf, type InboundColumns } from '../inbound/inbound.row';
import { overreadGuarded, type OverreadColumns } from '../overreads/overread.row';
import { guardedParcel, type ParcelColumns } from '../parcels/parcel.row';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { requestInGuarded, type RequestInColumns } from '../requests/in.row';
import { requestGuarded, type RequestOutColumns } from '../requests/out.row';
import { dispositionGuarded, type DispositionColumns } from '../retention/disposition.row';
import { holdGuarded, type HoldColumns } from '../retention/holds';
import { sendGuarded, type SendColumns } from '../sends/send.row';

type Thing = Omit<Guarded, 'kind'>;
type Looked = InboundColumns & { asker_id: string | null; owner_id: string | null };

/** How each kind is read, and what its own slice lets the rules look at. */
const SUBJECTS: Readonly<Record<ExplainableKind, { readonly sql: string; readonly thing: (row: never, who: Principal) => Thing }>> = {
  inbound: { sql: 'select * from inbound where id = $1', thing: (row: InboundColumns) => guardedExam(row) },
  match: { sql: 'select x.*, m.asker_id from match m join inbound x on x.id = m.exam_id where m.id = $1', thing: (row: Looked) => ({ ...guardedOf(row), earlierActors: row.asker_id ? [row.asker_id] : [] }) },
  overread: { sql: 'select * from overread where id = $1', thing: (row: OverreadColumns) => overreadGuarded(row) },
  send: { sql: 'select * from send where id = $1', thing: (row: SendColumns) => sendGuarded(row) },
  transfer: {
    sql: `select coalesce(x.facility_ids, q.facility_ids) as facility_ids, coalesce(x.service_line, q.service_line) as service_line, coalesce(x.care_team, q.care_team) as care_team, coalesce(s.owner_id, q.requester_id) as owner_id
      from transfer t left join inbound x on x.id = t.exam_id left join request_out q on q.id = t.request_id left join send s on s.id = t.send_id where t.id = $1`,
    thing: (row: Looked) => ({ ...guardedOf(row), owners: row.owner_id ? [row.owner_id] : [] }),
  },
  case: { sql: 'select * from exchange_case where id = $1', thing: (row: CaseColumns, who) => caseGuarded(row, who) },
  requestOut: { sql: 'select * from request_out where id = $1', thing: (row: RequestOutColumns) => requestGuarded(row) },
  requestIn: { sql: 'select * from request_in where id = $1', thing: (row: RequestInColumns) => requestInGuarded(row) },
  parcel: { sql: 'select * from parcel where id = $1', thing: (row: ParcelColumns) => guardedParcel(row) },
  hold: { sql: 'select * from hold where id = $1', thing: (row: HoldColumns) => holdGuarded(row) },
  disposition: { sql: 'select * from disposition where id = $1', thing: (row: DispositionColumns) => dispositionGuarded(row) },
  facility: { sql: 'select id from facility where id = $1', thing: (row: { id: string }) => ({ facilityIds: [row.id] }) },
  person: { sql: 'select id from person where id = $1', thing: (row: { id: string }) => ({ earlierActors: [row.id] }) },
};

/** What the rules look at on one thing, as its own slice gives it to them. */
export async function thingOf(acts: Acts, kind: ExplainableKind, id: string, who: Principal): Promise<Thing> {
  const { sql, thing } = SUBJECTS[kind];
  const [row] = await acts.read(sql, [id]);
  if (!row) throw notFound('thing');
  return thing(row as never, who);
}
