import { canonicalJson, catalogue1, isTest, notGathered, type Condition, type FactRow, type FactType, type Operator, outcomeShapes, type Outcomes, type PolicyKind, type PolicyText, type Rule, type Test } from '@causeway/domain';
import { factWords } from '../core/why/decision-words';
import { conditionWords, lowerFirst, testValueWords } from './rule-words';

export type AnyRule = Rule<Outcomes[PolicyKind]>;
const facts = catalogue1 as Readonly<Record<string, FactRow>>;

export interface FactChoice { readonly name: string; readonly words: string; readonly row: FactRow }

/** The facts a policy of this kind may ask for, by their words; what nothing here fills in is said with the name. */
export const factChoices = (kind: PolicyKind): readonly FactChoice[] =>
  Object.entries(facts).filter(([, row]) => row.usedBy.includes(kind)).map(([name, row]) => ({ name, words: name in notGathered ? `${factWords(name)} (not gathered here)` : factWords(name), row })).sort((a, b) => (a.words < b.words ? -1 : 1));

export const factOf = (name: string): FactRow | undefined => facts[name];

const OPERATORS: Readonly<Record<FactType, readonly Operator[]>> = {
  bool: ['eq', 'known', 'unknown'], code: ['in', 'eq', 'known', 'unknown'], id: ['in', 'eq', 'known', 'unknown'], text: ['contains', 'startsWith', 'known', 'unknown'],
  int: ['gte', 'lte', 'gt', 'lt', 'eq', 'between', 'known', 'unknown'], codes: ['hasAny', 'hasAll', 'hasNone', 'isEmpty', 'known', 'unknown'],
  date: ['withinLast', 'olderThan', 'before', 'after', 'youngerThan', 'known', 'unknown'], instant: ['withinLast', 'olderThan', 'before', 'after', 'known', 'unknown'],
};
export const operatorsOf = (type: FactType): readonly Operator[] => OPERATORS[type];

/** A test to begin with: something that is complete, so that a new row never is a fault by itself. */
export function firstTest(name: string): Test {
  const row = facts[name];
  switch (row?.type) {
    case 'bool': return { fact: name, op: 'eq', value: true };
    case 'int': return { fact: name, op: 'gte', value: 1 };
    case 'code': case 'id': return row.values ? { fact: name, op: 'in', value: [row.values[0] ?? ''] } : { fact: name, op: 'known' };
    case 'codes': return row.values ? { fact: name, op: 'hasAny', value: [row.values[0] ?? ''] } : { fact: name, op: 'known' };
    case 'date': case 'instant': return { fact: name, op: 'withinLast', value: 12, unit: 'months' };
    default: return { fact: name, op: 'known' };
  }
}

/** The same fact by another operator, with a value that fits it. */
export function withOperator(test: Test, op: Operator): Test {
  const { fact } = test;
  const list = Array.isArray(test.value) ? (test.value as readonly string[]) : typeof test.value === 'string' ? [test.value] : [];
  const n = typeof test.value === 'number' ? test.value : 1;
  switch (op) {
    case 'known': case 'unknown': case 'isEmpty': return { fact, op };
    case 'in': case 'hasAny': case 'hasAll': case 'hasNone': return { fact, op, value: list };
    case 'olderThan': case 'withinLast': case 'youngerThan': return { fact, op, value: n, unit: test.unit ?? 'months' };
    case 'before': case 'after': return { fact, op, value: new Date().toISOString().slice(0, 10) };
    case 'between': return { fact, op, value: [n, n] };
    case 'contains': case 'startsWith': return { fact, op, value: list[0] ?? '' };
    case 'eq': {
      const type = facts[fact]?.type;
      return { fact, op, value: type === 'bool' ? true : type === 'int' ? n : (list[0] ?? '') };
    }
    default: return { fact, op, value: n };
  }
}

