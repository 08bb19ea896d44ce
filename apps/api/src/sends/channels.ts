import { sopClass } from '@causeway/dicom';
import type { ChannelFacts } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import { openingOf } from '../transfers/hours';

interface Row {
  id: string; label: string; kind: string; carried: boolean; disabled: boolean; breaker: ChannelFacts['breaker'] | null; hours: string | null; max_megabytes: number | null;
  ended: number; done: number; median: number | null; refused: string[] | null; tried: boolean;
}

/** Kinds that can hand images over in this build. */
const KINDS = ['dimse', 'dicomweb', 'media'];
/** Refused: SOP class not supported (PS3.7 C.5.7). */
const CLASS_NOT_SUPPORTED = 0x0122;

/**
 * Every channel to a facility with what is known of it now: its own lines, and the house's disc writer as the last way that always works.
 * `installed` are the kinds this build has.
 */
export async function channelsTo(act: Act, to: { readonly facilityId: string; readonly sendId: string | null; readonly examIds: readonly string[] }, installed: readonly string[], settings: Pick<Settings, 'SITE_ZONE'>): Promise<ChannelFacts[]> {
  const rows = await act.query<Row>(
    `select p.id, p.label, p.kind, (p.kind = 'media') as carried, p.disabled_at is not null as disabled, l.breaker, p.hours, p.max_megabytes, coalesce(h.ended, 0) as ended, coalesce(h.done, 0) as done, h.median, r.refused,
       exists (select 1 from transfer t where t.send_id = $2 and t.endpoint_id = p.id and t.state in ('failed', 'expired', 'cancelled')) as tried
     from endpoint p join facility f on f.id = p.facility_id left join line l on l.endpoint_id = p.id
       left join lateral (select count(*) filter (where t.state in ('done', 'failed', 'expired', 'partial'))::int as ended, count(*) filter (where t.state = 'done')::int as done,
           percentile_cont(0.5) within group (order by extract(epoch from t.state_since - t.made_at) / 60) filter (where t.state = 'done') as median
         from transfer t where t.endpoint_id = p.id and t.direction = 'out' and t.made_at > clock_timestamp() - interval '30 days') h on true
       left join lateral (select array_agg(distinct i.sop_class) as refused from transfer t join transfer_row x on x.transfer_id = t.id and x.status = $4 join instance i on i.id = x.instance_id
         where t.endpoint_id = p.id and t.made_at > clock_timestamp() - interval '30 days' and i.sop_class in (select distinct sop_class from instance where exam_id = any($3::uuid[]))) r on true
     where p.direction in ('out', 'both') and p.kind = any($5) and (p.facility_id = $1 or (f.host and p.kind = 'media'))`, [to.facilityId, to.sendId, to.examIds, CLASS_NOT_SUPPORTED, KINDS]);
  return rows.map((r) => {
    const opens = openingOf(r.hours, act.now, settings.SITE_ZONE);
    return {
      endpointId: r.id, label: r.label, kind: r.kind, carried: r.carried, canSend: installed.includes(r.kind), disabled: r.disabled, breaker: r.breaker ?? 'closed', openNow: opens === null, opensAt: opens?.toISOString() ?? null,
      maxMegabytes: r.max_megabytes, ended30: r.ended, done30: r.done, medianMinutes: r.median === null ? null : Math.round(r.median * 10) / 10, refusedClasses: (r.refused ?? []).map((uid) => sopClass(uid)?.name ?? uid), tried: r.tried,
    };
  });
}
