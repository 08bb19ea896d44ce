import type { OpinionLines, SaveOpinionLine } from '@causeway/contracts';
import { serviceLines } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';

interface Row { service_line: string; version: number; open: boolean; call_number: string; by_name: string; at: Date }
export interface OpenLine { readonly service_line: string; readonly call_number: string }

/** What the house lacks before anybody can confirm what they ask: without it the door is shut whatever is open. */
export function missingFor(settings: Pick<Settings, 'SMTP_URL' | 'PUBLIC_URL'>): OpinionLines['missing'] {
  return [...(settings.SMTP_URL ? [] : ['mail-server' as const]), ...(settings.PUBLIC_URL ? [] : ['public-address' as const])];
}

export const openLines = (db: Pick<Act, 'query'>): Promise<OpenLine[]> => db.query<OpenLine>('select service_line, call_number from opinion_line where open order by service_line');

/** Service lines at which patients may ask by themselves. Nothing is open until somebody opens it. */
export class OpinionLineSettings {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async all(caller: Caller): Promise<OpinionLines> {
    const rows = await this.acts.read<Row>('select * from opinion_line');
    return {
      lines: serviceLines.map((line) => {
        const row = rows.find((r) => r.service_line === line);
        return { serviceLine: line, version: row?.version ?? 0, open: row?.open ?? false, callNumber: row?.call_number ?? '', by: row?.by_name ?? null, at: row?.at.toISOString() ?? null };
      }),
      missing: missingFor(this.settings),
      moves: [caller.offer('save', 'settings.change', {})].filter((m) => m !== null),
    };
  }

  async save(caller: Caller, line: string, body: SaveOpinionLine): Promise<OpinionLines> {
    caller.require('settings.change', {}, 'settings.change');
    if (!(serviceLines as readonly string[]).includes(line)) throw notFound('service line');
    await this.acts.run(caller.actor, async (act) => {
      await act.query(`select pg_advisory_xact_lock(hashtext('opinion-line'))`);
      const [row] = await act.query<Row>('select * from opinion_line where service_line = $1', [line]);
      if ((row?.version ?? 0) !== body.version) throw changedMeanwhile(row?.by_name, row?.at.toISOString());
      await act.query(
        `insert into opinion_line (service_line, version, open, call_number, set_by, by_name) values ($1, $2, $3, $4, $5, $6)
         on conflict (service_line) do update set version = excluded.version, open = excluded.open, call_number = excluded.call_number, set_by = excluded.set_by, by_name = excluded.by_name, at = clock_timestamp()`,
        [line, body.version + 1, body.open, body.callNumber, caller.id, caller.principal.name]);
      act.audit({ action: 'opinion.line-saved', object: { kind: 'opinion-line', id: line }, details: { open: body.open, before: row?.open ?? false, callNumber: body.callNumber } });
    });
    return this.all(caller);
  }
}
