import type { AskNetwork, NetworkAsked, RequestOutDetail } from '@causeway/contracts';
import { hostId, standingWith } from '../exchange/directory';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { cancelRequest, type RequestOutMoves } from './out.moves';
import { lockRequest, requestNumber, requestSight } from './out.row';

/** A question goes to no more members than somebody can call. */
const MOST_MEMBERS = 25;
const OPEN = `('draft', 'awaiting-approval', 'sent', 'acknowledged', 'promised', 'partly-fulfilled')`;

interface Member { id: string; name: string; issuer: string | null; state: string }

/**
 * Asks whichever member of a network holds the exams: a request of its own to each live member with an agreement for the purpose, held together. The patient's number is told
 * only to whoever gave it out. When one of them has answered whole, the others are called off.
 */
export class NetworkAsks {
  constructor(private readonly acts: Acts, private readonly moves: RequestOutMoves, private readonly settings: Settings) {}

  ask(caller: Caller, { networkId, ...form }: AskNetwork): Promise<NetworkAsked> {
    return this.acts.run(caller.actor, async (act) => {
      const [network] = await act.query<{ name: string }>('select name from network where id = $1', [networkId]);
      if (!network) throw new Refusal(422, 'network', 'There is no such network in the directory.', { errors: [{ pointer: '/networkId', detail: 'choose another' }] });
      const { asked: members, left, others } = await this.members(act, caller, networkId, form);
      if (members.length === 0) throw new Refusal(409, 'nobody-to-ask', `No member of ${network.name} that you work with is live with an agreement for this purpose. Ask one of them, or bring its agreement into force.`);
      if (members.length > MOST_MEMBERS) throw new Refusal(409, 'too-many', `${network.name} has ${members.length} members to ask; at most ${MOST_MEMBERS} are asked at once. Ask those that are likely to have the exams.`);
      const ask = newId(act.now.getTime());
      await act.query('insert into network_ask (id, network_id, made_by) values ($1, $2, $3)', [ask, networkId, caller.id]);
      const asked: NetworkAsked['asked'][number][] = [];
      for (const m of members) {
        const identifier = form.patient.identifier?.issuer === m.issuer ? form.patient.identifier : null;
        const id = await this.moves.insert(act, caller, { ...form, facilityId: m.id, patient: { ...form.patient, identifier } });
        await act.query('update request_out set ask_id = $2 where id = $1', [id, ask]);
        const row = await lockRequest(act, id);
        if (row) await this.moves.handIn(act, caller, row, row.version, null);
        const sent = await lockRequest(act, id);
        if (sent) asked.push({ id, number: requestNumber(sent.number), facility: m.name, state: sent.state });
      }
      act.audit({ action: 'requestOut.network-asked', object: { kind: 'network', id: networkId }, details: { ask, requests: asked.map((a) => a.id), left: left.length, others } });
      return { network: network.name, asked, left, others };
    });
  }

  private async members(act: Act, caller: Caller, networkId: string, form: Omit<AskNetwork, 'networkId'>): Promise<{ asked: Member[]; left: NetworkAsked['left'][number][]; others: number }> {
    const all = await act.query<Member>('select f.id, f.name, f.issuer, f.state from facility_network m join facility f on f.id = m.facility_id where m.network_id = $1 and not f.host order by f.name', [networkId]);
    const host = await hostId(act);
    const asked: Member[] = [];
    const left: NetworkAsked['left'][number][] = [];
    let others = 0;
    for (const m of all) {
      const { agreement } = await standingWith(act, m.id, dayIn(act.now, this.settings.SITE_ZONE), form.purpose);
      if (!caller.may('facility.read', { facilityIds: [m.id] }) || !caller.may('requestOut.create', { facilityIds: [host, m.id], serviceLine: form.serviceLine, careTeam: [caller.id] })) others++;
      else if (m.state !== 'live') left.push({ facility: m.name, because: 'not-live' });
      else if (agreement === 'none') left.push({ facility: m.name, because: 'no-agreement' });
      else asked.push(m);
    }
    return { asked, left, others };
  }
}

/** One member answered whole: nobody else has to look. However often it is asked. */
export async function callOffOthers(act: Act, id: string, settings: Settings): Promise<void> {
  const [answered] = await act.query<{ ask_id: string | null; number: number; state: string }>('select ask_id, number, state from request_out where id = $1', [id]);
  if (!answered?.ask_id || answered.state !== 'fulfilled') return;
  const others = await act.query<{ id: string }>(`select id from request_out where ask_id = $1 and id <> $2 and state in ${OPEN} order by id for update`, [answered.ask_id, id]);
  for (const other of others) {
    const row = await lockRequest(act, other.id);
    if (row) await cancelRequest(act, row, 'found-elsewhere', settings, { note: requestNumber(answered.number) });
  }
}

/** The other requests of the same question, as far as this person may see them. */
export async function askOf(acts: Pick<Acts, 'read'>, requestId: string, caller: Caller): Promise<RequestOutDetail['ask']> {
  const [ask] = await acts.read<{ id: string; network: string }>('select a.id, n.name as network from request_out r join network_ask a on a.id = r.ask_id join network n on n.id = a.network_id where r.id = $1', [requestId]);
  if (!ask) return null;
  const b = new Binder();
  const rows = await acts.read<{ id: string; number: number; facility: string; state: NetworkAsked['asked'][number]['state'] }>(
    `select x.id, x.number, x.state, f.name as facility from request_out x join facility f on f.id = x.facility_id where x.ask_id = ${b.bind(ask.id)} and x.id <> ${b.bind(requestId)} and ${requestSight(caller, b.bind)} order by f.name`, b.values);
  return { network: ask.network, others: rows.map((r) => ({ ...r, number: requestNumber(r.number) })) };
}
