import type { Outcomes, PolicyKind, PolicyText, Quota, Rule } from '../policy-text';
import { columnOf } from './columns';
import { conditionSql, type Bind } from './condition-sql';

type AnyRule = Rule<Outcomes[PolicyKind]>;

const KEYS: Readonly<Record<Quota['per'], string>> = { patient: 'patient_no', 'source.facility': 'facility_no', requester: 'requester_no' };
const WINDOWS: Readonly<Record<Quota['window'], string>> = { ever: '0', calendarYear: 'extract(year from today)', day: 'today', case: 'coalesce(case_no, 0)' };

/**
 * A first-match text as one statement that gives `no` and `rule` (the place of the deciding rule, -1 for the default) for every row of `source`: a relation with
 * `no`, `today`, the fact columns and the keys `patient_no`, `facility_no`, `requester_no`, `case_no`. Rules are asked once; then each quota rule is a stage:
 * a window function numbers its candidates, and who gets no place goes on to the rules after it.
 */
export function textSql(text: PolicyText, source: string, bind: Bind): string {
  const rules = text.rules as readonly AnyRule[];
  const asked = rules.map((rule, k) => `(${conditionSql(rule.when, bind)} ${rule.onUnknown === 'fire' ? 'is not false' : 'is true'}) as r${k}`);
  const orders = rules.flatMap(({ quota }, k) => (quota ? [`f.${columnOf(quota.orderBy)} as o${k}`] : []));
  const columns = ['f.no', 'f.today', 'f.patient_no', 'f.facility_no', 'f.requester_no', 'f.case_no', ...orders, ...asked];
  const stages = [`s0 as materialized (select ${columns.join(', ')}, null::int as d0 from ${source} f)`];
  for (let first = 0; first < rules.length; ) {
    const k = stages.length;
    const before = `d${k - 1}`;
    const quota = rules[first]?.quota;
    let end = first + 1;
    if (!quota) while (end < rules.length && !rules[end]?.quota) end++;
    const arms = Array.from({ length: end - first }, (_, i) => `when r${first + i} then ${first + i}`).join(' ');
    const found = quota ? withinQuota(quota, first, before, bind) : `case ${arms} end`;
    stages.push(`s${k} as materialized (select *, coalesce(${before}, ${found}) as d${k} from s${k - 1})`);
    first = end;
  }
  const last = stages.length - 1;
  return `with ${stages.join(', ')} select no, coalesce(d${last}, -1) as rule from s${last}`;
}

function withinQuota(quota: Quota, place: number, before: string, bind: Bind): string {
  const key = KEYS[quota.per];
  const candidate = `(${before} is null and r${place} and ${key} is not null)`;
  const number = `row_number() over (partition by ${candidate}, ${key}, ${WINDOWS[quota.window]} order by o${place} asc nulls last, no)`;
  return `case when ${candidate} and ${number} <= ${bind(quota.max)}::int then ${place} end`;
}
