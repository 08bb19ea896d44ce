import type { VendorLine } from '@causeway/contracts';
import { vendorScore } from '@causeway/domain';
import { facilitySight } from '../facilities/facility.row';
import type { Acts } from '../platform/acts/acts';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';

/** Kinds of connections that speak a standard; files, discs and gateways of a vendor do not. */
const STANDARDS = ['dimse', 'dicomweb', 'hl7v2', 'ihe-sharing', 'ihe-identity', 'fhir-mhd'];

/** Vendors whose products partners use: what they committed themselves to, and how the connections of these partners do. */
export class ProgrammeVendors {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async view(caller: Caller): Promise<VendorLine[]> {
    const b = new Binder();
    const sight = facilitySight(caller, b.bind);
    const today = b.bind(dayIn(new Date(), this.settings.SITE_ZONE));
    const standards = b.bind(STANDARDS);
    const rows = await this.acts.read<Omit<VendorLine, 'score'>>(
      `with used as (select distinct p.vendor, f.id, f.name from vendor_product p join facility_product u on u.product_id = p.id join facility f on f.id = u.facility_id where not f.host and ${sight}),
         line as (select u.vendor, e.id, e.kind, e.direction, e.state from used u join endpoint e on e.facility_id = u.id where e.state not in ('removed', 'disabled'))
       select v.vendor, (select jsonb_agg(distinct p.name) from vendor_product p where p.vendor = v.vendor) as products,
         (select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.name) from used u where u.vendor = v.vendor) as facilities,
         (select jsonb_build_object('kept', count(*) filter (where c.state = 'kept'), 'broken', count(*) filter (where c.state = 'broken'), 'late', count(*) filter (where c.state = 'promised' and c.due_on < ${today}::date),
            'promised', count(*) filter (where c.state = 'promised' and c.due_on >= ${today}::date)) from vendor_commitment c join vendor_product p on p.id = c.product_id where p.vendor = v.vendor) as commitments,
         (select jsonb_build_object('all', count(*), 'standard', count(*) filter (where l.kind = any(${standards}::text[]) and (l.direction = 'in' or l.state = 'passing'))) from line l
            where l.vendor = v.vendor and (l.direction = 'in' or l.state <> 'untested')) as connections,
         (select jsonb_build_object('ended', count(*), 'failed', count(*) filter (where t.state <> 'done')) from line l join transfer t on t.endpoint_id = l.id
            where l.vendor = v.vendor and t.state in ('done', 'failed', 'partial', 'expired') and t.state_since > clock_timestamp() - interval '90 days') as transfers,
         (select jsonb_build_object('run', count(*), 'failed', count(*) filter (where not r.ok)) from line l join endpoint_run r on r.endpoint_id = l.id
            where l.vendor = v.vendor and r.ended_at is not null and r.ok is not null and r.at > clock_timestamp() - interval '90 days') as tests
       from (select distinct vendor from used) v order by v.vendor`, b.values);
    return rows.map((r) => ({ ...r, score: vendorScore(r) }));
  }
}
