import { radar, stillQuiet, type RadarFinding, type RadarHour, type RadarKind } from '@causeway/domain';
import { DateTime } from 'luxon';
import type { Act } from '../../platform/acts/act';
import { newId } from '../../platform/ids';

/** Days counted again at each look: an exam may be told of late. */
const AGAIN_DAYS = 3;
/** A year, so that a season can be known, and some weeks. */
const KEPT_DAYS = 420;
/** A mark of a clock as the notification policy knows it: whoever has the ball is told. */
const MARK = { permille: 800 } as const;
const EVENTS: Readonly<Record<RadarKind, string>> = { quiet: 'facility.went-quiet', slide: 'facility.slid-to-discs', burst: 'facility.failure-burst' };

/** Counts exams and movements of all partners into hours; everything of a year when nothing was counted before. */
export async function countHours(act: Act, zone: string): Promise<void> {
  const [known] = await act.query<{ known: boolean }>('select exists (select 1 from radar_hour) as known');
  const since = DateTime.fromJSDate(act.now, { zone }).startOf('day').minus({ days: known?.known ? AGAIN_DAYS : KEPT_DAYS }).toJSDate();
  await act.query(
    `insert into radar_hour (facility_id, on_day, hour, wire, disc, moved, failed)
     select facility_id, at::date, extract(hour from at)::int, sum(wire), sum(disc), sum(moved), sum(failed) from (
       select source_facility_id as facility_id, first_at at time zone $1 as at, (door not in ('disc', 'media', 'upload'))::int as wire, (door in ('disc', 'media', 'upload'))::int as disc, 0 as moved, 0 as failed
         from exam where first_at >= $2 and source_facility_id is not null and split_of is null
       union all
       select e.facility_id, t.state_since at time zone $1, 0, 0, 1, (t.state <> 'done')::int from transfer t join endpoint e on e.id = t.endpoint_id where t.direction = 'out' and t.state_since >= $2 and t.state in ('done', 'failed', 'partial', 'expired')) x
     group by 1, 2, 3
     on conflict (facility_id, on_day, hour) do update set wire = excluded.wire, disc = excluded.disc, moved = excluded.moved, failed = excluded.failed`, [zone, since]);
  await act.query(`delete from radar_hour where on_day < (clock_timestamp() at time zone $1)::date - ${KEPT_DAYS}`, [zone]);
}

/** Live partners: only they have a rhythm to keep. */
export const watchedFacilities = (act: Act): Promise<{ id: string }[]> => act.query<{ id: string }>(`select id from facility where state = 'live' and not host order by id`);

/** Looks at one partner: raises what is new, keeps what goes on, and ends what is over. However often it is asked, each is raised once. */
export async function lookAt(act: Act, facilityId: string, zone: string): Promise<void> {
  const [facility] = await act.query<{ since: string | null }>(
    `select greatest((coalesce(live_at, made_at) at time zone $2)::date, (select min(on_day) from radar_hour where facility_id = f.id and wire > 0))::text as since from facility f where id = $1 and state = 'live' for update`, [facilityId, zone]);
  if (!facility?.since) return;
  const hours = await act.query<RadarHour>(`select on_day::text as on, hour::int as hour, wire, disc, moved, failed from radar_hour where facility_id = $1 order by on_day, hour`, [facilityId]);
  const now = DateTime.fromJSDate(act.now, { zone });
  const today = now.toISODate() ?? '';
  const found = radar({ hours, since: facility.since, today, hour: now.hour });
  const open = await act.query<{ id: string; kind: RadarKind; finding: RadarFinding; dismissed: boolean }>(
    `select id, kind, finding, dismissed_at is not null as dismissed from radar_alarm where facility_id = $1 and over_at is null and (dismissed_at is null or dismissed_until > clock_timestamp())`, [facilityId]);
  for (const alarm of open) {
    const still = found.find((f) => f.kind === alarm.kind);
    const lasts = still ?? (alarm.finding.kind === 'quiet' && stillQuiet(alarm.finding, hours, today) ? alarm.finding : null);
    if (lasts) await act.query('update radar_alarm set seen_at = clock_timestamp() where id = $1', [alarm.id]);
    else await end(act, facilityId, alarm);
  }
  for (const finding of found) if (!open.some((alarm) => alarm.kind === finding.kind)) await raise(act, facilityId, finding);
}

async function raise(act: Act, facilityId: string, finding: RadarFinding): Promise<void> {
  const id = newId(act.now.getTime());
  await act.query('insert into radar_alarm (id, facility_id, kind, finding) values ($1, $2, $3, $4)', [id, facilityId, finding.kind, JSON.stringify(finding)]);
  act.audit({ action: EVENTS[finding.kind], object: { kind: 'facility', id: facilityId }, details: { alarm: id, ...finding } });
  act.emit({ event: EVENTS[finding.kind], kind: 'facility', id: facilityId, data: { facilityId, ...MARK } });
}

async function end(act: Act, facilityId: string, alarm: { readonly id: string; readonly kind: RadarKind }): Promise<void> {
  await act.query('update radar_alarm set over_at = clock_timestamp() where id = $1', [alarm.id]);
  act.audit({ action: 'facility.radar-over', object: { kind: 'facility', id: facilityId }, details: { alarm: alarm.id, kind: alarm.kind } });
  act.emit({ event: 'facility.radar-over', kind: 'facility', id: facilityId });
}
