import { X509Certificate } from 'node:crypto';
import type { DismissAlarm, EndingCertificate, GatewayAway, RadarAlarmView, RadarView } from '@causeway/contracts';
import { radarLimits, type RadarFinding } from '@causeway/domain';
import { gatewaysAway } from '../../endpoints/gateways/read';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { Binder, rowSql } from '../../platform/http/row-sql';
import type { Settings } from '../../platform/settings/settings';
import { facilityChanged, lockPartner, logActivity } from '../facility.row';

/** Certificates are listed from so many days before their end. */
const SOON_DAYS = 60;
const OVER_DAYS = 14;

interface AlarmRow {
  id: string; facility_id: string; facility: string; finding: RadarFinding; at: Date; over_at: Date | null; dismissed_at: Date | null; dismissed_by: string | null; dismissed_because: string | null; dismissed_until: Date | null; weeks: number[];
  contact: RadarAlarmView['call']['contact']; last_good: Date | null; failing: string[];
}

/** What is unlike the rhythm of the partners somebody works with, with what a call about it needs. */
export class RadarRead {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** `facilityId`: only of that partner. */
  async view(caller: Caller, facilityId: string | null): Promise<RadarView> {
    const [alarms, gateways, counts, certificates] = await Promise.all([this.alarms(caller, facilityId), this.gateways(caller, facilityId), this.counts(caller, facilityId), this.certificates(caller, facilityId)]);
    return { alarms, gateways, ...counts, certificates };
  }

