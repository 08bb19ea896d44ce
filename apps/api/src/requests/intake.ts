import { Hl7Problem, readOrder, type Message } from '@causeway/hl7v2';
import { toldIn } from '../appointments/intake';
import { issuersOf } from '../identity/issuers';
import type { KnownSender } from '../messages/senders';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import { lockRequestIn, signalRequestIn } from './in.row';
import { receiveRequest } from './in.receive';
import { lockRequest } from './out.row';
import { signalRequest, stopClocks, wishReminder } from './out.turn';

/** ORM^O01 over a partner's line for requests: they ask us (NW), call it off (CA), or answer what we asked (SC, UA). */
export async function takeOrder(act: Act, message: Message, from: KnownSender, settings: Settings): Promise<void> {
  const order = readOrder(message);
  const [first] = order.orders;
  if (!first?.placerOrder) throw new Hl7Problem('missing-field', 'ORC-2 must hold the number of the request.', { segment: 'ORC', field: 2 });
  const number = first.placerOrder.value;
  if (first.control === 'NW') {
    const issuers = await issuersOf(act);
    const told = toldIn(order.patient, issuers);
    await receiveRequest(act, {
      facilityId: from.facilityId, endpointId: from.endpointId, reference: number, requester: { name: from.facility, phone: '', role: '' }, patient: told, legalBasis: first.priority === 'S' ? 'emergency' : 'treatment', purpose: 'treatment',
      wanted: order.orders.map((o) => ({ modality: /^[A-Z]{2,6}$/.test(o.modality ?? o.procedure?.code ?? '') && (o.procedure?.code ?? '') !== 'EXAM' ? (o.modality ?? o.procedure?.code ?? null) : null, what: (o.procedure?.text ?? 'Exam').slice(0, 160), from: null, to: null })).slice(0, 20),
      withReports: true, emergency: first.priority === 'S', neededBy: null,
    }, settings);
    return;
  }
  if (first.control === 'CA') {
    const [row] = await act.query<{ id: string }>('select id from request_in where facility_id = $1 and reference = $2', [from.facilityId, number]);
    const locked = row ? await lockRequestIn(act, row.id) : null;
    if (!locked) throw new Hl7Problem('bad-value', 'No request of this number is known here.', { segment: 'ORC', field: 2 });
    await signalRequestIn(act, locked, { move: 'withdraw', reason: 'requester-asked', set: { reason: 'requester-asked' }, entry: { by: from.facility } });
    return;
  }
  await answered(act, number, first.control, first.status, from, settings);
}

async function answered(act: Act, number: string, control: string | null, status: string | null, from: KnownSender, settings: Settings): Promise<void> {
  const n = /^R-(\d{1,9})$/.exec(number)?.[1];
  const [found] = n ? await act.query<{ id: string }>('select id from request_out where number = $1 and facility_id = $2', [Number(n), from.facilityId]) : [];
  const row = found ? await lockRequest(act, found.id) : null;
  if (!row) throw new Hl7Problem('bad-value', 'We asked you for nothing under this number.', { segment: 'ORC', field: 2 });
  const by = { by: from.facility, channel: 'hl7' };
  if (control === 'UA' || status === 'CA') {
    if (await signalRequest(act, row, { move: 'decline', reason: 'cannot-send', set: { reason: 'cannot-send' }, entry: { ...by, reason: 'cannot-send' } })) stopClocks(act, row.id);
  } else if (control === 'SC' && status === 'SC') {
    await signalRequest(act, row, { move: 'promise', set: { promised_by: row.promised_by ?? row.needed_by, last_contact_at: act.now }, entry: by });
    wishReminder(act, row, settings);
  } else if (control === 'SC') {
    await signalRequest(act, row, { move: 'acknowledge', set: { last_contact_at: act.now }, entry: by });
  } else throw new Hl7Problem('bad-value', 'ORC-1 is NW, CA, SC or UA here.', { segment: 'ORC', field: 1 });
}
