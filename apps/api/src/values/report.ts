import type { OddsLine, ValueAmount, ValueLine, ValueQuery, ValueReport, ValueSum } from '@causeway/contracts';
import { oddsOfRepeat, serviceLines, smallestShown, valueIds, valueNames, type ValueId } from '@causeway/domain';
import { DateTime } from 'luxon';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import type { Rates } from './rates';
import { STANDING, valueSight } from './sight';

const HOW: Readonly<Record<ValueId, ValueSum>> = {
  V1: 'sum', V2: 'sum', V3: 'mean', V4: 'median', V5: 'mean', V6: 'share', V7: 'sum', V8: 'share', V9: 'sum', V10: 'sum', V11: 'sum', V12: 'sum', V13: 'sum', V14: 'median', V15: 'sum', V16: 'sum', V17: 'sum',
};
/** What a row waits for, for values that stay empty for want of something. */
const NEEDS: Readonly<Partial<Record<ValueId, string>>> = {
  V1: 'a released exam of thirty days ago, and a PACS line that can be asked', V2: 'prices of exams, and rows of V1', V3: 'rows of V1 before and after a partner went live', V5: 'answers of people who opened a link', V9: 'rows of V1 in decided emergency cases',
  V10: 'twenty ended emergency visits in ninety days', V13: 'cases closed with the visits they replaced', V15: 'rates of service lines, and signed reads', V17: 'rows of V1',
};
const MOST_MONTHS = 36;
interface Group { value: ValueId; month: string | null; facility_id: string | null; name: string | null; n: number; total: string; median: number | null; unit: string; confidence: string }

/** The value ledger by month and partner. Rows that were undone, and those that undo them, count for nothing. */
export class ValueReports {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly rates: Rates) {}

  async report(query: ValueQuery, caller: Caller): Promise<ValueReport> {
    const { from, to, months } = span(query, this.settings.SITE_ZONE);
    const b = new Binder();
    const where = whereOf(query, caller, b, from, to, this.settings.SITE_ZONE);
    // a patient who went elsewhere is no minute of waiting
    const month = monthOf(b.bind(this.settings.SITE_ZONE));
    const groups = await this.acts.read<Group>(
      `select v.value, ${month} as month, v.facility_id, f.name, count(*)::int as n, sum(v.amount)::text as total, percentile_cont(0.5) within group (order by v.amount)::float as median,
         min(v.unit) as unit, min(v.confidence) as confidence
       from value_row v left join facility f on f.id = v.facility_id where ${where} and not (v.value = 'V14' and v.evidence ? 'lost')
       group by grouping sets ((v.value), (v.value, ${month}), (v.value, v.facility_id, f.name))`, b.values);
    const [facilities, odds, rates] = await Promise.all([this.facilities(caller), this.odds(caller, query), this.rates.current(caller)]);
    return { from, to, months, lines: valueIds.filter((v) => v !== 'V3').map((v) => lineOf(v, groups.filter((g) => g.value === v), months)), odds, facilities, serviceLines: [...serviceLines], rates };
  }

  private facilities(caller: Caller): Promise<{ id: string; name: string }[]> {
    const b = new Binder();
    return this.acts.read(`select distinct f.id, f.name from value_row v join facility f on f.id = v.facility_id where ${valueSight(caller, b.bind)} order by f.name limit 500`, b.values);
  }

  /** V3 for each partner with exams on both sides of its first day, from the rows of V1. */
  private async odds(caller: Caller, query: ValueQuery): Promise<OddsLine[]> {
    const b = new Binder();
    const rows = await this.acts.read<{ id: string; name: string; before_n: number; before_r: number; after_n: number; after_r: number }>(
      `select f.id, f.name, count(*) filter (where e.first_at < f.live_at and e.first_at >= f.live_at - interval '12 months')::int as before_n,
         count(*) filter (where v.amount = 0 and e.first_at < f.live_at and e.first_at >= f.live_at - interval '12 months')::int as before_r,
         count(*) filter (where e.first_at >= f.live_at)::int as after_n, count(*) filter (where v.amount = 0 and e.first_at >= f.live_at)::int as after_r
       from value_row v join facility f on f.id = v.facility_id join exam e on e.id = v.exam_id
       where v.value = 'V1' and f.live_at is not null and ${STANDING} and ${valueSight(caller, b.bind)}${query.facility ? ` and f.id = ${b.bind(query.facility)}` : ''} group by f.id, f.name order by f.name`, b.values);
    return rows.flatMap((r) => {
      const [before, after] = [{ repeats: r.before_r, exams: r.before_n }, { repeats: r.after_r, exams: r.after_n }];
      if (before.exams < smallestShown || after.exams < smallestShown) return [];
      const row = oddsOfRepeat(r.id, before, after);
      return row ? [{ facilityId: r.id, name: r.name, permille: row.amount, low: Number(row.evidence['low']), high: Number(row.evidence['high']), before, after }] : [];
    });
  }
}