/** Tests of a rule that hang together by one word, and so can be edited as a row of cells; null for anything nested. */
export function flatTests(when: Condition): { readonly joint: 'all' | 'any'; readonly tests: readonly Test[] } | null {
  if (isTest(when)) return { joint: 'all', tests: [when] };
  if ('not' in when) return null;
  const [joint, members] = 'all' in when ? (['all', when.all] as const) : (['any', when.any] as const);
  return members.every(isTest) ? { joint, tests: members as readonly Test[] } : null;
}

export const fromTests = (joint: 'all' | 'any', tests: readonly Test[]): Condition => (tests.length === 1 && tests[0] ? tests[0] : joint === 'all' ? { all: tests } : { any: tests });

export interface CellWords { readonly fact: string; readonly value: string }

/** The conditions of a rule as cells: what is tested, and by what. A nested group is one cell. */
export function cellsOf(when: Condition): readonly CellWords[] {
  const members = isTest(when) || 'not' in when ? [when] : 'all' in when ? when.all : [when];
  return members.map((m) => (isTest(m) ? { fact: factWords(m.fact), value: testValueWords(m) } : { fact: '', value: conditionWords(m) }));
}

/** One rule as an English sentence. */
export function sentenceOf(rule: AnyRule, outcome: string): string {
  const doubt = rule.onUnknown === 'fire' ? ', or when that is not known' : '';
  const quota = rule.quota ? `, at most ${rule.quota.max} for each ${lowerFirst(factWords(rule.quota.per))} ${WINDOWS[rule.quota.window]}` : '';
  return `When ${conditionWords(rule.when)}${doubt}${quota}: ${outcome}.`;
}

const WINDOWS = { ever: 'ever', calendarYear: 'in a calendar year', case: 'in a case', day: 'on a day' } as const;
export const windowWords: Readonly<Record<string, string>> = WINDOWS;

export type RuleChange = 'new' | 'changed' | 'moved' | 'same';

/** What each rule of a draft is, compared with the text it would replace; and the rules that are gone. */
export function changesOf(text: PolicyText, base: PolicyText | null): { readonly byRule: ReadonlyMap<string, RuleChange>; readonly gone: readonly AnyRule[]; readonly otherwise: boolean } {
  if (!base) return { byRule: new Map(), gone: [], otherwise: false };
  const before = new Map((base.rules as readonly AnyRule[]).map((r) => [r.id, r]));
  const kept = (text.rules as readonly AnyRule[]).filter((r) => before.has(r.id)).map((r) => r.id);
  const order = (base.rules as readonly AnyRule[]).map((r) => r.id).filter((id) => kept.includes(id));
  const byRule = new Map((text.rules as readonly AnyRule[]).map((rule): [string, RuleChange] => {
    const old = before.get(rule.id);
    if (!old) return [rule.id, 'new'];
    if (canonicalJson(old) !== canonicalJson(rule)) return [rule.id, 'changed'];
    return [rule.id, order.indexOf(rule.id) === kept.indexOf(rule.id) ? 'same' : 'moved'];
  }));
  return { byRule, gone: (base.rules as readonly AnyRule[]).filter((r) => !byRule.has(r.id)), otherwise: canonicalJson(base.default) !== canonicalJson(text.default) };
}

/** The parts of an outcome in the order people read them; stored JSON has an order of its own. */
export function orderedOutcome(kind: PolicyKind, outcome: object): object {
  const given = outcome as Readonly<Record<string, unknown>>;
  const names = [...Object.keys(outcomeShapes[kind]).filter((name) => name in given), ...Object.keys(given).filter((name) => !(name in outcomeShapes[kind]))];
  return Object.fromEntries(names.map((name) => [name, given[name]]));
}

/** A rule to begin with: it asks for something and answers as the default does. */
export function newRule(text: PolicyText): AnyRule {
  const taken = new Set(text.rules.map((r) => r.id));
  let n = text.rules.length + 1;
  while (taken.has(`rule-${n}`)) n++;
  const fact = factChoices(text.kind)[0]?.name ?? 'exam.instances';
  return { id: `rule-${n}`, when: firstTest(fact), then: text.default.then, because: `rule-${n}` };
}
