import type { CapabilityView, EndpointDetail, EndpointRow, FacilityConnections, MoveOffer, OwnedBy, TransportForm } from '@causeway/contracts';
import { endpointMachine } from '@causeway/domain';
import { calledAddress, capabilitiesOf, capabilities, type InstalledTransports, type SettingsField } from '@causeway/transport-kit';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { isSealed } from '../platform/sealing';
import { callsOut, endpointGuarded, type EndpointColumns } from './endpoint.row';
import { gatewaysOf } from './gateways/read';
import type { KeptRung } from './ladder';
import type { Runs } from './runs';

type Columns = EndpointColumns & { passed: number | null; tests: number; waiting: number; owned_by: OwnedBy['part'] | null; owner_person: string | null; gateway: string | null };

const SELECT = `select e.*, r.passed, r.tests, o.owned_by, o.person as owner_person, g.name as gateway, coalesce((select count(*)::int from transfer t where t.endpoint_id = e.id and t.state in ('waiting', 'paused', 'partial', 'failed')), 0) as waiting
  from endpoint e left join owned_thing o on o.kind = 'endpoint' and o.subject_id = e.id left join site_gateway g on g.id = e.gateway_id left join lateral (select count(*) filter (where ok)::int as passed, count(*)::int as tests from endpoint_run where endpoint_id = e.id and ended_at is not null and at > clock_timestamp() - interval '30 days') r on true`;
/** Which rung proves a capability. */
const PROOF: Readonly<Record<string, string>> = { find: 'query', send: 'send', fetch: 'retrieve', place: 'report' };

