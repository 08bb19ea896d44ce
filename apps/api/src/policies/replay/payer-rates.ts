import type { PayerRatesView, SavePayerRates } from '@causeway/contracts';
import { payerRateDefaults, type PayerRate } from '@causeway/domain';
import type { Acts } from '../../platform/acts/acts';
import { changedMeanwhile, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import type { Settings } from '../../platform/settings/settings';
import type { Read } from './capacity-now';

interface Row { version: number; rates: PayerRate[]; reason: string; by_name: string; at: Date }
const NEWEST = 'select * from payer_rates order by version desc limit 1';

/** The rates that hold now; those the product came with until somebody of the house wrote their own. */
export async function payerRatesNow(read: Read): Promise<readonly PayerRate[]> {
  const [row] = await read<Row>(NEWEST);
  return row?.rates ?? payerRateDefaults;
}

/** State of this house, such as `US-NC`: that of its own facility, else of the settings. */
export async function stateOfHouse(read: Read, settings: string | null): Promise<string | null> {
  const [host] = await read<{ jurisdiction: string | null }>('select jurisdiction from facility where host order by made_at limit 1');
  return host?.jurisdiction ?? settings;
}

/** What payers pay for reads and consults, as versions with who set them and why. */
export class PayerRates {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async current(caller: Caller): Promise<PayerRatesView> {
    const [row] = await this.acts.read<Row>(NEWEST);
    const [known] = await this.acts.read<{ known: number; of: number }>('select count(payer_kind)::int as known, count(*)::int as of from patient where merged_into is null');
    return {
      version: row?.version ?? 0, rates: row?.rates ?? payerRateDefaults, state: await stateOfHouse((sql, p) => this.acts.read(sql, p), this.settings.SITE_JURISDICTION ?? null), by: row?.by_name ?? null, at: row?.at.toISOString() ?? null, reason: row?.reason ?? null,
      patients: { known: known?.known ?? 0, of: known?.of ?? 0 }, moves: [caller.offer('save', 'settings.change', {})].filter((m) => m !== null),
    };
  }

  async save(caller: Caller, body: SavePayerRates): Promise<PayerRatesView> {
    caller.require('settings.change', {}, 'policy.read');
    const keys = body.rates.map((r) => `${r.payer} ${r.state} ${r.service}`);
    const twice = keys.findIndex((key, at) => keys.indexOf(key) !== at);
    if (twice >= 0) throw new Refusal(422, 'twice', 'A payer has one rate for a service in a state.', { errors: [{ pointer: `/rates/${twice}`, detail: 'there twice' }] });
    await this.acts.run(caller.actor, async (act) => {
      await act.query(`select pg_advisory_xact_lock(hashtext('payer-rates'))`);
      const [row] = await act.query<Row>(NEWEST);
      if ((row?.version ?? 0) !== body.version) throw changedMeanwhile(row?.by_name, row?.at.toISOString());
      await act.query('insert into payer_rates (version, rates, reason, set_by, by_name) values ($1, $2, $3, $4, $5)', [body.version + 1, JSON.stringify(body.rates), body.reason, caller.id, caller.principal.name]);
      act.audit({ action: 'payer-rates.saved', object: { kind: 'payer-rates', id: String(body.version + 1) }, reason: body.reason, details: { before: row?.rates ?? null, after: body.rates } });
    });
    return this.current(caller);
  }
}
