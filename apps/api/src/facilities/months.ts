import type { MonthView } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';

const MONTHS = 6;

/** The last six months of a partner from real rows, the oldest first: exams that came by wire and on disc, and movements to them that arrived or failed. */
export function monthsOf(acts: Pick<Acts, 'read'>, facilityId: string, zone: string): Promise<MonthView[]> {
  const month = (at: string): string => `date_trunc('month', ${at} at time zone $2)`;
  return acts.read<MonthView>(
    `with m as (select generate_series(${month('clock_timestamp()')} - interval '${MONTHS - 1} months', ${month('clock_timestamp()')}, interval '1 month') as month),
       x as (select ${month('first_at')} as month, count(*) filter (where door not in ('disc', 'media', 'upload')) as electronic, count(*) filter (where door in ('disc', 'media', 'upload')) as disc
         from exam where source_facility_id = $1 and first_at > clock_timestamp() - interval '${MONTHS + 1} months' group by 1),
       t as (select ${month('t.state_since')} as month, count(*) filter (where t.state = 'done') as sent, count(*) filter (where t.state in ('failed', 'partial', 'expired')) as failed
         from transfer t join endpoint e on e.id = t.endpoint_id where e.facility_id = $1 and t.direction = 'out' and t.state_since > clock_timestamp() - interval '${MONTHS + 1} months' group by 1)
     select to_char(m.month, 'YYYY-MM') as month, coalesce(x.electronic, 0)::int as electronic, coalesce(x.disc, 0)::int as disc, coalesce(t.sent, 0)::int as sent, coalesce(t.failed, 0)::int as failed
     from m left join x using (month) left join t using (month) order by m.month`, [facilityId, zone]);
}
