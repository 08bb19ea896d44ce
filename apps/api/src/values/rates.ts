import type { SaveRates, ValueRates } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { pricedModalities } from '@causeway/contracts';
import { serviceLines } from '@causeway/domain';

interface Row { version: number; exam_cents: Record<string, number>; line_cents: Record<string, number>; source: string; by_name: string; at: Date }
const NEWEST = 'select * from value_rate order by version desc limit 1';

/** The rates that hold now, or null while nobody has said any: then nothing is reckoned in money. */
export async function ratesNow(act: Pick<Act, 'query'>): Promise<{ readonly version: string; readonly exams: Readonly<Record<string, number>>; readonly lines: Readonly<Record<string, number>> } | null> {
  const [row] = await act.query<Row>(NEWEST);
  return row ? { version: `rates ${row.version}`, exams: row.exam_cents, lines: row.line_cents } : null;
}

/** What an avoided exam and a read are worth here, as versions with their source. */
export class Rates {
  constructor(private readonly acts: Acts) {}

  async current(caller: Caller): Promise<ValueRates> {
    const [row] = await this.acts.read<Row>(NEWEST);
    return {
      version: row?.version ?? 0, examCents: row?.exam_cents ?? {}, lineCents: row?.line_cents ?? {}, source: row?.source ?? null, by: row?.by_name ?? null, at: row?.at.toISOString() ?? null,
      moves: [caller.offer('save', 'settings.change', {})].filter((m) => m !== null),
    };
  }

  async save(caller: Caller, body: SaveRates): Promise<ValueRates> {
    caller.require('settings.change', {}, 'settings.change');
    const strange = [...Object.keys(body.examCents).filter((m) => !(pricedModalities as readonly string[]).includes(m)), ...Object.keys(body.lineCents).filter((l) => !(serviceLines as readonly string[]).includes(l))];
    if (strange.length > 0) throw new Refusal(422, 'rates', `These are neither kinds of exam nor service lines: ${strange.slice(0, 5).join(', ')}.`);
    await this.acts.run(caller.actor, async (act) => {
      await act.query(`select pg_advisory_xact_lock(hashtext('value-rate'))`);
      const [row] = await act.query<Row>(NEWEST);
      if ((row?.version ?? 0) !== body.version) throw changedMeanwhile();
      await act.query('insert into value_rate (version, exam_cents, line_cents, source, reason, set_by, by_name) values ($1, $2, $3, $4, $5, $6, $7)', [body.version + 1, JSON.stringify(body.examCents), JSON.stringify(body.lineCents), body.source, body.reason, caller.id, caller.principal.name]);
      act.audit({ action: 'value.rates-saved', object: { kind: 'value-rates', id: String(body.version + 1) }, reason: body.reason, details: { before: row ? { exams: row.exam_cents, lines: row.line_cents } : null, after: { exams: body.examCents, lines: body.lineCents }, source: body.source } });
    });
    return this.current(caller);
  }
}
