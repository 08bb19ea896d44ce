import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { FacilityView, ProbeView } from '@causeway/contracts';
import { Acts } from '../platform/acts/acts';
import { Needs } from '../platform/http/ability';
import { IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { EndpointProbe } from './endpoint.probe';

type Row = Omit<FacilityView, 'endpoints'> & { endpoints: FacilityView['endpoints'] | null };

/** The directory of partners: who they are, how they are connected, and how the last test of each line went. */
@Controller('api/v1')
export class FacilityController {
  constructor(private readonly acts: Acts, private readonly probe: EndpointProbe) {}

  @Get('facilities')
  @Needs('facility.read')
  async directory(@CallerOf() caller: Caller): Promise<FacilityView[]> {
    const b = new Binder();
    const sight = rowSql(caller.rows('facility.read'), { facilityIds: 'array[f.id]' }, b.bind);
    const rows = await this.acts.read<Row>(
      `select f.id, f.name, f.kind, f.state as status, f.tier, f.host,
         (select count(*)::int from exam e where e.source_facility_id = f.id and e.first_at > clock_timestamp() - interval '30 days') as "examsLast30Days",
         (select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'direction', p.direction, 'label', p.label, 'health', p.health,
            'lastProbeAt', p.last_probe_at, 'sentence', p.health_sentence) order by p.label) from endpoint p where p.facility_id = f.id and p.disabled_at is null) as endpoints
       from facility f where ${sight} order by f.host desc, f.name`, b.values);
    return rows.map((row) => ({ ...row, endpoints: row.endpoints ?? [] }));
  }

  @Post('endpoints/:id/probe')
  @HttpCode(200)
  @Needs('facility.connect')
  test(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<ProbeView> {
    return this.probe.climb(id, caller);
  }
}
