import type { ProbeView } from '@causeway/contracts';
import { TransportFailure, type InstalledTransports, type Probe } from '@causeway/transport-kit';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Logger } from '../platform/log';

const PATIENCE_MS = 30_000;

interface Row { readonly id: string; readonly facility_id: string; readonly kind: string; readonly direction: string; readonly settings: unknown; readonly now: Date }

/** Tests a line rung by rung and remembers how it went. */
export class EndpointProbe {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async climb(id: string, caller: Caller): Promise<ProbeView> {
    const [row] = await this.acts.read<Row>('select id, facility_id, kind, direction, settings, clock_timestamp() as now from endpoint where id = $1 and disabled_at is null', [id]);
    if (!row) throw notFound('line');
    caller.require('facility.connect', { facilityIds: [row.facility_id] }, 'facility.read');
    if (row.direction === 'in') throw new Refusal(409, 'incoming-only', 'This line only brings things to us, so there is nobody to call. Ask the partner to send something, and look at the inbox.');
    const probe = await this.run(row);
    const red = probe.rungs.find((rung) => !rung.ok);
    await this.acts.run(caller.actor, async (act) => {
      await act.query('update endpoint set health = $2, health_sentence = $3, last_probe_at = clock_timestamp() where id = $1', [id, probe.ok ? 'good' : 'failing', red ? `${red.rung}: ${red.actual}` : null]);
      act.audit({ action: 'endpoint.probed', object: { kind: 'endpoint', id }, outcome: probe.ok ? 'done' : 'failed', details: { rungs: probe.rungs.map((r) => `${r.rung} ${r.ok ? 'ok' : 'failed'}`) } });
    });
    return { ...probe, at: row.now.toISOString() };
  }

  private async run(row: Row): Promise<Probe> {
    try {
      const line = await this.transports.open(row.kind, row.settings, { endpoint: row.id, log: (event, facts) => this.log.info({ event, ...facts }) });
      try {
        return await line.probe(AbortSignal.timeout(PATIENCE_MS));
      } finally {
        await line.close();
      }
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      return { ok: false, rungs: [{ rung: error.code, ok: false, expected: `an answer within ${PATIENCE_MS / 1000} s`, actual: error.detail, ms: 0 }] };
    }
  }
}
