import type { ChangeEndpoint, DisableEndpoint, NewEndpoint, RunDepth } from '@causeway/contracts';
import { endpointMachine } from '@causeway/domain';
import { calledAddress, calledAddresses, TransportFailure, type InstalledTransports, type SettingsField } from '@causeway/transport-kit';
import ipaddr from 'ipaddr.js';
import type { Act } from '../platform/acts/act';
import type { Actor } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { made, move } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { isSealed, type Sealer } from '../platform/sealing';
import { makeTransfer } from '../transfers/make';
import { TRANSFER_SQL, type TransferColumns } from '../transfers/run';
import { cancelTransfer } from '../transfers/transfer.cancel';
import { callsOut, endpointGuarded, lockEndpoint, type EndpointColumns } from './endpoint.row';
import { settleGateway } from './gateways/standing';
import { beginRun } from './runs';

/** Transfers that are not over. */
const OPEN = `('waiting', 'running', 'paused', 'verifying', 'partial')`;
type Json = Record<string, unknown>;
type Entered = Pick<NewEndpoint, 'kind' | 'direction' | 'settings' | 'calling' | 'addresses'>;

/** What people do with lines: make, change, switch off and on, remove, test. */
export class EndpointMoves {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly sealer: Sealer) {}

  async create(caller: Caller, body: NewEndpoint): Promise<string> {
    caller.require('endpoint.configure', { facilityIds: [body.facilityId] }, 'facility.read');
    if (!this.transports.kinds.includes(body.kind)) throw fieldFault('/kind', `There is no transport "${body.kind}" here; there are ${this.transports.kinds.join(', ')}.`);
    const settings = await this.checked(body, null);
    return this.acts.run(caller.actor, async (act) => {
      const [facility] = await act.query<{ state: string }>('select state from facility where id = $1 for share', [body.facilityId]);
      if (!facility) throw notFound('facility');
      if (facility.state === 'retired') throw new Refusal(409, 'retired', 'This partner is retired. Revive it before you connect it.');
      await this.refuseTwins(act, null, body);
      await ownGateway(act, body.facilityId, body.gatewayId);
      const id = newId(act.now.getTime());
      await act.query(
        `insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling, addresses, state, gateway_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, body.facilityId, body.kind, body.direction, body.purpose, body.label, JSON.stringify(settings), body.calling, body.addresses, endpointMachine.initial, body.gatewayId]);
      await settleGateway(act, body.gatewayId);
      made(act, 'endpoint', id, { kind: body.kind, purpose: body.purpose, label: body.label }, { facilityId: body.facilityId });
      return id;
    });
  }

  async change(caller: Caller, id: string, body: ChangeEndpoint): Promise<void> {
    const [seen] = await this.acts.read<EndpointColumns>('select * from endpoint where id = $1', [id]);
    if (!seen) throw notFound('line');
    caller.require('endpoint.configure', endpointGuarded(seen), 'facility.read');
    const settings = await this.checked({ ...body, kind: seen.kind, direction: seen.direction }, seen.settings as Json);
    await this.with(caller, id, async (act, row) => {
      await this.refuseTwins(act, id, { ...body, kind: row.kind, facilityId: row.facility_id });
      await ownGateway(act, row.facility_id, body.gatewayId);
      const set = { label: body.label, gateway_id: body.gatewayId, settings: JSON.stringify(settings), calling: body.calling, addresses: body.addresses, reds: 0, sentence: null, disabled_at: null, reason: null, next_probe_at: act.now, certificate_told: null, certificate_ends_at: null };
      await move(act, { machine: 'endpoint', id, move: 'change', version: body.version, set, details: this.difference(row, settings as Json), data: { facilityId: row.facility_id } });
      await act.query(`update line set breaker = 'closed', failures = 0, cause = null, cause_detail = null where endpoint_id = $1`, [id]);
      if (body.gatewayId !== row.gateway_id) await settleGateway(act, body.gatewayId);
      act.wish({ kind: 'line.serve', key: `line.serve ${id}`, data: { id } });
    });
  }

  disable(caller: Caller, id: string, body: DisableEndpoint): Promise<void> {
    return this.with(caller, id, async (act, row) => {
      const waiting = await act.query<{ id: string }>(`select id from transfer where endpoint_id = $1 and state in ${OPEN} order by id for update`, [id]);
      if (body.waiting === 'reroute' && waiting.length > 0) await this.reroute(act, row, waiting, body.toEndpointId, body.reason);
      await move(act, { machine: 'endpoint', id, move: 'disable', version: body.version, reason: body.reason, set: { disabled_at: act.now, reason: body.reason }, details: { waiting: waiting.length, then: body.waiting }, data: { facilityId: row.facility_id } });
    });
  }

  enable(caller: Caller, id: string, version: number): Promise<void> {
    return this.with(caller, id, async (act, row) => {
      await this.refuseTwins(act, id, { kind: row.kind, facilityId: row.facility_id, settings: row.settings as Json, label: row.label });
      await move(act, { machine: 'endpoint', id, move: 'enable', version, set: { disabled_at: null, reason: null, reds: 0, sentence: null, next_probe_at: act.now }, data: { facilityId: row.facility_id } });
      act.wish({ kind: 'line.serve', key: `line.serve ${id}`, data: { id } });
    });
  }

  remove(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.with(caller, id, async (act, row) => {
      const [open] = await act.query<{ n: number }>(`select count(*)::int as n from transfer where endpoint_id = $1 and state in ${OPEN}`, [id]);
      if (open && open.n > 0) throw new Refusal(409, 'transfers-wait', `${open.n === 1 ? 'One transfer waits' : `${open.n} transfers wait`} for this connection. Send them another way or cancel them, then remove it.`);
      // what was kept to sign in with is of no more use to anybody
      const settings = this.withoutSecrets(row.kind, row.settings as Json);
      await move(act, { machine: 'endpoint', id, move: 'remove', version, reason, set: { disabled_at: row.disabled_at ?? act.now, reason, settings: JSON.stringify(settings) }, data: { facilityId: row.facility_id } });
    });
  }

  /** A test somebody watches. Answers the id of the run. */
  startTest(caller: Caller, id: string, send: boolean): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockEndpoint(act, id);
      if (!row) throw notFound('line');
      caller.require('endpoint.test', endpointGuarded(row), 'facility.read');
      return this.begin(act, row, send ? 'send' : 'full', { kind: 'person', name: caller.actor.name });
    });
  }

  /** The same, by somebody at the partner; at most one in `pause` seconds, however many ask. */
  startByLink(actor: Actor, id: string, pause: number, depth: RunDepth = 'full'): Promise<string> {
    return this.acts.run(actor, async (act) => {
      const row = await lockEndpoint(act, id);
      if (!row) throw notFound('line');
      const [last] = await act.query<{ wait: number }>(`select ceil(extract(epoch from max(at) + make_interval(secs => $2) - clock_timestamp()))::int as wait from endpoint_run where endpoint_id = $1 and by_kind = 'link'`, [id, pause]);
      if (last && last.wait > 0) throw new Refusal(429, 'tested-just-now', `The connection was tested a moment ago. It can be tested again in ${last.wait} s.`);
      return this.begin(act, row, depth, { kind: 'link', name: actor.name });
    });
  }

  private async begin(act: Act, row: EndpointColumns, depth: RunDepth, by: { readonly kind: 'person' | 'link'; readonly name: string }): Promise<string> {
    if (!callsOut(row)) throw new Refusal(409, 'incoming-only', 'This line only brings things to us, so there is nobody to call. Ask the partner to send something, and look at the inbox.');
    if (row.disabled_at || row.state === 'disabled' || row.state === 'removed') throw new Refusal(409, 'disabled', 'This connection is switched off. Switch it on before you test it.');
    const run = await beginRun(act, row, depth, by);
    act.audit({ action: 'endpoint.tested', object: { kind: 'endpoint', id: row.id }, details: { run, depth } });
    act.emit({ event: 'endpoint.test-started', kind: 'endpoint', id: row.id, data: { run } });
    act.wish({ kind: 'endpoint.examine', key: `endpoint.examine ${run}`, data: { id: run } });
    return run;
  }

  /**
   * Settings as they are kept: what was entered, with the secrets that stay. A secret stays only while the line calls the address it was entered for.
   * Only lines that call somebody need an address, and it must be one that may be called.
   */
  private async checked({ kind, direction, settings: entered, calling, addresses }: Entered, before: Json | null): Promise<unknown> {
    if (direction !== 'out' && !calling && kind !== 'dicomweb') throw fieldFault('/calling', kind === 'hl7v2' ? 'Say as which application and facility they send: RIS|LAKEVIEW.' : 'Say by which AE title they call us.');
    for (const [i, address] of addresses.entries()) if (!ipaddr.isValid(address) && !ipaddr.isValidCIDR(address)) throw fieldFault(`/addresses/${i}`, `"${address}" is not an address or network such as 203.0.113.7 or 203.0.113.0/24.`);
    if (direction === 'in') return {};
    const { form } = this.transports.get(kind).settings;
    const whole = before ? this.withKeptSecrets(form, entered, before) : entered;
    try {
      const opened = this.sealer.open(form, whole);
      this.transports.get(kind).settings.parse(opened);
      for (const called of calledAddresses(form, opened)) await this.transports.egress.reach(called.host, called.port).catch((error: unknown) => { if (!isUnknownName(error)) throw error; });
      return this.sealer.seal(form, opened);
    } catch (error) {
      throw asRefusal(error, form);
    }
  }

  private withKeptSecrets(form: readonly SettingsField[], entered: Json, before: Json): Json {
    const result = structuredClone(entered);
    for (const { path, secret } of form) {
      if (!secret) continue;
      const kept = at(before, path);
      if (kept !== undefined && at(result, path) === undefined && (path.includes('.') ? at(result, path.split('.')[0]!) !== undefined : true)) put(result, path, kept);
    }
    return result;
  }

  private withoutSecrets(kind: string, settings: Json): Json {
    const result = structuredClone(settings);
    for (const { path, secret } of this.transports.get(kind).settings.form) if (secret && at(result, path) !== undefined) put(result, path, undefined);
    return result;
  }

  /** One address of one kind belongs to one facility: two sites with one AE title behind one port are one system. */
  private async refuseTwins(act: Act, id: string | null, of: { readonly kind: string; readonly facilityId: string; readonly settings: Json; readonly label: string }): Promise<void> {
    const [named] = await act.query('select 1 as there from endpoint where facility_id = $1 and label = $2 and id is distinct from $3 and state <> $4', [of.facilityId, of.label, id, 'removed']);
    if (named) throw fieldFault('/label', `This facility has a connection "${of.label}" already. Give this one another name.`);
    const { settings } = this.transports.get(of.kind);
    const called = calledAddress(settings.form, of.settings);
    if (!called) return;
    const title = of.settings['calledAeTitle'] ?? of.settings['receivingApplication'] ?? '';
    const others = await act.query<{ settings: Json; label: string; name: string }>(
      `select e.settings, e.label, f.name from endpoint e join facility f on f.id = e.facility_id where e.kind = $1 and e.facility_id <> $2 and e.direction <> 'in' and e.disabled_at is null and e.state <> 'removed'`, [of.kind, of.facilityId]);
    const twin = others.find((other) => calledAddress(settings.form, other.settings)?.origin === called.origin && (other.settings['calledAeTitle'] ?? other.settings['receivingApplication'] ?? '') === title);
    if (twin) throw new Refusal(409, 'same-address', `${called.origin}${title ? ` as ${JSON.stringify(title)}` : ''} is "${twin.label}" of ${twin.name} already. One of the two addresses is wrong.`);
  }

  private async reroute(act: Act, row: EndpointColumns, waiting: readonly { readonly id: string }[], to: string | null, reason: string): Promise<void> {
    const [other] = await act.query<{ id: string }>(`select id from endpoint where id = $1 and id <> $2 and facility_id = $3 and purpose = $4 and direction in ('out', 'both') and disabled_at is null`, [to, row.id, row.facility_id, row.purpose]);
    if (!other) throw fieldFault('/toEndpointId', 'Choose another connection of this facility that takes the same.');
    for (const { id } of waiting) {
      const [t] = await act.query<TransferColumns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      if (!t) continue;
      if (t.state === 'running' || t.state === 'verifying') throw new Refusal(409, 'under-way', 'A transfer is under way on this connection. Wait until it has ended, or keep what waits.');
      const [exam] = await act.query<{ revision: number }>('select revision from inbound where id = $1', [t.exam_id]);
      const successor = await makeTransfer(act, {
        examId: t.exam_id, revision: exam?.revision ?? 1, purpose: t.purpose as 'release' | 'send' | 'export', destination: t.destination, endpointId: other.id, priority: t.priority, copies: t.copies, ...(t.send_id ? { sendId: t.send_id } : {}),
      });
      await cancelTransfer(act, t, reason, undefined, successor);
    }
    act.wish({ kind: 'line.serve', key: `line.serve ${other.id}`, data: { id: other.id } });
  }

  /** Names of what changed; values only of what is not secret. */
  private difference(row: EndpointColumns, now: Json): Json {
    const before = row.settings as Json;
    const { form } = this.transports.get(row.kind).settings;
    const changed = form.filter(({ path }) => JSON.stringify(at(before, path)) !== JSON.stringify(at(now, path)));
    return { changed: changed.map(({ path, secret, kind }) => (secret || kind === 'long-text' ? { field: path } : { field: path, from: at(before, path) ?? null, to: at(now, path) ?? null })) };
  }

  private with(caller: Caller, id: string, work: (act: Act, row: EndpointColumns) => Promise<void>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockEndpoint(act, id);
      if (!row) throw notFound('line');
      caller.require('endpoint.configure', endpointGuarded(row), 'facility.read');
      await work(act, row);
      await settleGateway(act, row.gateway_id);
    });
  }
}

async function ownGateway(act: Act, facilityId: string, gatewayId: string | null): Promise<void> {
  if (gatewayId === null) return;
  const [own] = await act.query('select 1 as own from site_gateway where id = $1 and facility_id = $2', [gatewayId, facilityId]);
  if (!own) throw fieldFault('/gatewayId', 'That is no gateway of this facility. Enter it among what is known of the facility, then choose it here.');
}

const fieldFault = (pointer: string, detail: string): Refusal => new Refusal(422, 'fields', detail, { errors: [{ pointer, detail }] });
/** A name that does not resolve yet may be entered; its test will say so. */
const isUnknownName = (error: unknown): boolean => error instanceof TransportFailure && error.code === 'unreachable';

function asRefusal(error: unknown, form: readonly SettingsField[]): unknown {
  if (!(error instanceof TransportFailure)) return error;
  if (error.fault === 'address-not-allowed') {
    const field = form.find(({ address }) => address === 'host' || address === 'url');
    return new Refusal(422, 'address-not-allowed', error.detail, { errors: [{ pointer: `/settings/${field?.path ?? 'host'}`, detail: error.detail }] });
  }
  return new Refusal(422, 'fields', error.detail, { errors: error.faults.map(({ path, message }) => ({ pointer: `/settings/${path.replaceAll('.', '/')}`, detail: message })) });
}

function at(object: Json, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (typeof value === 'object' && value !== null && !isSealed(value) ? (value as Json)[name] : undefined), object);
}
function put(object: Json, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop()!;
  const home = names.reduce<Json>((inner, name) => (inner[name] ??= {}) as Json, object);
  if (value === undefined) delete home[last];
  else home[last] = value;
}