  async dismiss(caller: Caller, id: string, body: DismissAlarm): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      const [alarm] = await act.query<{ facility_id: string; kind: string; over_at: Date | null; dismissed_at: Date | null }>('select facility_id, kind, over_at, dismissed_at from radar_alarm where id = $1 for update', [id]);
      if (!alarm) throw notFound('alarm');
      await lockPartner(act, alarm.facility_id, caller, 'facility.develop');
      if (alarm.over_at) throw new Refusal(409, 'over', 'This is over already: their exams came again.');
      if (alarm.dismissed_at) throw new Refusal(409, 'dismissed', 'Somebody dismissed this already.');
      await act.query('update radar_alarm set dismissed_at = clock_timestamp(), dismissed_by = $2, dismissed_because = $3, dismissed_until = clock_timestamp() + make_interval(days => $4) where id = $1', [id, act.actor.name, body.reason, body.days]);
      await logActivity(act, alarm.facility_id, { kind: 'note', words: body.reason, facts: { radar: alarm.kind, dismissedDays: body.days } });
      await facilityChanged(act, alarm.facility_id, 'radar-dismissed', { alarm: id, kind: alarm.kind, days: body.days });
    });
  }

  private sight(caller: Caller, bind: (value: unknown) => string): string {
    return rowSql([...caller.rows('facility.develop'), ...caller.rows('facility.connect')], { facilityIds: 'array[f.id]' }, bind);
  }

  private async alarms(caller: Caller, facilityId: string | null): Promise<RadarAlarmView[]> {
    const b = new Binder();
    const rows = await this.acts.read<AlarmRow>(
      `select a.id, a.facility_id, f.name as facility, a.finding, a.at, a.over_at, a.dismissed_at, a.dismissed_by, a.dismissed_because, a.dismissed_until,
         array(select coalesce((select sum(h.wire)::int from radar_hour h where h.facility_id = f.id and h.on_day > current_date - 7 * (w + 1) and h.on_day <= current_date - 7 * w), 0) from generate_series(7, 0, -1) w) as weeks,
         (select jsonb_build_object('name', c.name, 'kind', c.kind, 'phone', c.phone, 'email', c.email) from facility_contact c where c.facility_id = f.id and c.ended_at is null order by array_position(array['pacs', 'it', 'after-hours', 'administrative', 'clinical'], c.kind), c.made_at limit 1) as contact,
         (select max(r.at) from endpoint_run r join endpoint e on e.id = r.endpoint_id where e.facility_id = f.id and r.ok) as last_good,
         array(select e.label from endpoint e where e.facility_id = f.id and e.disabled_at is null and e.state = 'failing' and not exists (select 1 from site_gateway g where g.id = e.gateway_id and g.away_since is not null) order by e.label)
           || array(select 'the gateway ' || g.name from site_gateway g where g.facility_id = f.id and g.away_since is not null order by g.name) as failing
       from radar_alarm a join facility f on f.id = a.facility_id
       where ${this.sight(caller, b.bind)} and ${facilityId === null ? `f.state = 'live'` : `f.id = ${b.bind(facilityId)}`} and (a.over_at is null or a.over_at > clock_timestamp() - interval '${OVER_DAYS} days')
         and (a.dismissed_at is null or a.dismissed_until > clock_timestamp())
       order by (a.over_at is null and a.dismissed_at is null) desc, a.at desc limit 200`, b.values);
    return rows.map((r) => ({
      id: r.id, facilityId: r.facility_id, facility: r.facility, finding: r.finding, at: r.at.toISOString(), state: r.over_at ? 'over' : r.dismissed_at ? 'dismissed' : 'open', overAt: r.over_at?.toISOString() ?? null,
      dismissed: r.dismissed_at ? { by: r.dismissed_by ?? '', at: r.dismissed_at.toISOString(), reason: r.dismissed_because ?? '', until: r.dismissed_until?.toISOString() ?? '' } : null,
      weeks: r.weeks, call: { contact: r.contact, lastGoodTestAt: r.last_good?.toISOString() ?? null, failingLines: r.failing },
      mayDismiss: !r.over_at && !r.dismissed_at && caller.may('facility.develop', { facilityIds: [r.facility_id] }),
    }));
  }

  private gateways(caller: Caller, facilityId: string | null): Promise<GatewayAway[]> {
    const b = new Binder();
    return gatewaysAway(this.acts, `${this.sight(caller, b.bind)} and ${facilityId === null ? `f.state <> 'retired'` : `f.id = ${b.bind(facilityId)}`}`, b.values);
  }

  private async counts(caller: Caller, facilityId: string | null): Promise<{ watched: number; learning: number }> {
    const b = new Binder();
    const [row] = await this.acts.read<{ watched: number; learning: number }>(
      `select count(*)::int as watched, (count(*) filter (where coalesce(current_date - greatest((coalesce(f.live_at, f.made_at))::date, (select min(h.on_day) from radar_hour h where h.facility_id = f.id and h.wire > 0)), 0) < ${7 * (radarLimits.leastWeeks + 1)}))::int as learning
       from facility f where ${this.sight(caller, b.bind)} and f.state = 'live' and not f.host ${facilityId === null ? '' : `and f.id = ${b.bind(facilityId)}`}`, b.values);
    return row ?? { watched: 0, learning: 0 };
  }

  private async certificates(caller: Caller, facilityId: string | null): Promise<EndingCertificate[]> {
    const b = new Binder();
    const sight = this.sight(caller, b.bind);
    const of = facilityId === null ? '' : `and f.id = ${b.bind(facilityId)}`;
    const soon = `clock_timestamp() + interval '${SOON_DAYS} days'`;
    const rows = await this.acts.read<{ of: 'line' | 'partner'; facility_id: string; facility: string; what: string; ends_at: Date }>(
      `select 'line' as of, f.id as facility_id, f.name as facility, e.label as what, e.certificate_ends_at as ends_at from endpoint e join facility f on f.id = e.facility_id where ${sight} ${of} and e.disabled_at is null and e.state <> 'removed' and e.certificate_ends_at < ${soon}
       union all
       select 'partner', f.id, f.name, c.subject, c.not_after from facility_certificate c join facility f on f.id = c.facility_id where ${sight} ${of} and c.trusted_at is not null and c.withdrawn_at is null and f.state <> 'retired' and c.not_after < ${soon}
         and not exists (select 1 from facility_certificate n where n.facility_id = f.id and n.trusted_at is not null and n.withdrawn_at is null and n.not_after > c.not_after)
       order by 5 limit 200`, b.values);
    const all: EndingCertificate[] = rows.map((r) => ({ of: r.of, facilityId: r.facility_id, facility: r.facility, what: r.what, endsAt: r.ends_at.toISOString() }));
    const pem = this.settings.DICOM_TLS_CERT;
    if (facilityId === null && pem) {
      const own = new X509Certificate(pem);
      const endsAt = new Date(own.validTo);
      if (endsAt.getTime() < Date.now() + SOON_DAYS * 86_400_000) all.push({ of: 'house', facilityId: null, facility: null, what: own.subject.replaceAll('\n', ', '), endsAt: endsAt.toISOString() });
    }
    return all.sort((x, y) => x.endsAt.localeCompare(y.endsAt));
  }
}
