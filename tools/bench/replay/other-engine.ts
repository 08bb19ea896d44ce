import { columnOf, decide, isTest, shiftDay, type Condition, type Facts, type PolicyText, type Test } from '@causeway/domain';
import { Engine, type ConditionProperties, type TopLevelCondition } from 'json-rules-engine';
import type pg from 'pg';

const DAY_MS = 86_400_000;
const day = (text: string): number => Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
/** The day so long before, as our calendar has it; looked up once for each day. */
const back = (n: number, unit: 'days' | 'months' | 'years'): ((today: number) => number) => {
  const known = new Map<number, number>();
  return (today) => {
    const found = known.get(today) ?? day(shiftDay(new Date(today).toISOString().slice(0, 10), -n, unit));
    known.set(today, found);
    return found;
  };
};

/** The same rules in json-rules-engine: first one that fits, by priority. Quotas are left out, which is in its favour. */
export class OtherEngine {
  private readonly engine = new Engine([], { allowUndefinedFacts: true });
  private readonly names: readonly string[];

  constructor(private readonly text: PolicyText<'overread'>) {
    this.engine.addOperator('isOneOf', (fact: unknown, list: unknown) => fact !== null && (list as readonly unknown[]).includes(fact));
    this.engine.addOperator('hasAnyOf', (fact: unknown, list: unknown) => Array.isArray(fact) && (list as readonly unknown[]).some((v) => fact.includes(v)));
    this.engine.addOperator('isKnown', (fact: unknown) => fact !== null);
    this.engine.addOperator('atLeast', (fact: unknown, least: unknown) => fact !== null && (fact as number) >= (least as number));
    this.engine.addOperator('within', (fact: unknown, span: unknown) => {
      const [first, last] = span as readonly [(today: number) => number, (today: number) => number];
      const [at, today] = fact as readonly [number | null, number];
      return at !== null && at >= first(today) && at <= last(today);
    });
    text.rules.forEach((rule, i) => this.engine.addRule({
      conditions: topOf(rule.when), priority: text.rules.length - i, event: { type: rule.id }, onSuccess: () => this.engine.stop(),
    }));
    this.names = [...new Set(text.rules.flatMap((rule) => factsIn(rule.when)))];
  }

  /** Fetches so many rows as objects and decides each. Also how many answers are not those of our own reference. */
  async run(client: pg.Client, rows: number): Promise<{ readonly fetchMs: number; readonly decideMs: number; readonly differing: number }> {
    const begun = performance.now();
    const columns = this.names.map((name) => `${columnOf(name)}${name.endsWith('Date') ? '::text' : ''} as "${name}"`);
    const { rows: fetched } = await client.query<Record<string, unknown>>(`select today::text as today, ${columns.join(', ')} from policy_facts where kind = 'overread' order by no limit ${rows}`);
    const fetchMs = performance.now() - begun;
    const answers: string[] = [];
    const at = performance.now();
    for (const row of fetched) {
      const today = day(String(row['today']));
      const facts: Record<string, unknown> = { 'exam.instances': Number(row['exam.instances']) };
      for (const name of this.names) facts[name] ??= name.endsWith('Date') ? [row[name] === null ? null : day(String(row[name])), today] : (row[name] ?? null);
      const { events } = await this.engine.run(facts);
      answers.push(events[0]?.type ?? 'default');
    }
    const decideMs = performance.now() - at;
    const plain = { ...this.text, rules: this.text.rules.map(({ quota: _, ...rule }) => rule) };
    const differing = fetched.filter((row, i) => decide(plain, { ...row, 'exam.instances': Number(row['exam.instances']) } as unknown as Facts, String(row['today'])).decidedBy[0] !== answers[i]).length;
    return { fetchMs, decideMs, differing };
  }
}

const factsIn = (c: Condition): string[] => (isTest(c) ? [c.fact] : 'not' in c ? factsIn(c.not) : ('all' in c ? c.all : c.any).flatMap(factsIn));

function topOf(c: Condition): TopLevelCondition {
  const found = nested(c);
  return 'all' in found || 'any' in found || 'not' in found ? (found as TopLevelCondition) : { all: [found as ConditionProperties] };
}

function nested(c: Condition): TopLevelCondition | ConditionProperties {
  if (isTest(c)) return testOf(c);
  if ('not' in c) return { not: nested(c.not) } as TopLevelCondition;
  return 'all' in c ? ({ all: c.all.map(nested) } as TopLevelCondition) : ({ any: c.any.map(nested) } as TopLevelCondition);
}

function testOf({ fact, op, value, unit = 'days' }: Test): ConditionProperties {
  const before = back(Number(value), unit);
  const spans = { withinLast: [before, (today: number) => today], olderThan: [() => -Infinity, (today: number) => before(today) - DAY_MS] } as const;
  switch (op) {
    case 'eq': return { fact, operator: 'equal', value };
    case 'in': return { fact, operator: 'isOneOf', value };
    case 'hasAny': return { fact, operator: 'hasAnyOf', value };
    case 'known': return { fact, operator: 'isKnown', value: true };
    case 'gte': return { fact, operator: 'atLeast', value };
    case 'withinLast': case 'olderThan': return { fact, operator: 'within', value: spans[op] };
    default: throw new Error(`The bench has no ${op} for the other engine.`);
  }
}
