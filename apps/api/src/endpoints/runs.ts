import type { EndpointRun, EndpointRunRow, RunDepth } from '@causeway/contracts';
import type { InstalledTransports } from '@causeway/transport-kit';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';
import { fixCard } from './fix-card';
import { rungView, sentenceOf, type KeptRung } from './ladder';

export type RunBy = 'clock' | 'person' | 'link' | 'transfers';
export interface RunColumns { id: string; endpoint_id: string; depth: RunDepth; by_kind: RunBy; by_name: string; at: Date; ended_at: Date | null; ok: boolean | null; ms: number | null; rungs: KeptRung[]; settings: unknown }

/** Tests of a line are kept for a quarter of a year. */
const KEEP_DAYS = 92;
/** A test nobody ended by then was cut off with its process. */
const CUT_OFF_MINUTES = 10;
const SHOWN = 50;

/** The fields of settings a card is made of: addresses and names, never a secret. */
export function plainSettings(settings: unknown): unknown {
  const s = settings as Record<string, unknown> & { tls?: Record<string, unknown> };
  const plain = ['host', 'port', 'url', 'calledAeTitle', 'callingAeTitle', 'sendingApplication', 'sendingFacility', 'receivingApplication', 'receivingFacility', 'folder'];
  const names = Object.fromEntries(['serverName', 'servername', 'on'].flatMap((name) => (s.tls?.[name] === undefined ? [] : [[name, s.tls[name]]])));
  return { ...Object.fromEntries(plain.flatMap((name) => (s[name] === undefined ? [] : [[name, s[name]]]))), ...(s.tls ? { tls: names } : {}) };
}

/** Begins a test that is watched while it runs; one at a time of each line. */
export async function beginRun(act: Act, endpoint: { readonly id: string; readonly settings: unknown }, depth: RunDepth, by: { readonly kind: RunBy; readonly name: string }): Promise<string> {
  await act.query(`update endpoint_run set ended_at = clock_timestamp(), ok = false where endpoint_id = $1 and ended_at is null and at < clock_timestamp() - make_interval(mins => ${CUT_OFF_MINUTES})`, [endpoint.id]);
  const [running] = await act.query<{ by_name: string }>(`select by_name from endpoint_run where endpoint_id = $1 and ended_at is null and depth <> 'line'`, [endpoint.id]);
  if (running) throw new Refusal(409, 'test-running', `${running.by_name} is testing this connection now. Wait until it has ended; you see it run.`);
  const id = newId(act.now.getTime());
  await act.query('insert into endpoint_run (id, endpoint_id, depth, by_kind, by_name, settings) values ($1, $2, $3, $4, $5, $6)', [id, endpoint.id, depth, by.kind, by.name, JSON.stringify(plainSettings(endpoint.settings))]);
  return id;
}

/** One that was climbed already. */
export async function keepRun(act: Act, endpoint: { readonly id: string; readonly settings: unknown }, by: { readonly kind: RunBy; readonly name: string }, rungs: readonly KeptRung[]): Promise<void> {
  await act.query(
    `insert into endpoint_run (id, endpoint_id, depth, by_kind, by_name, settings, ended_at, ok, ms, rungs) values ($1, $2, 'line', $3, $4, $5, clock_timestamp(), $6, $7, $8)`,
    [newId(act.now.getTime()), endpoint.id, by.kind, by.name, JSON.stringify(plainSettings(endpoint.settings)), isGreen(rungs), sumOf(rungs), JSON.stringify(rungs)]);
  await act.query(`delete from endpoint_run where endpoint_id = $1 and at < clock_timestamp() - make_interval(days => ${KEEP_DAYS})`, [endpoint.id]);
}

export async function endRun(act: Act, id: string, rungs: readonly KeptRung[]): Promise<void> {
  await act.query('update endpoint_run set rungs = $2, ok = $3, ms = $4, ended_at = clock_timestamp() where id = $1', [id, JSON.stringify(rungs), isGreen(rungs), sumOf(rungs)]);
}

const isGreen = (rungs: readonly KeptRung[]): boolean => rungs.length > 0 && rungs.every((rung) => rung.state !== 'failed');
const sumOf = (rungs: readonly KeptRung[]): number => rungs.reduce((sum, rung) => sum + (rung.ms ?? 0), 0);

/** Reads tests for people: rungs, sentences, the card of the first that failed. */
export class Runs {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly house: string) {}

  async one(endpointId: string, id: string): Promise<EndpointRun | null> {
    const [row] = await this.acts.read<RunColumns>('select * from endpoint_run where id = $2 and endpoint_id = $1', [endpointId, id]);
    return row ? this.view(row) : null;
  }

  /** The newest that was watched, whether it runs or not; else the newest of the clock. */
  async newest(endpointId: string): Promise<EndpointRun | null> {
    const [row] = await this.acts.read<RunColumns>(`select * from endpoint_run where endpoint_id = $1 order by (ended_at is null) desc, (depth <> 'line' and at > clock_timestamp() - interval '1 day') desc, at desc limit 1`, [endpointId]);
    return row ? this.view(row) : null;
  }

  async history(endpointId: string): Promise<EndpointRunRow[]> {
    const rows = await this.acts.read<RunColumns>(`select * from endpoint_run where endpoint_id = $1 and ended_at is not null order by at desc limit ${SHOWN}`, [endpointId]);
    return rows.map((row) => {
      const red = row.rungs.find((rung) => rung.state === 'failed');
      return { id: row.id, depth: row.depth, by: row.by_name, at: row.at.toISOString(), ok: row.ok, ms: row.ms, sentence: red ? `${red.rung}: ${sentenceOf(red)}` : null };
    });
  }

  private async view(row: RunColumns): Promise<EndpointRun> {
    const red = row.ended_at ? row.rungs.find((rung) => rung.state === 'failed') : undefined;
    const [of] = red ? await this.acts.read<{ facility: string; kind: string; gateway: string | null; behind: number }>(
      `select f.name as facility, e.kind, g.name as gateway, (select count(*)::int from endpoint x where x.gateway_id = g.id and x.disabled_at is null and x.state = 'failing') as behind
       from endpoint e join facility f on f.id = e.facility_id left join site_gateway g on g.id = e.gateway_id and g.away_since is not null where e.id = $1`, [row.endpoint_id]) : [];
    const card = red && of ? fixCard({ house: this.house, facility: of.facility, kind: of.kind, settings: row.settings, form: this.transports.get(of.kind).settings.form, at: row.at, gateway: of.gateway === null ? null : { name: of.gateway, connections: of.behind } }, red) : null;
    return {
      id: row.id, endpointId: row.endpoint_id, depth: row.depth, by: row.by_name, at: row.at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null, ok: row.ok, ms: row.ms, rungs: row.rungs.map(rungView), card,
    };
  }
}
