import type { SayReceived, SaySending } from '@causeway/contracts';
import { answeredExchange } from '@causeway/domain';
import { writeEntry } from '../../exchange/entries';
import { writeValue } from '../../exchange/values';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Settings } from '../../platform/settings/settings';
import type { RequestOutColumns } from '../../requests/out.row';
import { signalRequest, stopClocks, wishReminder } from '../../requests/out.turn';
import { lockCase, type CaseColumns } from '../case.row';
import type { Guest } from './guests';
import { tellHandlers } from './tell-handlers';

/** What one link may say; beyond that somebody should call. */
const MOST_SAID = 40;

/** What the other side says by link. It stands in the ledger, answers what we asked them for, and whoever has the case in hand is told at once. */
export class GuestSays {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** "We send now", "it comes on a disc", "we cannot, because": requests to them that are open are promised or declined by it. */
  sending(guest: Guest, body: SaySending): Promise<void> {
    return this.saying(guest, 'sender', async (act, row) => {
      if (body.say === 'cannot' && body.reason === null) throw new Refusal(422, 'reason', 'Say why the images cannot be sent.', { errors: [{ pointer: '/reason', detail: 'choose one' }] });
      if (body.say === 'cannot' && body.reason === 'other' && body.note.length < 3) throw new Refusal(422, 'note', 'Say in a few words why they cannot be sent.', { errors: [{ pointer: '/note', detail: 'at least 3 characters' }] });
      const byWhen = new Date(act.now.getTime() + body.minutes * 60_000);
      const said: Readonly<Record<string, string | null>> = body.say === 'cannot' ? { reason: body.reason } : { byWhen: byWhen.toISOString() };
      await this.keep(act, guest, 'said', { say: body.say, name: body.name, phone: body.phone, note: body.note, ...said });
      await writeEntry(act, 'case', row.id, 'sender-said', { say: body.say, by: body.name, number: body.phone, note: body.note, ...said });
      for (const request of await openRequests(act, row)) await this.answer(act, request, body, byWhen);
      if (body.knownWellAt !== null) await writeEntry(act, 'case', row.id, 'known-well', { by: body.name, ...(await knownWell(act, row, new Date(body.knownWellAt))) });
      act.audit({ action: 'case.sender-said', object: { kind: 'case', id: row.id }, reason: body.reason, details: { say: body.say, link: guest.link.id } });
      act.emit({ event: 'case.sender-said', kind: 'case', id: row.id });
      await tellHandlers(act, row.id, 'case.sender-said', `${guest.link.id} ${act.now.toISOString()}`, this.settings);
    });
  }

  /** The next facility has what it needs and goes on with the care. */
  received(guest: Guest, body: SayReceived): Promise<void> {
    return this.saying(guest, 'receiver', async (act, row) => {
      if (row.handover?.receivedAt) throw new Refusal(409, 'received-already', `${row.handover.receivedBy ?? 'Somebody'} said so already.`);
      await this.keep(act, guest, 'received', { name: body.name, phone: body.phone, note: body.note });
      await act.query('update exchange_case set handover = handover || $2::jsonb, version = version + 1 where id = $1', [row.id, JSON.stringify({ receivedAt: act.now.toISOString(), receivedBy: body.name })]);
      await writeEntry(act, 'case', row.id, 'care-taken-over', { by: body.name, number: body.phone, note: body.note });
      act.audit({ action: 'case.care-taken-over', object: { kind: 'case', id: row.id }, details: { link: guest.link.id } });
      act.emit({ event: 'case.care-taken-over', kind: 'case', id: row.id });
      await tellHandlers(act, row.id, 'case.care-taken-over', guest.link.id, this.settings);
    });
  }

  private async answer(act: Act, request: RequestOutColumns, body: SaySending, byWhen: Date): Promise<void> {
    const entry = { by: body.name, channel: 'link', note: body.note };
    if (body.say !== 'cannot') {
      await signalRequest(act, request, { move: 'promise', set: { promised_by: byWhen, last_contact_at: act.now }, entry: { ...entry, byWhen: byWhen.toISOString(), exams: request.expected } });
      wishReminder(act, request, this.settings);
      return;
    }
    const declined = await signalRequest(act, request, { move: 'decline', reason: body.reason, set: { reason: body.reason }, entry: { ...entry, reason: body.reason } });
    if (!declined) return;
    stopClocks(act, request.id);
    await writeValue(act, answeredExchange(request.facility_id, { kind: 'request', id: request.id }, act.now <= request.needed_by), { facilityId: request.facility_id, serviceLine: request.service_line, caseId: request.case_id, key: `request ${request.id}` });
  }

  private saying(guest: Guest, party: 'sender' | 'receiver', work: (act: Act, row: CaseColumns) => Promise<void>): Promise<void> {
    return this.acts.run(guest.actor, async (act) => {
      const row = await lockCase(act, guest.link.case_id);
      if (!row || guest.link.party !== party) throw notFound('case');
      if (row.state === 'closed' || row.state === 'cancelled') throw new Refusal(409, 'case-over', `This case is over. Call us at ${guest.link.call_number} if something is still to be said.`);
      const [used] = await act.query<{ n: number }>(`select count(*)::int as n from case_link_use where link_id = $1 and what <> 'opened'`, [guest.link.id]);
      if ((used?.n ?? 0) >= MOST_SAID) throw new Refusal(409, 'enough', `Much was said with this link already. Call us at ${guest.link.call_number}.`);
      await work(act, row);
    });
  }

  private async keep(act: Act, guest: Guest, what: 'said' | 'received', facts: object): Promise<void> {
    await act.query('insert into case_link_use (link_id, case_id, what, facts) values ($1, $2, $3, $4)', [guest.link.id, guest.link.case_id, what, JSON.stringify(facts)]);
  }
}

const openRequests = (act: Act, row: CaseColumns): Promise<RequestOutColumns[]> =>
  act.query<RequestOutColumns>(`select * from request_out where case_id = $1 and facility_id = $2 and state in ('sent', 'acknowledged', 'promised') order by made_at for update`, [row.id, row.partner_id]);

/** When a stroke was last known well: into the past, and within a week. */
export async function knownWell(act: Act, row: CaseColumns, at: Date): Promise<Readonly<Record<string, string>>> {
  if (row.use_case !== 'U2') throw new Refusal(422, 'known-well', 'When somebody was last known well belongs to a stroke alert.', { errors: [{ pointer: '/knownWellAt', detail: 'only for a stroke alert' }] });
  if (at > act.now || act.now.getTime() - at.getTime() > 7 * 86_400_000) throw new Refusal(422, 'known-well', 'Say a time within the last week.', { errors: [{ pointer: '/knownWellAt', detail: 'within the last week' }] });
  await act.query('update exchange_case set known_well_at = $2, version = version + 1 where id = $1', [row.id, at]);
  return { at: at.toISOString() };
}
