import type { BehindPage, BehindQuery, BehindRow, MeasureFigures } from '@causeway/contracts';
import { mayEver } from '@causeway/access';
import { goalSpans, measureIds, measures, type MeasureId } from '@causeway/domain';
import { DateTime } from 'luxon';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import { facilitySight } from '../facilities/facility.row';
import { figureSql, isSpanned, points } from './points';
import { figure, figureSight, withHouse } from './sight';

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MONTHS = 12;

/** The months up to this one, oldest first, in the site's zone. */
export function monthsTo(now: DateTime, count = MONTHS): string[] {
  return Array.from({ length: count }, (_, i) => now.minus({ months: count - 1 - i }).toFormat('yyyy-MM'));
}

/** Measures of the catalogue for one person: of the last 30, 90 and 365 days, and by month. */
export class Figures {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  all(caller: Caller): Promise<MeasureFigures[]> {
    return Promise.all(measureIds.map((m) => (isSpanned(m) ? this.spanned(m, caller) : this.standing(m, caller))));
  }

  private async spanned(measure: MeasureId & keyof typeof points, caller: Caller): Promise<MeasureFigures> {
    const now = DateTime.now().setZone(this.settings.SITE_ZONE);
    const months = monthsTo(now);
    const b = new Binder();
    const facts = points[measure]((facilities, line) => figureSight(caller, b.bind, facilities, line));
    const from = b.bind(DateTime.min(now.minus({ days: 365 }), now.startOf('month').minus({ months: MONTHS - 1 })).toJSDate());
    const how = figureSql[measures[measure].sum];
    const rows = await this.acts.read<{ span: string; n: number; value: number | null }>(
      `with p as materialized (select * from (${facts}) f where f.at >= ${from} and f.at <= clock_timestamp())
       select to_char(p.at at time zone ${b.bind(this.settings.SITE_ZONE)}, 'YYYY-MM') as span, count(*)::int as n, ${how} as value from p group by 1
       union all select d.days::text, count(*)::int, ${how} from p join unnest(${b.bind([...goalSpans])}::int[]) d(days) on p.at > clock_timestamp() - make_interval(days => d.days) group by 1`, b.values);
    const of = (span: string) => {
      const row = rows.find((r) => r.span === span);
      return figure(row?.n ?? 0, row?.value ?? null);
    };
    return { measure, spans: goalSpans.map((days) => ({ days, ...of(String(days)) })), months: months.map((month) => ({ month, ...of(month) })) };
  }

  /** Partners are no patients: their number is shown however small it is. */
  private async standing(measure: MeasureId, caller: Caller): Promise<MeasureFigures> {
    const months = monthsTo(DateTime.now().setZone(this.settings.SITE_ZONE));
    const b = new Binder();
    const rows = await this.acts.read<{ month: string }>(`select to_char(coalesce(f.live_at, f.made_at) at time zone ${b.bind(this.settings.SITE_ZONE)}, 'YYYY-MM') as month from facility f where ${livePartners(measure, caller, b)}`, b.values);
    const live = (until: string) => ({ n: rows.length, few: false, value: rows.filter((r) => r.month <= until).length });
    return { measure, spans: goalSpans.map((days) => ({ days, ...live('9999') })), months: months.map((month) => ({ month, ...live(month) })) };
  }

  /** The single facts behind a figure, newest first. */
  async behind(measure: MeasureId, query: BehindQuery, caller: Caller): Promise<BehindPage> {
    if (!isSpanned(measure)) return { measure, rows: await this.live(measure, caller), next: null };
    const b = new Binder();
    const facts = points[measure]((facilities, line) => figureSight(caller, b.bind, facilities, line));
    const [at, id] = (query.cursor ?? '').split(' ');
    const zone = this.settings.SITE_ZONE;
    const month = query.month ? DateTime.fromFormat(query.month, 'yyyy-MM', { zone }) : null;
    const where = [
      'p.at <= clock_timestamp()',
      ...(month?.isValid ? [`p.at >= ${b.bind(month.toJSDate())}`, `p.at < ${b.bind(month.plus({ months: 1 }).toJSDate())}`] : [`p.at > clock_timestamp() - make_interval(days => ${b.bind(Math.round(query.days ?? 90))}::int)`]),
      ...(query.facility ? [`p.facility_id = ${b.bind(query.facility)}`] : []), ...(query.line ? [`p.line = ${b.bind(query.line)}`] : []),
      ...(query.hit && measures[measure].sum === 'share' ? [`p.amount = ${query.hit === 'yes' ? 1 : 0}`] : []),
      ...(INSTANT.test(at ?? '') && UUID.test(id ?? '') ? [`(date_trunc('milliseconds', p.at), p.id) < (${b.bind(at)}::timestamptz, ${b.bind(id)}::uuid)`] : []),
    ];
    const rows = await this.acts.read<Omit<BehindRow, 'at' | 'amount'> & { at: Date; amount: string }>(
      `select p.at, p.amount::text, p.kind, p.id, f.name as facility, p.line, p.notes from (${facts}) p left join facility f on f.id = p.facility_id where ${where.join(' and ')} order by date_trunc('milliseconds', p.at) desc, p.id desc limit ${b.bind(query.limit + 1)}`, b.values);
    const shown = rows.slice(0, query.limit).map((r) => ({ ...r, at: r.at.toISOString(), amount: Number(r.amount) }));
    const last = shown.at(-1);
    return { measure, rows: shown, next: rows.length > query.limit && last ? `${last.at} ${last.id}` : null };
  }

  private async live(measure: MeasureId, caller: Caller): Promise<BehindRow[]> {
    const b = new Binder();
    const rows = await this.acts.read<Omit<BehindRow, 'at'> & { at: Date }>(
      `select coalesce(f.live_at, f.made_at) as at, 1 as amount, 'facility' as kind, f.id, f.name as facility, null as line, array[f.tier] as notes from facility f where ${livePartners(measure, caller, b)} order by 1 desc, f.id limit 1000`, b.values);
    return rows.map((r) => ({ ...r, at: r.at.toISOString() }));
  }
}

/** Live partners of the directory a person works with; who has no directory is told of those that serve their lines. */
function livePartners(measure: MeasureId, caller: Caller, b: Binder): string {
  const sight = mayEver(caller.ability, 'facility.read') || mayEver(caller.ability, 'facility.approve')
    ? facilitySight(caller, b.bind)
    : `exists (select 1 from unnest(case when cardinality(f.service_lines) = 0 then array['general'] else f.service_lines end) l where ${figureSight(caller, b.bind, withHouse('f.id'), 'l')})`;
  return `not f.host and f.state = 'live' and ${sight}${measure === 'strategic-live' ? ` and f.tier = 'strategic'` : ''}`;
}