/** Reads lines for people. Secrets never leave: a form is told that one is set. */
export class EndpointList {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly runs: Runs) {}

  async ofFacility(facilityId: string, caller: Caller): Promise<FacilityConnections> {
    if (!caller.may('facility.read', { facilityIds: [facilityId] })) throw notFound('facility');
    const [facility] = await this.acts.read<{ state: string; now: Date }>('select state, clock_timestamp() as now from facility where id = $1', [facilityId]);
    if (!facility) throw notFound('facility');
    const rows = await this.acts.read<Columns>(`${SELECT} where e.facility_id = $1 and e.state <> 'removed' order by (e.direction = 'in'), e.label`, [facilityId]);
    const add = facility.state === 'retired' ? null : caller.offer('add', 'endpoint.configure', { facilityIds: [facilityId] });
    return { facilityId, rows: rows.map((row) => this.row(row, caller)), gateways: await gatewaysOf(this.acts, facilityId), add, now: facility.now.toISOString() };
  }

  async detail(id: string, caller: Caller): Promise<EndpointDetail> {
    const [row] = await this.acts.read<Columns>(`${SELECT} where e.id = $1`, [id]);
    if (!row) throw notFound('line');
    if (!caller.may('facility.read', endpointGuarded(row))) throw notFound('line');
    const { form } = this.transports.get(row.kind).settings;
    const { settings, secrets } = withoutSecrets(form, row.settings);
    const others = await this.acts.read<{ id: string; label: string }>(`select id, label from endpoint where facility_id = $1 and id <> $2 and purpose = $3 and direction <> 'in' and disabled_at is null order by label`, [row.facility_id, id, row.purpose]);
    const seesSettings = caller.may('endpoint.test', endpointGuarded(row));
    return {
      ...this.row(row, caller), facilityId: row.facility_id, settings: seesSettings ? settings : {}, secrets: seesSettings ? secrets : [], form, addresses: row.addresses, capabilities: await this.capabilities(row),
      run: callsOut(row) ? await this.runs.newest(id) : null, history: await this.runs.history(id), others,
      gateways: await this.acts.read<{ id: string; name: string }>('select id, name from site_gateway where facility_id = $1 order by name', [row.facility_id]),
    };
  }

  /** Forms of the kinds of lines of this build. */
  forms(): TransportForm[] {
    return this.transports.kinds.map((kind) => ({ kind, fields: this.transports.get(kind).settings.form }));
  }

  row(row: Columns, caller: Caller): EndpointRow {
    return {
      id: row.id, version: row.version, kind: row.kind, direction: row.direction, purpose: row.purpose, label: row.label, state: row.state, stateSince: row.state_since.toISOString(), called: this.called(row), calling: row.calling,
      sentence: row.sentence, reason: row.reason, lastProbeAt: row.last_probe_at?.toISOString() ?? null, certificateEndsAt: row.certificate_ends_at?.toISOString() ?? null,
      passedPermille: row.tests > 0 ? Math.floor(((row.passed ?? 0) * 1000) / row.tests) : null, waitingTransfers: row.waiting, owner: row.owned_by ? { part: row.owned_by, person: row.owner_person ?? '' } : null,
      gateway: row.gateway_id ? { id: row.gateway_id, name: row.gateway ?? '' } : null, moves: this.moves(row, caller),
    };
  }

  /** Whom it calls, for reading. */
  called(row: Pick<EndpointColumns, 'kind' | 'settings' | 'direction'>): string | null {
    if (!callsOut(row)) return null;
    const s = row.settings as { url?: string; folder?: string; calledAeTitle?: string; receivingApplication?: string };
    const address = calledAddress(this.transports.get(row.kind).settings.form, row.settings);
    const at = s.url ?? s.folder ?? (address ? `${address.host} port ${address.port}` : null);
    const title = s.calledAeTitle ?? s.receivingApplication;
    return at && title ? `${title} at ${at}` : at;
  }

  private moves(row: Columns, caller: Caller): MoveOffer[] {
    const thing = endpointGuarded(row);
    const legal = endpointMachine.legalMoves(row.state);
    const offers = (['change', 'disable', 'enable', 'remove'] as const).filter((name) => legal.includes(name)).map((name) => caller.offer(name, 'endpoint.configure', thing));
    const tests = callsOut(row) && !row.disabled_at && row.state !== 'disabled' ? [caller.offer('test', 'endpoint.test', thing)] : [];
    return [...tests, ...offers].filter((offer) => offer !== null);
  }

  /** What lines of the kind can do, and how that went when it was last asked. Opening a line connects nowhere. */
  private async capabilities(row: Columns): Promise<CapabilityView[]> {
    const installed = new Set<string>();
    try {
      const line = await this.transports.open(row.kind, row.settings, { endpoint: row.id, log: () => undefined });
      for (const capability of capabilitiesOf(line)) installed.add(capability);
      await line.close();
    } catch {
      // settings that no line can be opened with are told by the test; here it is only known what is missing
    }
    const runs = await this.acts.read<{ at: Date; rungs: KeptRung[] }>(`select at, rungs from endpoint_run where endpoint_id = $1 and ended_at is not null and depth <> 'line' order by at desc limit 20`, [row.id]);
    return capabilities.map((capability) => {
      const seen = runs.flatMap(({ at, rungs }) => rungs.filter((rung) => installed.has(capability) && rung.rung === PROOF[capability] && (rung.state === 'ok' || rung.state === 'failed')).map((rung) => ({ at, ok: rung.state === 'ok' })))[0];
      return { capability, installed: installed.has(capability), proven: seen?.ok ?? null, at: seen?.at.toISOString() ?? null };
    });
  }
}

/** Settings as they may be shown, and the paths at which a secret is kept, sealed or not yet. */
function withoutSecrets(form: readonly SettingsField[], kept: unknown): { readonly settings: Record<string, unknown>; readonly secrets: string[] } {
  const hidden = new Set(form.filter((field) => field.secret).map((field) => field.path));
  const secrets: string[] = [];
  const walk = (value: Record<string, unknown>, prefix: string): Record<string, unknown> =>
    Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => {
      if (isSealed(inner) || hidden.has(prefix + name)) {
        secrets.push(prefix + name);
        return [];
      }
      return [[name, typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? walk(inner as Record<string, unknown>, `${prefix}${name}.`) : inner]];
    }));
  return { settings: walk(kept as Record<string, unknown>, ''), secrets };
}