/** Months of the site, the whole last year when nobody says. */
export function span(query: ValueQuery, zone: string): { readonly from: string; readonly to: string; readonly months: string[] } {
  const now = DateTime.now().setZone(zone);
  const to = query.to ?? now.toFormat('yyyy-MM');
  const from = query.from ?? DateTime.fromFormat(to, 'yyyy-MM', { zone }).minus({ months: 11 }).toFormat('yyyy-MM');
  const months: string[] = [];
  for (let at = DateTime.fromFormat(from, 'yyyy-MM', { zone }); at.toFormat('yyyy-MM') <= to && months.length <= MOST_MONTHS; at = at.plus({ months: 1 })) months.push(at.toFormat('yyyy-MM'));
  if (months.length === 0 || months.length > MOST_MONTHS) throw new Refusal(422, 'span', `Choose a first month that is not after the last, and at most ${MOST_MONTHS} months.`, { errors: [{ pointer: '/from', detail: 'before the last month' }] });
  return { from, to, months };
}

export const monthOf = (zone: string): string => `to_char(v.at at time zone ${zone}, 'YYYY-MM')`;
export function whereOf(query: ValueQuery, caller: Caller, b: Binder, from: string, to: string, zone: string): string {
  const month = monthOf(b.bind(zone));
  return [
    STANDING, valueSight(caller, b.bind), `${month} >= ${b.bind(from)}`, `${month} <= ${b.bind(to)}`, ...(query.facility ? [`v.facility_id = ${b.bind(query.facility)}`] : []), ...(query.line ? [`v.service_line = ${b.bind(query.line)}`] : []),
  ].join(' and ');
}

function lineOf(value: ValueId, groups: readonly Group[], months: readonly string[]): ValueLine {
  const whole = groups.find((g) => g.month === null && g.facility_id === null && g.name === null) ?? null;
  const of = (g: Group | undefined | null): ValueAmount => amountOf(value, g ?? null);
  return {
    value, name: valueNames[value], how: HOW[value], unit: whole?.unit ?? null, confidence: whole?.confidence ?? null, ...of(whole), months: months.map((month) => ({ month, ...of(groups.find((g) => g.month === month)) })),
    partners: groups.flatMap((g) => (g.facility_id && g.name ? [{ facilityId: g.facility_id, name: g.name, ...of(g) }] : [])).sort((a, b) => (b.n ?? 0) - (a.n ?? 0)), needs: whole ? null : (NEEDS[value] ?? null),
  };
}

/** Shares in permille, everything else in the unit of the row. Fewer than five rows are not shown as a number. */
function amountOf(value: ValueId, g: Group | null): ValueAmount {
  if (!g || g.n === 0) return { few: false, n: 0, amount: null };
  if (g.n < smallestShown) return { few: true, n: null, amount: null };
  const how = HOW[value];
  const amount = how === 'sum' ? Number(g.total) : how === 'median' ? Math.round(g.median ?? 0) : how === 'mean' ? Math.round(Number(g.total) / g.n) : Math.round((Number(g.total) * 1000) / g.n);
  return { few: false, n: g.n, amount };
}
