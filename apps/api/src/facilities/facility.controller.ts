import { Controller, Get } from '@nestjs/common';
import type { FacilityView } from '@causeway/contracts';
import { Acts } from '../platform/acts/acts';
import { Needs } from '../platform/http/ability';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';

type Row = Omit<FacilityView, 'endpoints'> & { endpoints: FacilityView['endpoints'] | null };

/** The directory of partners: who they are, how they are connected, and how the last test of each line went. */
@Controller('api/v1')
export class FacilityController {
  constructor(private readonly acts: Acts) {}

  @Get('facilities')
  @Needs('facility.read')
  async directory(@CallerOf() caller: Caller): Promise<FacilityView[]> {
    const b = new Binder();
    const sight = rowSql(caller.rows('facility.read'), { facilityIds: 'array[f.id]' }, b.bind);
    const rows = await this.acts.read<Row>(
      `select f.id, f.name, f.kind, f.state as status, f.tier, f.host,
         (select count(*)::int from exam e where e.source_facility_id = f.id and e.first_at > clock_timestamp() - interval '30 days') as "examsLast30Days",
         (select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'direction', p.direction, 'label', p.label, 'health', p.state,
            'lastProbeAt', p.last_probe_at, 'sentence', p.sentence) order by p.label) from endpoint p where p.facility_id = f.id and p.disabled_at is null) as endpoints
       from facility f where ${sight} order by f.host desc, f.name`, b.values);
    return rows.map((row) => ({ ...row, endpoints: row.endpoints ?? [] }));
  }
}
