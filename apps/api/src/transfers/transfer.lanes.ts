import type { LineView } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import { openingOf } from './hours';

interface Row {
  id: string; label: string; facility: string; kind: string; breaker: LineView['breaker'] | null; opened_at: Date | null; probed_at: Date | null; cause: string | null; cause_detail: string | null; hours: string | null;
  running: number; waiting: number; needs_you: number; rate: number; pulse: number[] | null; now: Date;
}

/** One lane per line images leave by, with its breaker and its pulse. Counts are those of the house: a lane shows no patient. */
export class TransferLanes {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async lanes(caller: Caller): Promise<LineView[]> {
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), { facilityIds: 'array[f.id]', serviceLine: `any_line.line`, careTeam: `any_line.team`, audience: `array['everyone']` }, b.bind);
    const rows = await this.acts.read<Row>(
      `select p.id, p.label, f.name as facility, p.kind, l.breaker, l.opened_at, l.probed_at, l.cause, l.cause_detail, p.hours,
         coalesce(c.running, 0) as running, coalesce(c.waiting, 0) as waiting, coalesce(c.needs_you, 0) as needs_you, coalesce(c.rate, 0) as rate, pulse.n as pulse, clock_timestamp() as now
       from endpoint p join facility f on f.id = p.facility_id left join line l on l.endpoint_id = p.id
         cross join lateral (select unnest(${b.bind(caller.principal.serviceLines)}::text[] || array['']) as line, array[${b.bind(caller.id)}::uuid] as team limit 1) any_line
         left join lateral (select count(*) filter (where t.state = 'running')::int as running, count(*) filter (where t.state in ('waiting', 'verifying'))::int as waiting,
             count(*) filter (where t.state in ('partial', 'failed', 'expired', 'paused'))::int as needs_you, sum(t.rate) filter (where t.state = 'running') as rate
           from transfer t where t.endpoint_id = p.id and t.state not in ('done', 'cancelled')) c on true
         left join lateral (select array_agg(coalesce(h.n, 0) order by g.i desc) as n from generate_series(0, 11) g(i) left join (
             select floor(extract(epoch from clock_timestamp() - t.state_since) / 300)::int as i, sum(k.n)::int as n from transfer t join lateral (select count(*)::int as n from transfer_row r where r.transfer_id = t.id and r.state = 'verified') k on true
             where t.endpoint_id = p.id and t.state in ('done', 'partial') and t.state_since > clock_timestamp() - interval '1 hour' group by 1) h on h.i = g.i) pulse on true
       where p.direction in ('out', 'both') and p.disabled_at is null and p.kind in ('dimse', 'dicomweb', 'media') and ${sight}
       order by (l.breaker is distinct from 'closed' and l.breaker is not null) desc, coalesce(c.running, 0) + coalesce(c.waiting, 0) + coalesce(c.needs_you, 0) desc, f.name, p.label`, b.values);
    return rows.map((r) => ({
      id: r.id, label: r.label, facility: r.facility, kind: r.kind, breaker: r.breaker ?? 'closed', awaySince: r.opened_at?.toISOString() ?? null, lastProbeAt: r.probed_at?.toISOString() ?? null, cause: r.cause, causeDetail: r.cause_detail,
      opensAt: openingOf(r.hours, r.now, this.settings.SITE_ZONE)?.toISOString() ?? null, running: r.running, waiting: r.waiting, needsYou: r.needs_you, rate: r.rate, pulse: r.pulse ?? [],
    }));
  }
}
