import { daysUntil, judgeProbe, probeLimits, type Pace } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import { lockEndpoint } from './endpoint.row';
import { settleGateway } from './gateways/standing';
import type { KeptRung } from './ladder';

/** Certificates are told of when they first have fewer days left than this. */
const TELL_AT = [probeLimits.certificateNoticeDays, probeLimits.certificateDays] as const;

/** How long the line's own rungs usually take, and now: of green tests only. */
async function paceOf(act: Act, id: string): Promise<Pace> {
  const [row] = await act.query<{ n: number; usual: number | null; p95: number | null }>(
    `with newest as (select ms, row_number() over (order by at desc) as place from endpoint_run where endpoint_id = $1 and depth = 'line' and ok and ms is not null order by at desc limit 220)
     select count(*)::int as n, percentile_cont(0.5) within group (order by ms) filter (where place > ${probeLimits.usualFrom}) as usual,
       percentile_cont(0.95) within group (order by ms) filter (where place <= ${probeLimits.usualFrom}) as p95 from newest`, [id]);
  return row && row.n >= 2 * probeLimits.usualFrom ? { usualMs: row.usual, p95Ms: row.p95 } : { usualMs: null, p95Ms: null };
}

/**
 * Puts what a climbed ladder is worth on its endpoint: state by the machine, sentence, when it is tested next, and word of a certificate that ends. The
 * endpoint may have been changed or switched off meanwhile; then it is too late and nothing changes.
 */
export async function settleLadder(act: Act, id: string, version: number | null, rungs: readonly KeptRung[]): Promise<void> {
  const row = await lockEndpoint(act, id);
  if (!row || row.disabled_at || (version !== null && row.version !== version)) return;
  const climbed = rungs.filter((rung) => rung.state === 'ok' || rung.state === 'failed');
  const [line] = await act.query<{ breaker: string }>('select breaker from line where endpoint_id = $1', [id]);
  const judged = judgeProbe(row.state, row.reds, {
    rungs: climbed.map(({ rung, state, expected, actual, upper, expiresAt }) => ({ rung, ok: state === 'ok', expected, actual, ...(upper ? { upper: true } : {}), ...(expiresAt ? { expiresAt } : {}) })),
    pace: await paceOf(act, id), at: act.now.toISOString(), breakerOpen: line?.breaker === 'open',
  });
  const because = judged.because && { rung: judged.because.rung, expected: judged.because.expected, actual: judged.because.actual };
  const sentence = because && `${because.rung}: ${because.actual}`;
  const ends = climbed.flatMap((rung) => rung.expiresAt ?? []).sort()[0] ?? null;
  const set = { sentence, reds: judged.reds, last_probe_at: act.now, next_probe_at: new Date(act.now.getTime() + judged.next * 1000), certificate_ends_at: ends };
  if (judged.move) {
    await signal(act, { machine: 'endpoint', id, move: judged.move, set, details: because ?? { rungs: climbed.length }, data: { facilityId: row.facility_id, rung: because?.rung ?? null } });
  } else {
    await act.query('update endpoint set sentence = $2, reds = $3, last_probe_at = $4, next_probe_at = $5, certificate_ends_at = $6 where id = $1', [id, set.sentence, set.reds, set.last_probe_at, set.next_probe_at, set.certificate_ends_at]);
  }
  if (judged.move) await settleGateway(act, row.gateway_id, judged.move === 'fail-probe');
  await tellOfCertificate(act, id, row.facility_id, row.certificate_told, ends);
}

/** Once at thirty days and once at fourteen; a new certificate begins anew. */
async function tellOfCertificate(act: Act, id: string, facilityId: string, told: number | null, ends: string | null): Promise<void> {
  const days = ends ? daysUntil(ends, act.now.toISOString()) : null;
  const due = days === null ? null : (TELL_AT.findLast((limit) => days < limit) ?? null);
  if (due === told) return;
  await act.query('update endpoint set certificate_told = $2 where id = $1', [id, due]);
  if (due === null || (told !== null && due > told)) return;
  act.audit({ action: 'endpoint.certificate-ends', object: { kind: 'endpoint', id }, details: { ends, days } });
  act.emit({ event: 'endpoint.certificate-ends', kind: 'endpoint', id, data: { facilityId, days } });
}
