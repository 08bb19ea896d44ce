import type { ProgrammeWork, TouchLine } from '@causeway/contracts';
import { DateTime } from 'luxon';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import { monthsTo } from './figures';
import { figure, figureSight, withHouse } from './sight';

/** Of the exams released: how many nobody touched (permille), and how often the others were. */
interface Touched { n: number; value: number | null; touches: string | null }
const TOUCHED = `count(*)::int as n, round(1000 * avg((r.touches = 0)::int))::int as value, sum(r.touches)::text as touches`;
const touchLine = (r: Touched | undefined): TouchLine => {
  const f = figure(r?.n ?? 0, r?.value ?? null);
  return { ...f, touches: f.n === null || f.n === 0 ? null : Number(r?.touches ?? 0) };
};

/** When the newest release was counted; null before the first. */
export async function countedUntil(acts: Pick<Acts, 'read'>): Promise<string | null> {
  const [row] = await acts.read<{ at: Date | null }>('select max(released_at) as at from exam_release');
  return row?.at?.toISOString() ?? null;
}

/** Handwork on exams, and how far service lines have taken the exchange up. */
export class ProgrammeWorkRead {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async view(caller: Caller): Promise<ProgrammeWork> {
    const now = DateTime.now().setZone(this.settings.SITE_ZONE);
    const monthNames = monthsTo(now);
    const [months, partners, acts, uptake, until] = await Promise.all([this.months(caller, now), this.partners(caller), this.touching(caller), this.uptake(caller, now, monthNames), countedUntil(this.acts)]);
    return {
      monthNames, months: monthNames.map((month) => ({ month, ...touchLine(months.find((m) => m.month === month)) })), partners: partners.map((p) => ({ facilityId: p.id, name: p.name, ...touchLine(p) })), acts, uptake, countedUntil: until,
    };
  }

  private months(caller: Caller, now: DateTime): Promise<(Touched & { month: string })[]> {
    const b = new Binder();
    return this.acts.read(
      `select to_char(r.released_at at time zone ${b.bind(this.settings.SITE_ZONE)}, 'YYYY-MM') as month, ${TOUCHED} from exam_release r
       where r.released_at >= ${b.bind(now.startOf('month').minus({ months: 11 }).toJSDate())} and ${figureSight(caller, b.bind, withHouse('r.facility_id'), 'r.service_line')} group by 1`, b.values);
  }

  private partners(caller: Caller): Promise<(Touched & { id: string | null; name: string | null })[]> {
    const b = new Binder();
    return this.acts.read(
      `select f.id, f.name, ${TOUCHED} from exam_release r left join facility f on f.id = r.facility_id
       where r.released_at > clock_timestamp() - interval '90 days' and ${figureSight(caller, b.bind, withHouse('r.facility_id'), 'r.service_line')} group by f.id, f.name order by count(*) desc, f.name limit 200`, b.values);
  }

  private touching(caller: Caller): Promise<{ act: string; exams: number }[]> {
    const b = new Binder();
    return this.acts.read(
      `select a as act, count(*)::int as exams from exam_release r cross join unnest(r.acts) a
       where r.released_at > clock_timestamp() - interval '90 days' and ${figureSight(caller, b.bind, withHouse('r.facility_id'), 'r.service_line')} group by 1 having count(*) >= 5 order by 2 desc, 1 limit 12`, b.values);
  }

  private async uptake(caller: Caller, now: DateTime, names: readonly string[]): Promise<ProgrammeWork['uptake']> {
    const b = new Binder();
    const from = b.bind(now.startOf('month').minus({ months: 11 }).toJSDate());
    const month = `to_char(made_at at time zone ${b.bind(this.settings.SITE_ZONE)}, 'YYYY-MM')`;
    const of = (what: string, table: string, more: string): string => `select '${what}' as what, service_line as line, ${month} as month, count(*)::int as n from ${table} where made_at >= ${from}${more} and ${figureSight(caller, b.bind, 'facility_ids', 'service_line')} group by 2, 3`;
    const rows = await this.acts.read<{ what: 'exams' | 'requests' | 'sends'; line: string; month: string; n: number }>(
      [of('exams', 'inbound', ''), of('requests', 'request_out', ` and state <> 'draft'`), of('sends', 'send', ` and state <> 'draft'`)].join(' union all '), b.values);
    const lines = [...new Set(rows.map((r) => r.line))].sort();
    return lines.flatMap((line) => (['exams', 'requests', 'sends'] as const).flatMap((what) => {
      const own = rows.filter((r) => r.line === line && r.what === what);
      return own.length === 0 ? [] : [{ line, what, months: names.map((m) => { const n = own.find((r) => r.month === m)?.n ?? 0; return { month: m, ...figure(n, n) }; }) }];
    }));
  }
}
