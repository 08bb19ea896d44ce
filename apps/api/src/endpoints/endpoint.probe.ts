import type { ProbeView } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Doctor } from './doctor';
import { callsOut, endpointGuarded, type EndpointColumns } from './endpoint.row';
import { keepRun } from './runs';
import { settleLadder } from './standing';

/** Tests a line from its name to its echo while somebody waits for the answer. */
export class EndpointProbe {
  constructor(private readonly acts: Acts, private readonly doctor: Doctor) {}

  async climb(id: string, caller: Caller): Promise<ProbeView> {
    const [row] = await this.acts.read<EndpointColumns>('select * from endpoint where id = $1 and disabled_at is null', [id]);
    if (!row) throw notFound('line');
    caller.require('endpoint.test', endpointGuarded(row), 'facility.read');
    if (!callsOut(row)) throw new Refusal(409, 'incoming-only', 'This line only brings things to us, so there is nobody to call. Ask the partner to send something, and look at the inbox.');
    const at = new Date();
    const rungs = await this.doctor.examine(row, 'line', new AbortController().signal);
    const climbed = rungs.filter((rung) => rung.state === 'ok' || rung.state === 'failed');
    const ok = climbed.every((rung) => rung.state === 'ok');
    await this.acts.run(caller.actor, async (act) => {
      await keepRun(act, row, { kind: 'person', name: caller.actor.name }, rungs);
      await settleLadder(act, id, row.version, rungs);
      act.audit({ action: 'endpoint.probed', object: { kind: 'endpoint', id }, outcome: ok ? 'done' : 'failed', details: { rungs: climbed.map((r) => `${r.rung} ${r.state}`) } });
    });
    return {
      ok, at: at.toISOString(),
      rungs: climbed.map(({ rung, state, expected, actual, ms, expiresAt }) => ({ rung, ok: state === 'ok', expected, actual, ms: ms ?? 0, ...(expiresAt ? { expiresAt } : {}) })),
    };
  }
}
